"""The about box: version, what TutorApp is, and the licence of everything it is made of, readable without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from tutorapp import __version__, assets
from tutorapp.ui.help import TextDialog

LIST = "licences/list.json"


@dataclass(frozen=True, slots=True)
class Licence:
    """One thing TutorApp uses, or itself.

    ``texts``: resource names of its licence texts; none where there is no licence to keep, which ``about`` then says.
    ``packages``: the names of the Python packages it covers.
    """

    name: str
    licence: str
    packages: tuple[str, ...]
    texts: tuple[str, ...]
    about: str

    def read(self) -> str:
        """What is to be known, and the texts word for word."""
        return "\n\n".join(part for part in (self.about, *map(assets.text, self.texts)) if part)


def licences() -> tuple[Licence, ...]:
    """Everything TutorApp is made of, itself first."""
    return tuple(
        Licence(row["name"], row["licence"], tuple(row["packages"]), tuple(row["texts"]), row["about"])
        for row in json.loads(assets.text(LIST))
    )


class AboutDialog(TextDialog):
    """Choose what, read its licence."""

    def __init__(self, parent: QWidget, open_log: Callable[[], object]) -> None:
        super().__init__(parent, "about", self.tr("About TutorApp"), "")
        self._licences = licences()
        told = self.tr(
            "Version {0}. Revision without a network: notes, a timeline and timed questions. "
            "It is not endorsed by any exam board."
        )
        words = QLabel(told.format(__version__))
        words.setObjectName("about.words")
        words.setWordWrap(True)
        self.column.insertWidget(1, words)
        row = QHBoxLayout()
        label = QLabel(self.tr("&Licence of"))
        self.choice = QComboBox()
        self.choice.setObjectName("about.choice")
        self.choice.setAccessibleName(self.tr("Licence of"))
        for one in self._licences:
            self.choice.addItem(f"{one.name}: {one.licence}")
        label.setBuddy(self.choice)
        row.addWidget(label)
        row.addWidget(self.choice, 1)
        self.column.insertLayout(2, row)
        self.choice.currentIndexChanged.connect(self._show)
        self.add_button("about.log", self.tr("Open the log"), open_log)
        self._show(0)
        self.choice.setFocus()

    def _show(self, at: int) -> None:
        self.text.setPlainText(self._licences[at].read())
        self.text.setAccessibleName(self.tr("Licence: {0}").format(self._licences[at].name))
