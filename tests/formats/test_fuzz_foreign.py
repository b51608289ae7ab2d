"""Spoilt files of every format: an answer in words, never a traceback, and nothing outside the file is touched."""

from __future__ import annotations

import builtins
import random
import socket
from pathlib import Path

import pytest

from tests.formats.foreign_files import EVERY
from tests.formats.fuzz import LONGEST_SECONDS, run
from tests.formats.fuzz import shut_in as shut_in_to
from tutorapp.formats import anki_apkg  # noqa: F401  # loaded before the guard, which refuses to open files
from tutorapp.formats.reader import read_quiz

RUNS = 120  # `make fuzz` makes 1,000 of each


@pytest.fixture
def shut_in(monkeypatch):
    """No file can be opened and no socket made."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("something outside the file was asked for")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.parametrize("name", [*EVERY, "pack", "pack, whole", "tutorwork", "tutorresult"])
def test_spoilt_files_are_answered_in_words(name, tmp_path):
    scratch = tmp_path / "spoilt.tutorpack"
    scratch.touch()
    accepted, longest = run(name, RUNS, scratch)
    assert 0 < accepted < RUNS  # it spoils neither nothing nor everything
    assert longest < LONGEST_SECONDS


def test_the_guard_notices_what_looks_outside(tmp_path):
    with shut_in_to(tmp_path / "a"):
        for ask in (lambda: open(tmp_path / "b"), (tmp_path / "b").read_bytes, socket.socket):  # noqa: PTH123, SIM115  # each way of opening is what is tried
            with pytest.raises(AssertionError):
                ask()


@pytest.mark.parametrize("name", EVERY)
def test_any_bytes_in_any_format_are_answered(name, shut_in):
    chance = random.Random(f"bytes {name}")
    for other in EVERY:
        _questions, report = read_quiz(EVERY[other][1], "x", name)
        assert report.error is None or report.error.endswith(".")
    for _ in range(20):
        _questions, report = read_quiz(chance.randbytes(chance.randint(300, 600)), "x", name)
        assert report.error
