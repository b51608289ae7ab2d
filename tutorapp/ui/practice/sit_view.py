"""The layout of the sit page: head with the clock, desk or rest page, foot with saving and buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.confirm import Confirm
from tutorapp.ui.practice.editor import AnswerEditor
from tutorapp.ui.practice.parts import Column, Figure, KeyButton, Pages, Picture, Reading, Rule, label
from tutorapp.ui.practice.reading_tools import ReadingTools
from tutorapp.ui.practice.source_view import SourceView

COLUMN = 634


class SitView(QWidget):
    """Widgets and their places; what they do is ``SitPage``."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._exam = False
        self.setObjectName("practice.sit")
        self.setProperty("role", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        self._stack = Pages()
        self._stack.addWidget(self._build_desk())
        self._stack.addWidget(self._build_rest())
        column.addWidget(self._stack, 1)
        self._confirm = Confirm(self._ctx, "practice.confirm")
        column.addWidget(self._confirm)
        column.addWidget(self._build_foot())

    def _build_head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(64)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        line = QWidget()
        row = QHBoxLayout(line)
        column.addWidget(line, 1)
        column.addWidget(Rule())
        row.setContentsMargins(32, 0, 32, 0)
        row.setSpacing(8)
        self._mode_icon = Picture(self._ctx, "lock")
        self._mode = label("", "secondary", name="practice.sit.mode")
        self._mode_more = label("", "muted", name="practice.sit.mode_more")
        self._allowed = label("", "muted", name="practice.sit.allowed")
        self._allowed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time = Figure(self._ctx, "display", name="practice.sit.clock")
        self._eye = QToolButton()
        self._eye.setObjectName("practice.sit.eye")
        self._eye.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        row.addWidget(self._mode_icon)
        row.addWidget(self._mode)
        row.addWidget(self._mode_more, 1)
        row.addStretch(1)
        row.addWidget(self._allowed)
        row.addSpacing(20)
        row.addWidget(self._time)
        row.addSpacing(8)
        self.reading = ReadingTools(self._ctx)
        row.addWidget(self.reading)
        row.addWidget(self._eye)
        self._head_row = row
        return head

    def _build_desk(self) -> QWidget:
        desk = QWidget()
        outer = QHBoxLayout(desk)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        middle = QWidget()
        self._middle = middle
        column = self._desk_column = QVBoxLayout(middle)
        column.setSpacing(0)
        column.addWidget(self._build_notice())
        question = QHBoxLayout()
        self._question = Reading(self._ctx, name="practice.sit.question")
        self._marks = Reading(self._ctx, name="practice.sit.marks")
        self._marks.setWordWrap(False)
        question.addWidget(self._question, 1)
        question.addSpacing(24)
        question.addWidget(self._marks, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(question)
        self._sources = Column("practice.sit.sources", (0, 4, 0, 4), 0)
        self._sources.setAccessibleName(self.tr("Sources"))
        self._sources.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the arrow keys scroll it
        self._source_view = SourceView(self._ctx, "practice.sit.sources.view")
        self._sources.body.addWidget(self._source_view)
        self._sources.body.addStretch(1)
        column.addWidget(self._sources)
        column.addSpacing(12)
        self._closed_page = Column("practice.sit.closed", (0, 0, 0, 0), 0)
        self.editor = AnswerEditor(self._ctx, "practice.editor")
        column.addWidget(self._closed_page, 1)
        column.addWidget(self.editor, 1)
        outer.addWidget(middle)
        outer.addStretch(1)
        return desk

    def _build_notice(self) -> QWidget:
        self._notice = QFrame()
        self._notice.setObjectName("practice.sit.notice")
        row = QHBoxLayout(self._notice)
        row.setContentsMargins(0, 0, 0, 8)
        row.addWidget(Picture(self._ctx, "hourglass", "warning"))
        self._notice_text = label("", "warning", name="practice.sit.notice.text")
        row.addWidget(self._notice_text, 1)
        row.addWidget(label(self.tr("Esc closes this line"), "caption"))
        self._notice.hide()
        return self._notice

    def _build_rest(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(2)
        self._rest_title = label("", "h2", name="practice.rest.title")
        self._rest_text = label("", "secondary", name="practice.rest.text", wrap=True)
        self._rest_text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.go_on = KeyButton(self._ctx, self.tr("Go on"), "practice.rest.go_on", role="primary", key=self.tr("Enter"))
        column.addWidget(self._rest_title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(self._rest_text)
        column.addSpacing(16)
        column.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        return page

    def _build_foot(self) -> QWidget:
        foot = QFrame()
        foot.setProperty("role", "canvasfoot")
        outer = QHBoxLayout(foot)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addStretch(1)
        self._foot_middle = QWidget()
        row = self._foot_row = QHBoxLayout(self._foot_middle)
        row.setSpacing(8)
        self._words = label("", "strong", name="practice.sit.words")
        self._saved_icon = Picture(self._ctx, "check", "success")
        self._saved = label("", "secondary", name="practice.sit.saved")
        self._spelling = label("·  " + self.tr("spelling help off"), "muted")
        self._leave = KeyButton(self._ctx, self.tr("Leave"), "practice.leave", role="flat")
        self._leave.setToolTip(self.tr("Stop here; your answer is kept and offered again"))
        self._rest = KeyButton(self._ctx, self.tr("Rest break"), "practice.rest", icon="coffee", tall=True)
        self._hand_in = KeyButton(
            self._ctx, self.tr("Hand in"), "practice.hand_in", role="primary", key=self.tr("Ctrl Enter")
        )
        for widget in (self._words, self._saved_icon, self._saved, self._spelling):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self._leave, self._rest, self._hand_in):
            row.addWidget(button)
        outer.addWidget(self._foot_middle)
        outer.addStretch(1)
        return foot

    # --- layout --------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._ctx.theme.px
        room = self.width()
        narrow = room < px(720)
        wide = min(px(COLUMN), room - 32)
        self._middle.setFixedWidth(wide)
        self._foot_middle.setFixedWidth(wide)
        self._desk_column.setContentsMargins(0, 12 if narrow else 28, 0, 12 if narrow else 28)
        self._foot_row.setContentsMargins(0, 8 if narrow else 16, 0, 8 if narrow else 16)
        self._head_row.setContentsMargins(16 if narrow else 32, 0, 16 if narrow else 32, 0)
        self._mode_more.setVisible(not narrow)
        self.reading.set_narrow(room < px(900))
        self._hand_in.set_key("" if narrow else self.tr("Ctrl Enter"))
        self._spelling.setVisible(self._exam and not narrow)
