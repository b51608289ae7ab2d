"""`make screenshots`: pictures of every pane, light and dark, drawn from the real window without a screen."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import teacher_pictures
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QAbstractButton, QApplication, QTextEdit, QWidget

from tutorapp import paths
from tutorapp.bootstrap import open_content
from tutorapp.ui.app import build_window
from tutorapp.ui.bus import Target
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.opening import Opener

SIZE = (1366, 768)
ANSWER = (
    "In the 1930s posters and songs showed Stalin as Lenin's true heir, the wise teacher of the people. Pravda printed "
    "only what the party allowed, and school books and films had to tell the same story. The history of the revolution "
    "was changed so that it looked better for him.\n\n"
    "Fear did the rest. The NKVD, which took over from the OGPU in 1934, had informers in factories and flats, and "
    "after Kirov's murder anyone who complained could be arrested. People learned to keep quiet, even at home."
)


class Studio:
    """One window whose pictures are taken."""

    def __init__(self, target: Path, theme: str, data: Path) -> None:
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        self.application = application
        self.target = target
        self.theme = theme
        self.data = data
        places = paths.find(str(data))
        places.create()
        self.window: MainWindow = build_window(application, places, open_content)
        self.window.ctx.settings.update(theme=theme, extra_percent=25)
        self.window.resize(*SIZE)
        opener = self.window.findChild(Opener)
        assert opener is not None
        loop = QEventLoop()
        opener.opened.connect(loop.quit)
        opener.failed.connect(sys.exit)
        self.window.show()
        loop.exec()
        self.settle()

    def settle(self) -> None:
        """Let the worker and the painting come to rest."""
        for _ in range(3):
            self.application.processEvents()
            while not self.window.ctx.jobs.is_idle:
                self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self.application.processEvents()

    def shoot(self, name: str) -> None:
        """Save the window as NAME-THEME.png."""
        self.settle()
        self.window.grab().save(str(self.target / f"{name}-{self.theme}.png"))

    def control(self, name: str) -> QWidget:
        """A control by its objectName."""
        found = self.window.findChild(QWidget, name)
        if not isinstance(found, QWidget):
            raise SystemExit(f"there is no {name} in the window")
        return found

    def editor(self, name: str) -> QTextEdit:
        """A text field by its objectName."""
        found = self.control(name)
        assert isinstance(found, QTextEdit)
        return found

    def press(self, name: str) -> None:
        """Press a button by its objectName."""
        found = self.control(name)
        assert isinstance(found, QAbstractButton)
        found.click()
        self.settle()

    def act(self, action_id: str) -> None:
        """Trigger an action of the window's table."""
        self.window.ctx.actions[action_id].trigger()
        self.settle()

    def open(self, kind: str, item_id: str, query: str = "") -> None:
        """Go somewhere."""
        self.window.ctx.bus.open(Target(kind, item_id, query))
        self.settle()

    def close(self) -> None:
        """Close in order."""
        self.window.close()
        self.window.ctx.jobs.finish()


def tour(studio: Studio) -> None:
    """Every pane as somebody meets it."""
    studio.open("section", "S2b")
    studio.shoot("main")
    studio.act("view.one")
    studio.shoot("notes")
    studio.act("notes.cover")
    studio.shoot("cover")
    studio.act("notes.cover")
    studio.open("pane", "timeline")
    studio.open("event", "E018")
    studio.shoot("timeline")
    studio.open("pane", "practice")
    studio.shoot("practice-choose")
    practise(studio)
    studio.act("settings")
    studio.shoot("settings")
    studio.act("settings")
    studio.act("search")
    palette = studio.control("search.field")
    palette.setProperty("text", "trotsky exp")
    wait_for(studio, lambda: studio.control("search.count").property("text") != "")
    studio.shoot("search")


def practise(studio: Studio) -> None:
    """Sit the six-mark question, hand in, mark it, see the result."""
    studio.open("question", "Q2")
    studio.act("practice.start")
    studio.editor("practice.editor").setPlainText(ANSWER)
    studio.settle()
    # An exam fills the screen, and the screen there is none of has a size of its own.
    studio.window.showNormal()
    studio.window.resize(*SIZE)
    studio.shoot("practice-sit")
    studio.act("practice.hand_in")
    studio.press("practice.confirm.yes")
    studio.shoot("practice-mark")
    studio.act("practice.finish")
    studio.shoot("practice-result")


def wait_for(studio: Studio, condition: Callable[[], bool]) -> None:
    """Process events until ``condition``."""
    while not condition():
        studio.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    studio.settle()


def main() -> int:
    """Draw all pictures anew."""
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        scratch = Path(tempfile.mkdtemp())
        try:
            studio = Studio(target, theme, scratch)
            tour(studio)
            teacher_pictures.tour(studio, wait_for)
            studio.close()
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    print(f"pictures are in {target.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
