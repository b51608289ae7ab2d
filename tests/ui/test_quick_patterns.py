"""Kept patterns are those that would be compiled, and a file that is not good is not used."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from tutorapp.ui import quick_patterns

PATTERNS = [
    (r"(?P<year>\d{4})-(?P<month>\d\d)|(x)", 0),
    (r"^ \s* [a-z_]+ \s* # words", re.VERBOSE | re.MULTILINE),
    (r"(?i)straße|[\u0400-\u04ff]+", 0),
    (r"(a+)+?(?=b)(?<!c)\1", re.DOTALL | re.ASCII),
]
COMPILER: Any = vars(re)["_compiler"]


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was compiled by the standard library."""
    seen: list[str] = []
    compile_slowly = COMPILER.compile

    def noted(pattern: Any, flags: int = 0) -> Any:
        seen.append(pattern)
        return compile_slowly(pattern, flags)

    monkeypatch.setattr(COMPILER, "compile", noted)
    return seen


def once(file: Path) -> list[re.Pattern[str]]:
    """All patterns, as a start compiles them."""
    re.purge()
    with quick_patterns.kept(file):
        return [re.compile(pattern, flags) for pattern, flags in PATTERNS]


def plain() -> list[re.Pattern[str]]:
    re.purge()
    return [re.compile(pattern, flags) for pattern, flags in PATTERNS]


def test_the_second_start_compiles_nothing_and_gets_the_same(tmp_path: Path, compiled: list[str]):
    file = tmp_path / "patterns"
    first = once(file)
    assert len(compiled) == len(PATTERNS)
    second = once(file)
    assert len(compiled) == len(PATTERNS)
    assert first == second == plain()
    for kept, made in zip(second, plain(), strict=True):
        assert (kept.groups, kept.groupindex, kept.flags) == (made.groups, made.groupindex, made.flags)
    found = second[0].search("in 1934-12")
    assert found is not None
    assert found.groupdict() == {"year": "1934", "month": "12"}
    assert found.lastgroup == "month"


@pytest.mark.parametrize("damage", [b"", b"abc", b"\0" * 99], ids=["empty", "short", "zeros"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, compiled: list[str], damage: bytes):
    file = tmp_path / "patterns"
    once(file)
    whole = file.read_bytes()
    file.write_bytes(damage or whole[:-1])
    assert once(file) == plain()
    assert file.read_bytes()[:4] == whole[:4]


def test_every_changed_byte_is_noticed(tmp_path: Path):
    file = tmp_path / "patterns"
    once(file)
    whole = file.read_bytes()
    for at in range(0, len(whole), 41):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert quick_patterns._read(file) == {}


def test_another_python_makes_its_own(tmp_path: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "patterns"
    once(file)
    monkeypatch.setattr(quick_patterns, "_maker", lambda: "another")
    once(file)
    assert len(compiled) == 2 * len(PATTERNS)


def test_where_nothing_can_be_written_all_goes_as_ever(tmp_path: Path):
    assert once(tmp_path / "no such folder" / "patterns") == plain()
    shut = tmp_path / "shut"
    shut.mkdir()
    assert once(shut) == plain()
    assert list(tmp_path.glob("shut.*")) == []


def test_where_python_keeps_no_compiled_modules_neither_do_we(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    once(tmp_path / "patterns")
    assert not (tmp_path / "patterns").exists()


def test_afterwards_patterns_are_compiled_as_ever(tmp_path: Path):
    before = COMPILER.compile
    with pytest.raises(re.error), quick_patterns.kept(tmp_path / "patterns"):
        re.compile("(")
    assert COMPILER.compile is before


def test_an_unknown_python_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quick_patterns, "_VERSIONS", set())
    once(tmp_path / "patterns")
    assert not (tmp_path / "patterns").exists()
