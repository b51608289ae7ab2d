"""The line above a marking: what suggestions are worth and, when asked, how they are made and were measured."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tutorapp.marking.measured import KEPT_ASIDE
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import KeyButton, announce, label
from tutorapp.ui.practice.words import Translate


class HonestLine(QWidget):
    """A note, and a link that opens and closes the paragraphs behind it."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._note = label("", "muted", name=f"{name}.note", wrap=True)
        self._link = KeyButton(context, self.tr("How suggestions are made"), f"{name}.how", role="link")
        self._link.setCheckable(True)
        self._link.toggled.connect(self._open)
        self._more = label("", "secondary", name=f"{name}.how.text", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self._note, 1)
        row.addWidget(self._link, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(row)
        self._column.addWidget(self._more)
        self._more.hide()

    def begin(self, note: str, *, suggests: bool) -> None:
        """Show ``note``; the link only where marks are suggested."""
        self._note.setText(note)
        self._link.setChecked(False)
        self._link.setVisible(suggests)

    def set_narrow(self, narrow: bool, *, low: bool) -> None:
        """Less space around; in a pane that is low as well the note gives way to the answer.

        The link stays and says the most needful of the note, that a suggestion can be wrong.
        """
        side, above = (16, 0 if low else 4) if narrow else (32, 3)
        self._column.setContentsMargins(side, above, side, above)
        short = narrow and low
        self._link.set_words(
            self.tr("Suggestions can be wrong: how?") if short else self.tr("How suggestions are made")
        )
        self._note.setVisible(bool(self._note.text()) and not short)
        self.setVisible(self._note.isVisibleTo(self) or self._link.isVisibleTo(self))

    def _open(self, shown: bool) -> None:
        self._more.setText(how_words(self.tr) if shown else "")
        self._more.setVisible(shown)
        if shown:
            announce(self._more, self._more.text())


def how_words(tr: Translate) -> str:
    """How suggestions are made and how the marker was measured, in plain words."""
    made = tr(
        "The marker looks in your sentences for the words of each mark point and for other ways to say them, from "
        "lists that came with the program. It finds what is said, not whether it is true: a false statement can pass, "
        "and an unusual wording can be missed. Nothing leaves this computer."
    )
    measured = tr(
        "It was tried on {0} answers to {1} questions that had been kept aside while it was made. Out of 100 mark "
        "points it judged {2} as a person had; out of 100 points it awarded, {3} were right; out of 100 answers worth "
        "nothing, {4} got a mark. Those who made it wrote and marked these answers too, so expect it to agree less "
        "with you or a teacher."
    )
    figures = KEPT_ASIDE
    told = measured.format(
        figures.answers, figures.questions, figures.points_right, figures.awards_right, figures.worthless_marked
    )
    return f"{made}\n\n{told}"
