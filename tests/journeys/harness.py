"""The real window on a real data folder, as ``main.py`` builds it, for journey tests and pictures."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.settling import rest
from tutorapp import paths
from tutorapp.bootstrap import open_content
from tutorapp.ui.app import build_window
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.opening import Opener

OPEN_TIMEOUT_MS = 20_000


@contextmanager
def open_window(qtbot, data_dir: Path, *, size: tuple[int, int] = (1366, 768)) -> Iterator[MainWindow]:
    """The window, opened and filled; closed in order afterwards, so that the folder can be opened again."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    places = paths.find(str(data_dir))
    places.create()
    window = build_window(application, places, open_content)
    window.resize(*size)
    opener = window.findChild(Opener)
    assert opener is not None
    with qtbot.waitSignal(opener.opened, timeout=OPEN_TIMEOUT_MS):
        window.show()
    settle(qtbot, window)
    try:
        yield window
    finally:
        close_window(qtbot, window)


def settle(qtbot, window: MainWindow) -> None:
    """Wait until the worker has delivered everything it was asked."""
    rest(qtbot, window.ctx.jobs)


def close_window(qtbot, window: MainWindow) -> None:
    """Close as a person does, let the worker finish, and take the window apart."""
    window.close()
    assert window.ctx.jobs.finish()
    window.deleteLater()
    QApplication.sendPostedEvents(window, 52)  # QEvent.Type.DeferredDelete
