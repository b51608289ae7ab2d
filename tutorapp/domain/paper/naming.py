"""File names of several documents and versions that are saved together."""

from __future__ import annotations

from collections.abc import Sequence


def file_stem(stem: str, kind: str, letter: str, kinds: Sequence[str], letters: Sequence[str]) -> str:
    """ "test-paper-B": the kind where several kinds are saved, the letter where several versions are."""
    parts = (stem, kind if len(kinds) > 1 else "", letter if len(letters) > 1 else "")
    return "-".join(part for part in parts if part)
