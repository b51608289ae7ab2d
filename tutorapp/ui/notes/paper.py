"""Print and PDF from the pane: asks where to, gathers a person's work on the worker, writes beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QThread, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from tutorapp.domain.anchors import section_text
from tutorapp.domain.content import Section
from tutorapp.domain.library import Library
from tutorapp.services.notes import NotesService
from tutorapp.ui.context import UiContext
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.look import Look
from tutorapp.ui.notes.printing import Job, chapter, draw, save_pdf


class Writer(QThread):
    """Writes one PDF beside the window. A thread of Qt's, since a text document needs one for its layout timer.

    Signals:
        written: it is done (pages).
        failed: it could not be done (the exception).
    """

    written = Signal(int)
    failed = Signal(object)

    def __init__(self, job: Job, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._job = job
        self._path = path

    def run(self) -> None:
        """Write, and say how it went."""
        try:
            self.written.emit(save_pdf(self._job, self._path))
        except Exception as error:  # told to the person or logged by the jobs, as for every service call
            self.failed.emit(error)


class Paper(QObject):
    """Section or unit, to a file or a printer. ``choose_file`` gives a path for a proposed name, or "" for none."""

    def __init__(
        self, context: UiContext, over: QWidget, choose_file: Callable[[QWidget, str], str] | None = None
    ) -> None:
        super().__init__(over)
        self._ctx = context
        self._over = over
        self._choose_file = choose_file or ask_for_file
        self._writers: list[Writer] = []

    def save(self, section: Section | None) -> None:
        """Save ``section`` (None: the whole unit) as PDF, at a place the person chooses."""
        library = self._ctx.library
        if library is None:
            return
        name = section.title if section is not None else library.manifest.short_title
        chosen = self._choose_file(self._over, f"{file_name(name)}.pdf")
        if not chosen:
            return
        path = Path(chosen)
        self._ctx.theme.load_remaining_fonts()
        look, notes = looks.for_paper(self._ctx.theme), self._ctx.services.notes
        self._ctx.jobs.run(lambda: gather(library, look, notes, section), lambda job: self._write(job, path))

    def print(self, section: Section | None) -> None:
        """Print ``section`` (None: the whole unit) on a printer the person chooses."""
        library = self._ctx.library
        if library is None:
            return
        self._ctx.theme.load_remaining_fonts()
        look, notes = looks.for_paper(self._ctx.theme), self._ctx.services.notes
        self._ctx.jobs.run(lambda: gather(library, look, notes, section), self._ask_printer)

    def finish(self) -> None:
        """Wait for what is being written."""
        for writer in self._writers:
            writer.wait()

    def _write(self, job: Job, path: Path) -> None:
        writer = Writer(job, path, self)
        self._writers.append(writer)
        writer.written.connect(lambda pages: self._say_saved(path, pages))
        writer.failed.connect(self._on_failed)
        writer.finished.connect(lambda: self._writers.remove(writer))
        writer.start()

    def _on_failed(self, error: Exception) -> None:
        def again() -> None:
            raise error

        self._ctx.jobs.run(again)

    def _ask_printer(self, job: Job) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # dear to load, seldom needed

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(job.library.manifest.title)
        dialog = QPrintDialog(printer, self._over)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            draw(job, printer)

    def _say_saved(self, path: Path, pages: int) -> None:
        words = self.tr("1 page") if pages == 1 else self.tr("{0} pages").format(pages)
        self._ctx.bus.notice(self.tr("Saved as {0}: {1}.").format(path.name, words))


def gather(library: Library, look: Look, notes: NotesService, section: Section | None) -> Job:
    """Everything a print needs, read in one go on the worker."""
    sections = tuple(chapter(library, section))
    return Job(
        library=library,
        look=look,
        sections=sections,
        work={one.id: notes.section(library.manifest.id, one.id) for one in sections},
        texts={one.id: section_text(one, library.titles) for one in sections},
    )


def file_name(title: str) -> str:
    """``title`` without what a file system does not take."""
    kept = "".join(character if character.isalnum() or character in " -–" else " " for character in title)
    return " ".join(kept.split())[:80] or "notes"


def ask_for_file(over: QWidget, name: str) -> str:
    """The system's dialog for a new file, opening in the documents folder; "" when it is cancelled."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    chosen, _filter = QFileDialog.getSaveFileName(over, over.tr("Save as PDF"), str(Path(folder) / name), "PDF (*.pdf)")
    return chosen if not chosen or chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
