"""What a unit is made of: sections, terms, care notes, events and questions with their mark schemes.

Every type here is read straight from a pack's files (see ``docs/pack-format.md``) and stored whole in the
database, so field names are the pack format's keys. All texts are our small markup (``domain.markup``)
unless a field says "plain". All ids are stable, lower or upper case ASCII letters, digits and hyphens.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from tutorapp.domain.records import dataclass

QuestionType = Literal[
    "short_answer",
    "structured",
    "essay",
    "multiple_choice",
    "multiple_response",
    "true_false",
    "matching",
    "ordering",
    "gap_fill",
    "numeric",
    "date",
    "text",
]
ItemKind = Literal["section", "term", "care", "event", "question"]
Certainty = Literal["high", "medium"]

CLOSED_TYPES: frozenset[str] = frozenset(
    {"multiple_choice", "multiple_response", "true_false", "matching", "ordering", "gap_fill", "numeric", "date"}
)
"""Types a machine marks for certain; the rest are marked by a person (points, or levels of response)."""

DEFAULT_MINUTES_PER_MARK = 2.0
"""OCR Y219 gives 60 minutes for 30 marks; a question's own ``minutes`` overrides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecPoint:
    """A specification focus point, e.g. id "SF2"; ``short`` is the chip text; both plain."""

    id: str
    title: str
    short: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A timeline lane. ``id`` names the colour, shape and icon tokens; an unknown one gets a neutral lane."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``pack.json``. ``reader`` is the format's version: a program reads packs up to its own number."""

    id: str
    title: str
    short_title: str
    version: str
    reader: int = 1
    language: str = "en-GB"
    licence: str = ""
    author: str = ""
    description: str = ""
    period: tuple[str, str] | None = None  # EDTF years the timeline opens at, e.g. ("1922", "1938")
    spec_points: tuple[SpecPoint, ...] = ()
    categories: tuple[Category, ...] = ()
    media: dict[str, str] = field(default_factory=dict)  # file name under media/ -> text alternative (plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One notes page (``notes/*.md``: TOML front matter between +++ lines, then the body)."""

    id: str
    title: str  # plain
    number: str = ""  # "2.1"; empty for pages outside the numbering
    parent: str | None = None
    spec: tuple[str, ...] = ()
    remember: tuple[str, ...] = ()  # 3-5 lines
    why: str = ""  # the "why?" prompt
    seed_refs: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareNote:
    """Where the common account is imprecise; shown beside the claims in ``claims``."""

    id: str
    title: str
    text: str
    why: str  # why it matters, one sentence
    claims: tuple[str, ...] = ()  # seed ids this note corrects
    seed_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary entry. ``short`` is one sentence; ``difference`` says how it differs from ``confused_with`` (ids)."""

    id: str
    term: str  # plain
    short: str
    long: str = ""
    kind: Literal["idea", "person", "body", "policy", "event", "word"] = "word"
    aliases: tuple[str, ...] = ()  # plain; other spellings and names, found by search and linked in notes
    confused_with: tuple[str, ...] = ()
    difference: str = ""
    boxed: bool = False
    sections: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    seed_refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A dated event or span. ``when`` is EDTF (see ``domain.dates``): an interval a/b is a span, [a..b] is "one of"."""

    id: str
    title: str  # plain
    when: str
    summary: str
    category: str
    importance: int  # 1 (detail) to 5 (must know)
    era: bool = False  # drawn as a background band across all lanes
    certainty: Certainty = "high"
    date_note: str = ""  # plain, e.g. "25 October by the old calendar"
    short_title: str = ""  # plain; the timeline's label where the title is long
    sections: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    spec: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()  # events without which this one would hardly have come, or not so
    seed_refs: tuple[str, ...] = ()


