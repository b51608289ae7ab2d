"""``python main.py mark`` as scripts use it: schemes typed by others, bad lines, endless answers."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.journeys.programs import ROOT, TIMEOUT_S, environment, run
from tutorapp import bootstrap, mark_command

QUESTION = {
    "id": "tea",
    "text": "Explain why tea became popular in Britain.",
    "marks": 3,
    "groups": [{"id": "g", "max": 2}, {"id": "h", "max": 2}],
    "best_groups": None,
    "one_sided_cap": None,
    "points": [
        {"id": "p1", "group": "g", "text": "The tax on tea was lowered"},
        {"id": "p2", "group": "g", "text": "Smuggling made it cheap"},
        {"id": "p3", "group": "h", "text": "Temperance societies recommended it"},
    ],
}
ANSWER = "The government lowered the tax on tea. Smuggling also made tea cheap for ordinary people."
KEYS = {"id", "question", "points", "groups", "cap", "total", "up_to", "max", "ms"}
POINT_KEYS = {"verdict", "evidence", "start", "end", "layer", "why"}


@pytest.fixture
def mark(tmp_path: Path):
    """Runs the command over lines of answers; returns the process and the parsed lines of its output."""

    def run_it(*lines: str | bytes, questions: object = None):
        answers = tmp_path / "answers.jsonl"
        answers.write_bytes(b"".join((x if isinstance(x, bytes) else x.encode()) + b"\n" for x in lines))
        asked = []
        if questions is not None:
            path = tmp_path / "questions.json"
            path.write_text(json.dumps(questions), encoding="utf-8")
            asked = ["--questions", str(path)]
        done = run("mark", *asked, "--answers", str(answers), "--json", screen=False)
        assert "Traceback" not in done.stderr
        return done, [json.loads(line) for line in done.stdout.splitlines()]

    return run_it


def answer(text: str, key: object = "a", question: str = "tea") -> str:
    return json.dumps({"id": key, "question": question, "text": text})


def test_the_output_has_the_keys_that_were_promised_and_no_other(mark):
    done, (result,) = mark(answer(ANSWER), questions=[QUESTION])
    assert (done.returncode, done.stderr) == (0, "")
    assert set(result) == KEYS
    assert set(result["points"]) == {"p1", "p2", "p3"}
    for point in result["points"].values():
        assert set(point) == POINT_KEYS
        assert point["verdict"] in ("awarded", "unsure", "not_found")
        assert ANSWER[point["start"] : point["end"]] == point["evidence"]
    assert result["points"]["p1"]["verdict"] == "awarded"
    assert (result["id"], result["question"], result["max"], result["cap"]) == ("a", "tea", 3, None)
    assert result["groups"] == {"g": 2, "h": 0}
    assert (result["total"], result["up_to"]) == (2, 2)


def test_a_cap_is_told_with_limit_and_reason(mark):
    capped = {**QUESTION, "one_sided_cap": {"groups": ["g", "h"], "cap": 1}}
    _, (result,) = mark(answer(ANSWER), questions=[capped])
    assert set(result["cap"]) == {"limit", "reason"}
    assert (result["cap"]["limit"], result["total"]) == (1, 1)


def test_one_bad_line_costs_only_itself_and_names_its_number(mark):
    done, results = mark(
        answer("First.", 1),
        "{not json",
        answer("x", 3, "coffee"),
        '["a", "list"]',
        b'{"id": 5, "question": "tea", "text": "a\0b"}',
        '{"id": 6, "question": "tea"}',
        b'{"id": 7, "question": "tea", "text": "the tax on tea was lowered \xff\xfe"}',
        "[" * 100_000,
        "",
        answer(ANSWER, 10),
        questions=[QUESTION],
    )
    assert done.returncode == 1
    assert [(row["line"], row.get("id")) for row in results if "error" in row] == [
        (2, None), (3, 3), (4, None), (5, None), (6, 6), (8, None),
    ]  # fmt: skip
    for row in results:
        if "error" in row:
            assert f"Line {row['line']}" in row["error"]
    assert [row["id"] for row in results if "error" not in row] == [1, 7, 10]
    assert [row["total"] for row in results if "error" not in row] == [0, 1, 2]
    assert "“coffee”" in results[2]["error"]


def test_an_answer_of_200000_characters_is_bounded_and_says_that_it_was_cut(mark):
    start = time.monotonic()
    done, (result,) = mark(answer((ANSWER + " ") * 2_900), questions=[QUESTION])
    assert time.monotonic() - start < 30
    assert done.returncode == 0
    assert set(result) == KEYS | {"note"}
    assert result["total"] == 2


def test_a_line_without_end_is_refused_and_the_next_one_marked(mark):
    done, (first, second) = mark("x" * 4_500_000, answer(ANSWER), questions=[QUESTION])
    assert done.returncode == 1
    assert first["line"] == 1
    assert "longer than" in first["error"]
    assert second["total"] == 2


@pytest.mark.parametrize(
    ("questions", "clue"),
    [
        ("{", "not valid JSON"),
        ("[1]", "question 1"),
        ('[{"id": "a"}]', "question a"),
        ('"text"', "list of questions"),
        ("\xff".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_questions_file_in_error_is_told_in_one_sentence(tmp_path: Path, questions: str | bytes, clue: str):
    path = tmp_path / "questions.json"
    path.write_bytes(questions if isinstance(questions, bytes) else questions.encode())
    done = run("mark", "--questions", str(path), "--answers", str(path), "--json", screen=False)
    assert done.returncode == 1
    assert clue in done.stderr
    assert "questions.json" in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_questions_the_ids_are_the_units_own(mark):
    done, (result,) = mark(answer("The NKVD arrested people.", "x", "Q2"))
    assert done.returncode == 0
    assert result["points"]["S1"]["verdict"] == "awarded"


def pipe(text: bytes, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "main.py", "mark", *arguments],
        cwd=ROOT, env=environment(screen=False) | variables,
        input=text, capture_output=True, timeout=TIMEOUT_S, check=False,
    )  # fmt: skip


def test_one_question_takes_its_answer_from_standard_input_whatever_bytes_it_holds():
    done = pipe("Lenin’s heir \0 and ".encode() + b"\xff\xfe the NKVD arrested people.", "Q2", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert set(result) == KEYS
    assert result["points"]["S1"]["evidence"] == "NKVD"


def test_one_question_in_words_says_suggested():
    done = pipe(b"The NKVD arrested people.", "Q2")
    assert done.stdout.decode().rstrip().splitlines()[-1].startswith("Suggested: ")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_a_letter_gets_its_number(encoding: str):
    said = "Пётр: the NKVD arrested people.".encode()
    done = pipe(said, "Q2", PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "nearest: “Пётр: the NKVD".encode(encoding, "backslashreplace") in done.stdout


def test_the_time_of_one_answer_leaves_out_loading(monkeypatch, capsys):
    unit = bootstrap.shipped_unit()
    suggester = bootstrap.suggester(unit)
    loaded_by_then = []
    clock = SimpleNamespace(perf_counter=lambda: loaded_by_then.append(suggester._marker is not None) or 0.0)
    monkeypatch.setattr(mark_command, "time", clock)
    monkeypatch.setattr("sys.stdin", io.StringIO("The NKVD arrested people."))
    assert mark_command.mark_one(unit, suggester, "Q2", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["total"] == 2
    assert loaded_by_then == [True, True]


def test_an_unknown_question_is_told():
    done = pipe(b"", "Q999")
    assert done.returncode == 1
    assert b"no question Q999" in done.stderr
    assert b"Traceback" not in done.stderr
