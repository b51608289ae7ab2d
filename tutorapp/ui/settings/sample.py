"""The sample beside the settings: notes as they will be read, and what the exam arrangements come to."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tutorapp.domain.exam_clock import allowance
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Picture

_MARKS = (6, 10, 20, 30)
SECONDS_A_MARK = 120


class Sample(QFrame):
    """Rebuilt whenever settings or theme change."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._time_labels: list[QLabel] = []
        self.setProperty("role", "canvas")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 16)
        column.setSpacing(12)
        column.addWidget(_label(self.tr("Sample, as you will read it"), "label"))
        column.addWidget(self._build_card())
        column.addSpacing(8)
        column.addWidget(_label(self.tr("What your arrangements mean"), "label"))
        self._times = QGridLayout()
        self._times.setHorizontalSpacing(16)
        column.addLayout(self._times)
        column.addStretch(1)
        column.addWidget(_label(self.tr("Changes apply at once."), "muted"))

    def refresh(self) -> None:
        """Show the settings and the theme in force."""
        self._text.setText(self._words())
        self._care.setFont(self._ctx.theme.font("ui_strong"))
        self._text.setAccessibleName(self.tr("On 3 April 1922 Stalin took a post that looked like office work."))
        for label in self._time_labels:
            label.deleteLater()
        self._time_labels = []
        percent = self._ctx.settings.value.extra_percent
        heads = (self.tr("Question"), self.tr("Standard"), self.tr("With {0} %").format(percent))
        self._time_row(0, heads, "muted")
        names = (
            self.tr("6 marks"),
            self.tr("10 marks, Y219 (a)"),
            self.tr("20 marks, Y219 (b)"),
            self.tr("Whole Y219 paper"),
        )
        for line, (marks, name) in enumerate(zip(_MARKS, names, strict=True), start=1):
            base = marks * SECONDS_A_MARK
            self._time_row(line, (name, clock_words(base), clock_words(allowance(base, percent))), "")

    def _build_card(self) -> QWidget:
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(24, 20, 24, 20)
        inside.setSpacing(8)
        inside.addWidget(_label(self.tr("General Secretary"), "h3"))
        self._text = _label("", "body")
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        inside.addWidget(self._text)
        care = QFrame()
        care.setProperty("role", "care")
        column = QVBoxLayout(care)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(6)
        word = self._care = _label(self.tr("Care: not yet the leader"), "warning")
        head.addWidget(Picture(self._ctx, "triangle-alert", "warning"))
        head.addWidget(word, 1)
        column.addLayout(head)
        text = _label(self.tr("In 1922 the leadership was still collective."), "")
        text.setWordWrap(True)
        column.addWidget(text)
        inside.addWidget(care)
        return card

    def _words(self) -> str:
        """Markup of the paragraph: a date that leads to the line, a term with its dotted line, as in the notes."""
        theme = self._ctx.theme
        text = html.escape(
            self.tr(
                "On {0} Stalin took a post that looked like office work. It decided who was appointed and who saw "
                "which paper, and its power grew with {1}."
            )
        )
        date = f'<span style="color:{theme.colour("accent").name()}">{html.escape(self.tr("3 April 1922"))}</span>'
        term = f"<u>{html.escape(self.tr('patronage'))}</u>"
        height = theme.font("body").pixelSize() * theme.line_height("body") // 100
        return f'<p style="line-height:{height}px; margin:0">{text.format(date, term)}</p>'

    def _time_row(self, line: int, texts: tuple[str, str, str], role: str) -> None:
        for column, text in enumerate(texts):
            label = _label(text, role or ("strong" if column == 2 else ""))
            align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            self._times.addWidget(label, line, column, align)
            self._time_labels.append(label)


def clock_words(seconds: int) -> str:
    """ "15 min", or "12 min 30 s" where the seconds count."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
