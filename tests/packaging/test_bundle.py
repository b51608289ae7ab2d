"""The rules of bundle and packages that can be tried without building one."""

from __future__ import annotations

import configparser
import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.packaging.scripts import ROOT, script
from tutorapp import __version__
from tutorapp.cli import OPENED

sys.path.insert(0, str(ROOT / "packaging"))  # the self-test shares the list of libraries with prepare.py

trim, finish, sqlite, selftest = (script(f"bundle/{name}.py") for name in ("trim", "finish", "sqlite", "selftest"))


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/lib/libQt6PrintSupport.so.6",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "python3.11/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so",
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()),
        *(path.relative_to(ROOT).as_posix() for path in (ROOT / "db" / "migrations").rglob("*.py")),
    ],
)
def test_what_the_program_needs_is_not_trimmed(name: str):
    assert trim.is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6\\translations\\qtbase_de.qm",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "libcups.so.2",
        "libgtk-3.so.0",
    ],
)
def test_what_it_never_loads_is_trimmed(name: str):
    assert not trim.is_wanted(name)


def test_no_module_that_the_program_imports_is_left_out():
    excluded = tuple(trim.MODULES)
    for source in [*(ROOT / "tutorapp").rglob("*.py"), *(ROOT / "db").rglob("*.py")]:
        for name in re.findall(r"^\s*(?:from|import) ([\w.]+)", source.read_text(encoding="utf-8"), re.MULTILINE):
            assert name not in excluded, f"{source.name} imports {name}"


def test_the_pinned_sqlite_is_sound():
    assert tuple(int(part) for part in sqlite.SQLITE.split(".")) >= selftest.SQLITE_SOUND
    assert re.fullmatch("[0-9a-f]{128}", sqlite.SHA512)
    assert "SQLITE_ENABLE_FTS5" in sqlite.DEFINES


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path):
    archive = tmp_path / f"{sqlite.PACKAGE}-{sqlite.VERSION}.tgz"
    archive.write_bytes(b"something else")
    with pytest.raises(SystemExit, match="not the one"):
        sqlite.library(tmp_path)
    assert not archive.exists()


# --- the self-test ---------------------------------------------------------------------------------------


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    inside = tmp_path / "TutorApp" / "_internal"
    inside.mkdir(parents=True)
    (inside / "a.txt").write_text("a")
    (inside / "b.txt").write_text("b")
    finish.write_manifest(inside.parent, inside, __version__)
    return inside


def test_a_whole_bundle_is_found_whole(bundle: Path):
    assert selftest.damaged(bundle.parent, bundle / "bundle.json") == []


def test_missing_and_changed_files_are_named(bundle: Path):
    (bundle / "a.txt").unlink()
    (bundle / "b.txt").write_text("c")
    told = selftest.damaged(bundle.parent, bundle / "bundle.json")
    assert [line.split(" ")[:2] for line in told] == [["_internal/a.txt", "is"], ["_internal/b.txt", "is"]]
    assert "missing" in told[0]
    assert "not the file that was installed" in told[1]


@pytest.mark.parametrize("text", [None, "", "{}", "[1"])
def test_a_bundle_without_its_list_is_told(bundle: Path, text: str | None):
    (bundle / "bundle.json").unlink()
    if text is not None:
        (bundle / "bundle.json").write_text(text)
    (told,) = selftest.damaged(bundle.parent, bundle / "bundle.json")
    assert "bundle.json is missing or damaged" in told


@pytest.mark.skipif(sys.platform != "linux", reason="the loader's words are Linux's")
def test_a_library_that_cannot_be_loaded_is_named(bundle: Path):
    (bundle / "PySide6").mkdir()
    (bundle / "PySide6" / "QtCore.abi3.so").write_bytes(b"no library")
    (told,) = selftest.missing_libraries(bundle)
    assert "QtCore.abi3.so" in told


def test_missing_libraries_name_their_packages():
    told = selftest._told({"libEGL.so.1", "libnobody.so.9"})
    assert told == [
        "libEGL.so.1 is missing (libegl1).",
        "libnobody.so.9 is missing.",
        "Install them with: sudo apt-get install libegl1",
    ]


def test_sqlite_is_asked_for_search():
    assert not any("full-text" in line for line in selftest.old_sqlite())


def test_links_within_the_bundle_go_and_others_stay(bundle: Path, tmp_path: Path):
    (tmp_path / "outside").write_text("x")
    (bundle / "inner").symlink_to("a.txt")
    (bundle / "outer").symlink_to(tmp_path / "outside")
    finish.drop_links(bundle)
    assert not (bundle / "inner").is_symlink()
    assert (bundle / "outer").is_symlink()
    assert (bundle / "a.txt").is_file()


def test_every_package_of_the_program_is_accounted_for_in_the_licences():
    own = (ROOT / "resources" / "licences" / "README.txt").read_text(encoding="utf-8")
    for name in ("PySide6", "shiboken6", "Qt", "Python", "SQLite", "PyInstaller"):
        assert name in own
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (ROOT / "resources/licences/LGPL-3.0.txt").read_text()


# --- the packages ----------------------------------------------------------------------------------------


def test_the_menu_entry_opens_packs():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]  # keys keep their case
    entry.read(ROOT / "packaging/deb/tutorapp.desktop", encoding="utf-8")
    section = entry["Desktop Entry"]
    assert section["Exec"] == "tutorapp %f"
    kinds = [kind.attrib["type"] for kind in ET.parse(ROOT / "packaging/deb/tutorapp.xml").getroot()]
    assert section["MimeType"] == "".join(f"{kind};" for kind in kinds)


@pytest.mark.parametrize("recipe", ["deb/tutorapp.xml", "windows/tutorapp.wxs", "bundle/tutorapp.spec"])
def test_every_installer_opens_each_kind_of_file_that_the_command_line_knows(recipe: str):
    text = (ROOT / "packaging" / recipe).read_text(encoding="utf-8")
    found = set(re.findall(r"\*\.(tutor\w+)|Extension Id=\"(tutor\w+)|\(\"(tutor\w+)\", \"", text))
    assert {f".{name}" for names in found for name in names if name} == set(OPENED)


def test_the_windows_recipe_keeps_its_upgrade_code_and_fetches_nothing():
    text = (ROOT / "packaging/windows/tutorapp.wxs").read_text(encoding="utf-8")
    root = ET.fromstring(text)
    package = root[0]
    assert package.attrib["UpgradeCode"] == "7C1E5B0A-3D0F-4C57-9A42-5E1B8F6D2A31"
    assert not re.search("CustomAction|DownloadUrl|Bundle Name", text)
    build = script("windows/build.py")
    for name, scope in build.SCOPES.items():
        command = build.command("wix", name)
        assert f"Scope={scope}" in command
        assert set(re.findall(r"\$\((\w+)\)", text)) <= {word.partition("=")[0] for word in command}


def test_the_tools_of_the_build_are_pinned_with_hashes_and_agree_with_the_program():
    def pinned(name: str) -> dict[str, str]:
        text = (ROOT / "packaging" / "pins" / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))

    build, run = pinned("build.txt"), pinned("run.txt")
    assert "pyinstaller" in build
    assert all(build[name] == run[name] for name in build.keys() & run.keys())
    assert "--hash=sha256:" in (ROOT / "packaging/pins/build.txt").read_text()
    json.loads((ROOT / "packaging" / "policy.example.json").read_text())
