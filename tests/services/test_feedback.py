"""The one thing to add next."""

from __future__ import annotations

from dataclasses import replace

from tests.services.practice_store import Bench, six_marks
from tutorapp.domain.content import Manifest, Part, Question, Section, Unit
from tutorapp.domain.library import Library
from tutorapp.domain.work import Decision, Marking
from tutorapp.marking import scheme
from tutorapp.services.feedback import next_step
from tutorapp.services.marking_session import MarkingSession

SECTION = Section(
    id="S4",
    title="Propaganda",
    number="4",
    remember=("Films and posters were everywhere", "Secret files named idea after idea of the police"),
)
LIBRARY = Library(Unit(manifest=Manifest(id="u", title="U", short_title="U", version="1"), sections=(SECTION,)))


def marked(question: Question, awarded: set[str]) -> Marking:
    bench = Bench()
    record = bench.handed_in(question)
    session = MarkingSession(question, record.answer.text)
    for at, point in enumerate(question.points):
        session.focus_on(at)
        if point.id in awarded:
            session.award()
        else:
            session.reject()
    return bench.practice.add_marking(record.attempt.id, "self", session.judgement()).record.markings[0]


def test_it_comes_from_the_side_with_most_room():
    step = next_step(six_marks(), marked(six_marks(), {"P1", "P2", "S1"}), LIBRARY)
    assert (step.title, step.group, step.section) == ("secret idea 2", "Police", "S4")


def test_it_raises_the_mark_wherever_one_point_can():
    question = six_marks()
    for awarded in ({"P1"}, {"P1", "P2", "P3"}, {"S1", "S2", "S3", "P1"}, set()):
        step = next_step(question, marked(question, awarded), LIBRARY)
        point = next(p for p in question.points if p.text == step.title)
        before = scheme.total(question, awarded).total
        assert scheme.total(question, awarded | {point.id}).total > before


def test_nothing_is_missing_at_full_marks():
    question = six_marks()
    assert next_step(question, marked(question, {p.id for p in question.points}), LIBRARY) is None


def test_a_line_of_the_notes_is_quoted_only_when_it_speaks_of_the_same():
    question = replace(six_marks(), points=(replace(six_marks().points[0], text="Secret police files"),))
    assert next_step(question, marked(question, set()), LIBRARY).line == SECTION.remember[1]
    question = replace(question, points=(replace(question.points[0], text="Grain was taken"),))
    assert next_step(question, marked(question, set()), LIBRARY).line == ""


def test_for_an_essay_it_is_the_weakest_part():
    parts = (Part(id="a", text="Focus"), Part(id="b", text="Judgement"))
    essay = Question(id="E", text="", marks=10, type="essay", sections=("S4",), parts=parts)
    judged = (
        Decision(point_id="a", awarded=False, note="partly"),
        Decision(point_id="b", awarded=False, note="no"),
    )
    marking = replace(marked(six_marks(), set()), decisions=judged)
    step = next_step(essay, marking, LIBRARY)
    assert (step.title, step.kind, step.section) == ("Judgement", "part", "S4")
