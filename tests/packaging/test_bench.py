"""The bench keeps what it did not measure, and says what holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.scripts import script


@pytest.fixture
def bench() -> Any:
    return script("bench.py")


def test_a_part_measured_anew_keeps_the_others(bench: Any, tmp_path: Path):
    file = tmp_path / "bench.json"
    old, new = bench.row(9.0, "ms", bar=1.0), bench.row(2.0, "ms", bar=3.0)
    file.write_text(json.dumps({"a": old, "b": old}), encoding="utf-8")
    assert bench.merged(file, {"b": new, "c": new}) == {"a": old, "b": new, "c": new}


@pytest.mark.parametrize("held", [None, "", "{", "[]"])
def test_without_earlier_figures_there_are_only_the_new(bench: Any, tmp_path: Path, held: str | None):
    file = tmp_path / "bench.json"
    if held is not None:
        file.write_text(held, encoding="utf-8")
    new = bench.row(2.0, "ms", bar=3.0)
    assert bench.merged(file, {"a": new}) == {"a": new}


def test_the_bar_is_held_against_the_ratio_where_there_is_one(bench: Any):
    lines = bench.table({"start": bench.row(700.0, "ms", ratio=2.9, bar=3.0), "save": bench.row(6.0, "ms", bar=5.0)})
    assert "| start | 700.0 ms | 2.90x | 3x | yes |" in lines
    assert "| save | 6.0 ms |  | 5 ms | NO |" in lines


def test_an_unknown_part_is_named(bench: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sys.argv", ["bench.py", "stats"])
    assert bench.main() == 2
    assert "There is no part stats" in capsys.readouterr().err
