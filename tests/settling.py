"""Waiting until a window has nothing left to do, however slow the machine is."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

PATIENCE = 20_000
"""Milliseconds; ends a test that hangs, never decides one that passes."""
ROUNDS = 3
"""An answer of the worker posts events, and they may ask the worker again: idle counts once it stays so."""


def rest(qtbot: Any, jobs: Any) -> None:
    """Deliver everything worker and event loop hold until neither has made work for the other."""
    for _ in range(ROUNDS):
        qtbot.waitUntil(lambda: jobs.is_idle, timeout=PATIENCE)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: jobs.is_idle, timeout=PATIENCE)
