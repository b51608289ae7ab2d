"""Aiken: one right answer among lettered options, in plain text.

Rules from Moodle's documentation "Aiken format": the question, options "A) ..." or "A. ...", then "ANSWER: A".
Blank lines may stand anywhere; HTML is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tutorapp.domain.content import Question
from tutorapp.formats import literal, making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.text_in import decode

_OPTION = re.compile(r"\s*([A-Z])[.)]\s+(\S.*)?$")
_ANSWER = re.compile(r"\s*ANSWER:\s*([A-Z])\s*$")


@dataclass
class _Draft:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, str]] = field(default_factory=list)


def read(data: bytes) -> FoundFile:
    """Every question of an Aiken file. Raises KnownError when the bytes hold no text."""
    source = decode(data)
    items: list[Found] = []
    draft = _Draft()
    for number, line in enumerate(source.text.split("\n"), 1):
        if found := _ANSWER.match(line):
            items.append(_finish(draft, found[1], number))
            draft = _Draft()
        elif (found := _OPTION.match(line)) and draft.stem:
            draft.options.append((found[1], (found[2] or "").strip()))
        elif line.strip():
            if draft.options:  # a new question begins, though the last one had no answer
                items.append(_broken(draft))
                draft = _Draft()
            draft.line = draft.line or number
            draft.stem.append(line.strip())
    if draft.stem:
        items.append(_broken(draft))
    return FoundFile(items=tuple(items), encoding=source.encoding, guessed=source.guessed)


def _broken(draft: _Draft) -> Found:
    kind = "multiple_choice" if draft.options else ""
    reason = "no-correct-answer" if draft.options else "unreadable"
    return skipped([reason], draft.line, title=making.title_of(" ".join(draft.stem))[:120], type=kind)  # type: ignore[list-item]  # both are reasons


def _finish(draft: _Draft, letter: str, line: int) -> Found:
    title = making.title_of(" ".join(draft.stem))[:120]
    try:
        if not draft.stem:
            raise SkipItem("empty-text", type="multiple_choice")
        if not all(text for _letter, text in draft.options):
            raise SkipItem("no-options", type="multiple_choice")
        letters = [name for name, _text in draft.options]
        if len(set(letters)) < len(letters):
            raise SkipItem("unreadable", type="multiple_choice")
        texts = [literal.words(text) for _letter, text in draft.options]
        choices = making.options(texts, [name == letter for name in letters])
        kind = making.choice_type(choices, several=False)
    except SkipItem as skip:
        return skipped(skip.reasons, draft.line or line, title=title, type=skip.type)
    text = literal.paragraphs("\n".join(draft.stem))
    return Found(question=Question(id="", text=text, marks=1, type=kind, choices=choices), line=draft.line)
