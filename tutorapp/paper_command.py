"""``python main.py paper``: papers, mark schemes, keys and the notes as PDF or .docx, without a window."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from tutorapp import assets
from tutorapp.domain import choosing, paper, quiz
from tutorapp.domain.content import Question, QuestionType
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.paper.naming import file_stem
from tutorapp.domain.problems import errors
from tutorapp.domain.quiz import Quiz, QuizSection, fixed
from tutorapp.formats.pack import Pack, read_whole
from tutorapp.formats.quiz_json import read_quiz

OK, PROBLEMS, USAGE = 0, 1, 2
ENDINGS = (".pdf", ".docx")
Said = tuple[str, int]


class UsageError(Exception):
    """The command was asked for something it does not do; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file that was written. ``pages`` None: the program that opens it decides."""

    kind: str
    version: str
    path: Path
    pages: int | None
    questions: int = 0
    marks: int = 0
    minutes: float = 0.0

    def line(self) -> str:
        """For people."""
        pages = "" if self.pages is None else ", 1 page" if self.pages == 1 else f", {self.pages} pages"
        return f"{self.path}: {self.kind}{f' {self.version}' if self.version else ''}{pages}"

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return {
            "kind": self.kind,
            "version": self.version,
            "file": str(self.path),
            "pages": self.pages,
            "questions": self.questions,
            "marks": self.marks,
            "minutes": self.minutes,
        }


def run(options: Namespace) -> Said:
    """What to print and the exit code: 0 written, 1 it could not be, 2 wrong usage."""
    try:
        made = list(_made(options))
    except UsageError as error:
        return _refused(options, str(error), USAGE)
    except KnownError as error:
        return _refused(options, error.message, PROBLEMS)
    if options.json:
        return json.dumps({"files": [one.as_dict() for one in made], "error": None}, ensure_ascii=False, indent=1), OK
    return "\n".join(one.line() for one in made), OK


def _refused(options: Namespace, sentence: str, code: int) -> Said:
    if options.json:
        return json.dumps({"files": [], "error": sentence}, ensure_ascii=False, indent=1), code
    return sentence, code


def _made(options: Namespace) -> Iterator[Made]:
    out = Path(options.out)
    if out.suffix.lower() not in ENDINGS:
        raise UsageError(f"{out.name}: the file's name must end in .pdf or .docx.")
    if bool(options.unit) == bool(options.pack):
        raise UsageError("Name a pack, or give --unit for the unit that comes with the program.")
    pack = _pack(Path(options.pack) if options.pack else assets.path(assets.shipped_unit()))
    if options.notes:
        yield _notes(pack, out)
        return
    bank = {question.id: question for question in pack.unit.questions}
    plan = _quiz(options, pack, bank)
    if wrong := errors(quiz.problems(plan, bank)):
        raise KnownError(f"The paper cannot be made: {'; '.join(f'{one.message}' for one in wrong)}.")
    yield from _papers(options, pack, plan, bank, out)


def _pack(path: Path) -> Pack:
    pack = read_whole(path)
    if wrong := errors(pack.problems):
        raise KnownError(f"{path.name} cannot be used: {wrong[0]}.")
    return pack


# --- what is asked -------------------------------------------------------------------------------------


def _quiz(options: Namespace, pack: Pack, bank: Mapping[str, Question]) -> Quiz:
    given = [name for name in ("questions", "types", "quiz") if getattr(options, name)]
    if len(given) > 1:
        raise UsageError(f"Give only one of --{' and --'.join(given)}.")
    title = options.title or pack.unit.manifest.title
    if options.quiz:
        own = next((one for one in pack.quizzes if one.id == options.quiz), None)
        return own or read_quiz(_text(Path(options.quiz)), Path(options.quiz).name)
    if options.questions:
        ids = [key.strip() for key in options.questions.split(",") if key.strip()]
        missing = [key for key in ids if key not in bank]
        if missing:
            raise KnownError(f"There is no question {', '.join(missing)} in {pack.unit.manifest.title}.")
        return quiz.of_questions((bank[key] for key in ids), title)
    wanted = tuple(pack.unit.questions)
    if options.types:
        types = _types(options.types)
        wanted = tuple(question for question in wanted if question.type in types)
    groups = choosing.grouped(choosing.askable(wanted))
    if not groups:
        raise KnownError(f"{pack.unit.manifest.title} has no such questions.")
    sections = tuple(QuizSection(title=name, entries=tuple(fixed(one.id) for one in asked)) for name, asked in groups)
    return Quiz(id="all", title=title, sections=sections)


def _types(text: str) -> frozenset[str]:
    types = frozenset(part.strip() for part in text.split(",") if part.strip())
    known = get_args(QuestionType)
    if unknown := sorted(types - set(known)):
        raise UsageError(f"There is no question type {', '.join(unknown)}. Choose from {', '.join(known)}.")
    return types


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KnownError(f"{path.name} cannot be read: {error.strerror or 'the system refuses'}.") from error
    except UnicodeDecodeError as error:
        raise KnownError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from error


# --- what is written -----------------------------------------------------------------------------------


def _notes(pack: Pack, out: Path) -> Made:
    if out.suffix.lower() != ".pdf":
        raise UsageError("The notes are printed as PDF: end the file's name in .pdf.")
    from tutorapp.ui.paper import guide, headless

    application = headless.start()
    media = pack.media
    pages = guide.save_guide(Library(pack.unit), headless.paper_look(), out, lambda _unit, name: media.get(name))
    del application
    return Made("notes", "", out, pages)


def _papers(options: Namespace, pack: Pack, plan: Quiz, bank: Mapping[str, Question], out: Path) -> Iterator[Made]:
    kinds = paper.KINDS if options.what == "all" else (options.what,)
    letters = _letters(options.versions)
    layout = paper.Layout(
        large=options.size == 18,
        lines_per_mark=options.lines,
        cover=not options.no_cover,
        full=options.full,
    )
    library = Library(pack.unit)
    made = paper.versions(plan, bank, letters, options.seed, library.titles, pack.unit.manifest.media)
    write = _Write(pack, out.suffix.lower())
    for version in made:
        if wrong := errors(version.resolved.problems):
            raise KnownError(f"Version {version.letter} cannot be made: {wrong[0].message}.")
        whole = quiz.totals(version.resolved)
        for kind in kinds:
            stem = file_stem(out.stem, kind, version.letter, kinds, [one.letter for one in made])
            path = out.with_name(stem + out.suffix)
            pages = write(paper.composed(version, kind, layout), path)
            shown = version.letter if version.shown else ""
            yield Made(kind, shown, path, pages, whole.questions, whole.marks, whole.minutes)


def _letters(text: str) -> tuple[str, ...]:
    letters = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    if not all(len(letter) == 1 and "A" <= letter <= "Z" for letter in letters):
        raise UsageError("Versions are letters, for example --versions A,B.")
    return letters


class _Write:
    """Writes one document; returns its pages where they are known."""

    def __init__(self, pack: Pack, ending: str) -> None:
        from tutorapp.ui.paper import headless

        self._headless = headless
        self._application = headless.start()
        self._read = headless.reader(pack.unit.manifest, pack.media, headless.paper_look())
        self._ending = ending

    def __call__(self, document: paper.Document, path: Path) -> int | None:
        from tutorapp.ui.paper import printing
        from tutorapp.ui.paper.setting import SetDocument

        if self._ending == ".pdf":
            return printing.save_pdf(SetDocument(document, self._read), path)
        from tutorapp.services.papers import save_docx

        made = ((name, self._headless.png(self._read, name)) for name in document.pictures)
        save_docx(document, {name: data for name, data in made if data is not None}, path)
        return None
