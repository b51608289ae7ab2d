"""One measured start, run by bench.py in a process of its own: prints JSON times and memory.

    python packaging/bench_probe.py empty|window PARENT_TIME [DATA_DIR]

Times are seconds since PARENT_TIME (the parent's time.monotonic() just before it made this process).
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path

STARTED = float(sys.argv[2])
IDLE_MS = 1500
found: dict[str, float] = {}


def memory_mib() -> float:
    """This process's own share of memory, in MiB (proportional set size)."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.is_file():
        return 0.0
    line = next(line for line in rollup.read_text().splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) / 1024


def stamp(name: str) -> None:
    """Note the first time ``name`` happened."""
    found.setdefault(name, time.monotonic() - STARTED)


def empty() -> None:
    """An empty PySide6 window, the yardstick."""
    from PySide6.QtCore import QEvent, QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    class Window(QMainWindow):
        def event(self, event: QEvent) -> bool:
            handled = super().event(event)
            if event.type() == QEvent.Type.Paint and "painted" not in found:
                stamp("painted")
                QTimer.singleShot(IDLE_MS, finish)
            return handled

    def finish() -> None:
        found["memory"] = memory_mib()
        application.quit()

    application = QApplication([])
    window = Window()
    window.setCentralWidget(QLabel("word"))  # one word: any program that shows text loads the fonts
    window.resize(1366, 768)
    window.show()
    application.exec()


def window() -> None:
    """TutorApp itself, as cli.py starts it."""
    gc.disable()
    from tutorapp import paths
    from tutorapp.bootstrap import open_content
    from tutorapp.ui.app import build_window
    from tutorapp.ui.opening import Opener

    # tutorapp.ui loads PySide6 in its own way, so not before it.
    # isort: split
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    places = paths.find(sys.argv[3])
    places.create()
    application = QApplication([])
    application.setStyle("Fusion")
    main = build_window(application, places, open_content)
    opener = main.findChild(Opener)
    assert opener is not None
    main.first_painted.connect(lambda: stamp("painted"))

    def finish() -> None:
        found["memory"] = memory_mib()
        main.close()
        main.ctx.jobs.finish()
        application.quit()

    def usable() -> None:
        # Usable is when the filled panes have been painted, not when their data has arrived.
        main.repaint()
        stamp("usable")
        QTimer.singleShot(IDLE_MS, finish)

    opener.ready.connect(lambda: QTimer.singleShot(0, usable))
    main.show()
    application.exec()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    {"empty": empty, "window": window}[sys.argv[1]]()
    print(json.dumps(found))
