"""What two versions of a question differ in, in words: names for undo steps and for the list of versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from tutorapp.domain.bank.editing import letter
from tutorapp.domain.content import Question

_PLAIN = {
    "text": "question text",
    "marks": "marks",
    "type": "type",
    "minutes": "minutes",
    "title": "title",
    "style": "heading",
    "spec": "specification points",
    "tags": "tags",
    "period": "period",
    "difficulty": "difficulty",
    "explanation": "explanation",
    "best_groups": "number of groups that count",
    "one_sided_cap": "cap for a one-sided answer",
    "plan": "plan",
    "shuffle": "shuffling",
    "true": "true or false",
    "numeric": "number",
    "date": "date",
    "sections": "sections",
    "events": "events",
    "terms": "terms",
    "care": "care notes",
}
_LISTS = {
    "sources": "source",
    "groups": "group",
    "points": "mark point",
    "levels": "level",
    "parts": "part",
    "indicative": "indicative point",
    "samples": "sample answer",
    "choices": "option",
    "pairs": "pair",
    "order": "item",
    "gaps": "gap",
}
_WORDS = {
    "terms": "accept words of",
    "reject": "reject words of",
    "equivalent": "“or equivalent” of",
    "feedback": "explanation of",
    "correct": "right answer:",
    "max": "most marks of",
    "title": "title of",
    "marks": "marks of",
    "group": "group of",
    "descriptor": "descriptor of",
    "low": "marks of",
    "high": "marks of",
    "media": "picture of",
    "answers": "answers of",
    "options": "choices of",
    "attribution": "attribution of",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the field's path, e.g. "choices[1].text", and words, e.g. "change option B"."""

    path: str
    words: str


def changes(old: Question, new: Question) -> tuple[Change, ...]:
    """Every difference, in the order of the form; a new type stands for all that comes with it."""
    if old.type != new.type:
        return (Change("type", "change type"),)
    found = [Change(name, f"change {_PLAIN[name]}") for name in _PLAIN if getattr(old, name) != getattr(new, name)]
    for name, word in _LISTS.items():
        found += _listed(name, word, getattr(old, name), getattr(new, name))
    return tuple(found)


def step(old: Question, new: Question) -> Change:
    """The one change that names a step: the first, since an edit touches one thing and what hangs on it."""
    found = changes(old, new)
    if not found:
        return Change("", "no change")
    # Removing a group moves its points; moving the right answer changes two options: the cause is what is named.
    cause = next((one for one in found if one.words.startswith(("add", "remove", "move"))), None)
    right = next((one for one in found if one.path.endswith(".correct")), None)
    return cause or right or found[0]


def _listed(name: str, word: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    if old == new:
        return
    if len(new) > len(old):
        at = next((n for n, item in enumerate(new) if n >= len(old) or item != old[n]), len(new) - 1)
        yield Change(f"{name}[{at}]", f"add {_named(name, word, at)}")
    elif len(new) < len(old):
        at = next((n for n, item in enumerate(old) if n >= len(new) or item != new[n]), len(old) - 1)
        yield Change(f"{name}[{at}]", f"remove {_named(name, word, at)}")
    elif len(new) > 1 and sorted(map(repr, old)) == sorted(map(repr, new)):
        at = next(n for n, item in enumerate(new) if item != old[n])
        yield Change(f"{name}[{at}]", f"move {_named(name, word, at)}")
    else:
        for at, (before, after) in enumerate(zip(old, new, strict=True)):
            if before != after:
                yield _inside(name, word, at, before, after)


def _inside(name: str, word: str, at: int, before: object, after: object) -> Change:
    named = _named(name, word, at)
    if isinstance(before, str):
        return Change(f"{name}[{at}]", f"change {named}")
    part = next(f.name for f in fields(before) if getattr(before, f.name) != getattr(after, f.name))  # type: ignore[arg-type]  # a dataclass
    if part == "correct" and not getattr(after, part):
        return Change(f"{name}[{at}].text", f"change {named}")
    what = f"{_WORDS[part]} {named}" if part in _WORDS else named
    return Change(f"{name}[{at}].{part}", f"change {what}")


def _named(name: str, word: str, at: int) -> str:
    return f"{word} {letter(at) if name == 'choices' else at + 1}"
