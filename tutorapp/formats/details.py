"""What our questions carry beside text and answers, as tags of a foreign program, and back."""

from __future__ import annotations

import re
from typing import Any

from tutorapp.domain.content import Question

_FIELD = re.compile(r"(spec|style|period|difficulty|minutes|shuffle|type):(.+)", re.DOTALL)


def as_tags(question: Question) -> list[str]:
    """The tags of ``question``, then its other details as "difficulty:3" and the like."""
    tags = list(question.tags)
    tags += [f"spec:{point}" for point in question.spec]
    if question.style:
        tags.append(f"style:{question.style}")
    if question.period:
        tags.append("period:" + " to ".join(question.period))
    if question.difficulty != 2:
        tags.append(f"difficulty:{question.difficulty}")
    if question.minutes is not None:
        tags.append(f"minutes:{question.minutes:g}")
    return tags


def from_tags(tags: list[str]) -> dict[str, Any]:
    """Fields of a question from what ``as_tags`` made; every other tag stays one."""
    kept: list[str] = []
    values: dict[str, Any] = {}
    spec: list[str] = []
    for tag in tags:
        found = _FIELD.fullmatch(tag)
        if found is None or not _take(found[1], found[2], values, spec):
            kept.append(tag)
    return {**values, "tags": tuple(dict.fromkeys(kept)), "spec": tuple(spec)}


def has_links(question: Question) -> bool:
    """Whether the question points to other items of its unit, which no other program knows."""
    return bool(question.sections or question.events or question.terms or question.care or question.seed_refs)


def _take(name: str, text: str, values: dict[str, Any], spec: list[str]) -> bool:
    if name == "spec":
        spec.append(text)
    elif name == "style":
        values["style"] = text
    elif name == "period" and text.count(" to ") == 1:
        values["period"] = tuple(text.split(" to "))
    elif name == "difficulty" and text in {"1", "3"}:
        values["difficulty"] = int(text)
    elif name == "minutes" and re.fullmatch(r"\d{1,3}(\.\d{1,4})?", text) and 0 < float(text) <= 600:
        values["minutes"] = float(text)
    else:
        return False
    return True
