"""5,000 questions: how long reading takes, and for how long the real window does not answer meanwhile."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from tutorapp import paths
from tutorapp.bootstrap import open_content
from tutorapp.domain.bank.rows import BankFilter, BankRow, filtered
from tutorapp.formats.reader import read_whole
from tutorapp.ui.app import build_window
from tutorapp.ui.main_window import MainWindow
from tutorapp.ui.quizzes.bank_list import BankList
from tutorapp.ui.quizzes.importing import ImportPage

COUNT = 5_000
TICK_MS = 5
_TIMEOUT_S = 60.0


def gift(count: int = COUNT) -> bytes:
    """``count`` questions of four types."""
    kinds = (
        "::Item {0}:: Who led commissariat {0} in 1930? {{=Person {0} ~Person {1}#No, later. ~Person {2}}}",
        "::Item {0}:: Plan {0} was fulfilled early. {{TRUE}}",
        "::Item {0}:: When was decree {0} published? {{#{3}:1}}",
        "::Item {0}:: Match the posts of year {0}. {{=A{0} -> Leningrad{0} =B{0} -> Moscow{0} =C{0} -> Kiev{0}}}",
    )
    return "\n\n".join(kinds[n % 4].format(n, n + 1, n + 2, 1900 + n % 50) for n in range(count)).encode()


def moodle_xml(count: int = COUNT) -> bytes:
    """``count`` multiple-choice questions with feedback, as Moodle exports them."""
    answer = (
        '<answer fraction="{0}" format="html"><text><![CDATA[<p>{1}</p>]]></text>'
        '<feedback format="html"><text>Why {1}.</text></feedback></answer>'
    )
    one = (
        '<question type="multichoice"><name><text>Item {0}</text></name><questiontext format="html"><text>'
        "<![CDATA[<p>Who led <em>commissariat</em> {0} in 1930?</p>]]></text></questiontext>"
        "<defaultgrade>1</defaultgrade><single>true</single>{1}</question>"
    )
    rows = (
        one.format(n, "".join(answer.format(100 if at == 0 else 0, f"Person {n + at}") for at in range(4)))
        for n in range(count)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(rows)}</quiz>'.encode()


FILES: dict[str, tuple[str, Callable[[], bytes]]] = {"GIFT": ("q.gift", gift), "Moodle XML": ("q.xml", moodle_xml)}


def read_seconds(name: str) -> float:
    """The CPU seconds of reading one file of ``FILES``."""
    file, make = FILES[name]
    data = make()
    began = time.process_time()
    report = read_whole(data, file).report
    assert report.came_in == COUNT
    return time.process_time() - began


def search_ms() -> float:
    """The median of searching 5,000 own questions for a word, their texts folded once before."""
    rows = [BankRow(question, own=True) for question in read_whole(gift(), "q.gift").questions]
    now, times = datetime(2026, 11, 1, tzinfo=UTC), []
    for word in ("person", "commissariat 4", "plan 12", "nowhere", "decree", "leningrad", "1930"):
        began = time.perf_counter()
        filtered(rows, BankFilter(text=word), now)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


class Gaps:
    """The longest time between two ticks of a timer, in milliseconds, since ``reset``.

    As far as this program was at work meanwhile: what other programs take of the processor does not count.
    """

    def __init__(self) -> None:
        self.reset()
        self._timer = QTimer(interval=TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def reset(self) -> None:
        """Forget what was."""
        self._last, self._used, self.longest = time.perf_counter(), time.process_time(), 0.0

    def _tick(self) -> None:
        now, used = time.perf_counter(), time.process_time()
        self.longest = max(self.longest, min(now - self._last, used - self._used) * 1000)
        self._last, self._used = now, used


@contextmanager
def window(folder: Path) -> Iterator[MainWindow]:
    """The real window, opened and filled, on a data folder of its own."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    places = paths.find(str(folder))
    places.create()
    made = build_window(application, places, open_content)
    made.show()
    _until(lambda: made.ctx.library is not None and made.ctx.jobs.is_idle)
    try:
        yield made
    finally:
        made.close()
        made.ctx.jobs.finish()


def gaps() -> dict[str, float]:
    """By step the longest time (ms) in which the window did not answer, over the real import page."""
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, window(Path(folder) / "data") as made:
        made.commands.on_quizzes(lambda page: page.show_tab("import"))
        _until(lambda: made.findChild(ImportPage) is not None and made.ctx.jobs.is_idle)
        page = made.findChild(ImportPage)
        assert page is not None
        watch = Gaps()
        for name, (file, make) in FILES.items():
            path = Path(folder) / file
            path.write_bytes(make())
            _settle(made)
            watch.reset()
            page.begin([path])
            _until(lambda: page.stack.currentWidget() is page.report)
            _settle(made)
            found[f"{name}: read and shown"] = watch.longest
            watch.reset()
            page.report.go.click()
            _until(lambda: page.stack.currentWidget() is page.start)
            _settle(made)
            found[f"{name}: stored"] = watch.longest
        watch.reset()
        made.commands.on_quizzes(lambda page: page.show_tab("bank"))
        _settle(made)
        found["bank of 10,000 opened"] = watch.longest
        found["bank of 10,000, a key in its search"] = _searched(made, watch)
    return found


def _searched(made: MainWindow, watch: Gaps) -> float:
    """The longest gap while words are typed letter by letter, each letter's list shown."""
    bank = made.findChild(BankList)
    assert bank is not None
    watch.reset()
    for word in ("person 4", "decree", "nowhere", "commissariat 12"):
        for end in range(1, len(word) + 1):
            bank.search.setText(word[:end])
            _until(lambda: not bank.is_waiting)
            QApplication.processEvents()
    bank.search.clear()
    _settle(made)
    return watch.longest


def _settle(made: MainWindow) -> None:
    _until(lambda: made.ctx.jobs.is_idle)
    end = time.perf_counter() + 0.3
    _until(lambda: time.perf_counter() > end)


def _until(done: Callable[[], bool]) -> None:
    stop = time.perf_counter() + _TIMEOUT_S
    while not done():
        QApplication.processEvents()
        time.sleep(0.001)
        if time.perf_counter() > stop:
            raise TimeoutError("the window did not come to rest")
