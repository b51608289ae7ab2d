"""The menu that saves the line: what, as what, where to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from tutorapp.domain.errors import KnownError
from tutorapp.domain.timeline.table import as_csv, as_html
from tutorapp.ui.timeline.export import Sheet, as_pdf, as_png, as_svg, whole

Make = Callable[[Sheet], bytes]
SheetOf = Callable[[], Sheet | None]


def formats() -> tuple[tuple[str, str, str, Make], ...]:
    """Id, name on screen, file ending and maker of each form."""
    return (
        ("svg", _tr("SVG picture"), "svg", as_svg),
        ("pdf", _tr("PDF, A4 pages"), "pdf", lambda sheet: as_pdf(sheet, "A4")),
        ("pdf-a3", _tr("PDF, A3 pages"), "pdf", lambda sheet: as_pdf(sheet, "A3")),
        ("png-1", _tr("PNG picture, as on the screen"), "png", lambda sheet: as_png(sheet, 1)),
        ("png", _tr("PNG picture, twice as sharp"), "png", lambda sheet: as_png(sheet, 2)),
        ("png-3", _tr("PNG picture, three times as sharp"), "png", lambda sheet: as_png(sheet, 3)),
        ("csv", _tr("Table for a spreadsheet (CSV)"), "csv", _csv),
        ("html", _tr("Table for the browser (HTML)"), "html", _html),
    )


def _items(sheet: Sheet) -> list[int]:
    return sheet.index.between(*sheet.days)


def _csv(sheet: Sheet) -> bytes:
    return as_csv(sheet.index, _items(sheet)).encode("utf-8-sig")  # the mark makes spreadsheets read it as UTF-8


def _html(sheet: Sheet) -> bytes:
    return as_html(sheet.index, sheet.title, _items(sheet)).encode()


def save(sheet: Sheet, make: Make, path: Path) -> None:
    """Write the file. KnownError, in words, when the system refuses."""
    try:
        path.write_bytes(make(sheet))
    except OSError as error:
        reason = error.strerror or _tr("the system refused")
        raise KnownError(_tr("“{name}” could not be saved: {reason}.").format(name=path.name, reason=reason)) from error


def build_menu(
    parent: QWidget,
    sheet_of: SheetOf,
    saved: Callable[[Path], None],
    failed: Callable[[str], None],
    off: frozenset[str] = frozenset(),
) -> QMenu:
    """A menu with every form for the view and for the whole line, without those a school switched ``off``."""
    menu = QMenu(parent)
    menu.setObjectName("timeline.export.menu")
    for title, is_whole in ((_tr("Save what is in view"), False), (_tr("Save the whole line"), True)):
        part = menu.addMenu(title)
        part.setObjectName(f"timeline.export.{'whole' if is_whole else 'view'}")
        for key, name, ending, make in formats():
            if f"timeline.export.{key}" in off:
                continue
            action = part.addAction(name)
            action.setObjectName(f"timeline.export.{'whole' if is_whole else 'view'}.{key}")
            action.triggered.connect(
                lambda _on=False, e=ending, m=make, w=is_whole: _ask(parent, sheet_of, e, m, w, saved, failed)
            )
    return menu


def _ask(
    parent: QWidget,
    sheet_of: SheetOf,
    ending: str,
    make: Make,
    is_whole: bool,
    saved: Callable[[Path], None],
    failed: Callable[[str], None],
) -> None:
    sheet = sheet_of()
    if sheet is None:
        return
    dialog = QFileDialog(parent, _tr("Save the timeline"))
    dialog.setObjectName("timeline.export.dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(ending)
    dialog.setNameFilter(f"*.{ending}")
    dialog.selectFile(f"timeline.{ending}")

    def write(chosen: str) -> None:
        try:
            save(whole(sheet) if is_whole else sheet, make, Path(chosen))
        except KnownError as error:
            failed(error.message)
        else:
            saved(Path(chosen))

    dialog.fileSelected.connect(write)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def _tr(text: str) -> str:
    return QCoreApplication.translate("TimelineExport", text)
