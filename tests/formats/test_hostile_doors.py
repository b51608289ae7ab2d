"""Rows of the hostile table that hold for every door: zips, JSON, rich text, spreadsheets, marks and full disks."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import a_question, a_quiz, a_result, an_id
from tests.formats.foreign_files import QTI2_CHOICE, apkg, qti2_item, zipped
from tests.formats.packs import example_files
from tutorapp.domain import markup
from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.results import ResultAnswer
from tutorapp.formats import result_file, work_file
from tutorapp.formats.pack import read_whole as read_pack
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import read_quiz, read_whole
from tutorapp.formats.writer import write_quiz
from tutorapp.services import importing

ROWS = {"attempts": [{"id": "a", "at": "2027-03-01T16:00:00+00:00", "seconds": 1.5}]}


def through_reader(name: str) -> Callable[[bytes], bool]:
    return lambda data: bool(read_quiz(data, name)[0])


def through_pack(data: bytes) -> bool:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.tutorpack"
        path.write_bytes(data)
        whole = read_pack(path)
        assert list(Path(folder).iterdir()) == [path]  # nothing was unpacked beside it
    return not any(problem.severity == "error" for problem in whole.problems)


def through(read: Callable[[bytes, str], object]) -> Callable[[bytes], bool]:
    def door(data: bytes) -> bool:
        try:
            read(data, "x")
        except KnownError as error:
            said = error.message
        else:
            return True
        assert said.endswith(".")
        return False

    return door


def result() -> bytes:
    answers = (ResultAnswer(question=a_question(id="q-own"), text="He waited."),)
    return result_file.write(a_result(an_id(1), quiz=a_quiz(), answers=answers))


def plain_pack() -> bytes:
    return zipped({name: data.decode() for name, data in example_files().items()})


DOORS: dict[str, tuple[Callable[[], bytes], Callable[[bytes], bool]]] = {
    "qti2": (lambda: zipped({"imsmanifest.xml": "<manifest/>", "a.xml": QTI2_CHOICE}), through_reader("q.zip")),
    "apkg": (apkg, through_reader("q.apkg")),
    "pack": (plain_pack, through_reader("q.tutorpack")),
    "pack, whole": (plain_pack, through_pack),
    "tutorwork": (lambda: work_file.write(ROWS, "device", "1"), through(work_file.read)),  # type: ignore[arg-type]  # rows of a test, plain dicts
    "tutorresult": (result, through(result_file.read)),
}
MAIN = {
    "qti2": "a.xml",
    "apkg": "collection.anki2",
    "pack": "pack.json",
    "pack, whole": "pack.json",
    "tutorwork": "attempts.jsonl",
    "tutorresult": "result.json",
}
every_door = pytest.mark.parametrize("name", DOORS)


def remade(data: bytes, change: Callable[[zipfile.ZipInfo], None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same members, each entry changed first."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            change(entry)
            new.writestr(entry, old.read(name), method)
    return out.getvalue()


def locked(data: bytes) -> bytes:
    made = bytearray(data)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 8] |= 1
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


def wrong_sums(data: bytes) -> bytes:
    made = bytearray(data)
    at = made.find(b"PK\x01\x02")
    while at >= 0:
        made[at + 16] ^= 0xFF
        at = made.find(b"PK\x01\x02", at + 4)
    return bytes(made)


@every_door
def test_the_good_file_comes_in(name):
    make, door = DOORS[name]
    assert door(make())


@every_door
@pytest.mark.parametrize("spoil", [locked, wrong_sums, lambda data: data[:-30], lambda data: data[: len(data) // 2]])
def test_locked_cut_or_with_wrong_sums_is_refused_at_every_door(name, spoil):
    make, door = DOORS[name]
    assert not door(spoil(make()))


@every_door
def test_an_unknown_packing_or_a_bomb_is_refused_at_every_door(name):
    make, door = DOORS[name]
    if name not in {"tutorwork", "tutorresult"}:  # those two read two names and never anything else
        assert not door(remade(make(), lambda _entry: None, zipfile.ZIP_LZMA))
        assert not door(remade(make(), lambda entry: setattr(entry, "external_attr", (stat.S_IFLNK | 0o777) << 16)))
    with zipfile.ZipFile(io.BytesIO(make())) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    assert not door(zipped(members | {MAIN[name]: b" " * 60_000_000}))


# --- JSON --------------------------------------------------------------------------------------------------

HOSTILE_JSON = {
    "depth": "[" * 200_000,
    "key twice": '{"id": "a", "id": "b"}',
    "NaN": '{"seconds": NaN}',
    "infinite": '{"seconds": -Infinity}',
    "huge": '{"seconds": ' + "9" * 5000 + "}",
    "half a character": '{"id": "\\ud800"}',
}


def with_hash(name: str, body: bytes, listed: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
        archive.writestr(listed, json.dumps({name: hashlib.sha256(body).hexdigest()}))
    return out.getvalue()


@pytest.mark.parametrize("kind", HOSTILE_JSON)
def test_hostile_json_is_refused_in_results_packs_and_work(kind, tmp_path):
    body = HOSTILE_JSON[kind].encode()
    assert not DOORS["tutorresult"][1](with_hash("result.json", body, "hashes.json"))
    assert not DOORS["pack, whole"][1](zipped({"pack.json": body}))
    assert not read_quiz(zipped({"pack.json": body}), "q.tutorpack")[0]
    with zipfile.ZipFile(io.BytesIO(DOORS["tutorwork"][0]())) as archive:
        members = {entry: archive.read(entry) for entry in archive.namelist()}
    members["attempts.jsonl"] = body + b"\n"
    told = json.loads(members["manifest.json"])
    told["files"]["attempts.jsonl"]["sha256"] = hashlib.sha256(members["attempts.jsonl"]).hexdigest()
    members["manifest.json"] = json.dumps(told).encode()
    assert not DOORS["tutorwork"][1](zipped(members))
    assert not DOORS["tutorwork"][1](zipped(members | {"manifest.json": body}))


# --- rich text and layout ----------------------------------------------------------------------------------

TRICKS = (
    "<script>x()</script>",
    "<img src=file:///etc/passwd>",
    "<img src=//host/share/x.png onerror=x()>",
    "<style>@import url(file:///etc/passwd)</style>",
    "<a href=javascript:x()>go</a>",
    "<table><tr><td>" * 30,
)


def shown(question: Question) -> list[str]:
    """Every link's and picture's address in what is shown of a question."""
    texts = [question.text, question.explanation, *(choice.text for choice in question.choices)]
    return [
        str(getattr(run, "target", ""))
        for text in texts
        for block in markup.parse(text)
        for run in getattr(block, "inlines", ())
        if isinstance(run, markup.Link)
    ]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_of_rich_text_becomes_a_picture_or_a_link_in_any_text_format(trick):
    files = {
        "q.gift": "::N:: [html]" + trick.replace("=", "\\=").replace(":", "\\:") + " Who? {=A ~B}",
        "q.txt": f"Who {trick}?\nA) one {trick}\nB) two\nANSWER: A\n",
        "q.csv": f'question,answer 1,answer 2,correct\n"Who {trick}?",one,two,1\n',
        "anki.txt": f"#separator:tab\n#html:true\nWho {trick}?\tHe\n",
        "i.xml": qti2_item(f"<p>Who?</p><p>{trick.replace('<', '&lt;')}</p>"),
    }
    for name, text in files.items():
        made = read_whole(text.encode(), name)
        assert not made.media, name
        assert all(not shown(question) for question in made.questions), name


def test_no_size_or_run_of_letters_can_break_a_layout():
    html = "<img width=2000000000 src='data:image/png;base64,AAAA'>" + "x" * 3000
    for name, text in (
        ("a.gift", f"::N:: [html]{html.replace('=', chr(92) + '=')} {{=A ~B}}"),
        ("q.txt", "x" * 30_000),
    ):
        questions, report = read_quiz(text.encode(), name)
        assert not questions
        assert report.error


# --- spreadsheets, marks, disks ----------------------------------------------------------------------------


@pytest.mark.parametrize("sign", "=+-@")
def test_cells_that_would_run_go_out_harmless_and_come_back_as_they_were(sign):
    text = f"{sign}cmd|' /C calc'!A0?"
    question = a_question(id="q-1", text=text, sections=(), terms=(), events=(), care=())
    data, _report = write_quiz((question,), "csv", "T")
    assert f'"{sign}' not in data.decode("utf-8-sig")
    assert f"\n{sign}" not in data.decode("utf-8-sig")
    assert f",{sign}" not in data.decode("utf-8-sig")
    assert read_quiz(data, "q.csv")[0][0].text == text


@pytest.mark.parametrize(("marks", "cap"), [(0, 1), (-2, 1), (4, 99)])
def test_impossible_marks_and_caps_of_a_pack_cost_only_their_question(marks, cap):
    good = a_question(id="q-good", sections=(), terms=(), events=(), care=(), points=(), groups=(), one_sided_cap=None)
    bad = {"id": "q-bad", "text": "Why?", "marks": marks, "type": "structured", "one_sided_cap": cap}
    manifest = {"id": "u", "title": "U", "short_title": "U", "version": "1"}
    from tutorapp.formats.pack_write import plain

    files = {
        "pack.json": json.dumps(manifest),
        "questions/0.json": json.dumps({"questions": [plain(good), bad]}),
    }
    questions, report = read_quiz(zipped(files), "q.tutorpack")
    assert "q-good" in {question.id for question in questions}
    assert {item.result for item in report.items if item.title != ""} >= {"exact"}
    assert report.totals["found"] == 2
    assert "q-bad" not in {question.id for question in questions}


def test_an_empty_pack_is_never_a_success(tmp_path):
    path = tmp_path / "empty.tutorpack"
    write_pack(Unit(manifest=Manifest(id="u", title="U", short_title="U", version="1")), {}, path)
    outcome = importing.import_dry_run(path)
    assert outcome.exit_code == 1
    assert "No question was found" in (outcome.report.error or "")


def test_a_full_disk_leaves_the_older_file_and_nothing_half(tmp_path, monkeypatch):
    unit = Unit(manifest=Manifest(id="u", title="U", short_title="U", version="1"), questions=(a_question(),))
    path = tmp_path / "u.tutorpack"
    path.write_bytes(b"older")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError, match="No space left"):
        write_pack(unit, {}, path)
    (tmp_path / "source").mkdir()
    assert path.read_bytes() == b"older"
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["u.tutorpack"]
