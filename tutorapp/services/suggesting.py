"""The offline marker as the services use it: loaded when the first answer is marked, never before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tutorapp.domain.content import Event, Question, Unit

if TYPE_CHECKING:
    from tutorapp.marking.essay import EssayEvidence
    from tutorapp.marking.marker import Marker, Suggestion


class Suggester:
    """Suggests marks for answers to one unit's questions; ``read_texts`` gives the synonym files by name."""

    def __init__(self, read_texts: Callable[[], Mapping[str, str]], glossary: Mapping[str, Sequence[str]]) -> None:
        self._read_texts = read_texts
        self.glossary = glossary
        self._marker: Marker | None = None

    def __call__(self, question: Question, answer: str, accepted: Mapping[str, Sequence[str]]) -> Suggestion:
        """The suggestion for ``answer``; ``accepted``: words awarded by hand before, by point id."""
        return self.marker.mark(question, answer, accepted, self.glossary)

    def prepare(self, question: Question) -> None:
        """Loads the marker and reads ``question``, so that the time of the first answer is its own."""
        self.marker.prepare(question, unit_terms=self.glossary)

    def evidence(self, question: Question, answer: str, events: Iterable[Event]) -> EssayEvidence:
        """What an essay holds of its indicative points and of ``events``, and how long its paragraphs are."""
        from tutorapp.marking.essay import essay_evidence

        return essay_evidence(question, answer, self.marker, events, self.glossary)

    @property
    def marker(self) -> Marker:
        """The marker, loaded now if need be."""
        if self._marker is None:
            from tutorapp.marking.marker import Marker
            from tutorapp.marking.synonyms import SynonymPack

            self._marker = Marker(SynonymPack.parse(self._read_texts()))
        return self._marker


def glossary(unit: Unit) -> dict[str, tuple[str, ...]]:
    """The unit's terms and their other names, as the marker takes them."""
    return {term.term: term.aliases for term in unit.terms if term.aliases}
