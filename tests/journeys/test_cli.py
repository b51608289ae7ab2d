"""The command line as somebody types it: what it prints, and the code it ends with."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.programs import ROOT, run
from tutorapp import __version__, assets, cli

NO_SCREEN = "There is no screen to draw on."


def test_the_version():
    done = run("--version", screen=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"TutorApp {__version__}\n", "")


def test_an_unknown_argument_gets_a_usage_line_and_2():
    done = run("--no-such-thing")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("usage: main.py")
    assert "--no-such-thing" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_screen_one_sentence_names_the_way_out_and_nothing_is_made(tmp_path: Path):
    done = run("--data-dir", str(tmp_path / "new"), screen=False)
    assert done.returncode == 3
    assert done.stderr.startswith(NO_SCREEN)
    assert "xvfb-run" in done.stderr
    assert "make screenshots" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "variables",
    [{"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "nobody-there"}, {"QT_QPA_PLATFORM": "nosuch"}],
    ids=lambda variables: next(iter(variables)),
)
def test_a_screen_that_is_named_but_not_there_gets_the_same_sentence(tmp_path: Path, variables: dict[str, str]):
    done = run("--data-dir", str(tmp_path / "new"), screen=False, **variables)
    assert done.returncode == 3
    assert done.stderr.splitlines()[-1].startswith(NO_SCREEN)  # the system's own libraries may complain before it


def test_the_doctor_finds_a_fresh_folder_well_without_a_screen(data_dir: Path):
    done = run("--data-dir", str(data_dir), "doctor", screen=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("All is well")
    for wanted in (f"program: {__version__}", "python: 3.", "qt: 6.", "sqlite: 3.", "schema: ", str(data_dir)):
        assert wanted in done.stdout


def test_the_data_folder_may_stand_before_the_command_or_after_it(tmp_path: Path):
    new = tmp_path / "new"
    before = run("--data-dir", str(new), "doctor", screen=False)
    assert (new / "tutorapp.sqlite3").is_file()
    after = run("doctor", "--data-dir", str(new), screen=False)
    assert (after.returncode, after.stderr, before.returncode) == (0, "", 0)
    assert all(f"data: {new}\n" in done.stdout for done in (before, after))


def test_the_doctors_json_says_the_same(data_dir: Path):
    done = run("--data-dir", str(data_dir), "doctor", "--json", screen=False)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    assert report["ok"] is True
    assert report["problems"] == []
    assert report["versions"]["program"] == __version__
    assert [unit["id"] for unit in report["units"]] == [assets.shipped_unit().removeprefix("packs/")]
    assert {folder["name"] for folder in report["folders"]} >= {"data", "settings", "logs", "backups"}


def test_the_doctor_ends_with_1_over_somebody_elses_file(data_dir: Path):
    (data_dir / "tutorapp.sqlite3").mkdir()
    done = run("--data-dir", str(data_dir), "doctor", screen=False)
    assert done.returncode == 1
    assert "problem: database: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(("command", "code"), [("doctor", 1), ("export-work", 0)])
def test_a_damaged_file_that_a_command_sets_aside_is_told(data_dir: Path, capsys, command: str, code: int):
    (data_dir / "tutorapp.sqlite3").write_bytes(b"no database " * 200)
    out = [str(data_dir / "mine.tutorwork")] if command == "export-work" else []
    assert cli.run([command, *out]) == code
    said = capsys.readouterr()
    kept = next(data_dir.glob("tutorapp.damaged-*.sqlite3"))
    assert f"It was kept as {kept.name}" in (said.out if command == "doctor" else said.err)
    assert "All is well" not in said.out


@pytest.mark.parametrize("place", ["{tmp}/file", "{tmp}/file/below"])
@pytest.mark.parametrize(
    "command",
    ["doctor", "export-work o.tutorwork", "import-work o.tutorwork", "import o.gift", "export own --format pack -o o"],
)
def test_a_folder_that_cannot_be_made_is_told_in_words(tmp_path: Path, monkeypatch, capsys, command: str, place: str):
    monkeypatch.delenv("TUTORAPP_DATA_DIR")
    (tmp_path / "file").touch()
    folder = place.format(tmp=tmp_path)
    assert cli.run(["--data-dir", folder, *command.split()]) == 1
    said = "".join(capsys.readouterr())
    assert f"TutorApp cannot write to {folder}. Choose another folder with --data-dir." in said


def test_the_shipped_pack_checks_well():
    done = run("check", str(assets.path(assets.shipped_unit())), screen=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_check_lists_every_problem_of_a_broken_pack_at_once(tmp_path: Path):
    pack = tmp_path / "broken"
    shutil.copytree(assets.path(assets.shipped_unit()), pack)
    events = json.loads((pack / "events.json").read_text(encoding="utf-8"))
    rows = events["events"] if isinstance(events, dict) else events
    rows[0] |= {"when": "1925-02-30", "sections": ["no-such-section"], "colour": "red"}
    (pack / "events.json").write_text(json.dumps(events, ensure_ascii=False), encoding="utf-8")
    done = run("check", str(pack), screen=False)
    assert done.returncode == 1
    for clue in ("events.json", "1925-02-30", "no-such-section", "colour"):
        assert clue in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_pack_that_is_not_there_is_told_in_words(tmp_path: Path):
    done = run("check", str(tmp_path / "nowhere"), screen=False)
    assert done.returncode == 1
    assert "nowhere" in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_main_can_be_started_from_any_folder(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout == f"TutorApp {__version__}\n"


def test_a_reader_who_has_seen_enough_gets_no_traceback(tmp_path):
    command = f"{sys.executable} {ROOT / 'main.py'} check | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert done.stdout.count("\n") == 1
