"""A person's notes are added, changed, deleted and undone by further rows; nothing that was written is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.errors import KnownError
from tutorapp.domain.work import Anchor, Annotation, SectionMark
from tutorapp.services.notes import LONGEST_NOTE, NotesService
from tutorapp.services.ports import Identity

ANCHOR = Anchor(quote="the Soviet Union", prefix="that ", suffix=" could", start=40)


class Rows:
    """An annotation store and unit of work in memory: rows count once committed."""

    def __init__(self) -> None:
        self.rows: list[Annotation] = []
        self.marks: list[SectionMark] = []
        self._pending: list[Annotation | SectionMark] = []

    @property
    def annotations(self):
        return self

    def __enter__(self):
        self._pending = []
        return self

    def __exit__(self, *_):
        self._pending = []

    def commit(self) -> None:
        self.rows += [row for row in self._pending if isinstance(row, Annotation)]
        self.marks += [row for row in self._pending if isinstance(row, SectionMark)]
        self._pending = []

    def add(self, annotation: Annotation) -> None:
        self._pending.append(annotation)

    def add_section_mark(self, mark: SectionMark) -> None:
        self._pending.append(mark)

    def thread(self, thread: str) -> tuple[Annotation, ...]:
        return tuple(sorted((r for r in self.rows if r.thread == thread), key=lambda r: (r.at, r.id)))

    def current(self, unit_id: str, section_id: str | None = None) -> tuple[Annotation, ...]:
        threads = dict.fromkeys(r.thread for r in self.rows)
        newest = [self.thread(thread)[-1] for thread in threads]
        return tuple(r for r in newest if not r.deleted and r.unit_id == unit_id and section_id in (None, r.section_id))

    def section_states(self, unit_id: str) -> dict[str, str]:
        states: dict[str, str] = {}
        for mark in self.marks:
            if mark.unit_id == unit_id and states.get(mark.section_id) != "recalled":
                states[mark.section_id] = mark.state
        return states


class SetClock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2027, 4, 2, 18, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class Bench:
    """A service over rows in memory, with counted ids."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.clock = SetClock()
        ids = iter(range(10**6))
        self.notes = NotesService(lambda: self.rows, Identity("device", lambda: f"{next(ids):06}"), self.clock)

    def section(self):
        return self.notes.section("u", "S2b")


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_highlight_is_kept_with_its_words_and_colour(bench) -> None:
    edit = bench.notes.highlight("u", "S2b", ANCHOR, "green")
    (kept,) = bench.section().highlights
    assert (kept.anchor, kept.colour, kept.at) == (ANCHOR, "green", bench.clock.at)
    assert edit.changes.kinds == {"annotations"}
    assert "S2b" in edit.changes.ids
    assert bench.notes.section("u", "S1").highlights == ()


def test_a_note_is_changed_and_deleted_by_further_rows(bench) -> None:
    thread = bench.notes.add_note("u", "S2b", "  first  ", ANCHOR).after.thread
    bench.notes.change(thread, text="second")
    bench.notes.change(thread, colour="blue")
    (note,) = bench.section().notes
    assert (note.text, note.colour, note.anchor) == ("second", "blue", ANCHOR)
    bench.notes.delete(thread)
    assert bench.section().notes == ()
    assert bench.notes.find("u", thread) is None
    assert [row.text for row in bench.rows.rows] == ["first", "second", "second", "second"]


def test_a_revision_counts_even_when_the_clock_was_set_back(bench) -> None:
    thread = bench.notes.add_note("u", "S2b", "first").after.thread
    bench.clock.at -= timedelta(hours=1)
    bench.notes.change(thread, text="second")
    assert bench.section().notes[0].text == "second"


@given(steps=st.lists(st.sampled_from(["text", "colour", "delete", "undo", "redo"]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_undoing_every_edit_in_turn_goes_back_to_the_start(steps) -> None:
    bench = Bench()
    edits = [bench.notes.add_note("u", "S2b", "start")]
    for number, step in enumerate(steps):
        thread, alive = edits[0].after.thread, bool(bench.section().notes)
        if step == "text" and alive:
            edits.append(bench.notes.change(thread, text=f"text {number}"))
        elif step == "colour" and alive:
            edits.append(bench.notes.change(thread, colour="blue"))
        elif step == "delete" and alive:
            edits.append(bench.notes.delete(thread))
    seen = [edit.after for edit in edits]
    undone = []
    for edit, expected in zip(reversed(edits), [*reversed(seen[:-1]), None], strict=True):
        undone.append(bench.notes.undo(edit))
        now = bench.section().notes
        if expected is None or expected.deleted:
            assert now == ()
        else:
            assert (now[0].text, now[0].colour) == (expected.text, expected.colour)
    for redo, expected in zip(reversed(undone), seen, strict=True):
        bench.notes.undo(redo)
        assert bool(bench.section().notes) is not expected.deleted


@pytest.mark.parametrize("text", ["", "  \n ", "x" * (LONGEST_NOTE + 1)])
def test_an_empty_or_endless_note_is_refused_in_words(bench, text) -> None:
    with pytest.raises(KnownError, match="note is"):
        bench.notes.add_note("u", "S2b", text)
    assert bench.rows.rows == []


def test_a_deleted_note_cannot_be_changed(bench) -> None:
    thread = bench.notes.add_note("u", "S2b", "first").after.thread
    bench.notes.delete(thread)
    with pytest.raises(KnownError, match="not there any more"):
        bench.notes.change(thread, text="second")


def test_the_why_answer_has_one_thread_and_saves_only_what_is_new(bench) -> None:
    assert bench.notes.save_why("u", "S2b", " It let him sound loyal. ").kinds == {"annotations"}
    assert bench.notes.save_why("u", "S2b", "It let him sound loyal.").kinds == frozenset()
    bench.notes.save_why("u", "S2b", "It let him sound loyal to Lenin.")
    assert bench.section().why.text == "It let him sound loyal to Lenin."
    assert len({row.thread for row in bench.rows.rows}) == 1
    bench.notes.save_why("u", "S2b", " ")
    assert bench.section().why is None
    assert bench.notes.save_why("u", "S2b", "").kinds == frozenset()


def test_a_section_is_read_once_and_never_falls_back_from_recalled(bench) -> None:
    assert bench.notes.mark_read("u", "S2b").kinds == {"sections"}
    assert bench.notes.mark_read("u", "S2b").kinds == frozenset()
    assert bench.notes.states("u") == {"S2b": "read"}
    bench.notes.save_recall("u", "S2b", "text", ["a", "b"], ["c"])
    assert bench.notes.mark_read("u", "S2b").kinds == frozenset()
    assert bench.notes.states("u") == {"S2b": "recalled"}


def test_a_recall_of_less_than_half_is_kept_but_does_not_count(bench) -> None:
    bench.notes.save_recall("u", "S2b", "text", ["a"], ["b", "c"])
    assert bench.notes.states("u") == {}
    bench.clock.at += timedelta(days=1)
    assert bench.notes.save_recall("u", "S2b", "more", ["a", "b"], ["c"]).kinds == {"annotations", "sections"}
    assert [one.text for one in bench.section().recalls] == ["more", "text"]
