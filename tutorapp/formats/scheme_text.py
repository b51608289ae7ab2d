"""A mark scheme as readable lines for programs that know only text, and back from those lines when untouched.

One line per thing: "Point p1 (2 marks, group party): …". Line breaks inside a text are written as ¶.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from tutorapp.domain.content import (
    Level,
    MarginNote,
    MarkPoint,
    OneSidedCap,
    Part,
    PointGroup,
    Question,
    SampleAnswer,
)

HEAD = "Mark scheme (TutorApp 1)"
_BREAK = "¶"
_REAL = "¶\u2060"  # the sign itself
_KINDS = "Type|Best groups|Cap|Group|Point|Content|Accept|Reject|Level|Descriptor|Judge|Plan|Sample|Quote|Note"
_LINE = re.compile(
    rf"(?P<kind>{_KINDS})(?: (?P<id>[A-Za-z0-9.-]{{1,64}}))?(?: \((?P<said>[^()]{{1,300}})\))?: ?(?P<text>.*)"
)

_EQUIVALENT = "or equivalent"
_OR, _AND, _ANY = " || ", " + ", " / "
_TYPES = ("short_answer", "structured", "essay")


def render(question: Question) -> list[str]:
    """The scheme of a short answer, structured question or essay, a line for each thing."""
    lines = [HEAD, f"Type: {question.type}"]
    if question.best_groups is not None:
        lines.append(f"Best groups: {question.best_groups}")
    if cap := question.one_sided_cap:
        lines.append(
            f"Cap (at most {cap.cap} for an answer that stays in one of these groups): {', '.join(cap.groups)}"
        )
    lines += [f"Group {group.id} (at most {group.max}): {_flat(group.title)}" for group in question.groups]
    for point in question.points:
        lines += _point("Point", point)
    for level in question.levels:
        lines.append(f"Level {level.id} ({level.low} to {level.high} marks): {_flat(level.title)}")
        lines.append(f"Descriptor {level.id}: {_flat(level.descriptor)}")
    lines += [f"Judge {part.id}: {_flat(part.text)}" for part in question.parts]
    for point in question.indicative:
        lines += _point("Content", point)
    lines += [f"Plan: {_flat(step)}" for step in question.plan]
    for sample in question.samples:
        lines.append(f"Sample {sample.id} ({sample.marks} marks, level {sample.level}): {_flat(sample.text)}")
        for margin in sample.margin:
            lines.append(f"Quote {sample.id}: {_flat(margin.quote)}")
            lines.append(f"Note {sample.id}: {_flat(margin.note)}")
    return lines


def is_scheme(lines: list[str]) -> bool:
    """Whether ``lines`` begin as ``render`` begins them."""
    return bool(lines) and lines[0].strip() == HEAD


def apply(question: Question, lines: list[str]) -> Question | None:
    """``question`` with the scheme that ``lines`` say, or None when they are no longer as they were written."""
    try:
        made = _read(question, lines)
    except (ValueError, KeyError, IndexError, AttributeError):
        return None
    return made if [line.strip() for line in render(made)] == [line.strip() for line in lines] else None


def _point(word: str, point: MarkPoint) -> list[str]:
    said = f"{point.marks} mark" + ("" if point.marks == 1 else "s")
    said += f", group {point.group}" if point.group else ""
    said += f", section {point.section}" if point.section else ""
    said += f", {_EQUIVALENT}" if point.equivalent else ""
    lines = [f"{word} {point.id} ({said}): {_flat(point.text)}"]
    if point.terms:
        alternatives = (_AND.join(_ANY.join(terms) for terms in sets) for sets in point.terms)
        lines.append(f"Accept {point.id}: {_OR.join(alternatives)}")
    if point.reject:
        lines.append(f"Reject {point.id}: {_ANY.join(point.reject)}")
    return lines


def _flat(text: str) -> str:
    return text.replace(_BREAK, _REAL).replace("\n", _BREAK)


def _unflat(text: str) -> str:
    return "".join(part.replace(_BREAK, "\n") + _BREAK for part in text.split(_REAL))[:-1]


def _read(question: Question, lines: list[str]) -> Question:
    made: dict[str, list[Any]] = {
        name: [] for name in ("groups", "points", "levels", "parts", "indicative", "plan", "samples")
    }
    values: dict[str, Any] = {}
    for line in lines[1:]:
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise ValueError(line)
        _take(found["kind"], found["id"] or "", found["said"] or "", _unflat(found["text"]), made, values)
    values |= {name: tuple(items) for name, items in made.items()}
    return replace(question, **values)


def _take(kind: str, own: str, said: str, text: str, made: dict[str, list[Any]], values: dict[str, Any]) -> None:
    numbers = [int(number) for number in re.findall(r"(?<![\w.-])\d{1,4}(?![\w.-])", said)]
    match kind:
        case "Type":
            if text not in _TYPES:
                raise ValueError(text)
            values["type"] = text
        case "Best groups":
            values["best_groups"] = int(text)
        case "Cap":
            values["one_sided_cap"] = OneSidedCap(groups=tuple(text.split(", ")), cap=numbers[0])
        case "Group":
            made["groups"].append(PointGroup(id=own, max=numbers[0], title=text))
        case "Point" | "Content":
            name = "points" if kind == "Point" else "indicative"
            made[name].append(
                MarkPoint(
                    id=own,
                    text=text,
                    marks=numbers[0],
                    group=_word(said, "group"),
                    section=_word(said, "section"),
                    equivalent=_EQUIVALENT in said.split(", "),
                )
            )
        case "Accept" | "Reject":
            points = made["indicative"] or made["points"]
            points[-1] = _with_words(points[-1], kind, text)
        case "Level":
            made["levels"].append(Level(id=own, low=numbers[0], high=numbers[1], title=text, descriptor=""))
        case "Descriptor":
            made["levels"][-1] = replace(made["levels"][-1], descriptor=text)
        case "Judge":
            made["parts"].append(Part(id=own, text=text))
        case "Plan":
            made["plan"].append(text)
        case "Sample":
            made["samples"].append(SampleAnswer(id=own, marks=numbers[0], level=_word(said, "level"), text=text))
        case "Quote" | "Note":
            made["samples"][-1] = _with_margin(made["samples"][-1], kind, text)
        case _:
            raise ValueError(kind)


def _with_words(point: MarkPoint, kind: str, text: str) -> MarkPoint:
    """The point with the words that earn it ("Accept"), or with those that do not ("Reject")."""
    if kind == "Reject":
        return replace(point, reject=tuple(text.split(_ANY)))
    terms = tuple(tuple(tuple(group.split(_ANY)) for group in sets.split(_AND)) for sets in text.split(_OR))
    return replace(point, terms=terms)


def _with_margin(sample: SampleAnswer, kind: str, text: str) -> SampleAnswer:
    """The sample with one more quotation ("Quote"), or with the note on its last one ("Note")."""
    if kind == "Quote":
        return replace(sample, margin=(*sample.margin, MarginNote(quote=text, note="")))
    return replace(sample, margin=(*sample.margin[:-1], replace(sample.margin[-1], note=text)))


def _word(said: str, name: str) -> str:
    return next((part.removeprefix(name + " ") for part in said.split(", ") if part.startswith(name + " ")), "")
