"""A kept unit is used only when it is whole and made from the very files that are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.formats.packs import change, copy_example
from tutorapp.domain.content import Unit
from tutorapp.domain.errors import KnownError
from tutorapp.formats import pack as packs
from tutorapp.formats.prepared import Prepared, deliver


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return copy_example(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The packs that were read from their files."""
    seen: list[Path] = []
    load = packs.load

    def noted(path: Path) -> Unit:
        seen.append(path)
        return load(path)

    monkeypatch.setattr(packs, "load", noted)
    return seen


def once(pack: Path, *folders: Path, program: str = "1.0") -> Unit:
    """One start: the unit is read or found, then kept."""
    prepared = Prepared(pack, folders, program)
    unit = prepared.unit()
    prepared.keep()
    return unit


def test_the_second_start_reads_no_pack(pack: Path, folder: Path, reads: list[Path]):
    first = once(pack, folder)
    assert once(pack, folder) == first
    assert reads == [pack]
    assert [file.suffix for file in folder.iterdir()] == [".unit"]


def test_another_text_of_the_same_length_is_read(pack: Path, folder: Path, reads: list[Path]):
    once(pack, folder)
    file = pack / "events.json"
    times = file.stat()
    change(pack, "events.json", '"importance": 5', '"importance": 4')
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert once(pack, folder).events[0].importance == 4
    assert once(pack, folder).events[0].importance == 4
    assert len(reads) == 2


def test_another_program_reads_anew(pack: Path, folder: Path, reads: list[Path]):
    once(pack, folder)
    once(pack, folder, program="1.1")
    assert len(reads) == 2


def test_a_new_file_counts(pack: Path, folder: Path, reads: list[Path]):
    once(pack, folder)
    (pack / "notes" / "new.md").write_text('+++\nid = "N9"\ntitle = "New"\n+++\nText.\n', encoding="utf-8")
    assert {section.id for section in once(pack, folder).sections} == {"N1", "N9"}


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other", "folder"])
def test_a_damaged_one_is_not_used_and_made_anew(pack: Path, folder: Path, reads: list[Path], damage: str):
    unit = once(pack, folder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    middle = len(whole) // 2
    if damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes(
            {
                "cut": whole[:-9],
                "flipped": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
                "empty": b"",
                "other": os.urandom(middle),
            }[damage]
        )
    assert once(pack, folder) == unit
    assert len(reads) == 2
    assert damage == "folder" or file.read_bytes() == whole


def test_every_single_changed_byte_is_noticed_or_harmless(pack: Path, folder: Path):
    unit = once(pack, folder)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for at in range(0, len(whole), 37):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        assert Prepared(pack, (folder,), "1.0").unit() == unit


def test_where_the_first_folder_cannot_be_written_the_next_is(
    pack: Path, folder: Path, tmp_path: Path, reads: list[Path]
):
    shut = tmp_path / "file"
    shut.write_text("no folder", encoding="utf-8")
    once(pack, shut, folder)
    once(pack, shut, folder)
    assert len(reads) == 1
    assert list(folder.iterdir())


def test_where_nothing_can_be_written_the_unit_is_there_all_the_same(pack: Path, tmp_path: Path, reads: list[Path]):
    shut = tmp_path / "file"
    shut.write_text("no folder", encoding="utf-8")
    assert once(pack, shut) == once(pack, shut)
    assert len(reads) == 2


def test_two_packs_of_one_name_do_not_meet(pack: Path, folder: Path, tmp_path: Path):
    other = copy_example(tmp_path / "elsewhere")
    change(other, "events.json", '"importance": 5', '"importance": 1')
    assert once(pack, folder).events[0].importance == 5
    assert once(other, folder).events[0].importance == 1
    assert once(pack, folder).events[0].importance == 5


def test_a_wrong_pack_is_refused_and_not_kept(pack: Path, folder: Path):
    change(pack, "events.json", '"importance": 5', '"importance": "5"')
    with pytest.raises(KnownError, match="cannot be used"):
        once(pack, folder)
    assert not folder.exists()


# --- as a bundle brings it ---------------------------------------------------------------------------------


def test_a_delivered_unit_serves_wherever_it_is_installed_and_nothing_is_written(
    pack: Path, folder: Path, tmp_path: Path, reads: list[Path]
):
    deliver(pack, folder, "1.0")
    (tmp_path / "elsewhere").mkdir()
    installed = shutil.copytree(pack, tmp_path / "elsewhere" / pack.name)
    for file in installed.rglob("*"):
        os.utime(file, (0, 0))
    reads.clear()
    own = tmp_path / "own"
    prepared = Prepared(installed, (own,), "1.0", folder)
    assert prepared.unit() == packs.load(pack)
    prepared.keep()
    assert not own.exists()
    assert reads == [pack]  # by this test alone


@pytest.mark.parametrize("change_", ["program", "size", "file", "damage", "none"])
def test_a_delivered_unit_of_something_else_is_not_used(pack: Path, folder: Path, reads: list[Path], change_: str):
    deliver(pack, folder, "1.0")
    (kept,) = folder.iterdir()
    match change_:
        case "size":
            change(pack, "events.json", '"importance": 5', '"importance":  4')
        case "file":
            (pack / "notes" / "new.md").write_text('+++\nid = "N9"\ntitle = "New"\n+++\nText.\n', encoding="utf-8")
        case "damage":
            kept.write_bytes(kept.read_bytes()[:-3])
        case "none":
            kept.unlink()
    reads.clear()
    Prepared(pack, (), "1.1" if change_ == "program" else "1.0", folder).unit()
    assert reads == [pack]
