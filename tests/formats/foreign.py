"""Questions for the tests of foreign formats: any of ours, in their plain and their odd forms."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from hypothesis import strategies as st

from tutorapp.domain.checking.schemes import reachable
from tutorapp.domain.content import (
    Choice,
    DateAnswer,
    Gap,
    Level,
    MarkPoint,
    NumericAnswer,
    OneSidedCap,
    Pair,
    PointGroup,
    Question,
)
from tutorapp.formats import literal, making

_SIGNS = "~=#{}:\\%*<>&\"'[]-|/;,.()!?+@_^`$€é–“”ß中 "
_WORD = st.text(
    st.one_of(st.sampled_from(_SIGNS + "abcDEF123"), st.characters(codec="utf-8", categories=("L", "N", "P", "S"))),
    min_size=1,
    max_size=12,
).filter(lambda text: not set(text) & {literal.JOINER, literal.STAR} and not re.search(r"\{[\w.-]+\}", text))
_PLAIN = st.lists(_WORD, min_size=1, max_size=6).map(lambda words: " ".join(" ".join(words).split()))
plain_words = _PLAIN.filter(lambda text: text and re.search(r"\w", text) is not None)
line = plain_words.map(literal.words)
_simple = st.text("abcdefgh ", min_size=1, max_size=20).map(lambda text: "w" + " ".join(text.split()))
rich = st.one_of(
    line,
    st.tuples(line, line).map("\n\n".join),
    st.tuples(_simple, _simple).map(lambda pair: f"{pair[0]} **{pair[1]}** *{pair[0]}* end"),
    st.tuples(_simple, _simple).map(lambda pair: f"start\n\n- {pair[0]}\n- **{pair[1]}**\n\n> {pair[0]}"),
    st.tuples(_simple, _simple).map(lambda pair: f"## {pair[0]}\n\n1. {pair[1]}\n2. {pair[0]}"),
)
_name = st.text("abcdefghij0123456789-", min_size=1, max_size=12).filter(lambda text: text[0].isalpha())
_title = st.one_of(st.just(""), plain_words.filter(lambda text: len(text) < 100))
_tag = st.text("abcdef ghi", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)
_tags = st.lists(_tag, max_size=3, unique=True).map(tuple)
_answers = st.lists(
    st.text("abcdefghijkl ‘’é123.", min_size=1, max_size=15)
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: re.search(r"\w", text) is not None),
    min_size=1,
    max_size=3,
    unique_by=str.casefold,
)


def _unique(size_min: int, size_max: int, of=line):
    return st.lists(of, min_size=size_min, max_size=size_max, unique_by=lambda text: " ".join(text.casefold().split()))


@st.composite
def questions(draw) -> Question:
    """A sound question of any type."""
    kind = draw(st.sampled_from(list(_BODIES)))
    common = {
        "id": draw(_name),
        "text": draw(rich),
        "title": draw(_title),
        "tags": draw(_tags),
        "difficulty": draw(st.integers(1, 3)),
        "marks": draw(st.integers(1, 20)),
        "explanation": draw(st.one_of(st.just(""), line)),
        "minutes": draw(st.sampled_from([None, 5.0, 1.5])),
    }
    made = Question(**(common | draw(_BODIES[kind]) | {"type": kind}))
    if kind == "gap_fill":
        made = replace(made, text=" ".join(f"words {{{gap.id}}} here" for gap in made.gaps))
    if kind in {"short_answer", "structured"}:
        made = replace(made, marks=reachable(made))
    if kind == "text":
        made = replace(made, marks=0)
    if kind == "essay":
        made = replace(made, marks=made.levels[-1].high)
    return made


@st.composite
def _choices(draw, several: bool):
    texts = draw(_unique(2, 5, st.one_of(line, line, _simple.map(lambda text: f"**{text}** x"))))
    right = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=len(texts) if several else 1))
    told = draw(st.one_of(st.just(""), line))
    choices = making.options(texts, [at in right for at in range(len(texts))], [told] * len(texts))
    return {"choices": choices, "shuffle": draw(st.booleans())}


@st.composite
def _pairs(draw):
    lefts = draw(_unique(2, 4))
    rights = draw(_unique(len(lefts) + 1, len(lefts) + 1))
    pairs = [Pair(left=left, right=right) for left, right in zip(lefts, rights, strict=False)]
    return {"pairs": (*pairs, *([Pair(left="", right=rights[-1])] if draw(st.booleans()) else []))}


@st.composite
def _gaps(draw):
    made = []
    for number in range(draw(st.integers(1, 3))):
        answers = tuple(draw(_answers))
        if draw(st.booleans()):
            made.append(Gap(id=f"g{number + 1}", answers=answers[:1], options=(*answers[:1], "another", "third one")))
        else:
            made.append(Gap(id=f"g{number + 1}", answers=answers))
    return {"gaps": tuple(made)}


@st.composite
def _structured(draw):
    texts = draw(st.lists(line, min_size=2, max_size=4))
    points = tuple(
        MarkPoint(
            id=f"p{at}",
            text=text,
            group="ab"[at % 2],
            terms=(((f"term{at}", "other word"), ("second",)),) if at else (),
            reject=("not this",) if at else (),
            equivalent=at == 1,
        )
        for at, text in enumerate(texts)
    )
    groups = (PointGroup(id="a", max=1, title="First"), PointGroup(id="b", max=1))
    return {"points": points, "groups": groups, "one_sided_cap": OneSidedCap(groups=("a", "b"), cap=1)}


@st.composite
def _essay(draw):
    return {
        "levels": (
            Level(id="L1", low=1, high=5, title="Low", descriptor=draw(line)),
            Level(id="L2", low=6, high=10, title="High", descriptor=draw(line)),
        ),
        "indicative": (MarkPoint(id="i1", text=draw(line)),),
        "plan": ("first this", "then that"),
    }


_short = _answers.map(lambda answers: {"points": making.accepted(answers, 1)})
_numeric = st.tuples(st.integers(-3000, 3000), st.integers(0, 50), st.sampled_from(["", "km"])).map(
    lambda row: {"numeric": NumericAnswer(value=row[0] / 4, tolerance=row[1] / 8, unit=row[2])}
)
_BODIES = {
    "multiple_choice": _choices(False),
    "multiple_response": _choices(True),
    "true_false": st.booleans().map(lambda truth: {"true": truth}),
    "matching": _pairs(),
    "ordering": _unique(3, 5).map(lambda order: {"order": tuple(order)}),
    "gap_fill": _gaps(),
    "numeric": _numeric,
    "date": st.sampled_from(["1934-12-01", "1924", "1928/1932"]).map(lambda when: {"date": DateAnswer(when=when)}),
    "short_answer": _short,
    "structured": _structured(),
    "essay": _essay(),
    "text": st.just({}),
}


def same(question: Question) -> Question:
    """``question`` without what means nothing by itself: ids, and a title that is only its beginning."""
    choices = tuple(Choice(id="", text=c.text, correct=c.correct, feedback=c.feedback) for c in question.choices)
    title = "" if question.title == making.label(replace(question, title="")) else question.title
    return replace(question, id="", choices=choices, title=title)


def differences(first: Question, second: Question) -> set[str]:
    """The names of the fields in which the two differ."""
    one, two = same(first), same(second)
    return {field.name for field in fields(Question) if getattr(one, field.name) != getattr(two, field.name)}
