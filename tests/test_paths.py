"""Where a person's data lives, and by whose word."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tutorapp import paths
from tutorapp.domain.errors import KnownError

MOUNTS = """\
21 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
30 21 0:40 / /home rw - nfs4 server:/home rw
31 30 8:2 / /home/ann/my\\040disk rw - ext4 /dev/sdb1 rw
"""


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a policy in force."""

    def write(**rules: object) -> Path:
        file = tmp_path / "policy.json"
        file.write_text(json.dumps({"format": 1, **rules}), encoding="utf-8")
        monkeypatch.setenv(paths.POLICY_VARIABLE, str(file))
        return file

    return write


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder in the environment."""
    monkeypatch.delenv(paths.ENVIRONMENT_VARIABLE)


def test_a_given_folder_holds_everything(tmp_path, free):
    found = paths.find(str(tmp_path / "a"))
    found.create()
    for place in (found.database, found.settings_file, found.log_file, found.backups):
        assert (tmp_path / "a") in place.parents
    assert found.reason == "argument"
    assert found.snapshots is None


def test_policy_environment_argument_is_the_order_of_force(tmp_path, policy, monkeypatch):
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(tmp_path / "env"))
    assert paths.find(str(tmp_path / "arg")).data == tmp_path / "env"
    policy(data_folder=f"{tmp_path}/${{WHO}}")
    monkeypatch.setenv("WHO", "ann")
    found = paths.find(str(tmp_path / "arg"))
    assert (found.data, found.reason) == (tmp_path / "ann", "policy")
    assert found.settings == found.data


def test_without_any_the_systems_folders_are_used(free):
    found = paths.find()
    assert found.data.name == "TutorApp"
    assert found.data.is_absolute()
    assert found.school is None


def test_a_policy_says_where_snapshots_go_and_a_variable_that_is_not_set_stops_the_start(policy, tmp_path, monkeypatch):
    policy(snapshots={"folder": f"{tmp_path}/home of ${{WHO}}", "count": 3})
    monkeypatch.delenv("WHO", raising=False)
    with pytest.raises(KnownError, match="does not say what stands for the name"):
        paths.find()
    monkeypatch.setenv("WHO", "ann")
    found = paths.find()
    assert (found.snapshots, found.snapshots_kept) == (tmp_path / "home of ann", 3)


def test_a_bad_policy_keeps_nobody_from_working(policy, data_dir):
    file = policy(exam={"conditions": "perhaps"}, language="en-GB")
    found = paths.find()
    assert found.data == data_dir
    assert found.school is not None
    assert found.school.policy.language == "en-GB"
    assert "exam.conditions" in str(found.school.notice)
    file.write_bytes(b"\x00")
    assert "policy file" in str(paths.find().school.notice)


def test_a_home_on_a_network_keeps_the_database_on_the_machines_own_disk(tmp_path, free, monkeypatch):
    home = tmp_path / "home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(paths.places, "NETWORK_KINDS", ())
    assert paths.find().data == home / "TutorApp"
    everywhere = {line.partition(" - ")[2].split()[0] for line in Path("/proc/self/mountinfo").read_text().splitlines()}
    monkeypatch.setattr(paths.places, "NETWORK_KINDS", tuple(everywhere))
    monkeypatch.setattr(paths, "LOCAL_ROOT", tmp_path)
    found = paths.find()
    assert found.data == tmp_path / f"tutorapp-{os.getuid()}"
    assert found.data.stat().st_mode & 0o777 == 0o700
    assert found.snapshots == home / "TutorApp snapshots"
    found.data.chmod(0o755)  # somebody else could look into it, or made it
    assert paths.find().data == home / "TutorApp"
    found.data.chmod(0o700)
    (home / "TutorApp").mkdir(parents=True)
    (home / "TutorApp" / "tutorapp.sqlite3").touch()  # work that is there already is never left behind
    assert paths.find().data == home / "TutorApp"


@pytest.mark.parametrize(
    ("place", "remote"),
    [("/home/ann", True), ("/home", True), ("/homely", False), ("/home/ann/my disk/a", False), ("/srv", False)],
)
def test_which_file_system_a_folder_lies_on(place, remote):
    assert paths.places.is_on_network(Path(place), MOUNTS) is remote
    assert not paths.places.is_on_network(Path(place), "nonsense\n")
