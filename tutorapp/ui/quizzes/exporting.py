"""Questions and quizzes to a file: our pack or a foreign format, telling what is lost before it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from tutorapp.domain.content import Question
from tutorapp.domain.quiz import Quiz
from tutorapp.services import exporting
from tutorapp.services.exporting import Exported
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

    def made(found: Exported) -> None:
        if found.error:
            context.bus.notice(found.error, level="warning")
        elif found.rough:
            _ask(parent, path.name, found, lambda: _write(context, parent, path, found))
        else:
            _write(context, parent, path, found)

    context.jobs.run(lambda: exporting.export(questions, key, path.name, read, alternatives, titles), made)


def export_quiz(context: UiContext, parent: QWidget, store: BankStore, quiz: Quiz, asked: Sequence[Question]) -> None:
    """A quiz with every question it names or may draw, as one pack."""
    name, _kind = QFileDialog.getSaveFileName(
        parent,
        parent.tr("Save the quiz as a file"),
        f"{exporting.plain_name(quiz.title)}.tutorpack",
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

    def told(count: int) -> None:
        context.bus.notice(parent.tr("{0} is saved, with {1} questions.").format(path.name, count))

    context.jobs.run(lambda: exporting.save_quiz(quiz, asked, read, alternatives, path), told)


def _ask(parent: QWidget, name: str, found: Exported, write: Callable[[], None]) -> None:
    """Show what would be lost; ``write`` where the person agrees."""
    dialog = QDialog(parent)
    dialog.setObjectName("quizzes.export.report")
    dialog.setWindowTitle(parent.tr("Export"))
    fit(dialog, 640, 480)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(20, 16, 20, 16)
    column.addWidget(
        label(parent.tr("{0} of the questions lose something in {1}").format(found.rough, name), "h3", wrap=True)
    )
    rows = QListWidget()
    rows.setObjectName("quizzes.export.rows")
    rows.setAccessibleName(parent.tr("What becomes of each question"))
    rows.setWordWrap(True)
    rows.addItems(list(found.lines))
    column.addWidget(rows, 1)
    buttons = QHBoxLayout()
    go = QPushButton(parent.tr("Export {0}").format(found.out))
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


def _write(context: UiContext, parent: QWidget, path: Path, found: Exported) -> None:
    from tutorapp.services.papers import write_file

    def told(_nothing: object) -> None:
        context.bus.notice(parent.tr("{0} is saved, with {1} questions.").format(path.name, found.out))

    context.jobs.run(lambda: write_file(path, found.data), told)
