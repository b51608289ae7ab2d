"""Which folder is used, by whose word."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tutorapp.places import MARKER, PORTABLE_DATA, choose, policy_file, portable_folder, program_folder

ORDER = ("policy", "environment", "argument", "portable")


@pytest.mark.parametrize("given", list(product((False, True), repeat=4)))
def test_the_strongest_that_is_given_wins(given: tuple[bool, ...]):
    said = {name: f"/{name}" if is_given else None for name, is_given in zip(ORDER, given, strict=True)}
    folder, reason = choose(**said)
    strongest = next((name for name in ORDER if said[name]), "system")
    assert reason == strongest
    assert folder == said.get(strongest)


def test_an_empty_text_is_not_given():
    assert choose(policy="", environment="", argument="/a")[1] == "argument"


def test_without_a_marker_the_installation_is_not_portable(tmp_path: Path):
    assert portable_folder(tmp_path) is None


def test_an_empty_marker_keeps_everything_beside_the_program(tmp_path: Path):
    (tmp_path / MARKER).write_text("")
    assert portable_folder(tmp_path) == str(tmp_path / PORTABLE_DATA)


def test_a_marker_may_name_a_folder_on_the_stick(tmp_path: Path):
    (tmp_path / MARKER).write_bytes(b"\xef\xbb\xbfmy work\r\nanything\r\n")
    assert portable_folder(tmp_path) == str(tmp_path / "my work")


@pytest.mark.parametrize("line", ["/etc", "../other", "a/../../b"])
def test_a_marker_never_leads_off_the_stick(tmp_path: Path, line: str):
    (tmp_path / MARKER).write_text(line)
    assert portable_folder(tmp_path) == str(tmp_path / PORTABLE_DATA)


def test_a_marker_that_is_no_text_counts_as_none(tmp_path: Path):
    (tmp_path / MARKER).write_bytes(b"\xff\xfe\x00")
    assert portable_folder(tmp_path) is None


def test_the_program_folder(tmp_path: Path):
    checkout = tmp_path / "checkout"
    assert program_folder("linux", None, checkout) == checkout
    bundle = tmp_path / "TutorApp"
    assert program_folder("linux", str(bundle / "tutorapp"), checkout) == bundle.resolve()
    inside = tmp_path / "TutorApp.app" / "Contents" / "MacOS" / "tutorapp"
    assert program_folder("darwin", str(inside), checkout) == tmp_path.resolve()


def test_the_policy_has_one_place_on_each_system():
    assert policy_file("linux", {"HOME": "/x"}) == Path("/etc/tutorapp/policy.json")
    assert policy_file("darwin", {}) == Path("/Library/Application Support/TutorApp/policy.json")
    assert policy_file("win32", {"PROGRAMFILES": "X"}, "P") == Path("P", "TutorApp", "policy.json")
    assert policy_file("win32", {"PROGRAMFILES": "X"}) == Path("X", "TutorApp", "policy.json")
