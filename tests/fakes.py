"""What stands in for the machine in tests: a clock that is moved by hand and ids that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from tests.builders import START, an_id


class FakeClock:
    """``services.ports.Clock``: stands still until the test moves it."""

    def __init__(self, at: datetime = START) -> None:
        self._wall = at
        self._boottime = 1000.0
        self._monotonic = 900.0
        self._boot = 1

    def now(self) -> datetime:
        return self._wall

    def boottime(self) -> float:
        return self._boottime

    def monotonic(self) -> float:
        return self._monotonic

    def boot_id(self) -> str:
        return f"boot-{self._boot}"

    def advance(self, seconds: float) -> None:
        """Time goes by with the computer awake."""
        self._monotonic += seconds
        self.suspend(seconds)

    def suspend(self, seconds: float) -> None:
        """The lid is closed for so long."""
        self._wall += timedelta(seconds=seconds)
        self._boottime += seconds

    def set_wall(self, seconds: float) -> None:
        """Somebody sets the clock forward (or, with a negative number, back)."""
        self._wall += timedelta(seconds=seconds)

    def reboot(self, seconds: float) -> None:
        """The computer is off for so long and starts again."""
        self._wall += timedelta(seconds=seconds)
        self._boottime = self._monotonic = 20.0
        self._boot += 1


def counted_ids(first: int = 10_000) -> Callable[[], str]:
    """A maker of well-formed ids that count up."""
    numbers = count(first)
    return lambda: an_id(next(numbers))
