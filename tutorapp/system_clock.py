"""The machine's own clocks and randomness: the real ``Clock`` and ``Identity`` of the services."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutorapp.services.ports import Clock, Identity

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_GRAIN_SECONDS = 60


class SystemClock:
    """``services.ports.Clock``."""

    def __init__(self, boot_id_file: Path = _BOOT_ID) -> None:
        self._boot_id = _read_boot_id(boot_id_file) or self._derived_boot_id()

    def now(self) -> datetime:
        """The wall clock, aware, UTC."""
        return datetime.now(UTC)

    def boottime(self) -> float:
        """Seconds since boot with suspend on Linux; elsewhere ``monotonic``, whose meaning in suspend varies."""
        if hasattr(time, "CLOCK_BOOTTIME"):
            return time.clock_gettime(time.CLOCK_BOOTTIME)
        return time.monotonic()

    def monotonic(self) -> float:
        """Seconds of a clock that never jumps and, on Linux and macOS, stops in suspend."""
        return time.monotonic()

    def boot_id(self) -> str:
        """A text that changes with each boot."""
        return self._boot_id

    def _derived_boot_id(self) -> str:
        """The minute the machine started at, for systems that name no boot.

        It also changes when the wall clock is set: the exam clock then falls back on the wall clock, as after
        a reboot, which is the careful side to err on.
        """
        started = self.now().timestamp() - self.boottime()
        return f"started-{round(started / _GRAIN_SECONDS)}"


def identity(device_id: str, clock: Clock) -> Identity:
    """Who writes rows on this computer; ids are UUIDv7 of ``clock``'s time and the system's randomness."""
    return late_identity(lambda: device_id, clock)


def late_identity(device_id: Callable[[], str], clock: Clock) -> Identity:
    """The same with a device id that is known only once the database is open: it is asked for at each row."""
    from tutorapp.services.ports import Identity  # only now: the window paints before content types are loaded

    class Late(Identity):
        @property
        def device_id(self) -> str:
            return device_id()

    late = object.__new__(Late)
    object.__setattr__(late, "new_id", _ascending_ids(clock))
    return late


def _ascending_ids(clock: Clock) -> Callable[[], str]:
    """Ids that sort in the order they were asked for, within a millisecond too (RFC 9562, section 6.2, method 2):
    the rows of one import keep the order of its file."""
    from tutorapp.domain.ids import uuid7

    lock = threading.Lock()
    last = (0, 0)

    def new_id() -> str:
        nonlocal last
        with lock:
            now = int(clock.now().timestamp() * 1000)
            fresh = int.from_bytes(os.urandom(9), "big")  # of 80 bits the top ones stay free to count up into
            last = (now, fresh) if now > last[0] else (last[0], last[1] + 1 + fresh % 1000)
            return uuid7(last[0], _spread(last[1]))

    return new_id


def _spread(number: int) -> bytes:
    """74 bits over the 10 bytes of a UUIDv7 after its time so that they keep their order: version and variant take
    the top 4 bits of the first byte and the top 2 of the third."""
    return ((number >> 62 & 0xFFF) << 64 | number & (1 << 62) - 1).to_bytes(10, "big")


def _read_boot_id(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
