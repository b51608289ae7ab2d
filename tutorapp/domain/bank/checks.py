"""What is wrong with one own question, field by field, in whole sentences; the same rules that a pack must keep."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tutorapp.domain import markup
from tutorapp.domain.bank.editing import letter
from tutorapp.domain.checking import closed_forms, dating, giveaway, schemes, shape
from tutorapp.domain.checking.findings import Finding
from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.problems import Severity

MOST_PICTURE_PIXELS = 16_000_000
MOST_PICTURE_BYTES = 10 * 1024 * 1024

_MANIFEST = Manifest(id="own", title="own", short_title="own", version="1")
_ERRORS = (shape, dating, schemes, closed_forms)
_PATH = re.compile(r"(?P<list>[a-z_]+)(?:\[(?P<at>\d+)\])?(?:\.(?P<part>[a-z_]+))?")
_LABELS = {
    "text": "Question",
    "marks": "Marks",
    "minutes": "Minutes",
    "difficulty": "Difficulty",
    "choices": "Option",
    "points": "Mark point",
    "groups": "Group",
    "best_groups": "Groups that count",
    "one_sided_cap": "One-sided cap",
    "levels": "Level",
    "parts": "Part",
    "indicative": "Indicative point",
    "samples": "Sample answer",
    "pairs": "Pair",
    "order": "Item",
    "gaps": "Gap",
    "sources": "Source",
    "numeric": "Number",
    "date": "Date",
    "true": "True or false",
    "period": "Period",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One problem or hint. ``path``: the field, e.g. "choices[2].text"; ``message``: what is wrong, as a sentence."""

    path: str
    where: str
    message: str
    severity: Severity = "error"


def notes(question: Question, media: Iterable[str] = ()) -> tuple[Note, ...]:
    """Everything wrong with ``question`` (errors) and what would make it better (hints), in the form's order.

    ``media``: names of pictures that are there and described.
    """
    found = list(problems(question, media))
    found += [_note(finding.field, finding.message, "warning") for finding in giveaway.check(_alone(question))[0]]
    found += [_note(path, message, "warning") for path, message in _hints(question)]
    return tuple(dict.fromkeys(found))


def problems(question: Question, media: Iterable[str] = ()) -> tuple[Note, ...]:
    """Only what keeps the question from being asked."""
    unit = _alone(question)
    found = [
        _note(finding.field, finding.message, finding.severity)
        for rule in _ERRORS
        for finding in rule.check(unit)[0]
        if finding.kind == "question" and _concerns(rule, finding)
    ]
    found += [_note(path, message) for path, message in _same(question)]
    found += [_note(path, message) for path, message in _empty_parts(question)]
    found += [_note(path, message) for path, message in _pictures(question, frozenset(media))]
    return tuple(dict.fromkeys(note for note in found if note.severity == "error"))


def _concerns(rule: object, finding: Finding) -> bool:
    """A day in the text needs an event only in a unit; what stands twice is said beside the second one (``_same``)."""
    if rule is dating:
        return finding.field.startswith(("date", "period"))
    return not (rule is closed_forms and finding.message.endswith(" times"))


def _same(question: Question) -> Iterator[tuple[str, str]]:
    """Words that stand twice in one list, at the second place."""
    lists = (
        ("choices", ".text", "option", [choice.text for choice in question.choices]),
        ("order", "", "item", list(question.order)),
        ("pairs", ".left", "pair", [pair.left for pair in question.pairs]),
    )
    for name, part, word, texts in lists:
        seen: dict[str, int] = {}
        for at, text in enumerate(texts):
            folded = " ".join(markup.plain(text).casefold().split())
            if folded and folded in seen:
                first, here = (letter(n) if name == "choices" else str(n + 1) for n in (seen[folded], at))
                yield f"{name}[{at}]{part}", f"the same words as {word} {first}: change {here} or remove it"
            seen.setdefault(folded, at)
    for at, gap in enumerate(question.gaps):
        if len({" ".join(option.casefold().split()) for option in gap.options}) < len(gap.options):
            yield f"gaps[{at}].options", "holds a choice twice"


def _alone(question: Question) -> Unit:
    return Unit(manifest=_MANIFEST, questions=(replace(question, id=question.id or "new"),))


def is_ready(question: Question) -> bool:
    """Whether a pupil can be asked ``question``: pictures aside, nothing is wrong."""
    return not problems(question, _media(question))


def label(path: str) -> str:
    """The field in words, e.g. "Option C", "Mark point 4"."""
    match = _PATH.match(path)
    if match is None:
        return ""
    word, at = _LABELS.get(match["list"], match["list"].capitalize()), match["at"]
    if at is None:
        plural = match["list"] in ("choices", "points", "groups", "levels", "pairs", "gaps")
        return f"{word}s" if plural else word
    return f"{word} {letter(int(at))}" if match["list"] == "choices" else f"{word} {int(at) + 1}"


def _note(path: str, message: str, severity: Severity = "error") -> Note:
    sentence = message[:1].upper() + message[1:]
    return Note(path, label(path), sentence if sentence.endswith((".", "?", ".”")) else f"{sentence}.", severity)


def _media(question: Question) -> frozenset[str]:
    return frozenset(source.media for source in question.sources if source.media)


def _empty_parts(question: Question) -> Iterator[tuple[str, str]]:
    for name, part in (("choices", "text"), ("points", "text"), ("indicative", "text"), ("parts", "text")):
        for at, item in enumerate(getattr(question, name)):
            if not getattr(item, part).strip():
                yield f"{name}[{at}].{part}", "is empty: write it or remove it"
    for at, line in enumerate(question.order):
        if not line.strip():
            yield f"order[{at}]", "is empty: write it or remove it"
    for at, pair in enumerate(question.pairs):
        if not pair.left.strip() and not pair.right.strip():
            yield f"pairs[{at}]", "is empty: write it or remove it"
    for at, source in enumerate(question.sources):
        if not source.text.strip() and not source.media:
            yield f"sources[{at}].text", "holds neither words nor a picture"


def _pictures(question: Question, media: frozenset[str]) -> Iterator[tuple[str, str]]:
    for at, source in enumerate(question.sources):
        if source.media and source.media not in media:
            yield f"sources[{at}].media", "say in words what the picture shows, for those who cannot see it"
    for block in markup.parse(question.text):
        if isinstance(block, markup.Figure) and not block.alternative.strip():
            yield "text", "say in words what the picture shows: ![what it shows](name)"


def _hints(question: Question) -> Iterator[tuple[str, str]]:
    if question.type in ("multiple_choice", "multiple_response"):
        for at, choice in enumerate(question.choices):
            if choice.text.strip() and not choice.feedback.strip():
                said = "Right" if choice.correct else "Not this one"
                yield (
                    f"choices[{at}].feedback",
                    f"no explanation: who takes {letter(at)} reads only “{said}.”",
                )
    if question.type == "essay":
        for at, level in enumerate(question.levels):
            if not level.descriptor.strip():
                yield f"levels[{at}].descriptor", "has no words yet to choose it by"
        if not question.indicative:
            yield "indicative", "no indicative content yet: nothing says what a good answer may hold"
    closed = question.type in ("numeric", "date", "ordering", "matching", "gap_fill", "true_false")
    if closed and not question.explanation.strip() and not question.points:
        yield "explanation", "no explanation yet: a pupil sees what is right, not why"
