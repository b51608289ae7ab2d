"""What all writers share: a question made ready for other programs, with the name of everything they will not see."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tutorapp.domain import dates, markup
from tutorapp.domain.content import Choice, Gap, MarkPoint, Pair, Question
from tutorapp.formats import details, html_text, literal
from tutorapp.formats.report import Reason

_LINK = re.compile(r"\[\[([a-z]{2,12}):([A-Za-z0-9.-]{1,64})(?:\|([^\[\]|]{1,200}))?\]\]")
_GAP = re.compile(r"\{([A-Za-z0-9.-]{1,64})\}")
_DATE = (1980, 1, 1, 0, 0, 0)

Titles = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """One question as it was written; ``text`` None when the format cannot hold it."""

    question: Question
    text: str | None
    reasons: frozenset[Reason]


def prepare(question: Question, titles: Titles | None = None) -> tuple[Question, set[Reason]]:
    """``question`` without links, its sources before its text, and what that loses."""
    reasons: set[Reason] = set()
    if details.has_links(question):
        reasons.add("links-lost")
    names = titles or {}

    def unlinked(text: str) -> str:
        made = _LINK.sub(lambda found: _label(found, names), text)
        if made != text:
            reasons.add("links-lost")
        return made

    text = unlinked(question.text)
    if question.sources:
        reasons.add("sources-flattened")
        text = "\n\n".join(
            [*(_source(source.title, unlinked(source.text), source.media) for source in question.sources), text]
        )
    made = replace(
        question,
        text=text,
        explanation=unlinked(question.explanation),
        sources=(),
        choices=tuple(replace(c, text=unlinked(c.text), feedback=unlinked(c.feedback)) for c in question.choices),
        pairs=tuple(Pair(left=unlinked(pair.left), right=unlinked(pair.right)) for pair in question.pairs),
        order=tuple(unlinked(step) for step in question.order),
        points=tuple(replace(point, text=unlinked(point.text)) for point in question.points),
        indicative=tuple(replace(point, text=unlinked(point.text)) for point in question.indicative),
    )
    return made, reasons


def _label(found: re.Match[str], titles: Titles) -> str:
    if found[1] not in markup.LINK_KINDS:
        return found[0]
    return "" if found[1] == "care" else found[3] or titles.get((found[1], found[2]), found[2])


def _source(title: str, text: str, media: str) -> str:
    quoted = [f"> {' '.join(block.split())}" for block in text.split("\n\n") if block.strip()]
    picture = [f"![{title.translate({91: None, 93: None})}]({media})"] if media else []
    return "\n\n".join([f"**{title.replace('*', '')}**", *quoted, *picture])


def texts_of(question: Question) -> Iterable[str]:
    """Every text a pupil sees."""
    yield question.text
    yield question.explanation
    for choice in question.choices:
        yield from (choice.text, choice.feedback)
    for pair in question.pairs:
        yield from (pair.left, pair.right)
    yield from question.order


def pictures_in(question: Question) -> set[str]:
    """The media names that the question shows."""
    blocks = (block for text in texts_of(question) for block in markup.parse(text))
    return {block.media for block in blocks if isinstance(block, markup.Figure)}


def words(text: str) -> str:
    """The plain words of a text of ours, paragraphs parted by a line break."""
    return literal.bare(markup.plain(text)).replace("\n\n", "\n")


def flattened(*texts: str) -> set[Reason]:
    """html-removed when formatting in ``texts`` does not survive as plain words."""
    return set() if all(text == literal.paragraphs(words(text)) for text in texts) else {"html-removed"}


def machine_answers(question: Question) -> tuple[str, ...]:
    """The accepted answers of a one-point short answer that a machine can mark; () when a person must."""
    if question.type != "short_answer" or len(question.points) != 1 or question.groups:
        return ()
    point = question.points[0]
    if len(point.terms) != 1 or len(point.terms[0]) != 1 or point.reject:
        return ()
    answers = point.terms[0][0]
    return answers if point.text == " / ".join(answers) else ()


def date_answers(question: Question) -> tuple[str, ...]:
    """The right date in words and figures."""
    if question.date is None:
        return ()
    date = dates.parse_edtf(question.date.when)
    return tuple(dict.fromkeys([dates.in_words(date), question.date.when]))


def as_short(question: Question) -> Question:
    """A date, or a text with one gap, as the short answer it is for programs that know neither."""
    answers: tuple[str, ...] = date_answers(question)
    text = question.text
    if question.type == "gap_fill":
        answers = question.gaps[0].answers
        text = _GAP.sub("_____", text)
    points = (MarkPoint(id="p1", text=" / ".join(answers), marks=question.marks, terms=((tuple(answers),),)),)
    return replace(question, type="short_answer", text=text, points=points, date=None, gaps=())


def gaps_in_order(question: Question) -> list[tuple[str, Gap | None]]:
    """The text around gaps: (text, gap after it), the last with None."""
    gaps = {gap.id: gap for gap in question.gaps}
    parts: list[tuple[str, Gap | None]] = []
    at = 0
    for found in _GAP.finditer(question.text):
        if found[1] in gaps:
            parts.append((question.text[at : found.start()], gaps[found[1]]))
            at = found.end()
    return [*parts, (question.text[at:], None)]


def scheme_losses(question: Question) -> set[Reason]:
    """What is lost when a written question goes without its scheme."""
    reasons: set[Reason] = set()
    if question.points or question.indicative or question.samples or question.parts or question.plan:
        reasons.add("mark-scheme-lost")
    if question.levels:
        reasons.add("levels-lost")
    if question.groups or question.one_sided_cap or question.best_groups is not None:
        reasons.add("caps-lost")
    return reasons


def bare_losses(question: Question) -> set[Reason]:
    """What a format of words and answers alone does not carry."""
    reasons: set[Reason] = set()
    if question.type != "text" and question.marks != 1:
        reasons.add("marks-changed")
    if question.minutes is not None:
        reasons.add("time-lost")
    if question.title:
        reasons.add("title-lost")
    if question.tags:
        reasons.add("tags-lost")
    if question.style or question.spec or question.period or question.difficulty != 2:
        reasons.add("details-lost")
    return reasons


def option_feedback(choices: tuple[Choice, ...]) -> set[Reason]:
    """feedback-lost when an option has some."""
    return {"feedback-lost"} if any(choice.feedback for choice in choices) else set()


def figure(value: float) -> str:
    """A number as short as it is exact."""
    return f"{value:.15g}"


def zip_bytes(files: Mapping[str, bytes], first: str = "") -> bytes:
    """A zip of ``files``; equal content gives equal bytes. ``first`` stands first, unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in sorted(files.items(), key=lambda pair: (pair[0] != first, pair[0])):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data, compresslevel=9)
    return stream.getvalue()


def needs_html(text: str) -> bool:
    """Whether a text has more than one plain paragraph, or words that another program would take for HTML."""
    return not html_text.is_plain(text)
