"""The file of exported work: equal bytes, every flipped byte noticed or harmless, strangers refused in words."""

from __future__ import annotations

import io
import json
import random
import zipfile

import pytest

from tutorapp.domain.carried import TABLES
from tutorapp.domain.errors import KnownError
from tutorapp.formats import work_file

ROWS = {
    "attempts": [{"id": "a", "at": "2027-03-01T16:00:00+00:00", "seconds": 1.5}],
    "answers": [{"id": "b", "text": "“Łódź”\nline \u2028 separator \x85", "deleted": False}],
}


def rewritten(data: bytes, changes: dict[str, bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in members.items():
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def manifest(data: bytes, **changes: object) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        told = json.loads(archive.read("manifest.json"))
    return json.dumps(told | changes).encode()


def test_what_was_written_is_read_and_equal_rows_give_equal_bytes():
    data = work_file.write(ROWS, "device", "1.0")
    assert work_file.read(data, "my.tutorwork") == {name: ROWS.get(name, []) for name in TABLES}
    assert (
        work_file.write(
            {name: [dict(reversed(row.items())) for row in rows] for name, rows in ROWS.items()}, "device", "1.0"
        )
        == data
    )


def test_a_flipped_byte_is_noticed_or_does_no_harm():
    data = work_file.write(ROWS, "device", "1.0")
    whole = work_file.read(data, "x")
    chance = random.Random(7)
    refused = 0
    for _ in range(400):
        broken = bytearray(data)
        broken[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            assert work_file.read(bytes(broken), "x") == whole
        except KnownError:
            refused += 1
    assert refused > 100


@pytest.mark.parametrize("size", [0, 1, 30, 500, -1])
def test_a_cut_file_is_refused(size: int):
    with pytest.raises(KnownError, match="Nothing was changed"):
        work_file.read(work_file.write(ROWS, "device", "1.0")[:size], "my.tutorwork")


def test_a_changed_table_is_refused_though_the_zip_is_whole():
    data = work_file.write(ROWS, "device", "1.0")
    for change in (b"", b'{"id": "z"}\n', None):
        with pytest.raises(KnownError, match="damaged"):
            work_file.read(rewritten(data, {"answers.jsonl": change}), "my.tutorwork")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": work_file.VERSION + 1}, "newer TutorApp"),
        ({"version": "1"}, "newer TutorApp"),
        ({"format": "photos"}, "is no file of exported work"),
        ({"files": []}, "damaged"),
    ],
)
def test_other_files_are_refused_in_words(changes: dict[str, object], says: str):
    data = work_file.write(ROWS, "device", "1.0")
    with pytest.raises(KnownError, match=says):
        work_file.read(rewritten(data, {"manifest.json": manifest(data, **changes)}), "my.tutorwork")


def test_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(work_file, "MOST_BYTES", 2000)
    data = work_file.write({"answers": [{"text": "a" * 5000}]}, "device", "1.0")
    with pytest.raises(KnownError, match="damaged"):
        work_file.read(data, "my.tutorwork")
