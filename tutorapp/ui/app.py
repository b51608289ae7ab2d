"""Starts the window: paints first, opens the database after, and closes in order."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QLockFile, QMessageLogContext, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tutorapp import __version__
from tutorapp.paths import Paths
from tutorapp.services.container import Opened
from tutorapp.settings import SettingsFile
from tutorapp.system_clock import SystemClock
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.context import SettingsStore, UiContext
from tutorapp.ui.ending import Ending
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.opening import Opener
from tutorapp.ui.theme import Theme

log = logging.getLogger(__name__)

LOG_LIMIT = 500_000  # bytes; the log before is kept beside it
EXIT_NO_SCREEN = 3
EXIT_IN_USE = 4
QT_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
NO_SCREEN = (
    "There is no screen to draw on. Start TutorApp on a desktop, or on a virtual one with "
    "“xvfb-run -a python main.py”; “make screenshots” draws pictures of every pane without a screen."
)


def refuse(text: str) -> int:
    """Say why there is no window; returns the exit code."""
    _tell(text)
    return EXIT_IN_USE


def run_window(
    paths: Paths,
    open_content: Callable[[Paths], Opened],
    prepare: Callable[[Paths], str | None],
    file: str | None = None,
) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    ``prepare`` makes the folders and returns what the person must be told; OSError when the system refuses.
    ``file`` is opened in the window, in the one that is there already if there is one.
    """
    if not _has_screen():
        print(NO_SCREEN, file=sys.stderr)  # noqa: T201  # there is no window to tell it in
        return EXIT_NO_SCREEN
    try:
        told = prepare(paths)
    except OSError:
        _tell(paths.refused)
        return EXIT_IN_USE
    _log_to_file(paths)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setApplicationName("TutorApp")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("tutorapp")
    application.setStyle("Fusion")
    lock = QLockFile(str(paths.data / "in-use.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0) and (code := _second_start(paths, lock, file)) is not None:
        return code
    window = build_window(application, paths, open_content, told, file)
    window.show()
    ending = Ending(window, lambda: QApplication.exit(0))
    try:
        return application.exec()
    finally:
        ending.stop()
        window.ctx.jobs.finish()
        lock.unlock()


def build_window(
    application: QApplication,
    paths: Paths,
    open_content: Callable[[Paths], Opened],
    told: str | None = None,
    file: str | None = None,
) -> MainWindow:
    """The window with its context; panes and database follow after the first paint, then ``told`` and ``file``."""
    bus = Bus()
    forced = None
    actions = Actions()
    if paths.school is not None:
        from tutorapp.ui.managed import apply  # most computers have no policy

        forced = apply(paths.school.policy, actions)
    settings = SettingsStore(SettingsFile(paths.settings_file), lambda text: bus.notice(text, level="warning"), forced)
    theme = Theme(settings.value)
    theme.apply(application)
    context = UiContext(
        theme=theme,
        icons=Icons(theme),
        jobs=Jobs(),
        bus=bus,
        selection=Selection(),
        actions=actions,
        settings=settings,
        clock=SystemClock(),
    )
    settings.changed.connect(lambda: theme.apply(application, settings.value))
    application.styleHints().colorSchemeChanged.connect(lambda _scheme: theme.apply(application))
    window = MainWindow(context, paths)
    opener = Opener(window, paths, open_content, told, file)
    if sys.platform == "darwin":
        from tutorapp.ui.file_opens import FileOpens

        FileOpens(application, opener.ask)
    # After the first paint: the worker opens the database while the panes are built.
    window.first_painted.connect(lambda: QTimer.singleShot(0, opener.start), Qt.ConnectionType.SingleShotConnection)
    return window


# --- what can go wrong before there is a window ------------------------------------------------------------


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _second_start(paths: Paths, lock: QLockFile, file: str | None) -> int | None:
    """Another TutorApp has this folder: bring it to the front with ``file``, or say so; None when it ended just now."""
    from tutorapp.ui import single

    match single.wait_for_first(lock, paths.data, file, single.PATIENCE_MS):
        case "ours":
            return None
        case "raised":
            _tell("TutorApp is open already; its window has been brought to the front.")
            return 0
        case "silent":
            _tell("TutorApp is open already with this person's work, perhaps on another screen. Close it there first.")
            return EXIT_IN_USE


def _tell(text: str) -> None:
    """One sentence on the console; on systems without one, a box."""
    print(text, file=sys.stderr)  # noqa: T201  # there is no window to tell it in
    if sys.platform != "linux":
        from PySide6.QtWidgets import QMessageBox

        QApplication.instance() or QApplication(sys.argv[:1])
        QMessageBox.information(None, "TutorApp", text)


# --- log -----------------------------------------------------------------------------------------------------


def _log_to_file(paths: Paths) -> None:
    # Not logging.handlers: its imports cost a tenth of the time to the first paint.
    if paths.log_file.is_file() and paths.log_file.stat().st_size > LOG_LIMIT:
        paths.log_file.replace(paths.log_file.with_suffix(".old.log"))
    handler = logging.FileHandler(paths.log_file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _log_exception
    threading.excepthook = lambda args: _log_exception(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )
    qInstallMessageHandler(_log_qt)


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.error("unhandled", exc_info=(kind, error, trace))
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.ctx.jobs.bug_found.emit(str(error))


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(QT_LEVELS.get(kind, logging.INFO), message)
    if kind == QtMsgType.QtFatalMsg and not QApplication.topLevelWidgets():
        # Qt aborts after this message, as it does without a platform plugin that finds its screen.
        print(NO_SCREEN, file=sys.stderr, flush=True)  # noqa: T201  # there is no window to tell it in
        os._exit(EXIT_NO_SCREEN)
