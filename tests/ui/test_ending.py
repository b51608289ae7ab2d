"""Asked by the system to end, the window closes as it does for a person."""

from __future__ import annotations

import os
import signal

import pytest
from PySide6.QtWidgets import QWidget

from tutorapp.ui.ending import ASKING, Ending

pytestmark = [
    pytest.mark.gui,
    pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals; Qt closes the window"),
]


@pytest.mark.parametrize("name", ASKING)
def test_a_signal_closes_the_window_and_everything_is_as_before_afterwards(qtbot, name):
    number = getattr(signal, name)
    former, window = signal.getsignal(number), QWidget()
    qtbot.addWidget(window)
    window.show()
    left: list[bool] = []
    ending = Ending(window, lambda: left.append(window.isVisible()))
    try:
        os.kill(os.getpid(), number)
        qtbot.waitUntil(lambda: left == [False])
    finally:
        ending.stop()
    assert signal.getsignal(number) is former
    assert signal.set_wakeup_fd(-1) == -1
    ending.stop()
