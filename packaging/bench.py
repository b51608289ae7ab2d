"""`make bench`: speed as ratios measured in one run; prints a table and writes build/bench.json.

Starts are whole processes on a private virtual screen where Xvfb is installed, else Qt's offscreen platform; the
yardstick is an empty PySide6 window started in turn with the program. Rooms add rows through ``ROWS``.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
if TYPE_CHECKING:
    from tutorapp.domain.content import Unit
PROBE = ROOT / "packaging" / "bench_probe.py"
RUNS = 7
Row = dict[str, Any]


def row(value: float, unit: str, *, bar: float, ratio: float | None = None) -> Row:
    """One line of the table; the bar is held against the ratio where there is one."""
    held = value if ratio is None else ratio
    return {
        "value": round(value, 3),
        "unit": unit,
        "ratio": None if ratio is None else round(ratio, 3),
        "bar": bar,
        "holds": held <= bar,
    }


# --- starts ----------------------------------------------------------------------------------------------


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a private screen."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("QT_", "XDG_", "WAYLAND", "PYTHON"))
    }
    if shutil.which("Xvfb") is None:
        yield {**environment, "QT_QPA_PLATFORM": "offscreen"}
        return
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read, encoding="ascii") as answer:
        number = answer.readline().strip()  # the whole line: closing before its end would kill the server
    try:
        yield {**environment, "DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait()


def start(kind: str, environment: dict[str, str], data: Path | None = None) -> dict[str, float]:
    """One start; its times in seconds and its memory in MiB."""
    command = [sys.executable, str(PROBE), kind, repr(time.monotonic())] + ([str(data)] if data else [])
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    if done.returncode != 0:
        raise SystemExit(f"the probe failed:\n{done.stderr}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def starts() -> dict[str, Row]:
    """First paint, usable panes and memory against an empty window; the same with 100,000 attempts."""
    from tests.benchmarks.fill import fill
    from tutorapp.bootstrap import shipped_unit

    runs: dict[str, list[dict[str, float]]] = {"empty": [], "fresh": [], "again": [], "full": []}
    with screen() as environment, tempfile.TemporaryDirectory() as scratch:
        again, full = Path(scratch) / "again", Path(scratch) / "full"
        full.mkdir()
        fill(full / "tutorapp.sqlite3", attempts=100_000, unit=shipped_unit())
        for number in range(RUNS + 1):
            found = {
                "empty": start("empty", environment),
                "fresh": start("window", environment, Path(scratch) / f"fresh{number}"),
                "again": start("window", environment, again),
                "full": start("window", environment, full),
            }
            if number:  # the first round warms the caches
                for name, figures in found.items():
                    runs[name].append(figures)

    def middle(name: str, figure: str) -> float:
        return statistics.median(run[figure] for run in runs[name])

    empty = middle("empty", "painted")
    return {
        "start: first painted window": row(
            middle("again", "painted") * 1000, "ms", ratio=middle("again", "painted") / empty, bar=1.6
        ),
        "start: usable panes": row(
            middle("again", "usable") * 1000, "ms", ratio=middle("again", "usable") / empty, bar=3.0
        ),
        "start: usable panes, very first start": row(
            middle("fresh", "usable") * 1000, "ms", ratio=middle("fresh", "usable") / empty, bar=3.0
        ),
        "start: usable with 100,000 attempts, to without": row(
            middle("full", "usable") * 1000, "ms", ratio=middle("full", "usable") / middle("again", "usable"), bar=1.1
        ),
        "memory when idle": row(
            middle("again", "memory"), "MiB", ratio=middle("again", "memory") / middle("empty", "memory"), bar=3.0
        ),
    }


# --- data ------------------------------------------------------------------------------------------------


def data() -> dict[str, Row]:
    """Search over 100,000 rows and saving an answer durably."""
    from tests.benchmarks.database import draft_times, percentile, search_times
    from tests.benchmarks.fill import fill
    from tutorapp.bootstrap import shipped_unit

    with tempfile.TemporaryDirectory() as scratch:
        rows, fresh = Path(scratch) / "rows.sqlite3", Path(scratch) / "fresh.sqlite3"
        fill(rows, search_rows=100_000, unit=shipped_unit())
        fill(fresh, unit=shipped_unit())
        found, saves = search_times(rows), draft_times(fresh)
    return {
        "search 100,000 rows, first page, p95": row(percentile(found, 95), "ms", bar=10.0),
        "save an answer durably, median": row(statistics.median(saves), "ms", bar=5.0),
    }


def marking() -> dict[str, Row]:
    """The offline marker, in CPU time: loading, one answer of 300 to 500 characters, and 10,000 to one question."""
    from tutorapp.bootstrap import shipped_unit, suggester

    unit = shipped_unit()
    suggest = suggester(unit)
    from tutorapp.marking import batch

    began = time.process_time()
    marker = suggest.marker  # it is loaded when first asked for
    loading = (time.process_time() - began) * 1000
    texts = _essays(unit, 10_000)
    times = []
    for number, question in enumerate(question for question in unit.questions if question.points):
        marker.prepare(question, unit_terms=suggest.glossary)
        for text in texts[number * 10 : number * 10 + 10]:
            began = time.process_time()
            marker.mark(question, text, unit_terms=suggest.glossary)
            times.append((time.process_time() - began) * 1000)
    known = {question.id: question for question in unit.questions}
    lines = [json.dumps({"id": n, "question": "Q2", "text": text}) for n, text in enumerate(texts)]
    began, middle = time.process_time(), 0
    for number, _ in enumerate(batch.run(known, lines, marker, time.perf_counter, suggest.glossary)):
        middle = _peak() if number == len(lines) // 2 else middle
    many = time.process_time() - began
    return {
        "marker: loading": row(loading, "ms", bar=60.0),
        "marker: one answer of 300 to 500 characters, median": row(statistics.median(times), "ms", bar=1.0),
        "marker: one answer of 300 to 500 characters, p95": row(sorted(times)[len(times) * 95 // 100], "ms", bar=5.0),
        "marker: 10,000 answers to one question": row(many, "s", bar=15.0),
        "marker: memory added by the second 5,000": row((_peak() - middle) / 1024, "MiB", bar=4.0),
    }


def _essays(unit: Unit, count: int) -> list[str]:
    """Texts of 300 to 500 characters from the sentences of the unit's sample answers, the same in every run."""
    sentences = [
        sentence.strip() for q in unit.questions for sample in q.samples for sentence in sample.text.split(". ")
    ]
    chance = random.Random(1)  # no secret hangs on it
    texts = []
    for _ in range(count):
        size, text = chance.randint(300, 500), ""
        while len(text) < size:
            text += chance.choice(sentences).rstrip(".") + ". "
        texts.append(text[:size])
    return texts


