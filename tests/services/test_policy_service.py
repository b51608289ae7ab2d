"""Reading, checking and applying the school's policy; seeding new pupils."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutorapp.domain.errors import KnownError
from tutorapp.domain.policy import Policy
from tutorapp.services.policy import LARGEST, check_file, folder, load, parse, seed

SOUND = '{\n "format": 1,\n "exam": {\n  "conditions": true\n },\n "language": "en-GB"\n}\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "policy.json"


def test_without_a_file_nothing_is_decided(file: Path):
    found = load(file)
    assert found.policy == Policy()
    assert found.path is None
    assert found.notice is None


def test_a_sound_file_is_in_force(file: Path):
    file.write_text(SOUND, encoding="utf-8-sig")
    found = load(file)
    assert found.policy.forced() == {"exam_conditions": True}
    assert found.path == file
    assert found.notice is None


def test_problems_name_the_file_and_the_line(file: Path):
    file.write_text(SOUND.replace("true", '"yes"').replace('"language"', '"langage"'))
    found = load(file)
    assert [str(problem) for problem in found.problems] == [
        f"{file}:4: exam.conditions: must be true or false, not “yes”",
        f"{file}:6: langage: is no key of the policy; did you mean “language”?",
    ]
    assert found.notice is not None
    assert "2 rules" in found.notice


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{\n "format": 1,\n}', 3),
        ('{"format": 1,\n "format": 1}', 2),
        ('{"format": NaN}', None),
        ("", 1),
        ("[" * 100_000, None),
    ],
)
def test_what_is_no_json_is_told_with_its_line_where_it_is_known(text: str, line: int | None):
    reading = parse(text, "p")
    assert reading.policy == Policy()
    (problem,) = reading.problems
    assert problem.line in ({line} if line else {None, 2, 3})
    assert problem.file == "p"


def test_a_file_that_cannot_be_read_keeps_nobody_from_working(tmp_path: Path):
    found = load(tmp_path)  # a folder in its place
    assert found.policy == Policy()
    assert "cannot be read" in (found.notice or "")


def test_another_file_by_mistake(file: Path):
    file.write_bytes(b" " * (LARGEST + 1))
    assert "larger than a policy" in check_file(file)[0]
    file.write_bytes(b'{\n"format": 1,\n"language": "\xe9"}')
    assert f"{file}:3 is not UTF-8" in check_file(file)[0]


def test_check_says_what_is_decided(file: Path):
    file.write_text(SOUND)
    text, code = check_file(file)
    assert code == 0
    assert text.splitlines() == [
        "Exam conditions: on",
        "Language: en-GB",
        "Locked for pupils: exam_conditions",
        "The policy can be used.",
    ]


def test_check_fails_on_errors_but_not_on_warnings(file: Path):
    file.write_text('{"format": 1, "data_folder": "/srv/work"}')
    text, code = check_file(file)
    assert code == 0
    assert text.startswith(f"warning: {file}:1: data_folder: all pupils")
    file.write_text('{"format": 3}')
    text, code = check_file(file)
    assert code == 1
    assert text.endswith("cannot be used as it is: 1 error.")


def test_check_of_a_file_that_is_not_there(file: Path):
    assert check_file(file) == (f"{file} is not there. Look at the name and the folder.", 1)


def test_a_folder_for_this_pupil():
    assert folder(None, {}, Path("/h")) is None
    assert folder("~/a", {}, Path("/h")) == "/h/a"
    with pytest.raises(KnownError, match="keeps your work in “/srv/"):
        folder("/srv/${USERNAME}", {}, Path("/h"))


# --- seeding ---------------------------------------------------------------------------------------------


@pytest.fixture
def template(tmp_path: Path) -> Path:
    made = tmp_path / "template"
    (made / "inner").mkdir(parents=True)
    (made / "inner" / "note.txt").write_text("hello")
    (made / "settings.json").write_text('{"theme": "dark"}')
    return made


def test_a_new_pupil_starts_from_the_template(template: Path, tmp_path: Path):
    data = tmp_path / "new" / "pupil"
    assert seed(template, data, data)
    assert (data / "inner" / "note.txt").read_text() == "hello"
    assert (data / "settings.json").is_file()
    assert [path.name for path in data.parent.iterdir()] == ["pupil"]


def test_an_empty_folder_counts_as_new_and_one_with_work_does_not(template: Path, tmp_path: Path):
    data = tmp_path / "pupil"
    data.mkdir()
    assert seed(template, data, data)
    (data / "inner" / "note.txt").write_text("mine")
    assert not seed(template, data, data)
    assert (data / "inner" / "note.txt").read_text() == "mine"


def test_settings_go_where_settings_live_and_never_over_a_pupils_own(template: Path, tmp_path: Path):
    settings = tmp_path / "settings"
    assert seed(template, tmp_path / "a", settings)
    assert (settings / "settings.json").read_text() == '{"theme": "dark"}'
    assert not (tmp_path / "a" / "settings.json").exists()
    (settings / "settings.json").write_text("mine")
    assert seed(template, tmp_path / "b", settings)
    assert (settings / "settings.json").read_text() == "mine"


def test_links_are_not_followed(template: Path, tmp_path: Path):
    (tmp_path / "secret").write_text("x")
    (template / "link").symlink_to(tmp_path / "secret")
    (template / "round").symlink_to(tmp_path)
    assert seed(template, tmp_path / "pupil", tmp_path / "pupil")
    assert sorted(path.name for path in (tmp_path / "pupil").iterdir()) == ["inner", "settings.json"]


def test_a_read_only_template_gives_a_copy_that_can_be_written(template: Path, tmp_path: Path):
    (template / "settings.json").chmod(0o444)
    data = tmp_path / "pupil"
    seed(template, data, data)
    assert (data / "settings.json").stat().st_mode & 0o200


def test_a_missing_template_is_told_and_leaves_nothing(tmp_path: Path):
    data = tmp_path / "pupil"
    with pytest.raises(KnownError, match="could not be copied"):
        seed(tmp_path / "none", data, data)
    assert not data.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("pupil")]


def test_half_a_copy_from_a_crash_is_made_anew(template: Path, tmp_path: Path):
    half = tmp_path / "pupil.seeded.partial"
    half.mkdir()
    (half / "old").write_text("x")
    assert seed(template, tmp_path / "pupil", tmp_path / "pupil")
    assert not (tmp_path / "pupil" / "old").exists()
    assert not half.exists()
