"""`make soak`: an hour of simulated use in the real window, its memory watched; exit 1 when it grows by over 5 %.

    python packaging/soak.py --minutes 60

Each round reads, searches, walks the timeline, writes and hands in an answer, changes look and layout. The first part
of the time only warms up; then the first and the last rounds are compared by the medians of their memory.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QTextEdit
from screenshots import Studio

from tutorapp.paths import ENVIRONMENT_VARIABLE

BAR_PERCENT = 5.0
WARM_UP = 0.3
QUESTIONS = 12
COMPARED = 0.2
PACE_MS = 60
"""Between two actions, as of somebody in a hurry."""
KEEP_EVERY_S = 120.0
"""Backups come more often than in use, so that an hour has as many as a long day."""
ANSWER = "Whoever held the files held the party, and by 1924 the card index was his. "
WORDS = ("kirov", "five-year plan", "purge", "trotsky")
THEMES = ("dark", "contrast", "light")

Action = Callable[[], None]


class Use:
    """Somebody who never tires; ``rounds`` are the same each time, with other questions, sections and events."""

    def __init__(self, data: Path) -> None:
        self.studio = Studio(data, "light", data)
        library = self.studio.window.ctx.library
        assert library is not None
        self._sections = [section.id for section in library.unit.sections]
        self._events = [event.id for event in library.unit.events]
        # The marker keeps what it prepared for each question it met, so a few of them, met in the warm-up.
        self._questions = [question.id for question in library.unit.questions if question.points][:QUESTIONS]
        self.handed_in = 0

    def round(self, number: int) -> Iterator[Action]:
        """The actions of one round."""
        studio = self.studio
        for step in range(3):
            yield lambda step=step: studio.open("section", _at(self._sections, number * 3 + step))
            yield lambda step=step: studio.open("event", _at(self._events, number * 7 + step))
        yield lambda: self._search(_at(WORDS, number))
        for name in ("timeline.zoom_in", "timeline.zoom_out", "timeline.fit", "timeline.list", "timeline.list"):
            yield lambda name=name: self._try(name)
        yield lambda: self._try("notes.cover")
        yield lambda: self._try("notes.cover")
        yield lambda: self._answer(_at(self._questions, number))
        yield lambda: studio.window.ctx.settings.update(theme=_at(THEMES, number))
        for name in ("view.one", "view.two", "view.three"):
            yield lambda name=name: studio.act(name)
        yield lambda: studio.window.show_page("settings")
        yield lambda: studio.window.show_page("settings")
        yield lambda: self._try("practice.history")
        yield lambda: self._try("practice.choose")

    def _try(self, action_id: str) -> None:
        action = self.studio.window.ctx.actions[action_id]
        if action.isEnabled():
            action.trigger()
        self.studio.settle()

    def _search(self, words: str) -> None:
        self.studio.act("search")
        focus = self.studio.application.focusWidget()
        if focus is not None:
            QTest.keyClicks(focus, words)
            self.studio.settle()
            QTest.keyClick(focus, Qt.Key.Key_Escape)
        self.studio.settle()

    def _answer(self, question: str) -> None:
        studio = self.studio
        pane = studio.window.workspace.dock("practice").pane
        assert pane is not None
        pane.start(question, "untimed")  # type: ignore[attr-defined]  # the practice pane
        studio.settle()
        editor = studio.window.findChild(QTextEdit, "practice.editor")
        if editor is None or not editor.isVisible():
            return
        QTest.keyClicks(editor, ANSWER)
        self._try("practice.hand_in")
        confirm = studio.window.findChild(QAbstractButton, "practice.confirm.yes")
        if confirm is not None and confirm.isVisible():
            QTest.mouseClick(confirm, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
            studio.settle()
        self.handed_in += 1
        self._try("practice.later")
        self._try("practice.leave")
        self._try("practice.choose")


def memory_mib() -> float:
    """This process's own memory in MiB (Linux), without what files and other processes share with it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon:")).split()[1]) / 1024


def soak(minutes: float, data: Path) -> list[float]:
    """The memory in MiB after each round of ``minutes`` of use."""
    use = Use(data)
    figures: list[float] = []
    end = time.monotonic() + minutes * 60
    kept = time.monotonic()
    for number in count():
        for action in use.round(number):
            action()
            QTest.qWait(PACE_MS)
        figures.append(memory_mib())
        if time.monotonic() - kept > KEEP_EVERY_S:
            use.studio.window.commands.keep()
            kept = time.monotonic()
        print(f"round {number + 1}: {figures[-1]:.1f} MiB", file=sys.stderr)
        if time.monotonic() > end:
            break
    told = [notice.text for notice in use.studio.window.notices.history if notice.level != "info"]
    use.studio.close()
    print(f"{len(figures)} rounds, {use.handed_in} answers handed in; messages that warn: {told or 'none'}")
    return figures


def growth(figures: list[float]) -> float:
    """By how many per cent the memory grew after the warm-up; ValueError when there are too few rounds to tell."""
    after = figures[int(len(figures) * WARM_UP) :]
    compared = int(len(figures) * COMPARED)
    if compared < 2:
        raise ValueError("too few rounds to tell: give it more minutes")
    first, last = statistics.median(after[:compared]), statistics.median(after[-compared:])
    return (last - first) / first * 100


def _at(values: tuple[str, ...] | list[str], number: int) -> str:
    return values[number % len(values)]


def main() -> int:
    """Use, measure, say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ[ENVIRONMENT_VARIABLE] = scratch
        figures = soak(options.minutes, Path(scratch))
    grown = growth(figures)
    held = grown <= BAR_PERCENT
    target = ROOT / "build" / "soak.txt"
    target.parent.mkdir(exist_ok=True)
    line = f"{options.minutes:g} minutes, {len(figures)} rounds: memory {grown:+.1f} % (bar {BAR_PERCENT:g} %)"
    target.write_text(line + "\n", encoding="utf-8")
    print(line, "held" if held else "NOT HELD")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
