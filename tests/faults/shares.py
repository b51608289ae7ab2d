"""Shares that fail as networks do: one that hangs in every call until it is let go, and one that lies."""

from __future__ import annotations

import threading
from pathlib import Path

from tutorapp.services.snapshots import FolderShare


class HangingShare(FolderShare):
    """A folder on a file system that stops answering; ``calls`` counts what it was asked. ``let_go`` ends it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._answers = threading.Event()
        self.calls = 0

    def let_go(self) -> None:
        """The network is back."""
        self._answers.set()

    def names(self) -> list[str]:
        self.hang()
        return super().names()

    def put(self, source: Path, name: str) -> None:
        self.hang()
        super().put(source, name)

    def get(self, name: str, target: Path) -> None:
        self.hang()
        super().get(name, target)

    def hang(self) -> None:
        """As a call on a dead mount: nothing comes back, and nothing can end it."""
        self.calls += 1
        self._answers.wait()
