"""Spoils good files of every format and reads them shut in: ``python -m tests.formats.fuzz [COUNT [FORMAT ...]]``.

Each spoilt file must be answered in words within five seconds, with no traceback, no file opened and no socket made.
"""

from __future__ import annotations

import builtins
import hashlib
import io
import json
import os
import random
import socket
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.builders import a_question, a_quiz, a_result, an_id
from tests.formats.foreign_files import EVERY
from tests.formats.packs import example_files
from tutorapp.domain.errors import KnownError
from tutorapp.domain.results import ResultAnswer
from tutorapp.formats import anki_apkg, pack_quizzes, result_file, work_file  # noqa: F401  # loaded before the guard
from tutorapp.formats.pack import read_whole as read_pack
from tutorapp.formats.reader import read_quiz

LONGEST_SECONDS = 5.0
_PIECES = (b"<", b">", b"&", b"{", b"}", b"~", b"=", b"#", b"::", b"\\", b'"', b"\0", b"\xff", b"\n\n", b"]]>", b"<!--")
_PIECES += (b"<!DOCTYPE x>", b"%100%", b"ANSWER: A", b"{1:SHORTANSWER:", b"-9e999", b"\t", b",", b"\xe2\x80", b"{{c1::")
_PIECES += (
    b"null",
    b"NaN",
    b"[" * 60,
    b'"\\ud800"',
    b"9" * 400,
    b"<img src=file:///etc/passwd>",
    b"../",
    b"'",
    b"[[term:",
)

Answer = Callable[[bytes], bool]
"""Reads a spoilt file and says whether anything was accepted; whatever else it raises than KnownError is a fault."""


def spoil(data: bytes, chance: random.Random) -> bytes:
    """``data`` with a few bytes changed, cut, doubled or put in."""
    made = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(made) + 1)
        match chance.randrange(5):
            case 0:
                made[at:at] = chance.choice(_PIECES)
            case 1:
                del made[at : at + chance.randint(1, 40)]
            case 2:
                made[at:at] = made[at : at + chance.randint(1, 200)]
            case 3:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                if chance.random() < 0.2:
                    del made[at:]
        if not made:
            break
    return bytes(made)


def spoilt_zip(data: bytes, chance: random.Random) -> bytes:
    """The zip as it is, spoilt; or, as often, packed anew around one spoilt member, with sums and hashes that fit."""
    if chance.random() < 0.4:
        return spoil(data, chance)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    name = chance.choice([name for name in members if name not in {"mimetype", "hashes.json", "manifest.json"}])
    members[name] = spoil(members[name], chance)
    if "hashes.json" in members:
        hashes = {key: hashlib.sha256(part).hexdigest() for key, part in members.items() if key not in _UNHASHED}
        members["hashes.json"] = json.dumps(hashes).encode()
    elif "manifest.json" in members:
        told = json.loads(members["manifest.json"])
        told["files"][name]["sha256"] = hashlib.sha256(members[name]).hexdigest()
        members["manifest.json"] = json.dumps(told).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for key, part in members.items():
            new.writestr(key, part)
    return out.getvalue()


_UNHASHED = ("mimetype", "hashes.json")


@contextmanager
def shut_in(*allowed: Path) -> Iterator[None]:
    """Inside, no file but ``allowed`` can be opened and no socket made."""
    held = (builtins.open, io.open, Path.open, os.open, socket.socket)
    names = {str(path) for path in allowed}

    def only(way: Callable[..., object]) -> Callable[..., object]:
        def guarded(file: object, *arguments: object, **named: object) -> object:
            if str(file) not in names:
                raise AssertionError(f"something outside the file was asked for: {file}")
            return way(file, *arguments, **named)

        return guarded

    def refuse(*_arguments: object, **_named: object) -> None:
        raise AssertionError("a socket was asked for")

    builtins.open = only(held[0])  # type: ignore[assignment]  # a guard for a while
    io.open = only(held[1])  # type: ignore[assignment]  # as above
    Path.open = only(held[2])  # type: ignore[assignment]  # as above
    os.open = only(held[3])  # type: ignore[assignment]  # as above
    socket.socket = refuse  # type: ignore[assignment,misc]  # as above
    try:
        yield
    finally:
        builtins.open, io.open, Path.open, os.open, socket.socket = held  # type: ignore[assignment,misc]  # put back


