"""The rows of marking by levels: parts to judge, samples to compare with, levels to choose from."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from tutorapp.domain import markup
from tutorapp.domain.content import SampleAnswer
from tutorapp.services.levels_session import LevelsSession, sample_paragraphs
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.found import Found
from tutorapp.ui.practice.parts import Column, Reading, label
from tutorapp.ui.practice.segments import Segments


class LevelsRows(QObject):
    """Fills a page with the rows of a step as the session stands.

    Signals:
        judged: (number of the part from 0, what was shown).
        compared: (sample id, how the answer compares).
        level_chosen: the level's id.
        place_chosen: the place in the level.
    """

    judged = Signal(int, str)
    compared = Signal(str, str)
    level_chosen = Signal(str)
    place_chosen = Signal(str)

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = context

    def fill_parts(self, session: LevelsSession, page: Column, found: Found | None, *, again: bool) -> None:
        """What the mark scheme asks for, each to be judged; ``again``: a second look."""
        if again:
            hidden = self.tr("A second look: your first mark is hidden until you have finished.")
            page.body.addWidget(label(hidden, "muted", wrap=True))
        if found is not None:
            page.body.addWidget(label(found.summary(), "muted", name="practice.levels.found", wrap=True))
        for at, part in enumerate(session.parts):
            text = markup.plain(part.part.text)
            card = _card(f"{at + 1}.  {text}")
            evidence = words.quote(session.answer[part.start : part.end])
            if evidence:
                card.addWidget(label(f"“{evidence}”", "secondary", wrap=True))
            segments = Segments(
                f"practice.part.{part.part.id}",
                (("yes", self.tr("Shown")), ("partly", self.tr("Partly")), ("no", self.tr("Not shown"))),
                text,
            )
            segments.set_value(part.shown)
            segments.chosen.connect(lambda value, at=at: self.judged.emit(at, value))
            card.addWidget(segments)
            page.body.addLayout(card)
        if found is not None:
            self._add_found(page, found)

    def _add_found(self, page: Column, found: Found) -> None:
        card = _card(self.tr("Found in your answer: evidence, not a mark"))
        for name, heading, lines in found.lists():
            card.addWidget(label(heading, "label"))
            card.addWidget(label("\n".join(lines), "secondary", name=f"practice.levels.found.{name}", wrap=True))
        page.body.addLayout(card)

    def fill_samples(self, session: LevelsSession, page: Column) -> None:
        """Answers to set one's own against; a mark shows once that is done."""
        ask = self.tr("Is your answer better or weaker than this one? Its mark shows once you have said so.")
        page.body.addWidget(label(ask, "muted", wrap=True))
        for number, sample in enumerate(session.question.samples, start=1):
            page.body.addLayout(self._sample_card(session, sample, number))

    def _sample_card(self, session: LevelsSession, sample: SampleAnswer, number: int) -> QVBoxLayout:
        how = session.compared.get(sample.id, "")
        title = self.tr("Sample {0}").format(number)
        if how:
            title += "  ·  " + self.tr("{0} of {1}").format(sample.marks, session.question.marks)
        card = _card(title)
        text = Reading(self._ctx, "body", name=f"practice.sample.{sample.id}")
        text.set_plain("\n\n".join(sample_paragraphs(sample)))
        card.addWidget(text)
        for note in sample.margin if how else ():
            card.addWidget(label(f"“{words.quote(note.quote)}”: {note.note}", "secondary", wrap=True))
        segments = Segments(
            f"practice.compare.{sample.id}",
            (
                ("better", self.tr("Mine is better")),
                ("same", self.tr("About the same")),
                ("worse", self.tr("Mine is weaker")),
            ),
            self.tr("Sample {0}").format(number),
        )
        segments.set_value(how)
        segments.chosen.connect(lambda value, key=sample.id: self.compared.emit(key, value))
        card.addWidget(segments)
        return card

    def fill_level(self, session: LevelsSession, page: Column) -> None:
        """The levels, and the place in the chosen one."""
        page.body.addWidget(label(self._level_hint(session), "muted", name="practice.levels.hint", wrap=True))
        group = QButtonGroup(page.inner)
        for level in session.levels:
            row = QVBoxLayout()
            row.setSpacing(2)
            text = f"{level.title or level.id}  ·  {words.span(level.low, level.high)}"
            button = QRadioButton(text)
            button.setObjectName(f"practice.level.{level.id}")
            button.setChecked(level.id == session.level_id)
            button.clicked.connect(lambda _checked=False, key=level.id: self.level_chosen.emit(key))
            group.addButton(button)
            descriptor = label(markup.plain(level.descriptor), "secondary", wrap=True)
            descriptor.setContentsMargins(30, 0, 0, 0)
            row.addWidget(button)
            row.addWidget(descriptor)
            page.body.addLayout(row)
        places = Segments(
            "practice.place",
            (("low", self.tr("Low")), ("middle", self.tr("Middle")), ("high", self.tr("High"))),
            self.tr("Place in the level"),
        )
        places.set_value(session.place)
        places.set_enabled(session.level is not None)
        places.chosen.connect(self.place_chosen)
        page.body.addWidget(label(self.tr("Place in the level"), "label"))
        page.body.addWidget(places)

    def _level_hint(self, session: LevelsSession) -> str:
        if session.contradiction():
            return self.tr(session.contradiction())
        marks, level = session.suggested_marks(), session.suggested_level()
        hint = self.tr("These are sample levels in our own words, not a board’s.")
        if marks is None or level is None:
            return hint
        placed = self.tr("Your comparisons put the answer at {0} of {1}: {2}.")
        return placed.format(words.span(*marks), session.question.marks, level.title or level.id) + " " + hint


def _card(title: str) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    column.setContentsMargins(0, 0, 0, 10)
    column.addWidget(label(title, "strong", wrap=True))
    return column
