"""Bringing questions in: choose files or paste, see what would become of each question, then write in one step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.own import ImportRecord, OwnBody
from tutorapp.services import importing
from tutorapp.services.bank import BroughtIn, OwnEdit
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, clear, label
from tutorapp.ui.quizzes.columns_view import ColumnsView
from tutorapp.ui.quizzes.file_reader import FileReader
from tutorapp.ui.quizzes.paste_view import PasteView
from tutorapp.ui.quizzes.pictures_in import clean
from tutorapp.ui.quizzes.report_view import ReportView

if TYPE_CHECKING:
    from tutorapp.services.importing import Columns, Imported, Met, Progress

KINDS = "*.tutorpack *.xml *.gift *.txt *.csv *.tsv *.zip *.imscc *.apkg *.json"
MOST_EARLIER = 8
PASTED = "pasted text"


class ImportPage(QWidget):
    """The start, a reading under way, the paste page, the columns of a table, and the report.

    Signals:
        finished: questions came in, or the person is done here.
    """

    finished = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self._waiting: list[Path] = []
        self._path: Path | None = None
        self._imported: Imported | None = None
        self._others: tuple[Imported | None, tuple[OwnBody, ...]] = (None, ())
        self._met: Met | None = None
        self._known: dict[str, str] = {}
        self.setObjectName("quizzes.import")
        self.setAcceptDrops(True)
        self.reader = FileReader(self)
        self.reader.finished.connect(self._on_read)
        self.reader.failed.connect(self._on_failed)
        self.reader.progressed.connect(self._on_progress)
        self.stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)
        self.start = self._start_page()
        self.busy = self._busy_page()
        self.paste = PasteView(context)
        self.columns = ColumnsView(context)
        self.report = ReportView(context)
        for page in (self.start, self.busy, self.paste, self.columns, self.report):
            self.stack.addWidget(page)
        self._connect()

    def _connect(self) -> None:
        self.paste.settled.connect(self._read_pasted)
        self.paste.continue_asked.connect(self._meet)
        self.paste.cancelled.connect(self._leave)
        self.columns.mapped.connect(self._read_mapped)
        self.columns.cancelled.connect(self._leave)
        self.report.cancelled.connect(self._leave)
        self.report.import_asked.connect(self._bring_in)
        self.report.save_asked.connect(self._save_report)

    # --- the pages -------------------------------------------------------------------------------------

    def _start_page(self) -> QWidget:
        page = Column("quizzes.import.start", (32, 24, 32, 24), 12)
        page.body.addWidget(label(self.tr("Bring in questions"), "h2"))
        text = self.tr(
            "From TutorApp, Moodle (XML or GIFT), Aiken, a spreadsheet saved as CSV, QTI and Common Cartridge "
            "(Canvas), Anki, or a page of text. You see what becomes of every question before anything is written."
        )
        page.body.addWidget(label(text, "secondary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open = self._button(self.tr("Choose files …"), "quizzes.import.open", self.choose_files, "primary")
        self.type = self._button(self.tr("Paste or type"), "quizzes.import.paste", self.begin_paste)
        row.addWidget(self.open)
        row.addWidget(self.type)
        row.addStretch(1)
        page.body.addLayout(row)
        page.body.addWidget(label(self.tr("Or drop files here."), "muted"))
        self.word = label("", "danger", name="quizzes.import.word", wrap=True)
        self.word.hide()
        page.body.addWidget(self.word)
        self._earlier_head = label(self.tr("Brought in before"), "h3")
        self._earlier_head.hide()
        page.body.addWidget(self._earlier_head)
        self._earlier = QVBoxLayout()
        self._earlier.setSpacing(4)
        page.body.addLayout(self._earlier)
        page.body.addStretch(1)
        return page

    def _busy_page(self) -> QWidget:
        page = Column("quizzes.import.busy", (32, 24, 32, 24), 12)
        self.busy_text = label("", "h3", name="quizzes.import.busy.text")
        self.bar = QProgressBar()
        self.bar.setObjectName("quizzes.import.busy.bar")
        self.bar.setAccessibleName(self.tr("Reading"))
        self.bar.setTextVisible(False)
        stop = self._button(self.tr("Cancel"), "quizzes.import.busy.cancel", self._leave)
        page.body.addWidget(self.busy_text)
        page.body.addWidget(self.bar)
        page.body.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        page.body.addStretch(1)
        return page

    def _button(self, text: str, name: str, act: Callable[[], object], role: str = "") -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(lambda _checked=False: act())
        return button

    # --- ways in ---------------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Ask for files, then read them one after the other."""
        kinds = self.tr("Quiz files ({0});;All files (*)").format(KINDS)
        names, _kind = QFileDialog.getOpenFileNames(self, self.tr("Bring in questions"), "", kinds)
        if names:
            self.begin([Path(name) for name in names])

    def begin(self, paths: list[Path]) -> None:
        """Read ``paths`` one after the other, each with its own report."""
        self._waiting = list(paths)
        self._next()

    def begin_paste(self) -> None:
        """Show the page to paste on."""
        self._path = None
        self._imported = None
        self.stack.setCurrentWidget(self.paste)
        self.paste.text.setFocus()
        self._learn(lambda: None)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.begin([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_earlier()

    # --- reading ---------------------------------------------------------------------------------------

    def _next(self) -> None:
        self._imported = None
        if not self._waiting:
            self._to_start()
            return
        self._path = path = self._waiting.pop(0)
        self.busy_text.setText(self.tr("Reading {0} …").format(path.name))
        self.bar.setRange(0, 0)
        self.stack.setCurrentWidget(self.busy)
        self._learn(lambda: self._read_file(path))

    def _learn(self, then: Callable[[], None]) -> None:
        """Find out which questions are there already, then go on."""
        library, bank = self._ctx.library, self._ctx.services.bank
        if library is None:
            return
        unit = _given(library)

        def known(found: dict[str, str]) -> None:
            self._known = found
            then()

        self._ctx.jobs.run(lambda: bank.known(unit), known)

    def _read_file(self, path: Path, columns: Columns | None = None) -> None:
        known = self._known

        def read(progress: Progress) -> Imported:
            kind = "csv" if columns is not None else None
            imported = importing.import_file(path, kind, known, columns, progress, clean)
            self._others = (imported, importing.others_of(path, clean))
            return imported

        self.reader.start(read)

    def _read_mapped(self, columns: Columns) -> None:
        if self._path is not None:
            self.stack.setCurrentWidget(self.busy)
            self._read_file(self._path, columns)

    def _read_pasted(self) -> None:
        text, known = self.paste.text.toPlainText(), self._known
        if not text.strip():
            self._imported = None
            self.paste.show_report(None)
            return
        self.reader.start(lambda _progress: importing.import_text(text, PASTED, known))

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_read(self, imported: Imported) -> None:
        self._imported = imported
        if self.stack.currentWidget() is self.paste:
            self.paste.show_report(imported.report)
            return
        report = imported.report
        if report.format == "csv" and report.error and not report.items and self._path is not None:
            self._ask_columns(report.error)
        elif report.error and not report.items:
            self._on_failed(report.error)
        else:
            self._meet()

    def _meet(self) -> None:
        """Find what the file would take the place of here, then show the report."""
        library, bank, imported = self._ctx.library, self._ctx.services.bank, self._imported
        if imported is None or library is None:
            return
        unit, (read, others) = _given(library), self._others
        others = others if read is imported else ()

        def show(found: Met) -> None:
            if self._imported is imported:  # else the person went on to something else
                self._met, self._imported = found, found.imported
                self._show_report()

        self._ctx.jobs.run(lambda: importing.meet(bank, unit, imported, others), show)

    def _ask_columns(self, why: str) -> None:
        assert self._path is not None
        try:
            text = importing.text_of(self._path)
        except KnownError as error:
            self._on_failed(error.message)
            return
        self.columns.show_table(text, why)
        self.stack.setCurrentWidget(self.columns)

    def _show_report(self) -> None:
        if self._imported is None:
            return
        size = len(self.paste.text.toPlainText().encode()) if self._path is None else _size(self._path)
        self.stack.setCurrentWidget(self.report)
        met = self._met if self._met is not None and self._met.imported is self._imported else None
        old, edited = (met.old, len(met.edited)) if met is not None else ({}, 0)
        self.report.show_report(self._imported.report, size, old, edited)

    def _on_failed(self, text: str) -> None:
        if self.stack.currentWidget() is self.paste:
            self.paste.word.setText(text)
            return
        self._to_start()
        self.word.setText(text)
        self.word.show()
        if self._waiting:
            self._next()

    # --- writing ---------------------------------------------------------------------------------------

    def _bring_in(self) -> None:
        library, bank, imported = self._ctx.library, self._ctx.services.bank, self._imported
        if imported is None or library is None:
            return
        unit, chosen, met = _given(library), self.report.model.chosen, self._met
        self.report.go.setEnabled(False)
        others = met.others if met is not None and met.imported is imported else ()
        if met is not None and self.report.replace.isChecked():
            others = (*others, *met.edited)

        def write() -> BroughtIn:
            return bank.bring_in(imported, unit, chosen, others)

        self._ctx.jobs.run(write, self._on_brought_in, self._on_refused)

    def _on_brought_in(self, brought: BroughtIn) -> None:
        count = sum(item.kind == "question" for item in brought.edit.after)
        text = self.tr("{0} questions came in from {1}.").format(count, brought.record.source)
        self._ctx.bus.announce(brought.edit.changes, self)
        self._ctx.bus.notice(text, self.tr("Undo"), lambda: self._take_back(brought.record))
        if self._path is None:
            self.paste.text.clear()
        if self._waiting:
            self._next()
        else:
            self._to_start()
            self.finished.emit()

    def _on_refused(self, error: Exception) -> None:
        self.report.go.setEnabled(True)
        if isinstance(error, KnownError):
            self.report.word.setText(error.message)
        else:
            self._ctx.jobs.bug_found.emit(str(error))

    def _take_back(self, record: ImportRecord) -> None:
        bank = self._ctx.services.bank

        def undone(edit: OwnEdit) -> None:
            self._ctx.bus.announce(edit.changes, self)
            self._ctx.bus.notice(self.tr("{0} was taken back.").format(record.source))
            self._refresh_earlier()

        self._ctx.jobs.run(lambda: bank.undo_import(record.id), undone)

    def _save_report(self) -> None:
        if self._imported is None:
            return
        report = self._imported.report
        title, name = self.tr("Save the report"), f"{Path(report.source).stem} report.txt"
        chosen, _kind = QFileDialog.getSaveFileName(self, title, name, self.tr("Text (*.txt)"))
        if chosen:
            try:
                Path(chosen).write_text("\n".join(report.lines()) + "\n", encoding="utf-8")
            except OSError as error:
                why = error.strerror or self.tr("the system refuses")
                self._ctx.bus.notice(self.tr("The report cannot be saved there: {0}.").format(why), level="warning")

    # --- ways out --------------------------------------------------------------------------------------

    def _leave(self) -> None:
        """Cancel: nothing of this file; the next one if there is one."""
        self.reader.cancel()
        was_pasting = self._path is None
        self._next()
        if was_pasting:
            self.finished.emit()

    def _to_start(self) -> None:
        self.word.hide()
        self.stack.setCurrentWidget(self.start)
        self.open.setFocus()
        self._refresh_earlier()

    def _refresh_earlier(self) -> None:
        if not self._ctx.is_ready:
            return
        bank = self._ctx.services.bank

        def read() -> list[tuple[ImportRecord, dict[str, int]]]:
            return [(record, importing.totals_of(record.report)) for record in bank.imports()[:MOST_EARLIER]]

        self._ctx.jobs.run(read, self._show_earlier)

    def _show_earlier(self, records: list[tuple[ImportRecord, dict[str, int]]]) -> None:
        clear(self._earlier)
        self._earlier_head.setVisible(bool(records))
        for number, (record, totals) in enumerate(records):
            row = QFrame()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            came = sum(totals.get(result, 0) for result in ("exact", "loss", "changed"))
            day = record.at.astimezone().strftime("%d.%m.%Y %H:%M")
            told = self.tr("{0} · {1} of {2} questions · {3}").format(
                record.source, came, totals.get("found", came), day
            )
            line.addWidget(label(told, ""), 1)
            back = self._button(self.tr("Take back"), f"quizzes.import.back.{number}", partial(self._take_back, record))
            back.setAccessibleName(self.tr("Take back {0}").format(record.source))
            line.addWidget(back)
            self._earlier.addWidget(row)


def _given(library: Library) -> Unit:
    """The unit as it came, without what the person added: only its own questions may never be replaced."""
    unit, own = library.unit, library.own
    return replace(
        unit,
        questions=tuple(question for question in unit.questions if question.id not in own),
        events=tuple(event for event in unit.events if event.id not in own),
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
