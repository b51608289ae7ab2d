"""Spoilt files of every format: an answer in words, never a traceback, and nothing outside the file is touched."""

from __future__ import annotations

import builtins
import random
import socket
import time
from pathlib import Path

import pytest

from tests.formats.foreign_files import EVERY
from tutorapp.formats import anki_apkg  # noqa: F401  # loaded before the guard, which refuses to open files
from tutorapp.formats.reader import read_quiz

RUNS = 200
_PIECES = (b"<", b">", b"&", b"{", b"}", b"~", b"=", b"#", b"::", b"\\", b'"', b"\0", b"\xff", b"\n\n", b"]]>", b"<!--")
_PIECES += (b"<!DOCTYPE x>", b"%100%", b"ANSWER: A", b"{1:SHORTANSWER:", b"-9e999", b"\t", b",", b"\xe2\x80", b"{{c1::")


def spoil(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few bytes changed, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at:at] = chance.choice(_PIECES)
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case 2:
                made[at:at] = made[at : at + chance.randint(1, 200)]
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                if chance.random() < 0.2:
                    del made[at:]
        if not made:
            break
    return bytes(made)


@pytest.fixture
def shut_in(monkeypatch):
    """No file can be opened and no socket made."""

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("something outside the file was asked for")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)


@pytest.mark.parametrize("name", EVERY)
def test_spoilt_files_are_answered_in_words(name, shut_in):
    file, data = EVERY[name]
    chance = random.Random(f"spoilt {name}")
    for _ in range(RUNS):
        spoilt = spoil(data, chance)
        for said in (name, None):
            began = time.perf_counter()
            questions, report = read_quiz(spoilt, file, said)
            assert time.perf_counter() - began < 5
            totals = report.totals
            assert sum(totals.values()) == 2 * totals["found"]
            assert len(questions) == report.came_in
            assert (report.error is None) == bool(questions)


@pytest.mark.parametrize("name", EVERY)
def test_any_bytes_in_any_format_are_answered(name, shut_in):
    chance = random.Random(f"bytes {name}")
    for other in EVERY:
        _questions, report = read_quiz(EVERY[other][1], "x", name)
        assert report.error is None or report.error.endswith(".")
    for _ in range(20):
        _questions, report = read_quiz(chance.randbytes(chance.randint(300, 600)), "x", name)
        assert report.error
