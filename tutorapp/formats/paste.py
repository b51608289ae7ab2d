"""Questions as pasted from a word processor: numbered or not, lettered options, answers marked in several ways.

A superset of Aiken. A right option is marked by an asterisk, a tick or "(correct)", by an "Answer:" line after the
options, or by an answer key at the end. Without options, "Answer:" makes a short answer or a true/false question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tutorapp.domain.content import Choice, Question
from tutorapp.formats import literal, making
from tutorapp.formats.found import Found, FoundFile, SkipItem, skipped
from tutorapp.formats.text_in import decode

_NUMBER = re.compile(r"\s*(?:Q(?:uestion)?\.?\s{0,3})?(\d{1,3})\s{0,2}[.):\t]\s*(\S.*)$", re.IGNORECASE)
_OPTION = re.compile(r"\s*([*✓✔]?)\s{0,3}[(\[]?([A-Za-z])[.):\]]\s*(\S.*)?$")
_BULLET = re.compile(r"\s*([*✓✔]?)\s{0,3}[•●○▪◦–-]\s+(\S.*)$")
_MARKED = re.compile(
    r"^(?P<star>[*✓✔]\s*)?(?P<text>.*?)(?P<end>\s*(?:[*✓✔]|\((?:correct|right)(?: answer)?\)))?$", re.IGNORECASE
)
_ANSWER = re.compile(r"\s*(?:correct\s{1,3})?(?:answers?|ans|key)\s{0,3}[:=.]\s*(\S.*)$", re.IGNORECASE)
_WHY = re.compile(r"\s*(?:feedback|explanation|because|rationale|why)\s{0,3}:\s*(\S.*)$", re.IGNORECASE)
_WORTH = re.compile(r"\s*(?:marks?|points?)\s{0,3}[:=]\s*(\d{1,3})\s*$", re.IGNORECASE)
_WORTH_AT_END = re.compile(r"\s*[(\[](\d{1,3})\s{0,2}(?:marks?|points?|pts?)?[)\]]\s*$", re.IGNORECASE)
_KEY_HEAD = re.compile(
    r"\s*(?:the\s)?(?:answer\s?key|answers|key|correct answers|mark scheme|solutions)\s*:?\s*$", re.IGNORECASE
)
_KEY_ENTRY = re.compile(
    r"(?:^|[\s,;])(?:Q\.?\s?)?(\d{1,3})\s{0,2}[.):=-]?\s{0,3}([A-Za-z](?:\s?[,&/]\s?[A-Za-z])*|true|false)(?=$|[\s,;.])",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[(\[]?([A-Za-z])[)\].]?(?:\s*(?:,|&|and|/|;|\s)\s*[(\[]?([A-Za-z])[)\].]?)*[.)]?")
_INLINE = re.compile(r"(?:^|\t|\s{2,})(?=[*✓]?[(\[]?[A-Za-z][.)\]]\s)")
_TRUE_FALSE = re.compile(r"\s*[(\[]?(?:true\s?(?:/|or)\s?false|t\s?/\s?f)[)\]]?\s*[:?.]?\s*", re.IGNORECASE)
_TRUTH = {"true": True, "t": True, "false": False, "f": False}
_BLANKS = str.maketrans({"\u00a0": " ", "\u200b": "", "\u2028": "\n", "\u2029": "\n", "\u000b": "\n", "\u000c": "\n"})


@dataclass
class _Draft:
    line: int
    number: int | None = None
    stem: list[str] = field(default_factory=list)
    options: list[tuple[str, bool]] = field(default_factory=list)
    lettered: bool = True
    answers: list[str] = field(default_factory=list)
    why: list[str] = field(default_factory=list)
    marks: int | None = None
    blank: bool = False  # a blank line stands before what comes next


def read(data: bytes) -> FoundFile:
    """Every question of a pasted page. Raises KnownError when the bytes hold no text."""
    source = decode(data)
    drafts, key = _drafts(source.text.translate(_BLANKS).split("\n"))
    items = [_finish(draft, key.get(draft.number or at)) for at, draft in enumerate(drafts, 1)]
    dialect = "answer key at the end" if key else ""
    return FoundFile(items=tuple(items), dialect=dialect, encoding=source.encoding, guessed=source.guessed)


def _drafts(lines: list[str]) -> tuple[list[_Draft], dict[int, str]]:
    drafts: list[_Draft] = []
    current: _Draft | None = None
    key: dict[int, str] = {}
    in_key = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            if current is not None:
                current.blank = True
            continue
        if _KEY_HEAD.match(line) and drafts and not any(draft.answers for draft in drafts):
            in_key = True
        elif in_key:
            key.update({int(entry[1]): entry[2] for entry in _KEY_ENTRY.finditer(line)})
        else:
            for piece in _split_inline(line, current):
                current = _line(piece, number, current, drafts)
    if len(drafts) > 1 and _is_heading(drafts[0]) and drafts[1].number is not None:
        del drafts[0]
    return drafts, key


def _is_heading(draft: _Draft) -> bool:
    return draft.number is None and not (draft.options or draft.answers or draft.why)


def _split_inline(line: str, current: _Draft | None) -> list[str]:
    """Options that stand beside each other on one line, perhaps after the question, each on its own."""
    parts = [part.strip() for part in _INLINE.split(line) if part.strip()]
    stem, options = parts[:1], parts[1:]
    if current is not None and current.stem and _letters(parts, len(current.options)):
        return parts
    return [*stem, *options] if len(options) > 1 and not _OPTION.match(stem[0]) and _letters(options, 0) else [line]


def _letters(parts: list[str], first: int) -> bool:
    """Whether ``parts`` are two or more options whose letters go on from ``first``."""
    letters = [found[2].lower() for part in parts if (found := _OPTION.match(part))]
    return (
        len(letters) > 1
        and len(letters) == len(parts)
        and letters == [chr(97 + first + at) for at in range(len(letters))]
    )


def _line(line: str, number: int, current: _Draft | None, drafts: list[_Draft]) -> _Draft:
    """Add one line to the question it belongs to, which may be a new one."""
    if current is not None and current.stem:
        if _takes(current, line):
            current.blank = False
            return current
        if not _begins(line, current):
            current.stem.append(line.strip())
            current.blank = False
            return current
    found = _NUMBER.match(line)
    made = _Draft(number, int(found[1]) if found else None)
    made.stem.append((found[2] if found else line).strip())
    drafts.append(made)
    return made


def _takes(draft: _Draft, line: str) -> bool:
    """Whether ``line`` is an option, answer, feedback or marks of ``draft``."""
    if found := _WORTH.match(line):
        draft.marks = int(found[1])
    elif found := _ANSWER.match(line):
        draft.answers.append(found[1].strip())
    elif found := _WHY.match(line):
        draft.why.append(found[1].strip())
    elif draft.answers or draft.why:
        return False
    elif (found := _OPTION.match(line)) and found[2].lower() == chr(97 + len(draft.options) % 26) and draft.lettered:
        text, marked = _marked(found[3] or "")
        draft.options.append((text, bool(found[1]) or marked))
    elif (found := _BULLET.match(line)) and (not draft.options or not draft.lettered):
        draft.lettered = False
        text, marked = _marked(found[2])
        draft.options.append((text, bool(found[1]) or marked))
    else:
        return False
    return True


def _begins(line: str, draft: _Draft) -> bool:
    """Whether ``line`` begins a new question after ``draft``."""
    found = _NUMBER.match(line)
    if draft.options or draft.answers or draft.why:
        return True
    if found is None:
        return draft.blank and draft.number is None
    return draft.number is None or int(found[1]) == draft.number + 1


def _marked(text: str) -> tuple[str, bool]:
    found = _MARKED.match(text.strip())
    if found is None or not found["text"].strip():
        return text.strip(), False
    return found["text"].strip(), bool(found["star"] or found["end"])


def _finish(draft: _Draft, key: str | None) -> Found:
    title = making.title_of(" ".join(draft.stem))[:120]
    try:
        return Found(question=_question(draft, key), line=draft.line)
    except SkipItem as skip:
        return skipped(skip.reasons, draft.line, title=title, type=skip.type)


def _question(draft: _Draft, key: str | None) -> Question:
    stem = "\n".join(draft.stem)
    marks = draft.marks
    if marks is None and (found := _WORTH_AT_END.search(stem)) and found.start() > 0:
        marks, stem = int(found[1]), stem[: found.start()]
    marks = min(max(marks or 1, 1), making.MOST_MARKS)
    why = literal.paragraphs("\n".join(draft.why))
    answer = ", ".join(draft.answers) or key or ""
    if draft.options:
        choices = _choices(draft, answer)
        kind = making.choice_type(choices)
        if truth := _truth_of(choices):
            text = literal.paragraphs(stem)
            return Question(id="", text=text, marks=marks, type="true_false", true=truth[0], explanation=why)
        text = literal.paragraphs(stem)
        return Question(id="", text=text, marks=marks, type=kind, choices=choices, explanation=why)
    if not answer:
        raise SkipItem("no-options")
    truth_said = _TRUTH.get(answer.strip(" .").lower())
    if truth_said is not None and (len(answer.strip(" .")) > 1 or _TRUE_FALSE.search(stem)):
        text = literal.paragraphs(_TRUE_FALSE.sub(" ", stem).strip() or stem)
        return Question(id="", text=text, marks=marks, type="true_false", true=truth_said, explanation=why)
    points = making.accepted(re.split(r"\s*(?:;|\|)\s*", answer), marks)
    return Question(
        id="", text=literal.paragraphs(stem), marks=marks, type="short_answer", points=points, explanation=why
    )


def _truth_of(choices: tuple[Choice, ...]) -> tuple[bool] | None:
    words = [choice.text.strip(" .").lower() for choice in choices]
    if sorted(words) != ["false", "true"]:
        return None
    return (next(_TRUTH[word] for word, choice in zip(words, choices, strict=True) if choice.correct),)


def _choices(draft: _Draft, answer: str) -> tuple[Choice, ...]:
    texts = [text for text, _marked in draft.options]
    right = [marked for _text, marked in draft.options]
    if not all(texts):
        raise SkipItem("no-options", type="multiple_choice")
    if not any(right) and answer:
        right = _by_letters(answer, texts)
    return making.options([literal.words(text) for text in texts], right)


def _by_letters(answer: str, texts: list[str]) -> list[bool]:
    """Which options ``answer`` names, by letters, or by the words of one option."""
    folded = " ".join(answer.casefold().split()).strip(" .")
    for at, text in enumerate(texts):
        if " ".join(text.casefold().split()).strip(" .") == folded:
            return [number == at for number in range(len(texts))]
    head = re.match(r"[(\[]?([A-Za-z])[)\].:]\s*\S", answer)
    letters = (
        re.findall(r"[A-Za-z]", _no_and(answer)) if _LETTERS.fullmatch(_no_and(answer)) else [head[1]] if head else []
    )
    places = {ord(letter.lower()) - 97 for letter in letters}
    if not places or max(places) >= len(texts):
        raise SkipItem("no-correct-answer", type="multiple_choice")
    return [at in places for at in range(len(texts))]


def _no_and(answer: str) -> str:
    return re.sub(r"\band\b", ",", answer, flags=re.IGNORECASE)
