"""Accept words of a mark point as a teacher types them, to and from ``MarkPoint.terms``.

One alternative is one chip: "OGPU / NKVD" is one idea in two words, "press / film* + control" needs both ideas.
"""

from __future__ import annotations

Alternative = tuple[tuple[str, ...], ...]


def write(alternative: Alternative) -> str:
    """The chip's words."""
    return " + ".join(" / ".join(terms) for terms in alternative)


def read(words: str) -> Alternative:
    """The alternative that ``words`` say; empty for nothing but signs."""
    ideas = (tuple(term for part in idea.split("/") if (term := " ".join(part.split()))) for idea in words.split("+"))
    return tuple(idea for idea in ideas if idea)


def write_all(terms: tuple[Alternative, ...]) -> tuple[str, ...]:
    """Every chip of a mark point."""
    return tuple(write(alternative) for alternative in terms)


def read_all(chips: tuple[str, ...]) -> tuple[Alternative, ...]:
    """The ``terms`` of these chips, each once, empty ones left out."""
    return tuple(dict.fromkeys(made for chip in chips if (made := read(chip))))
