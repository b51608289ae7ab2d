"""The paper page of the quizzes: choices and checks at the left, the pages beside them, saving and printing above."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tutorapp.domain import paper
from tutorapp.domain import quiz as quizzes
from tutorapp.domain.library import Library
from tutorapp.domain.paper.checks import bracketed_marks, said_too_much
from tutorapp.domain.paper.compose import Kind, minutes_words
from tutorapp.domain.paper.naming import file_stem
from tutorapp.domain.quiz import Quiz
from tutorapp.domain.records import dataclass
from tutorapp.services.papers import save_docx
from tutorapp.ui.context import UiContext
from tutorapp.ui.paper import faces, headless
from tutorapp.ui.paper.choices import PaperChoices, Wanted
from tutorapp.ui.paper.preview import printer_for
from tutorapp.ui.paper.printing import Task, draw, save_pdf
from tutorapp.ui.paper.setting import ReadPicture, SetDocument, no_pictures
from tutorapp.ui.paper.sheet_column import SheetColumn

SETTLE_MS = 150
"""Choices that follow each other at once are set once."""

ChooseFile = Callable[[QWidget, str, str], str]
"""(over, proposed name, ending) to a path, or "" for none."""


@dataclass(frozen=True, slots=True)
class Set:
    """The documents of one choice, by kind and version letter, and what was found out about them."""

    wanted: Wanted
    documents: dict[tuple[Kind, str], SetDocument]
    checks: tuple[tuple[bool, str], ...]

    def of(self, kind: Kind) -> list[tuple[str, SetDocument]]:
        """One kind in all versions."""
        return [(letter, made) for (own, letter), made in self.documents.items() if own == kind]


class PaperView(QWidget):
    """A quiz on paper. ``choose_file`` asks where to; ``finish`` waits for what is still being written.

    Signals:
        finished_setting: the pages shown are those of the choices.
    """

    finished_setting = Signal()

    def __init__(self, context: UiContext, choose_file: ChooseFile | None = None) -> None:
        super().__init__()
        self._ctx = context
        self._choose_file = choose_file or ask_for_file
        self._quiz: Quiz | None = None
        self._library: Library | None = None
        self._read: ReadPicture = no_pictures
        self._seed = 0
        self._round = 0
        self.set: Set | None = None
        self._tasks: list[Task] = []
        self.setObjectName("paper")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._begin)
        self._build()
        self._dress()
        context.theme.changed.connect(self._dress)

    def show_quiz(self, quiz: Quiz, library: Library, read_picture: ReadPicture = no_pictures, seed: int = 0) -> None:
        """Show ``quiz`` with the questions of ``library``; ``seed`` decides the orders of the versions."""
        self._quiz, self._library, self._read, self._seed = quiz, library, read_picture, seed
        self.choices.title.setText(quiz.title)
        self._begin()

    def finish(self) -> None:
        """Wait for what is being set or written."""
        for task in list(self._tasks):
            task.wait()

    # --- building ------------------------------------------------------------------------------------

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._build_tools())
        body = QHBoxLayout()
        body.setSpacing(0)
        self.choices = PaperChoices(self._ctx)
        self.choices.changed.connect(self._timer.start)
        body.addWidget(self.choices)
        sheets = QWidget()
        sheets.setProperty("role", "canvas")
        row = QHBoxLayout(sheets)
        row.setContentsMargins(24, 12, 24, 16)
        row.setSpacing(24)
        names: dict[Kind, str] = {
            "paper": self.tr("Question paper"),
            "scheme": self.tr("Mark scheme"),
            "key": self.tr("Answer key"),
        }
        self.columns = {kind: SheetColumn(self._ctx, f"paper.sheets.{kind}", name) for kind, name in names.items()}
        for kind, column in self.columns.items():
            row.addWidget(column, 1)  # before it is shown, which without a parent would make it a window of its own
            column.setVisible(kind != "key")
        body.addWidget(sheets, 1)
        outer.addLayout(body, 1)

    def _build_tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(16, 8, 16, 8)
        tools.setSpacing(8)
        tools.addStretch(1)
        self.buttons = {
            "docx": _button(self.tr("Save for Word"), "docx"),
            "pdf": _button(self.tr("Save PDF"), "pdf"),
            "print": _button(self.tr("Print"), "print"),
        }
        self.buttons["print"].setProperty("role", "primary")
        self.buttons["docx"].clicked.connect(lambda: self.save(".docx"))
        self.buttons["pdf"].clicked.connect(lambda: self.save(".pdf"))
        self.buttons["print"].clicked.connect(self.print)
        for button in self.buttons.values():
            tools.addWidget(button)
            button.setEnabled(False)
        return tools

    def _dress(self) -> None:
        """Icons in the colours of the theme in force."""
        for name, icon, role in (
            ("docx", "file-text", "text.secondary"),
            ("pdf", "download", "text.secondary"),
            ("print", "printer", "on.accent"),
        ):
            self.buttons[name].setIcon(self._ctx.icons.icon(icon, role))
        for column in self.columns.values():
            column.dress()
        if self.set is not None:
            self.choices.show_checks(self.set.checks)

    # --- setting -------------------------------------------------------------------------------------

    def _begin(self) -> None:
        quiz, library = self._quiz, self._library
        if quiz is None or library is None:
            return
        self._round += 1
        now, wanted, read, seed = self._round, self.choices.wanted(), self._read, self._seed
        faces.load_fonts()  # Qt loads fonts in the window's own thread
        self._run(
            lambda: make(quiz, library, wanted, read, seed),
            lambda made: self._show(made) if now == self._round else None,
        )

    def _show(self, made: object) -> None:
        assert isinstance(made, Set)
        self.set = made
        pages: dict[Kind, int] = {}
        for kind, column in self.columns.items():
            documents = made.of(kind)
            column.setVisible(kind in made.wanted.kinds)
            column.show_documents(documents)
            if documents:
                pages[kind] = sum(document.count for _letter, document in documents)
        self.choices.show_pages(pages)
        self.choices.show_checks(made.checks)
        for button in self.buttons.values():
            button.setEnabled(bool(made.documents))
        self.finished_setting.emit()

    def _run(self, function: Callable[[], object], done: Callable[[object], object]) -> None:
        task = Task(function, self)
        self._tasks.append(task)
        task.done.connect(done)
        task.failed.connect(self._on_failed)
        task.finished.connect(lambda: self._tasks.remove(task))
        task.finished.connect(task.deleteLater)
        task.start()

    def _on_failed(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self._ctx.jobs.run(again)  # which knows how to tell it

    # --- saving and printing -------------------------------------------------------------------------

    def save(self, ending: str) -> None:
        """Save the chosen documents as ``ending`` (.pdf or .docx) at a place the person chooses."""
        made, quiz = self.set, self._quiz
        if made is None or quiz is None or not made.documents:
            return
        chosen = self._choose_file(self, f"{_file_name(quiz.title)}{ending}", ending)
        if chosen:
            read = self._read
            self._run(lambda: save_all(made, Path(chosen), ending, read), self._say_saved)

    def _say_saved(self, names: object) -> None:
        assert isinstance(names, list)
        self._ctx.bus.notice(self.tr("Saved: {0}.").format(", ".join(names)))

    def print(self) -> None:
        """Print the chosen documents on a printer the person chooses."""
        if self.set is None or not self.set.documents:
            return
        from PySide6.QtPrintSupport import QPrintDialog  # dear to load, seldom needed

        documents = list(self.set.documents.values())
        printer = printer_for(documents[0])
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            draw(documents, printer)


def _button(text: str, name: str) -> QPushButton:
    button = QPushButton(f" {text}")
    button.setObjectName(f"paper.{name}")
    button.setAccessibleName(text)
    return button


def make(quiz: Quiz, library: Library, wanted: Wanted, read: ReadPicture, seed: int) -> Set:
    """Compose and set everything that is wanted. For any thread with Qt in it."""
    alternatives = library.manifest.media
    versions = paper.versions(quiz, library.questions, wanted.letters, seed, library.titles, alternatives)
    documents = {
        (kind, version.letter if version.shown else ""): SetDocument(paper.composed(version, kind, wanted.layout), read)
        for kind in wanted.kinds
        for version in versions
    }
    for document in documents.values():
        document.count  # noqa: B018  # sets the pages
    return Set(
        wanted, documents, tuple(check for version in versions[:1] for check in _checks(version, library, wanted))
    )


def _checks(version: paper.Version, library: Library, wanted: Wanted) -> list[tuple[bool, str]]:
    whole = quizzes.totals(version.resolved)
    printed = paper.question_paper(version, wanted.layout)
    added = bracketed_marks(printed) == whole.marks
    minutes = minutes_words(whole.minutes)
    checks = [(added, f"Marks add up to {whole.marks}, time to {minutes}.")]
    leaks = said_too_much(printed, version.resolved.questions, library.titles)
    if leaks:
        checks.append((False, f"Words of the mark scheme stand in the paper: {', '.join(leaks)}."))
    else:
        checks.append((True, "No answer or scheme text in the paper."))
    found = quizzes.problems(version.resolved.quiz, library.questions)
    checks += [(False, f"{problem.message[:1].upper()}{problem.message[1:]}.") for problem in found]
    return checks


def save_all(made: Set, path: Path, ending: str, read: ReadPicture) -> list[str]:
    """Write every document of ``made`` beside ``path``; the names of the files. KnownError when one cannot be."""
    names = []
    letters = made.wanted.letters or ("",)
    for (kind, letter), document in made.documents.items():
        file = path.with_name(file_stem(path.stem, kind, letter, made.wanted.kinds, letters) + ending)
        if ending == ".pdf":
            save_pdf(document, file)
        else:
            found = ((name, headless.png(read, name)) for name in document.document.pictures)
            save_docx(document.document, {name: data for name, data in found if data is not None}, file)
        names.append(file.name)
    return names


def ask_for_file(over: QWidget, name: str, ending: str) -> str:
    """The system's dialog for a new file, opening in the documents folder; "" when it is cancelled."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = {".pdf": "PDF (*.pdf)", ".docx": over.tr("Word document (*.docx)")}
    chosen, _filter = QFileDialog.getSaveFileName(over, over.tr("Save paper"), str(Path(folder) / name), kinds[ending])
    return chosen if not chosen or chosen.lower().endswith(ending) else f"{chosen}{ending}"


def _file_name(title: str) -> str:
    """``title`` without what a file system does not take."""
    kept = "".join(character if character.isalnum() or character in " -–" else " " for character in title)
    return " ".join(kept.split())[:80] or "paper"