# --- the doors -------------------------------------------------------------------------------------------


def _through_reader(name: str, file: str) -> Answer:
    def answer(data: bytes) -> bool:
        came = 0
        for said in (name, None):
            questions, report = read_quiz(data, file, said)
            totals = report.totals
            assert sum(totals.values()) == 2 * totals["found"], "rows do not add up"
            assert len(questions) == report.came_in
            assert (report.error is None) == bool(questions), "nothing that came in is never a success"
            came += len(questions)
        return bool(came)

    return answer


def _through_pack(path: Path) -> Answer:
    """The whole pack, from a file, as it is installed."""

    def answer(data: bytes) -> bool:
        held = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(held, data)
        os.close(held)
        whole = read_pack(path)
        return not any(problem.severity == "error" for problem in whole.problems)

    return answer


def _through(read: Callable[[bytes, str], object]) -> Answer:
    def answer(data: bytes) -> bool:
        try:
            read(data, "x")
        except KnownError as error:
            said = error.message
        else:
            return True
        assert said.endswith("."), "a sentence"
        return False

    return answer


def _pack() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in example_files().items():
            archive.writestr(name, data)
        hashes = {name: hashlib.sha256(data).hexdigest() for name, data in example_files().items()}
        archive.writestr("hashes.json", json.dumps(hashes))
    return out.getvalue()


def _result() -> bytes:
    question = a_question(id="q-own")
    return result_file.write(
        a_result(an_id(1), quiz=a_quiz(), answers=(ResultAnswer(question=question, text="He waited."),))
    )


def _work() -> bytes:
    rows = {"attempts": [{"id": "a", "at": "2027-03-01T16:00:00+00:00", "seconds": 1.5}], "answers": [{"id": "b"}]}
    return work_file.write(rows, "device", "1")  # type: ignore[arg-type]  # plain JSON


def doors(scratch: Path) -> dict[str, tuple[bytes, Answer]]:
    """By format a good file and the way in for spoilt ones; ``scratch`` is the one file that may be opened."""
    found = {name: (data, _through_reader(name, file)) for name, (file, data) in EVERY.items()}
    found["pack"] = (_pack(), _through_reader("pack", "q.tutorpack"))
    found["pack, whole"] = (_pack(), _through_pack(scratch))
    found["tutorwork"] = (_work(), _through(work_file.read))
    found["tutorresult"] = (_result(), _through(result_file.read))
    return found


def run(name: str, count: int, scratch: Path) -> tuple[int, float]:
    """Spoil the format's good file ``count`` times; (how many still brought something in, longest seconds)."""
    data, answer = doors(scratch)[name]
    chance, accepted, longest = random.Random(f"spoilt {name}"), 0, 0.0
    way = spoilt_zip if data.startswith(b"PK") else spoil
    with shut_in(scratch):
        assert answer(data), f"the good file of {name} does not come in"
        for number in range(count):
            spoilt = way(data, chance)
            began = time.perf_counter()
            try:
                accepted += answer(spoilt)
            except Exception as error:
                raise AssertionError(f"{name}, spoilt file {number}: {type(error).__name__}: {error}") from error
            longest = max(longest, time.perf_counter() - began)
            assert longest < LONGEST_SECONDS, f"{name}, spoilt file {number} took {longest:.1f} s"
    return accepted, longest


def main(arguments: list[str]) -> int:
    """Run and print one line a format; exit 1 at the first fault."""
    import tempfile

    count = int(arguments[0]) if arguments else 1000
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder) / "spoilt.tutorpack"
        scratch.touch()
        for name in arguments[1:] or doors(scratch):
            accepted, longest = run(name, count, scratch)
            print(  # noqa: T201  # it is a command
                f"{name:12} {count} spoilt, {accepted} still brought something in, longest {longest * 1000:.0f} ms"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
