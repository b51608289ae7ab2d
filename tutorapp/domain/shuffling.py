"""One seed, one order: shuffling and drawing that come out the same on every machine and in every version of Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

_T = TypeVar("_T")
_MASK = (1 << 64) - 1


def shuffled(items: Iterable[_T], names: Iterable[str], seed: int | str) -> tuple[_T, ...]:
    """``items`` in the order that ``seed`` gives to ``names`` (one a piece; equal names keep their order).

    The order depends on the names and the seed alone, not on the order the items came in.
    """
    ranked = [
        (_rank(f"{seed}\0{name}"), name, at, item) for at, (item, name) in enumerate(zip(items, names, strict=True))
    ]
    return tuple(item for _rank_, _name, _at, item in sorted(ranked, key=lambda entry: entry[:3]))


def _rank(text: str) -> int:
    """A well spread 64-bit number: FNV-1a over the bytes, then the finisher of SplitMix64 (both public domain)."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)
