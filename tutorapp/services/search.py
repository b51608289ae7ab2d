"""Search over everything: notes, terms, events, questions, and what the person wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tutorapp.domain.records import dataclass

if TYPE_CHECKING:
    from tutorapp.services.ports import SearchHit, UnitOfWorkFactory

Group = Literal["notes", "terms", "events", "questions", "answers", "own_notes"]
GROUPS: dict[Group, tuple[str, ...]] = {
    "notes": ("section", "care"),
    "terms": ("term",),
    "events": ("event",),
    "questions": ("question",),
    "answers": ("answer",),
    "own_notes": ("note",),
}
"""The groups in the order they are shown, and the kinds of hit in each."""

LONGEST_QUERY = 200
"""Characters; what is pasted beyond is not looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits of one group, best first; ``more`` says whether there are further ones."""

    group: Group
    hits: tuple[SearchHit, ...]
    more: bool


class SearchService:
    """Grouped search; ``uow_factory`` may be one that only reads."""

    def __init__(self, uow_factory: UnitOfWorkFactory) -> None:
        self._uow = uow_factory

    def find(self, query: str, unit_id: str | None = None, each: int = 8) -> tuple[Found, ...]:
        """Up to ``each`` hits a group, groups without one left out. Any text is a query; blank finds nothing."""
        words = query[:LONGEST_QUERY]
        if not words.strip():
            return ()
        with self._uow() as uow:
            found = [(group, uow.search.find(words, kinds, unit_id, each + 1)) for group, kinds in GROUPS.items()]
        return tuple(Found(group, hits[:each], len(hits) > each) for group, hits in found if hits)

    def page(
        self, group: Group, query: str, unit_id: str | None = None, limit: int = 50, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        """Further hits of one group."""
        with self._uow() as uow:
            return uow.search.find(query[:LONGEST_QUERY], GROUPS[group], unit_id, limit, offset)
