"""The ``.tutorresult`` file: one pupil's result as JSON in a zip with its hash, read as a stranger's file.

Equal results give equal bytes. What comes from outside is bounded before it is read: sizes, counts and lengths.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib

from tutorapp.domain.errors import KnownError
from tutorapp.domain.results import Result
from tutorapp.formats import strict_json, typed
from tutorapp.formats.pack_write import plain

SUFFIX = ".tutorresult"
MIMETYPE = "application/vnd.tutorapp.result+zip"
READER = 1
"""The newest format this program reads."""
MOST_PACKED, MOST_BYTES = 5_000_000, 20_000_000
MOST_ANSWERS, LONGEST_ANSWER, LONGEST_NAME = 500, 200_000, 120
_RESULT, _HASHES = "result.json", "hashes.json"
_DATE = (1980, 1, 1, 0, 0, 0)  # the zip format's first day: the day of saving is no content


def write(result: Result) -> bytes:
    """The file that holds ``result``."""
    body = (json.dumps({"reader": READER, "result": plain(result)}, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "replace"
    )
    hashes = json.dumps({_RESULT: hashlib.sha256(body).hexdigest()}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (("mimetype", MIMETYPE.encode()), (_HASHES, hashes), (_RESULT, body)):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # the same on every system, or the bytes would differ
            archive.writestr(entry, data, compresslevel=9)
    return out.getvalue()


def read(data: bytes, file: str) -> Result:
    """The result in ``data``; ``file`` is its name for messages. KnownError says what is wrong with it."""
    if len(data) > MOST_PACKED:
        raise KnownError(f"{file} is larger than any result of ours. Choose the right file.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            body, hashes = _member(archive, _RESULT), _member(archive, _HASHES)
        listed = strict_json.parse(hashes.decode())
        whole = strict_json.parse(body.decode())
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError, OSError, ValueError):
        raise _damaged(file) from None
    if not isinstance(whole, dict) or not isinstance(listed, dict):
        raise _damaged(file)
    reader = whole.get("reader")
    if isinstance(reader, int) and reader > READER:
        raise KnownError(f"{file} was saved by a newer TutorApp. Install that one to read it.")
    if listed.get(_RESULT) != hashlib.sha256(body).hexdigest():
        raise _damaged(file)
    made, mistakes = typed.convert(whole.get("result"), Result)
    if made is None or mistakes:
        raise _damaged(file)
    return _bounded(made, file)


def _bounded(result: Result, file: str) -> Result:
    ids = [answer.question.id for answer in result.answers]
    if (
        not result.id
        or len(result.id) > 36
        or len(result.name) > LONGEST_NAME
        or len(ids) > MOST_ANSWERS
        or len(set(ids)) != len(ids)
        or any(len(answer.text) > LONGEST_ANSWER or len(answer.response) > LONGEST_ANSWER for answer in result.answers)
    ):
        raise _damaged(file)
    return result


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise ValueError(f"{name} unpacks to more than {MOST_BYTES} bytes")
    return data


def _damaged(file: str) -> KnownError:
    return KnownError(f"{file} is damaged or is no result of ours. Ask the pupil to save it again.")
