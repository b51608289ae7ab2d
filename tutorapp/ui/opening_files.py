"""A file that somebody opens with TutorApp, by a double click or on the command line: handed to what knows its kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutorapp.services.school_files import QUIZZES

if TYPE_CHECKING:
    from tutorapp.ui.main_window import MainWindow
    from tutorapp.ui.quizzes.page import QuizzesPage

WORK, PACK, RESULT = ".tutorwork", ".tutorpack", ".tutorresult"
READ = (*QUIZZES, ".imscc", ".json", RESULT)
Handler = Callable[[Path], None]
_EXTRA = "file handlers"


def register(window: MainWindow, suffix: str, handler: Handler) -> None:
    """From now on ``handler`` gets every file whose name ends in ``suffix`` (lower case, with its dot)."""
    window.ctx.extras.setdefault(_EXTRA, {})[suffix] = handler


def open_files(window: MainWindow, files: Sequence[Path]) -> None:
    """Do with each file what its kind asks for; results go together, and so do files with questions."""
    together: dict[str, list[Path]] = {RESULT: [], "": []}
    for file in files:
        suffix = file.suffix.lower()
        known = suffix == WORK or suffix in _handlers(window) or _refusal(window, file, suffix)
        if known:
            open_file(window, file)
        else:
            together[suffix if suffix == RESULT else ""].append(file)
    if results := together[RESULT]:
        window.commands.on_quizzes(lambda page: _read_results(page, results))
    if questions := together[""]:
        window.commands.on_quizzes(lambda page: _read_questions(page, questions))


def open_file(window: MainWindow, file: Path) -> None:
    """Do with ``file`` what its kind asks for; a kind that nothing here knows is told in words.

    Call it once the person's work is open.
    """
    suffix = file.suffix.lower()
    told = _refusal(window, file, suffix)
    if told:
        window.ctx.bus.notice(told, level="warning")
    elif suffix == WORK and window.commands.work_keeper is not None:
        window.commands.work_keeper.import_work(file)
    elif suffix in _handlers(window):
        _handlers(window)[suffix](file)
    else:
        open_files(window, [file])


def _read_questions(page: QuizzesPage, files: list[Path]) -> None:
    page.show_tab("import")
    page.importing.begin(files)


def _read_results(page: QuizzesPage, files: list[Path]) -> None:
    page.show_tab("results")
    page.results.bring_in(files)


def _handlers(window: MainWindow) -> dict[str, Handler]:
    handlers: dict[str, Handler] = window.ctx.extras.get(_EXTRA, {})
    return handlers


def _refusal(window: MainWindow, file: Path, suffix: str) -> str | None:
    off = window.ctx.actions.off
    if not window.ctx.actions["settings"].isEnabled():
        return window.tr("Hand in the answer you are writing first; then open {0} again.").format(file.name)
    if not file.is_file():
        return window.tr("{0} is not there. Look at the name and the folder.").format(file)
    if (suffix == WORK and "file.import" in off) or (suffix == PACK and "file.install" in off):
        return window.tr("Your school does not let {0} be opened on this computer.").format(file.name)
    if suffix == WORK:
        closed = window.tr("{0} cannot be brought in, because your work is not open.").format(file.name)
        return None if window.commands.work_keeper is not None else closed
    if suffix in _handlers(window) or suffix in READ:
        return None
    return window.tr(
        "TutorApp cannot open {0}. It opens progress that was exported ({1}) and files with questions or results ({2})."
    ).format(file.name, WORK, " ".join(READ))
