"""Printing a handed-in answer and saving it as PDF or text: what is asked first, and where it goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.work import AttemptRecord
from tutorapp.ui.context import UiContext
from tutorapp.ui.help import modal
from tutorapp.ui.paper.faces import load_fonts
from tutorapp.ui.paper.printing import Task, draw, save_pdf
from tutorapp.ui.paper.setting import SetDocument
from tutorapp.ui.practice import answer_paper, export
from tutorapp.ui.practice.parts import label
from tutorapp.ui.settings.fields import Segments

ChooseFile = Callable[[QWidget, str], str]
"""(window, proposed name) to a path, or "" for none."""


class PrintDialog(QDialog):
    """Who wrote it and how large it is printed; all of it is kept in the settings."""

    def __init__(self, context: UiContext, over: QWidget, act: Callable[[str], None], first: str) -> None:
        super().__init__(over)
        self._ctx, self._act = context, act
        self.setObjectName("practice.paper")
        self.setWindowTitle(self.tr("Print this answer"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.tr("Print this answer"), "h2"))
        told = self.tr("These stand at the head of each page. What is left empty is left out.")
        column.addWidget(label(told, "secondary", wrap=True))
        column.addLayout(self._build_fields())
        column.addWidget(label(self.tr("The times and the log are printed after the answer."), "muted", wrap=True))
        column.addLayout(self._build_buttons(first))
        self.setMinimumWidth(min(context.theme.px(460), self.screen().availableGeometry().width() - 32))

    def _build_fields(self) -> QGridLayout:
        grid, settings = QGridLayout(), self._ctx.settings.value
        grid.setHorizontalSpacing(16)
        self._fields: dict[str, QLineEdit] = {}
        names = (
            ("candidate_name", self.tr("Name")),
            ("candidate_number", self.tr("Candidate number")),
            ("centre_number", self.tr("Centre number")),
        )
        for at, (name, text) in enumerate(names):
            field = QLineEdit(getattr(settings, name))
            field.setObjectName(f"practice.paper.{name}")
            field.setAccessibleName(text)
            field.setMaxLength(60)
            grid.addWidget(label(text), at, 0)
            grid.addWidget(field, at, 1)
            self._fields[name] = field
        sizes = [("12", self.tr("12 pt")), ("18", self.tr("18 pt, large print")), ("24", self.tr("24 pt"))]
        self._size = Segments("practice.paper.size", self.tr("Size"), sizes)
        self._size.set_value(settings.answer_points)
        self._points = settings.answer_points
        self._size.chosen.connect(self._set_points)
        self._double = QCheckBox(self.tr("Double spacing"))
        self._double.setObjectName("practice.paper.double")
        self._double.setChecked(settings.answer_double)
        grid.addWidget(label(self.tr("Size")), 3, 0)
        grid.addWidget(self._size, 3, 1)
        grid.addWidget(self._double, 4, 1)
        return grid

    def _build_buttons(self, first: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("practice.paper.cancel")
        cancel.clicked.connect(lambda _checked=False: self.reject())
        row.addWidget(cancel)
        for name, text in (("pdf", self.tr("Save as PDF …")), ("print", self.tr("Print …"))):
            if f"practice.{name}" in self._ctx.actions.off:
                continue
            button = QPushButton(text)
            button.setObjectName(f"practice.paper.{name}")
            button.setProperty("role", "primary" if name == first else "")
            button.setDefault(name == first)
            button.clicked.connect(lambda _checked=False, name=name: self._go(name))
            row.addWidget(button)
        return row

    def _set_points(self, points: str) -> None:
        self._points = points

    def _go(self, name: str) -> None:
        typed = {key: " ".join(field.text().split()) for key, field in self._fields.items()}
        self._ctx.settings.update(**typed, answer_points=self._points, answer_double=self._double.isChecked())
        self.accept()
        self._act(name)


class AnswerPaper(QObject):
    """Takes the answer that is shown (``current``) to paper or into a file."""

    def __init__(
        self,
        context: UiContext,
        over: QWidget,
        current: Callable[[], AttemptRecord | None],
        choose_file: ChooseFile | None = None,
    ) -> None:
        super().__init__(over)
        self._ctx, self._over, self._current = context, over, current
        self._choose_file = choose_file or ask_for_file
        self._tasks: list[Task] = []

    def save_text(self) -> None:
        """The answer as a plain text file."""
        record, library = self._current(), self._ctx.library
        if record is not None and library is not None:
            export.ask_and_save(self._ctx, self._over, record, library)

    def ask(self, first: str) -> None:
        """Ask how, then print or save; ``first`` ("print" or "pdf") is what Enter does."""
        if self._current() is not None:
            modal(PrintDialog(self._ctx, self._over, self.make, first))

    def make(self, name: str) -> None:
        """Print, or save as PDF, the answer that is shown, as the settings say."""
        record, library = self._current(), self._ctx.library
        if record is None or library is None:
            return
        who = answer_paper.candidate(self._ctx.settings.value)
        load_fonts()
        pages = SetDocument(answer_paper.compose(record, library, who, self._over.tr))
        if name == "print":
            self._print(pages)
            return
        chosen = self._choose_file(self._over, export.file_name(record, library).removesuffix(".txt") + ".pdf")
        if chosen:
            self._save(pages, Path(chosen))

    def finish(self) -> None:
        """Wait for what is being written."""
        for task in list(self._tasks):
            task.wait()

    def _print(self, pages: SetDocument) -> None:
        from PySide6.QtPrintSupport import QPrintDialog  # dear to load, seldom needed

        from tutorapp.ui.paper.preview import printer_for

        printer = printer_for(pages)
        if QPrintDialog(printer, self._over).exec() == QDialog.DialogCode.Accepted:
            draw([pages], printer)

    def _save(self, pages: SetDocument, path: Path) -> None:
        task = Task(lambda: save_pdf(pages, path), self)
        self._tasks.append(task)
        task.done.connect(lambda count: self._say_saved(path, count))
        task.failed.connect(self._on_failed)
        task.finished.connect(lambda: self._tasks.remove(task))
        task.finished.connect(task.deleteLater)
        task.start()

    def _say_saved(self, path: Path, count: object) -> None:
        pages = self.tr("1 page") if count == 1 else self.tr("{0} pages").format(count)
        self._ctx.bus.notice(self.tr("Saved as {0}: {1}.").format(path.name, pages))

    def _on_failed(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self._ctx.jobs.run(again)  # which knows how to tell it


def ask_for_file(over: QWidget, name: str) -> str:
    """The system's dialog for a new file, opening in the documents folder; "" when it is cancelled."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = over.tr("Save this answer as PDF")
    chosen, _filter = QFileDialog.getSaveFileName(over, title, str(Path(folder) / name), "PDF (*.pdf)")
    return chosen if not chosen or chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
