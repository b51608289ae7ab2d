"""The worker: order, delivery on the window's thread, failures told once, an orderly end."""

import threading

import pytest

from tutorapp.domain.errors import KnownError
from tutorapp.ui.jobs import Jobs


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.finish()


def test_results_come_back_in_order_on_the_windows_thread(qtbot, jobs):
    seen: list[tuple[int, str]] = []
    for number in range(5):
        jobs.run(lambda n=number: n, lambda n: seen.append((n, threading.current_thread().name)))
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [n for n, _ in seen] == [0, 1, 2, 3, 4]
    assert {name for _, name in seen} == {threading.current_thread().name}


def test_calls_run_on_one_other_thread(qtbot, jobs):
    threads: list[str] = []
    for _ in range(3):
        jobs.run(lambda: threading.current_thread().name, threads.append)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert threads == ["database"] * 3


def test_a_known_failure_is_told_in_its_own_words(qtbot, jobs):
    def fail() -> None:
        raise KnownError("The disk is full.")

    with qtbot.waitSignal(jobs.known_failed) as told:
        jobs.run(fail)
    assert told.args == ["The disk is full."]


@pytest.mark.logs
def test_a_bug_is_logged_and_the_worker_goes_on(qtbot, jobs, caplog):
    with qtbot.waitSignal(jobs.bug_found):
        jobs.run(lambda: 1 / 0)
    assert "a service call failed" in caplog.text
    done: list[int] = []
    jobs.run(lambda: 7, done.append)
    qtbot.waitUntil(lambda: done == [7])


def test_a_failure_goes_to_whoever_asked(qtbot, jobs):
    failures: list[Exception] = []
    jobs.run(lambda: 1 / 0, failed=failures.append)
    qtbot.waitUntil(lambda: bool(failures))
    assert isinstance(failures[0], ZeroDivisionError)


def test_finish_does_what_is_queued_first(qapp):
    jobs = Jobs()
    done: list[int] = []
    gate = threading.Event()
    jobs.run(lambda: gate.wait(5))
    jobs.run(lambda: done.append(1))
    gate.set()
    assert jobs.finish()
    assert done == [1]
    jobs.run(lambda: done.append(2))
    assert done == [1]
