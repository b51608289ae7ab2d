"""Measure how long the bundle takes to its first painted window, against the checkout: from outside, in turn.

    python packaging/bundle/start_ratio.py BUNDLE_PROGRAM [--runs 15] [--json FILE]

Both are watched the same way on a private virtual screen: the clock runs from the process's start until a window is
mapped whose middle is no longer the screen's black. Exit 1 when the ratio of the medians is above the bar (1.25).
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BAR = 1.25
GIVE_UP = 30.0  # seconds
Z_PIXMAP = 2
ALL_PLANES = 0xFFFFFFFF


class _Attributes(ctypes.Structure):
    """XWindowAttributes up to the field that is read; the rest is room."""

    _fields_ = (
        ("x", ctypes.c_int),
        ("y", ctypes.c_int),
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("border", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("visual", ctypes.c_void_p),
        ("root", ctypes.c_ulong),
        ("kind", ctypes.c_int),
        ("bit_gravity", ctypes.c_int),
        ("win_gravity", ctypes.c_int),
        ("backing_store", ctypes.c_int),
        ("backing_planes", ctypes.c_ulong),
        ("backing_pixel", ctypes.c_ulong),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("room", ctypes.c_byte * 128),
    )


class Watcher:
    """Looks at the windows of one X display."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
        for name in ("XOpenDisplay", "XGetImage"):
            getattr(self._x, name).restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise SystemExit(f"the display {display} could not be opened")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))
        # A window that vanishes between two calls is no error here.
        self._handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda _display, _error: 0)
        self._x.XSetErrorHandler(self._handler)

    def is_painted(self) -> bool:
        """Whether a mapped window of at least 400 by 300 pixels shows something in its middle."""
        return any(self._shows(window) for window in self._windows())

    def _windows(self) -> list[int]:
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        told = [ctypes.byref(place) for place in (root, parent, children, count)]
        if not self._x.XQueryTree(self._display, self._root, *told):
            return []
        found = [children[number] for number in range(count.value)]
        if found:
            self._x.XFree(children)
        return found

    def _shows(self, number: int) -> bool:
        window, seen = ctypes.c_ulong(number), _Attributes()
        if not self._x.XGetWindowAttributes(self._display, window, ctypes.byref(seen)):
            return False
        if seen.map_state != 2 or seen.width < 400 or seen.height < 300:
            return False
        place = (seen.width // 2, seen.height // 2, 1, 1)
        image = self._x.XGetImage(self._display, window, *place, ctypes.c_ulong(ALL_PLANES), Z_PIXMAP)
        if not image:
            return False
        pixel = self._x.XGetPixel(ctypes.c_void_p(image), 0, 0) & 0xFFFFFF
        self._x.XDestroyImage(ctypes.c_void_p(image))
        return bool(pixel)


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """The environment of a private virtual screen (Xvfb)."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:  # to the line's end: the number and its newline are written apart
        number = told.readline().strip()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "XDG_", "WAYLAND"))}
        try:
            yield {**kept, "DISPLAY": f":{number}"}
        finally:
            server.terminate()
            server.wait()


def start(command: list[str], environment: dict[str, str], watcher: Watcher, data: Path) -> float:
    """Seconds from the start of ``command`` to its painted window; the process is ended afterwards."""
    while watcher.is_painted():
        time.sleep(0.05)
    began = time.monotonic()
    process = subprocess.Popen(
        [*command, "--data-dir", str(data)], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        while not watcher.is_painted():
            if process.poll() is not None or time.monotonic() - began > GIVE_UP:
                told = process.stderr.read().decode() if process.poll() is not None and process.stderr else "no window"
                raise SystemExit(f"{command[0]} did not come up: {told}")
            time.sleep(0.002)
        return time.monotonic() - began
    finally:
        time.sleep(1.5)  # it fills its panes; the next start must not share the machine with that
        process.terminate()
        process.wait()


def measure(program: Path, runs: int) -> dict[str, list[float]]:
    """Seconds of each start, checkout and bundle in turn; the first of each warms the caches and is left out."""
    commands = {"checkout": [sys.executable, str(ROOT / "main.py")], "bundle": [str(program)]}
    found: dict[str, list[float]] = {name: [] for name in commands}
    with screen() as environment, tempfile.TemporaryDirectory() as scratch:
        watcher = Watcher(environment["DISPLAY"])
        for number in range(runs + 1):
            for name, command in commands.items():
                seconds = start(command, environment, watcher, Path(scratch) / name)
                if number:
                    found[name].append(seconds)
    return found


def main() -> int:
    """Measure and print; exit 1 above the bar."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("program", type=Path)
    options.add_argument("--runs", type=int, default=15)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    found = measure(chosen.program.resolve(), chosen.runs)
    middle = {name: statistics.median(times) for name, times in found.items()}
    ratio = middle["bundle"] / middle["checkout"]
    for name, times in found.items():
        print(f"{name}: median {middle[name] * 1000:.0f} ms, from {min(times) * 1000:.0f} to {max(times) * 1000:.0f}")
    print(f"ratio of the medians: {ratio:.2f} (bar {BAR})")
    if chosen.json:
        result = {"runs": chosen.runs, "load": os.getloadavg()[0], "ratio": round(ratio, 3), "median_s": middle}
        chosen.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
