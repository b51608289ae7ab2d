"""What a format's reader hands on: the items as they stand in the file, before duplicates are looked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tutorapp.domain.content import Question
from tutorapp.formats.report import Reason

if TYPE_CHECKING:
    from tutorapp.formats.signature import Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One item of a file. ``question`` is None when it is skipped; ``reasons`` then say why.

    ``key`` is the source's own id ("" for none): the same key brought in again is the same item. ``type`` names
    the kind of a skipped item in the source's words.
    """

    question: Question | None
    line: int | None = None
    reasons: frozenset[Reason] = frozenset()
    title: str = ""
    type: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """All items of a file in order, with its pictures (``media/`` name to bytes, and to text alternative)."""

    items: tuple[Found, ...]
    dialect: str = ""
    encoding: str = ""
    guessed: bool = False
    media: Mapping[str, bytes] = field(default_factory=dict)
    alternatives: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None


class SkipItem(Exception):  # noqa: N818  # it is a decision, not an error
    """The item at hand cannot be kept; ``reasons`` say why."""

    def __init__(self, *reasons: Reason, type: str = "") -> None:  # noqa: A002  # the report's own word
        super().__init__(", ".join(reasons))
        self.reasons = reasons
        self.type = type


def skipped(reasons: Iterable[Reason], line: int | None, *, title: str = "", type: str = "", key: str = "") -> Found:  # noqa: A002  # the report's own word
    """A row for an item that does not come in."""
    return Found(question=None, line=line, reasons=frozenset(reasons), title=title, type=type, key=key)
