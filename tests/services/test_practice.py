"""Practice: nothing acknowledged is lost, nothing handed in changes, every decision stays beside its suggestion."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.practice_store import Bench, six_marks, suggested
from tutorapp.domain.content import Choice, MarkPoint, Question
from tutorapp.domain.errors import KnownError
from tutorapp.domain.work import Draft, LogEntry
from tutorapp.marking.essay import EssayEvidence
from tutorapp.services.marking_session import MarkingSession
from tutorapp.services.practice import saved_clock

CLOSED = Question(
    id="C1",
    text="Who?",
    marks=1,
    type="multiple_choice",
    choices=(Choice(id="a", text="Stalin", correct=True), Choice(id="b", text="Rykov")),
)


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_starting_keeps_the_question_the_allowance_and_an_empty_draft(bench):
    sitting = bench.practice.start("u", six_marks(), "timed", 25)
    assert (sitting.attempt.base_seconds, sitting.attempt.allowed_seconds) == (720, 900)
    assert bench.store.record(sitting.attempt.id).attempt.question == six_marks()
    assert [draft.text for _, draft in bench.practice.open_attempts()] == [""]
    assert "drafts" in sitting.changes.kinds


def test_untimed_practice_has_no_allowance(bench):
    assert bench.practice.start("u", six_marks(), "untimed", 25).attempt.allowed_seconds == 0


def test_after_a_dropped_service_the_text_and_the_time_left_come_back(bench):
    sitting = bench.practice.start("u", six_marks(), "timed", 25)
    bench.clock.forward(595)
    clock, _ = sitting.clock.observe(bench.practice.instant())
    bench.practice.autosave(sitting.attempt.id, "By the 1930s", "", clock)
    bench.clock.restart(4 * 3600)
    again = bench.practice.resume(sitting.attempt.id)
    assert (again.text, again.clock.phase) == ("By the 1930s", "suspended")
    assert again.clock.remaining(bench.practice.instant()) == pytest.approx(900 - 595)
    gaps = [(entry.detail, entry.seconds) for entry in bench.store.all(LogEntry) if entry.kind == "gap"]
    assert gaps == [("not charged, after a restart", pytest.approx(4 * 3600))]


def test_a_second_crash_right_after_resuming_loses_nothing_more(bench):
    sitting = bench.practice.start("u", six_marks(), "timed", 0)
    bench.clock.forward(100)
    bench.practice.autosave(sitting.attempt.id, "x", "", sitting.clock.observe(bench.practice.instant()).clock)
    for _ in range(3):
        bench.clock.restart(60)
        again = bench.practice.resume(sitting.attempt.id)
    assert again.clock.remaining(bench.practice.instant()) == pytest.approx(620)


def test_an_unreadable_clock_is_rebuilt_and_never_beyond_the_allowance(bench):
    sitting = bench.practice.start("u", six_marks(), "timed", 25)
    bench.clock.forward(5000)
    draft = Draft(attempt_id=sitting.attempt.id, saved_at=bench.clock.now(), text="kept", clock="scrambled")
    assert saved_clock(sitting.attempt, draft).consumed == 900
    bench.store.save_draft(draft)
    assert bench.practice.resume(sitting.attempt.id).text == "kept"


def test_handing_in_freezes_the_answer_with_its_time(bench):
    sitting = bench.practice.start("u", six_marks(), "timed", 25)
    bench.clock.forward(60)
    resting, _ = sitting.clock.rest(bench.practice.instant())
    bench.clock.forward(300)
    going, _ = resting.carry_on(bench.practice.instant())
    bench.clock.forward(40)
    record = bench.practice.hand_in(sitting.attempt.id, "Done.", "", going).record
    assert (record.answer.text, record.answer.used_seconds, record.answer.break_seconds) == ("Done.", 100, 300)
    assert bench.practice.open_attempts() == ()
    with pytest.raises(KnownError, match="handed in already"):
        bench.practice.hand_in(sitting.attempt.id, "Other.", "", going)
    with pytest.raises(KnownError, match="handed in or discarded"):
        bench.practice.resume(sitting.attempt.id)
    assert bench.practice.record(sitting.attempt.id).answer.text == "Done."


def test_a_closed_answer_is_marked_at_once(bench):
    record = bench.handed_in(CLOSED, "", '{"choice": "a"}')
    assert [(m.marker, m.low, m.max) for m in record.markings] == [("machine", 1, 1)]
    assert record.markings[0].decisions[0].awarded


def test_a_reason_waits_for_a_person(bench):
    question = Question(id="T", text="", marks=2, type="true_false", true=True, points=(MarkPoint(id="r", text="why"),))
    assert bench.handed_in(question, "because", '{"true": true}').markings == ()


def test_discarding_leaves_a_trace_and_no_draft(bench):
    sitting = bench.practice.start("u", six_marks(), "untimed")
    bench.practice.discard(sitting.attempt.id)
    assert bench.practice.open_attempts() == ()
    assert [entry.kind for entry in bench.store.all(LogEntry)] == ["discarded"]


def test_decisions_are_stored_beside_the_suggestions(bench):
    points = {"P1": ("awarded", "Some", "named"), "P2": ("unsure", "words", "who?")}
    bench = Bench(lambda question, text, accepted: suggested(question, text, **points))
    record = bench.handed_in(six_marks(), "Some words.")
    session = MarkingSession(record.attempt.question, record.answer.text, bench.practice.suggestion(record))
    session.focus_on(0)
    session.reject()
    session.focus_on(1)
    session.award()
    after = bench.practice.add_marking(record.attempt.id, "self", session.judgement()).record
    kept = {d.point_id: (d.suggested, d.awarded, d.evidence) for d in after.markings[0].decisions}
    assert kept["P1"] == ("awarded", False, "")
    assert kept["P2"] == ("unsure", True, "words")
    assert kept["S1"] == ("not_found", False, "")
    assert (after.markings[0].low, after.markings[0].high) == (1, 1)


def test_a_second_look_adds_a_marking_and_keeps_the_first(bench):
    record = bench.handed_in(six_marks())
    for marker, count in (("self", 5), ("second_look", 4)):
        session = MarkingSession(six_marks(), record.answer.text)
        for at in range(count):
            session.focus_on(at)
            session.award()
        record = bench.practice.add_marking(record.attempt.id, marker, session.judgement()).record
    assert [(m.marker, m.low) for m in record.markings] == [("self", 5), ("second_look", 4)]


def test_nothing_can_be_marked_before_it_is_handed_in(bench):
    sitting = bench.practice.start("u", six_marks(), "timed")
    with pytest.raises(KnownError, match="not been handed in"):
        bench.practice.add_marking(sitting.attempt.id, "self", MarkingSession(six_marks(), "").judgement())


def test_words_the_marker_missed_reach_it_next_time_and_can_be_taken_back():
    seen = []

    def suggest(question, text, accepted):
        seen.append(dict(accepted))
        return suggested(question, text)

    bench = Bench(suggest)
    record = bench.handed_in(six_marks())
    bench.practice.accept_words(record.attempt, "P1", "  father of\n nations ")
    bench.practice.accept_words(record.attempt, "P1", "worshipped")
    bench.practice.accept_words(record.attempt, "P1", "worshipped", take_back=True)
    bench.practice.suggestion(record)
    assert seen == [{"P1": ("father of nations",)}]
    with pytest.raises(KnownError, match="No words"):
        bench.practice.accept_words(record.attempt, "P1", " ")


@pytest.mark.logs
def test_a_marker_that_fails_costs_only_its_suggestion():
    def suggest(question, text, accepted):
        raise RuntimeError("broken")

    bench = Bench(suggest)
    assert bench.practice.suggestion(bench.handed_in(six_marks())) is None


@pytest.mark.logs
def test_what_is_found_in_an_essay_is_passed_on_and_a_failure_costs_only_that():
    found = EssayEvidence(points={}, dates=(), parts=(), words=2)
    essay = replace(six_marks(), points=(), groups=(), one_sided_cap=None, type="essay")
    bench = Bench(lambda *_: pytest.fail("nothing is suggested for an essay"), lambda question, text: found)
    record = bench.handed_in(essay)
    assert bench.practice.suggestion(record) is None
    assert bench.practice.evidence(record) is found

    def fail(question, text):
        raise RuntimeError("broken")

    bench = Bench(None, fail)
    assert bench.practice.evidence(bench.handed_in(essay)) is None
    assert Bench().practice.evidence(record) is None


def test_history_is_newest_first_and_pages(bench):
    ids = [bench.handed_in(replace(six_marks(), id=name)).attempt.id for name in ("A", "B", "A")]
    assert [r.attempt.id for r in bench.practice.recent()] == ids[::-1]
    assert [r.attempt.id for r in bench.practice.recent(1, before=ids[2])] == [ids[1]]
    assert [r.attempt.id for r in bench.practice.records("A")] == [ids[2], ids[0]]
    assert bench.practice.results("u")["A"].tries == 2


def test_an_attempt_that_is_gone_is_told_in_words(bench):
    with pytest.raises(KnownError, match="no longer"):
        bench.practice.record("nowhere")
