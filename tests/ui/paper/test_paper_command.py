"""``python main.py paper``: files, exit codes and sentences."""

import json
import shutil
from pathlib import Path

import pytest

from tests.formats.packs import EXAMPLE
from tests.journeys import programs
from tutorapp import bootstrap, cli
from tutorapp.domain import markup, paper, quiz
from tutorapp.domain.library import Library
from tutorapp.domain.paper.model import text_of
from tutorapp.formats.docx_write import write_docx

pytestmark = pytest.mark.usefixtures("qapp")


def some_ids(count: int = 3) -> str:
    return ",".join(question.id for question in bootstrap.shipped_unit().questions[:count])


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = cli.run(["paper", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_paper_with_scheme_and_key_in_two_versions(capsys, tmp_path: Path):
    out = tmp_path / "test.pdf"
    code, text, error = run(
        capsys, "--unit", "--questions", some_ids(), "--what", "all", "--versions", "A,B", "-o", str(out), "--json"
    )
    assert (code, error) == (0, "")
    files = json.loads(text)["files"]
    assert [Path(one["file"]).name for one in files] == [
        f"test-{kind}-{letter}.pdf" for letter in "AB" for kind in ("paper", "scheme", "key")
    ]
    assert {one["questions"] for one in files} == {3}
    assert all(Path(one["file"]).read_bytes().startswith(b"%PDF-") and one["pages"] >= 1 for one in files)


def test_a_document_for_word(capsys, tmp_path: Path):
    out = tmp_path / "test.docx"
    code, text, _error = run(capsys, "--unit", "--questions", some_ids(), "-o", str(out))
    assert (code, text) == (0, f"{out}: paper\n")
    assert out.read_bytes().startswith(b"PK")


def test_a_quiz_from_a_file(capsys, tmp_path: Path):
    plan = {
        "id": "z",
        "title": "Drawn",
        "sections": [{"entries": [{"pick": {"count": 4, "filter": {"types": ["multiple_choice"]}, "seed": 7}}]}],
    }
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps(plan), encoding="utf-8")
    code, text, _error = run(capsys, "--unit", "--quiz", str(file), "-o", str(tmp_path / "o.pdf"), "--json")
    assert code == 0
    assert (json.loads(text)["files"][0]["questions"], json.loads(text)["files"][0]["marks"]) == (4, 4)


def test_a_quiz_of_the_pack(capsys, tmp_path: Path):
    pack = tmp_path / "pack"
    shutil.copytree(EXAMPLE, pack)
    ids = [one["id"] for one in json.loads((pack / "questions/01.json").read_text(encoding="utf-8"))["questions"]]
    plan = {"id": "own", "title": "Own", "sections": [{"entries": [{"question": ids[0]}]}]}
    (pack / "quizzes.json").write_text(json.dumps({"quizzes": [plan]}), encoding="utf-8")
    code, text, _error = run(capsys, str(pack), "--quiz", "own", "-o", str(tmp_path / "o.pdf"), "--json")
    assert code == 0
    assert json.loads(text)["files"][0]["questions"] == 1


def test_questions_of_some_types_in_large_print(capsys, tmp_path: Path):
    out = str(tmp_path / "o.pdf")
    arguments = ("--unit", "--types", "date,ordering", "-o", out, "--json")
    pages = {}
    for size in ("12", "18"):
        code, text, _error = run(capsys, *arguments, "--size", size)
        assert code == 0
        pages[size] = json.loads(text)["files"][0]["pages"]
    assert pages["18"] > pages["12"]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("-o", "o.pdf"), 2, "Name a pack, or give --unit"),
        (("--unit", "-o", "o.odt"), 2, "must end in .pdf or .docx"),
        (
            ("--unit", "--types", "riddle", "-o", "o.pdf"),
            2,
            "There is no question type riddle. Choose from short_answer",
        ),
        (
            ("--unit", "--types", "date", "--questions", "x", "-o", "o.pdf"),
            2,
            "Give only one of --questions and --types.",
        ),
        (("--unit", "--versions", "A,12", "-o", "o.pdf"), 2, "Versions are letters"),
        (("--unit", "--notes", "-o", "o.docx"), 2, "The notes are printed as PDF"),
        (("--unit", "--questions", "none", "-o", "o.pdf"), 1, "There is no question none"),
        (("--unit", "--types", "numeric", "-o", "o.pdf"), 1, "has no such questions"),
        (("--unit", "--quiz", "gone.json", "-o", "o.pdf"), 1, "gone.json cannot be read"),
        (("gone.tutorpack", "-o", "o.pdf"), 1, "gone.tutorpack"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(capsys, tmp_path: Path, monkeypatch, arguments, code, words):
    monkeypatch.chdir(tmp_path)
    got, text, error = run(capsys, *arguments)
    assert (got, text) == (code, "")
    assert words in error
    got, text, error = run(capsys, *arguments, "--json")
    assert (got, error) == (code, "")
    assert json.loads(text)["files"] == []
    assert words in json.loads(text)["error"]
    assert list(tmp_path.glob("o.*")) == []


def test_a_draw_that_finds_too_few_makes_no_paper(capsys, tmp_path: Path):
    entries = [{"pick": {"count": 300, "filter": {"types": ["essay"]}}}]
    file = tmp_path / "quiz.json"
    file.write_text(json.dumps({"id": "z", "title": "T", "sections": [{"entries": entries}]}), encoding="utf-8")
    code, _text, error = run(capsys, "--unit", "--quiz", str(file), "-o", str(tmp_path / "o.pdf"))
    assert code == 1
    assert "The paper cannot be made: pick 300 finds only" in error


def test_it_needs_no_screen(tmp_path: Path):
    done = programs.run("paper", "--unit", "--questions", some_ids(1), "-o", str(tmp_path / "o.pdf"), screen=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "o.pdf").read_bytes().startswith(b"%PDF-")


def test_no_scheme_of_the_shipped_unit_stands_in_its_paper():
    """Every explanation, feedback, mark point, level, sample and margin note, against the words of PDF and .docx."""
    unit = bootstrap.shipped_unit()
    library = Library(unit)
    plan = quiz.of_questions(unit.questions, unit.manifest.title)
    (version,) = paper.versions(plan, library.questions, ("A",), 1, library.titles, unit.manifest.media)
    document = paper.question_paper(version, paper.Layout())
    text = " ".join(text_of(document).split())
    assert write_docx(document)
    for question in unit.questions:
        schemes = [question.explanation, *question.plan]
        schemes += [choice.feedback for choice in question.choices]
        schemes += [point.text for point in (*question.points, *question.indicative)]
        schemes += [part.text for part in question.parts]
        schemes += [level.descriptor for level in question.levels]
        schemes += [note.note for sample in question.samples for note in sample.margin]
        schemes += [paragraph for sample in question.samples for paragraph in sample.text.split("\n\n")]
        for scheme in filter(None, (" ".join(markup.plain(one, library.titles).split()) for one in schemes)):
            assert scheme not in text, (question.id, scheme)