def _peak() -> int:
    """The most memory this process has held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def timeline() -> dict[str, Row]:
    """The timeline's frames at three sizes; each ratio is in its own bar, scaled by a calibration loop."""
    from tests.benchmarks.timeline_bench import measure

    return {
        f"{name} (bar {line['bar']:g} {line['unit']})": row(line["value"], line["unit"], ratio=line["ratio"], bar=1.0)
        for name, line in measure().items()
    }


def quizzes() -> dict[str, Row]:
    """5,000 questions: CPU seconds of reading, and the longest time the real window does not answer meanwhile."""
    from tests.benchmarks.quizzes import FILES, gaps, read_seconds, search_ms

    return {
        **{f"read 5,000 questions, {name}": row(read_seconds(name), "s", bar=5.0) for name in FILES},
        "search 5,000 questions of the bank, median": row(search_ms(), "ms", bar=50.0),
        **{f"longest window gap, {step}": row(longest, "ms", bar=50.0) for step, longest in gaps().items()},
    }


ROWS: tuple[Callable[[], dict[str, Row]], ...] = (starts, data, marking, timeline, quizzes)


def merged(file: Path, found: dict[str, Row]) -> dict[str, Row]:
    """``found`` laid over what ``file`` holds from earlier runs: measuring one part keeps the figures of the others."""
    try:
        before = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        before = {}
    return {**(before if isinstance(before, dict) else {}), **found}


def table(rows: dict[str, Row]) -> str:
    """The rows as Markdown: value, ratio, bar, and whether it holds."""
    lines = ["| what | value | ratio | bar | holds |", "|---|---|---|---|---|"]
    for name, line in rows.items():
        ratio = "" if line["ratio"] is None else f"{line['ratio']:.2f}x"
        bar = f"{line['bar']:g}{'x' if line['ratio'] is not None else ' ' + line['unit']}"
        held = "yes" if line["holds"] else "NO"
        lines.append(f"| {name} | {line['value']:.1f} {line['unit']} | {ratio} | {bar} | {held} |")
    return "\n".join(lines)


def main() -> int:
    """Measure all, or the parts named; print, and write; exit 1 when a bar measured now does not hold."""
    found: dict[str, Row] = {}
    wanted = set(sys.argv[1:])
    if unknown := wanted - {measure.__name__ for measure in ROWS}:
        names = ", ".join(measure.__name__ for measure in ROWS)
        print(f"There is no part {', '.join(sorted(unknown))}. The parts are {names}.", file=sys.stderr)
        return 2
    for measure in ROWS:
        if not wanted or measure.__name__ in wanted:
            found.update(measure())
    print(table(found))
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    rows = merged(target, found) if wanted else found
    target.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if all(line["holds"] for line in found.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