# --- questions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text extract or picture that stands before a question."""

    title: str  # plain
    text: str = ""
    media: str = ""
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointGroup:
    """Mark points that share a limit: whatever is found of them, at most ``max`` marks come from the group."""

    id: str
    max: int
    title: str = ""  # plain


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPoint:
    """One creditable idea. ``terms``: alternatives; each alternative is a tuple of concept sets that must all
    be present; each concept set is a tuple of terms of which one is enough (see ``docs/mark-points.md``)."""

    id: str
    text: str
    group: str = ""
    marks: int = 1
    terms: tuple[tuple[tuple[str, ...], ...], ...] = ()
    reject: tuple[str, ...] = ()  # words that show the claim is another one
    section: str = ""  # where the notes teach it
    equivalent: bool = False  # "or equivalent": whoever marks also accepts the same idea in other words


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSidedCap:
    """An answer that scores in at most one of ``groups`` is cut to ``cap``."""

    groups: tuple[str, ...]
    cap: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A sample level (never a board's own): ``low``-``high`` marks inclusive, our own words."""

    id: str
    low: int
    high: int
    title: str
    descriptor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarginNote:
    """An examiner's remark beside the words of a sample answer that it is about."""

    quote: str  # word for word from the sample's text (plain)
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleAnswer:
    """A sample answer by us at one level, with margin notes."""

    id: str
    level: str
    marks: int
    text: str  # plain, paragraphs parted by blank lines
    margin: tuple[MarginNote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to judge before the level, e.g. "Both factors treated"."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An option of a choice question. ``feedback`` explains why it is right or wrong."""

    id: str
    text: str
    correct: bool = False
    feedback: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """``left`` matches ``right``; an empty ``left`` makes ``right`` a distractor."""

    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap named {id} in the stem; ``answers`` are all accepted (plain), ``options`` make it a drop-down."""

    id: str
    answers: tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericAnswer:
    """A number as the answer, right within ``tolerance`` either way."""

    value: float
    tolerance: float = 0.0
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateAnswer:
    """Full marks inside ``when`` (EDTF); ``near_days`` is where the last partial mark is lost."""

    when: str
    near_days: int = 0
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its mark scheme; which of the scheme fields are used follows from ``type``.

    short_answer, structured: ``points``, ``groups``, ``best_groups``, ``one_sided_cap``.
    essay: ``levels``, ``parts``, ``indicative``, ``plan``, ``samples``; ``points`` stays empty.
    multiple_choice, multiple_response: ``choices``. true_false: ``true`` and, where a reason is asked, ``points``.
    matching: ``pairs``. ordering: ``order`` (texts in the right order). gap_fill: ``gaps``, {id} in ``text``.
    numeric: ``numeric``. date: ``date``. text: a page without an answer, no marks.
    """

    id: str
    text: str
    marks: int
    type: QuestionType = "structured"
    minutes: float | None = None
    title: str = ""  # plain; the short form for lists, else made from the text
    style: str = ""  # plain; the heading in lists, e.g. "OCR style: essay"
    spec: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    period: tuple[str, str] | None = None  # EDTF
    difficulty: int = 2  # 1 easy, 2 medium, 3 hard
    sections: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    seed_refs: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    explanation: str = ""  # shown after answering: why it is so
    # points
    groups: tuple[PointGroup, ...] = ()
    points: tuple[MarkPoint, ...] = ()
    best_groups: int | None = None
    one_sided_cap: OneSidedCap | None = None
    # levels of response
    levels: tuple[Level, ...] = ()
    parts: tuple[Part, ...] = ()
    indicative: tuple[MarkPoint, ...] = ()
    plan: tuple[str, ...] = ()
    samples: tuple[SampleAnswer, ...] = ()
    # closed answers
    choices: tuple[Choice, ...] = ()
    shuffle: bool = True
    true: bool | None = None
    pairs: tuple[Pair, ...] = ()
    order: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    numeric: NumericAnswer | None = None
    date: DateAnswer | None = None

    @property
    def allowed_minutes(self) -> float:
        """Minutes before extra time: the question's own, else 2.0 a mark."""
        return self.minutes if self.minutes is not None else self.marks * DEFAULT_MINUTES_PER_MARK


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A whole pack in memory, ordered as its files are."""

    manifest: Manifest
    sections: tuple[Section, ...] = ()
    terms: tuple[Term, ...] = ()
    care: tuple[CareNote, ...] = ()
    events: tuple[Event, ...] = ()
    questions: tuple[Question, ...] = ()
