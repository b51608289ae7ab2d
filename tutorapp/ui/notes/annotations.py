"""Marking the text: the small bar over a selection, and the card an own note is written in."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPen, QPixmap, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.work import Anchor, Annotation, Colour
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes.why import use_reading_font
from tutorapp.ui.theme import Theme

EDITOR_WIDTH = 344


def colour_dot(theme: Theme, colour: Colour, size: int = 16) -> QIcon:
    """A disc in a highlight's colour."""
    pixmap = QPixmap(size * 2, size * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border.strong"), 2))
    painter.setBrush(theme.colour(f"mark.{colour}"))
    painter.drawEllipse(QRectF(2, 2, size * 2 - 4, size * 2 - 4))
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)


def colour_words() -> dict[Colour, str]:
    """The colours of highlights by name, in their order."""
    tr = QCoreApplication.translate
    return {
        "yellow": tr("SelectionBar", "yellow"),
        "green": tr("SelectionBar", "green"),
        "blue": tr("SelectionBar", "blue"),
    }


class SelectionBar(QFrame):
    """Three colours, a note, and (on marked words) taking the mark away.

    Signals:
        colour_chosen: highlight the selection in this colour.
        note_asked: write a note on the selection.
        removal_asked: take the highlight off.
    """

    colour_chosen = Signal(str)
    note_asked = Signal()
    removal_asked = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._ctx = context
        self._dots: dict[Colour, QToolButton] = {}
        self.setObjectName("notes.marks")
        self.setProperty("role", "popover")
        self.setAccessibleName(self.tr("Mark the selected words"))
        self._build()
        context.theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def show_at(self, rect: QRect, *, marked: bool) -> None:
        """Show above the selection's rectangle (on the screen); ``marked``: there is a highlight to take off."""
        self._remove.setVisible(marked)
        self.adjustSize()
        at = self._over.mapFromGlobal(rect.topLeft())
        above = at.y() - self.height() - 6
        y = above if above >= 4 else at.y() + rect.height() + 6
        x = min(max(4, at.x()), max(4, self._over.width() - self.width() - 8))
        self.move(QPoint(x, y))
        self.show()
        self.raise_()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(5, 4, 5, 4)
        layout.setSpacing(2)
        for colour, words in colour_words().items():
            button = self._button(f"notes.marks.{colour}", self.tr("Highlight: {0}").format(words))
            button.clicked.connect(lambda _checked=False, chosen=colour: self.colour_chosen.emit(chosen))
            self._dots[colour] = button
            layout.addWidget(button)
        self._note = self._button("notes.marks.note", self.tr("Write a note (N)"))
        self._note.clicked.connect(self.note_asked)
        self._remove = self._button("notes.marks.remove", self.tr("Take the highlight off"))
        self._remove.clicked.connect(self.removal_asked)
        layout.addWidget(self._note)
        layout.addWidget(self._remove)

    def _button(self, name: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIconSize(QSize(16, 16))
        return button

    def _restyle(self) -> None:
        for colour, button in self._dots.items():
            button.setIcon(colour_dot(self._ctx.theme, colour))
        self._note.setIcon(self._ctx.icons.icon("sticky-note"))
        self._remove.setIcon(self._ctx.icons.icon("x"))


class NoteEdit(QPlainTextEdit):
    """The box of a note.

    Signals:
        finished: Ctrl+Enter was pressed.
        given_up: Escape was pressed.
    """

    finished = Signal()
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)


class NoteEditor(QFrame):
    """The card in which an own note is written or changed.

    Signals:
        saved: keep it (the note before or None, its anchor or None, text).
        deletion_asked: delete this note.
        closed: it is gone; the focus should go back to the page.
    """

    saved = Signal(object, object, str)
    deletion_asked = Signal(object)
    closed = Signal()

    def __init__(self, context: UiContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._ctx = context
        self._note: Annotation | None = None
        self._anchor: Anchor | None = None
        self.setObjectName("notes.editor")
        self.setProperty("role", "popover")
        self._build()
        context.theme.changed.connect(self._restyle)
        self._restyle()
        self.hide()

    def begin(self, at: QRect, *, note: Annotation | None = None, anchor: Anchor | None = None) -> None:
        """Write on ``anchor`` (None: on the whole section), or change ``note``; near ``at`` (on the screen)."""
        self._note, self._anchor = note, anchor if note is None else note.anchor
        quote = " ".join(self._anchor.quote.split()) if self._anchor else ""
        self._on.setText(self.tr("On “{0}”").format(quote) if quote else self.tr("On this section"))
        self.setAccessibleName(self.tr("Your note. {0}").format(self._on.text()))
        self.editor.setPlainText(note.text if note else "")
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self._delete.setVisible(note is not None)
        self._place(at)
        self.show()
        self.raise_()
        self.editor.setFocus()

    def close_card(self) -> None:
        """Hide it; what was not saved is gone."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 12)
        layout.setSpacing(8)
        self._on = QLabel()
        self._on.setProperty("role", "caption")
        self._on.setWordWrap(True)
        self._on.setTextFormat(Qt.TextFormat.PlainText)
        self.editor = NoteEdit()
        self.editor.setObjectName("notes.editor.text")
        self.editor.setAccessibleName(self.tr("Your note"))
        self.editor.setTabChangesFocus(True)
        self.editor.setFixedHeight(112)
        self.editor.finished.connect(self._save)
        self.editor.given_up.connect(self.close_card)
        layout.addWidget(self._on)
        layout.addWidget(self.editor)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._save_button = self._button("notes.editor.save", self.tr("Save note"), "primary")
        self._save_button.setToolTip(self.tr("Ctrl+Enter"))
        self._save_button.clicked.connect(self._save)
        cancel = self._button("notes.editor.cancel", self.tr("Cancel"), "flat")
        cancel.clicked.connect(self.close_card)
        self._delete = self._button("notes.editor.delete", self.tr("Delete"), "flat")
        self._delete.clicked.connect(self._ask_deletion)
        row.addWidget(self._save_button)
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(self._delete)
        layout.addLayout(row)

    def _button(self, name: str, text: str, role: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setProperty("role", role)
        return button

    def _place(self, at: QRect) -> None:
        self.setFixedWidth(min(self._ctx.theme.px(EDITOR_WIDTH), self._over.width() - 16))
        self.adjustSize()
        corner = self._over.mapFromGlobal(at.bottomLeft())
        x = min(max(8, corner.x()), max(8, self._over.width() - self.width() - 8))
        y = corner.y() + 6
        if y + self.height() > self._over.height() - 4:
            y = max(4, corner.y() - at.height() - self.height() - 6)
        self.move(QPoint(x, y))

    def _save(self) -> None:
        self.saved.emit(self._note, self._anchor, self.editor.toPlainText())

    def _ask_deletion(self) -> None:
        if self._note is not None:
            self.deletion_asked.emit(self._note)

    def _restyle(self) -> None:
        use_reading_font(self.editor, self._ctx.theme)
