"""Questions and quizzes to a file: our pack or a foreign format, telling what is lost before it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from tutorapp.domain.content import Manifest, Question, Unit
from tutorapp.domain.quiz import Quiz
from tutorapp.ui.context import UiContext
from tutorapp.ui.help import fit, modal
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.sources_form import picture_reader
from tutorapp.ui.quizzes.store import BankStore

FORMATS = {
    "pack": ("TutorApp pack", "tutorpack"),
    "moodle_xml": ("Moodle XML", "xml"),
    "csv": ("Spreadsheet", "csv"),
    "gift": ("GIFT", "gift"),
    "aiken": ("Aiken", "txt"),
    "qti2": ("QTI 2.1", "zip"),
    "anki": ("Anki text", "txt"),
}


def export_questions(context: UiContext, parent: QWidget, store: BankStore, questions: Sequence[Question]) -> None:
    """Ask where to, write, and say what became of each question; nothing is asked where there is nothing to write."""
    if not questions:
        context.bus.notice(parent.tr("Nothing is listed, so there is nothing to export."))
        return
    filters = {f"{name} (*.{ending})": key for key, (name, ending) in FORMATS.items()}
    title = parent.tr("Export {0} questions").format(len(questions))
    name, chosen = QFileDialog.getSaveFileName(parent, title, "questions.tutorpack", ";;".join(filters))
    if name:
        key = filters.get(chosen, "pack")
        path = Path(name) if Path(name).suffix else Path(name).with_suffix(f".{FORMATS[key][1]}")
        store.flush()
        write_questions(context, parent, store, questions, key, path)


def write_questions(
    context: UiContext, parent: QWidget, store: BankStore, questions: Sequence[Question], key: str, path: Path
) -> None:
    """Make the file on the worker; where something is lost, show it and ask before it is written."""
    library, read = context.library, picture_reader(context)
    titles = dict(library.titles) if library is not None else {}
    alternatives = dict(store.alternatives)

    def make() -> tuple[bytes, list[str], int, int, str]:
        from tutorapp.formats.writer import write_quiz

        media = _media(questions, read)
        data, report = write_quiz(questions, key, path.stem, media, alternatives, titles, path.name)
        lost = [line for line in report.lines() if line.strip()]
        rough = sum(item.result != "exact" for item in report.items)
        out = sum(item.result != "skipped" for item in report.items)
        return data, lost, rough, out, report.error or ""

    def made(found: tuple[bytes, list[str], int, int, str]) -> None:
        data, lines, rough, out, error = found
        if error:
            context.bus.notice(error, level="warning")
        elif rough:
            _ask(parent, path.name, lines, rough, out, lambda: _write(context, parent, path, data, out))
        else:
            _write(context, parent, path, data, out)

    context.jobs.run(make, made)


def export_quiz(context: UiContext, parent: QWidget, store: BankStore, quiz: Quiz, asked: Sequence[Question]) -> None:
    """A quiz with every question it names or may draw, as one pack."""
    name, _kind = QFileDialog.getSaveFileName(
        parent,
        parent.tr("Save the quiz as a file"),
        f"{_plain_name(quiz.title)}.tutorpack",
        "TutorApp pack (*.tutorpack)",
    )
    if name:
        write_pack(context, parent, store, quiz, asked, Path(name).with_suffix(".tutorpack"))


def write_pack(
    context: UiContext, parent: QWidget, store: BankStore, quiz: Quiz, asked: Sequence[Question], path: Path
) -> None:
    """Write the pack on the worker and say so."""
    read, alternatives = picture_reader(context), dict(store.alternatives)
    store.flush()

    def write() -> int:
        from tutorapp.formats import pack_write

        media = _media(asked, read)
        manifest = Manifest(
            id=_plain_name(quiz.title).lower()[:60] or "quiz",
            title=quiz.title or "Quiz",
            short_title=(quiz.title or "Quiz")[:40],
            version="1",
            media={name: alternatives.get(name) or "Picture" for name in media},
        )
        pack_write.write_pack(Unit(manifest=manifest, questions=tuple(asked)), media, path, quizzes=(quiz,))
        return len(asked)

    def told(count: int) -> None:
        context.bus.notice(parent.tr("{0} is saved, with {1} questions.").format(path.name, count))

    context.jobs.run(write, told)


def _media(questions: Sequence[Question], read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    from tutorapp.formats.writing import pictures_in

    names = {name for question in questions for name in pictures_in(question)}
    names |= {source.media for question in questions for source in question.sources if source.media}
    found = {name: read(name) for name in sorted(names)}
    return {name: data for name, data in found.items() if data is not None}


def _ask(parent: QWidget, name: str, lines: Sequence[str], rough: int, out: int, write: Callable[[], None]) -> None:
    """Show what would be lost; ``write`` where the person agrees."""
    dialog = QDialog(parent)
    dialog.setObjectName("quizzes.export.report")
    dialog.setWindowTitle(parent.tr("Export"))
    fit(dialog, 640, 480)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 16, 20, 16)
    column.addWidget(
        label(parent.tr("{0} of the questions lose something in {1}").format(rough, name), "h3", wrap=True)
    )
    rows = QListWidget()
    rows.setObjectName("quizzes.export.rows")
    rows.setAccessibleName(parent.tr("What becomes of each question"))
    rows.setWordWrap(True)
    rows.addItems(list(lines))
    column.addWidget(rows, 1)
    buttons = QHBoxLayout()
    go = QPushButton(parent.tr("Export {0}").format(out))
    go.setObjectName("quizzes.export.go")
    go.setProperty("role", "primary")
    back = QPushButton(parent.tr("Cancel"))
    dialog.accepted.connect(write)
    go.clicked.connect(dialog.accept)
    back.clicked.connect(dialog.reject)
    buttons.addStretch(1)
    buttons.addWidget(back)
    buttons.addWidget(go)
    column.addLayout(buttons)
    modal(dialog)


def _write(context: UiContext, parent: QWidget, path: Path, data: bytes, count: int) -> None:
    from tutorapp.services.papers import write_file

    def told(_nothing: object) -> None:
        context.bus.notice(parent.tr("{0} is saved, with {1} questions.").format(path.name, count))

    context.jobs.run(lambda: write_file(path, data), told)


def _plain_name(title: str) -> str:
    """A file name from a title."""
    kept = "".join(sign if sign.isalnum() else "-" for sign in title)
    return "-".join(part for part in kept.split("-") if part).encode("ascii", "ignore").decode()[:60] or "quiz"
