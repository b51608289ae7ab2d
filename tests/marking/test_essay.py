"""Evidence in essays."""

from __future__ import annotations

from tutorapp.domain.content import Event, MarkPoint, Question
from tutorapp.marking.essay import essay_evidence

ESSAY = Question(
    id="e",
    text="How far was terror the main reason for his power?",
    marks=20,
    type="essay",
    indicative=(
        MarkPoint(id="i1", text="Show trials removed rivals"),
        MarkPoint(id="i2", text="Famine weakened the villages"),
    ),
)
EVENTS = (
    Event(
        id="E1",
        title="Trial of Zinoviev and Kamenev",
        when="1936-08-19/1936-08-24",
        summary="",
        category="c",
        importance=5,
    ),
    Event(id="E2", title="Stalin Constitution", when="1936-12-05", summary="", category="c", importance=4),
)
ANSWER = (
    "In 1936 Zinoviev was tried. The show trials got rid of his rivals.\n\nBy 1938 it was over. There were 1936.5 tons."
)


def test_points_dates_and_lengths_are_found_and_no_mark_is_given(marker):
    found = essay_evidence(ESSAY, ANSWER, marker, EVENTS)
    assert found.points["i1"].verdict == "awarded"
    assert found.points["i2"].verdict == "not_found"
    assert [(fact.year, fact.events) for fact in found.dates] == [(1936, ("E1",)), (1938, ()), (1936, ())]
    assert [part.words for part in found.parts] == [13, 9]
    assert found.words == 22
    assert not hasattr(found, "total")
    assert all(ANSWER[fact.start : fact.end] == str(fact.year) for fact in found.dates)


def test_an_empty_essay_has_no_parts(marker):
    found = essay_evidence(ESSAY, " \n\n ", marker)
    assert (found.words, found.parts, found.dates) == (0, (), ())
