"""Small helpers for words on screen."""

from __future__ import annotations

from collections.abc import Callable


def counted(number: int, one: str, many: str) -> str:
    """``one`` for 1, else ``many`` with the number in place of {0}: "1 mark", "6 marks"."""
    return one if number == 1 else many.format(number)


def tint_words(name: str, tr: Callable[[str], str]) -> str:
    """The overlay's name."""
    return {
        "none": tr("None"),
        "cream": tr("Cream"),
        "yellow": tr("Yellow"),
        "peach": tr("Peach"),
        "rose": tr("Rose"),
        "lilac": tr("Lilac"),
        "blue": tr("Blue"),
        "aqua": tr("Aqua"),
        "green": tr("Green"),
    }[name]
