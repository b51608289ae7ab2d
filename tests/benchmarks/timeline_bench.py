"""Measures the timeline: ``python -m tests.benchmarks.timeline_bench`` prints CPU milliseconds and their ratios.

Events, walk, size (1600x900) and the anchor (vis-timeline 8.5.4, 42 ms of CPU a pan step at 10,000 events, without
raster) are those of the design's prototypes. A step is a change of view and a full repaint into an image. Times are
CPU of this process; each bar is compared as a ratio to a calibration loop run in between, so that a busy or slow
machine moves both sides alike.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

YEAR = 365.25
EPOCH = date(1900, 1, 1).toordinal()
SIZE = (1600, 900)
VIS_PAN_MS = 42.0
KEY_REPEAT_MS = 33.0
"""A held key repeats about thirty times a second."""
REPEATS = 3
"""Walks of which the one least disturbed by others on the machine counts."""
REFERENCE_LOOP_MS = 10.0
"""CPU of the calibration loop on the machine the bars were set on."""
BARS = {1000: (4.0, 0.0), 10_000: (7.0, 60.0), 100_000: (8.0, 150.0)}
"""By count: pan and warm zoom p95, and build with first picture (0: no bar); CPU milliseconds."""
_WORDS = (
    *("Plenum", "Congress", "Decree", "Trial", "Famine", "Plan", "Treaty", "Purge", "Arrest"),
    *("Quota", "Strike", "Rising", "Reform", "Census", "Letter", "Speech", "Harvest", "Campaign"),
)


def made(count: int, seed: int = 1922) -> list[tuple[float, float | None, int, str]]:
    """(start, end or None, lane, title) in days since 1900; half of all in 1922-39, three in ten spans, 8 lanes."""
    rng = random.Random(seed + count)
    rows = []
    for number in range(count):
        start = rng.uniform(22, 39) * YEAR if rng.random() < 0.5 else rng.uniform(0, 91) * YEAR
        end = min(YEAR * 91, start + 10 * (150 ** rng.random())) if rng.random() < 0.3 else None
        lane = rng.randrange(8)
        rows.append((start, end, lane, f"{rng.choice(_WORDS)} {rng.choice(_WORDS).lower()} {number}"))
    return sorted(rows)


def pan_steps(count: int = 100) -> list[tuple[float, float]]:
    """Seventeen years, moved by 2 per cent of that a step, there and back."""
    width = 17 * YEAR
    shifts = [n if n < count // 2 else count - n for n in range(count)]
    return [(22 * YEAR + k * 0.02 * width, 22 * YEAR + k * 0.02 * width + width) for k in shifts]


def zoom_steps(count: int = 100) -> list[tuple[float, float]]:
    """Around 1934: from 17 years to one, then out to all 91."""
    steps = []
    for number in range(count):
        share = number / (count - 1)
        years = 17 * (1 / 17) ** (3 * share) if share < 1 / 3 else 91 ** ((share - 1 / 3) * 1.5)
        start = min(max(34.0 - years / 2, 0), 91 - years)
        steps.append((start * YEAR, (start + years) * YEAR))
    return steps


def loop_ms() -> float:
    """CPU milliseconds of the calibration loop: plain integer and list work."""
    began = time.process_time()
    total, held = 0, list(range(500))
    for number in range(90_000):
        total += held[number % 500] ^ number
    assert total
    return (time.process_time() - began) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def run(count: int) -> dict[str, float]:
    """One round in this process: CPU milliseconds by what was measured, and megabytes."""
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

    from tutorapp.domain.edtf import HistoricalDate
    from tutorapp.domain.timeline.index import Lane, TimelineIndex, TimelineItem
    from tutorapp.domain.timeline.view import View
    from tutorapp.settings import Settings
    from tutorapp.ui.theme import Theme
    from tutorapp.ui.timeline.canvas import TimelineCanvas

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme(Settings(theme="light"))
    theme.apply(application)
    categories = ("party_struggle", "ideology", "propaganda", "police_terror", "purges_army", "economy", "g", "h")
    lanes = [Lane(f"L{n}", f"Lane {n}", categories[n]) for n in range(8)]
    items = []
    for number, (start, end, lane, title) in enumerate(made(count)):
        first, last = EPOCH + int(start), EPOCH + int(start if end is None else end)
        day = HistoricalDate("", first, first, last, last, "day", is_span=end is not None)
        weight = 1 + number % 5
        items.append(TimelineItem(f"E{number:06d}", title, title, day, f"L{lane}", categories[lane], weight, weight))
    canvas = TimelineCanvas(theme)
    canvas.resize(*SIZE)
    canvas.show()
    application.processEvents()
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)

    def paint(view: tuple[float, float]) -> float:
        width = canvas.view.width
        began = time.process_time()
        start, end = EPOCH + view[0], EPOCH + view[1]
        canvas.set_view(View(start, width / (end - start), width))
        canvas.viewport().render(image)
        return (time.process_time() - began) * 1000

    pans, zooms = pan_steps(), zoom_steps()
    gc.collect()
    memory = _resident_mb()
    found = {"loop": min(loop_ms() for _ in range(5))}
    began = time.process_time()
    canvas.show_index(TimelineIndex(items, lanes), (EPOCH + pans[0][0], EPOCH + pans[0][1]))
    canvas.viewport().render(image)
    found["first"] = (time.process_time() - began) * 1000
    gc.freeze()  # as the program does once it is open
    found["level"] = _new_levels(canvas, paint, pans[0])
    found["pan"] = min(_p95([paint(step) for step in pans]) for _ in range(REPEATS))
    for step in zooms:
        paint(step)
        while canvas.ahead.step():  # what the program does until the next step comes
            pass
    found["zoom"] = min(_p95([paint(step) for step in zooms]) for _ in range(REPEATS))
    paint(pans[0])
    found["hit"] = _hit_ms(canvas)
    gc.collect()
    found["memory"] = _resident_mb() - memory
    found["loop"] = min(found["loop"], *(loop_ms() for _ in range(5)))
    canvas.deleteLater()
    return found


def _new_levels(canvas: Any, paint: Callable[[tuple[float, float]], float], window: tuple[float, float]) -> float:
    """CPU of laying out all that is in view when a step reaches a level nobody has seen: the median of six steps.

    As in the prototype the layout alone is counted (rows of bars; here labels and badges as well), not the picture.
    Six steps go in, each as far as the plus key goes (1.5 times closer). Before each the program's own work ahead
    (``Ahead``) runs as long as a held key leaves it: ``KEY_REPEAT_MS`` less the frame before, in CPU of this process.
    What it has not come to by then is counted here.
    """
    from tutorapp.domain.timeline.view import level_of

    times = []
    middle, days = (window[0] + window[1]) / 2, window[1] - window[0]
    for _ in range(6):
        until = time.process_time() + (KEY_REPEAT_MS - paint((middle - days / 2, middle + days / 2))) / 1000
        while time.process_time() < until and canvas.ahead.step():
            pass
        days /= 1.5
        start, end = EPOCH + middle - days / 2, EPOCH + middle + days / 2
        began = time.process_time()
        layout = canvas.layout_at(level_of(canvas.view.width / days, canvas.anchor))
        for lane in range(len(canvas.index.columns)):
            layout.longs(lane, start, end)
            for number in layout.numbers(start, end):
                layout.stretch(lane, number)
        times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def _hit_ms(canvas: Any) -> float:
    from PySide6.QtCore import QPointF

    began = time.process_time()
    for number in range(200):
        canvas.hit_at(QPointF(160 + 7 * number, 40 + (number * 37) % 840))
    return (time.process_time() - began) * 1000 / 200


def _resident_mb() -> float:
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123  # the kernel's own table
            return int(file.read().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measure(rounds: int = 3) -> dict[str, dict[str, Any]]:
    """Rows for the bench table: the median of ``rounds``, each in a process of its own."""
    rows: dict[str, dict[str, Any]] = {}
    for count in BARS:
        found = [_round(count) for _ in range(rounds)]
        middle = {key: statistics.median(r[key] for r in found) for key in found[0]}
        slow = middle["loop"] / REFERENCE_LOOP_MS
        name = f"timeline {count:,}"
        bar, first = BARS[count]
        rows[f"{name}: pan p95"] = _row(middle["pan"], slow, bar)
        rows[f"{name}: warm zoom p95"] = _row(middle["zoom"], slow, bar)
        if first:
            rows[f"{name}: build and first picture"] = _row(middle["first"], slow, first)
        if count == 10_000:
            rows[f"{name}: new zoom level"] = _row(middle["level"], slow, 5.0)
            rows[f"{name}: pan, of vis-timeline's {VIS_PAN_MS:.0f} ms"] = _row(middle["pan"], slow, VIS_PAN_MS)
        if count == 100_000:
            rows[f"{name}: memory above the data"] = {
                "value": round(middle["memory"], 1),
                "unit": "MB",
                "ratio": round(middle["memory"] / 20, 2),
                "bar": 20.0,
                "holds": middle["memory"] <= 20,
            }
        rows[f"{name}: hit test"] = _row(middle["hit"], slow, 0.2)
    return rows


def _row(value: float, slow: float, bar: float) -> dict[str, Any]:
    """``ratio`` is the value in bars, on a machine as fast as the one the bars were set on: at most 1 holds."""
    ratio = value / slow / bar
    return {"value": round(value, 2), "unit": "ms", "ratio": round(ratio, 2), "bar": bar, "holds": ratio <= 1.0}


def _round(count: int) -> dict[str, float]:
    import json

    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.timeline_bench", str(count)],
        capture_output=True,
        text=True,
        check=True,
    )
    return {key: float(value) for key, value in json.loads(done.stdout.splitlines()[-1]).items()}


def main(arguments: list[str]) -> None:
    """With a count: one round as JSON. Without: the table."""
    import json

    if arguments:
        sys.stdout.write(json.dumps(run(int(arguments[0]))) + "\n")
        sys.stdout.flush()
        os._exit(0)
    for name, row in measure().items():
        mark = "holds" if row["holds"] else "MISSED"
        sys.stdout.write(f"{name:<46}{row['value']:>9} {row['unit']}  {row['ratio']:>6}x of {row['bar']:>6}  {mark}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
