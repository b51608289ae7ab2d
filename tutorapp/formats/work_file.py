"""The ``.tutorwork`` file: one person's work as JSON lines a table, in a zip whose manifest holds their hashes.

Equal work gives equal bytes: rows come in the order of their keys, and no clock is asked.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from typing import Any

from tutorapp.domain.carried import FIRST_TABLES, TABLES, Row, Rows
from tutorapp.domain.errors import KnownError

FORMAT = "tutorapp-work"
VERSION = 2
"""2 added own items, sittings and results; a file of version 1 has none."""
SUFFIX = ".tutorwork"
MANIFEST = "manifest.json"
MOST_BYTES = 1_000_000_000
"""Unpacked; a school year of daily essays is some 3 MB."""
MOST_PACKED_BYTES = 200_000_000
_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: the day of saving is no content


def write(rows: Rows, device_id: str, program: str) -> bytes:
    """The file that holds ``rows``, exported on ``device_id`` by the version ``program``."""
    lines = {f"{name}.jsonl": _lines(rows.get(name, [])) for name in TABLES}
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "program": program,
        "device": device_id,
        "files": {
            name: {"rows": data.count(b"\n"), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in lines.items()
        },
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _add(archive, MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode())
        for name, data in sorted(lines.items()):
            _add(archive, name, data)
    return out.getvalue()


def read(data: bytes, file: str) -> Rows:
    """The rows that ``write`` put in ``data``; ``file`` is its name for messages. The rows themselves are unchecked.

    KnownError when it is no such file, damaged in any byte that counts, or of a newer program.
    """
    if len(data) > MOST_PACKED_BYTES:
        raise KnownError(f"{file} is larger than any export of ours. Choose the right file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            left = [MOST_BYTES]
            listed = _manifest(_member(archive, MANIFEST, left), file)
            later = {f"{name}.jsonl" for name in TABLES if name not in FIRST_TABLES}
            return {
                name: _rows(_member(archive, f"{name}.jsonl", left), listed.get(f"{name}.jsonl"), file)
                for name in TABLES
                if f"{name}.jsonl" in listed or f"{name}.jsonl" not in later
            }
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError):
        raise _damaged(file) from None
    except (ValueError, RecursionError):
        raise _damaged(file) from None


def _damaged(file: str) -> KnownError:
    return KnownError(
        f"{file} is damaged or is no file of exported work. Nothing was changed. Export it again on the other computer."
    )


def _manifest(data: bytes, file: str) -> dict[str, Any]:
    manifest = _strict(data)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise _damaged(file)
    version = manifest.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise KnownError(f"{file} was exported by a newer TutorApp. Install that one to bring it in.")
    files = manifest.get("files")
    return files if isinstance(files, dict) else {}


def _rows(data: bytes, listed: object, file: str) -> list[Row]:
    if not isinstance(listed, dict) or listed.get("sha256") != hashlib.sha256(data).hexdigest():
        raise _damaged(file)
    return [_strict(line) for line in data.splitlines()]


def _strict(data: bytes) -> Any:  # noqa: ANN401  # JSON has any shape
    """The value; ValueError for what no export of ours holds: a key twice, NaN, half a character."""
    value = json.loads(data, object_pairs_hook=_once, parse_constant=_no_number)
    if b"\\u" in data:
        json.dumps(value, ensure_ascii=False).encode()  # half a character cannot be coded: a ValueError
    return value


def _once(pairs: list[tuple[str, Any]]) -> Row:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _no_number(name: str) -> Any:  # noqa: ANN401  # it never returns
    raise ValueError(f"{name} is not a number in JSON")


def _member(archive: zipfile.ZipFile, name: str, left: list[int]) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(left[0] + 1)
    left[0] -= len(data)
    if left[0] < 0:
        raise ValueError(f"{name} unpacks to more than {MOST_BYTES} bytes")
    return data


def _lines(rows: list[Row]) -> bytes:
    return "".join(
        json.dumps(row, ensure_ascii=True, sort_keys=True, separators=(",", ":")) + "\n" for row in rows
    ).encode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # the same on every system, or the bytes would differ
    archive.writestr(entry, data, compresslevel=9)
