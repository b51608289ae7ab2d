"""Two questions are the same when their words and answers are, whatever their ids, titles and tags."""

from __future__ import annotations

import hashlib
import json

from tutorapp.domain.content import Question
from tutorapp.formats.pack_write import plain

_LEFT_OUT = ("id", "title", "tags", "style", "spec", "sections", "events", "terms", "care", "seed_refs")


def content_digest(question: Question) -> str:
    """SHA-256 (hexadecimal) of the content, blind to upper and lower case, spacing and what ``_LEFT_OUT`` names."""
    told = plain(question)
    for name in _LEFT_OUT:
        told.pop(name, None)
    for name in ("choices", "gaps", "points"):
        for part in told.get(name, ()):
            if name != "gaps":
                part.pop("id", None)
    folded = json.dumps(_folded(told), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(folded.encode(errors="surrogatepass")).hexdigest()


def _folded(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value
