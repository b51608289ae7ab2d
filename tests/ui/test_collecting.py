"""Garbage is collected on the window's thread and on no other."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from tutorapp.ui import collecting
from tutorapp.ui.collecting import Collector


class Loop:
    """Something that only a collection can free; remembers the thread that did."""

    def __init__(self, freed: list[int]) -> None:
        self.me = self
        weakref.finalize(self, lambda: freed.append(threading.get_ident()))


def rubbish(freed: list[int]) -> None:
    """As much garbage as would start an automatic collection many times over."""
    for _ in range(5000):
        Loop(freed)


def test_another_threads_rubbish_waits_for_the_windows_thread(qapp):
    parent = QObject()
    collector = Collector(parent)
    freed: list[int] = []
    thread = threading.Thread(target=rubbish, args=(freed,))
    thread.start()
    thread.join()
    assert freed == []
    collector.collect()
    assert len(freed) == 5000
    assert set(freed) == {threading.get_ident()}
    assert not gc.isenabled()


def test_it_goes_on_by_itself_and_does_nothing_where_nothing_is_due(qapp, qtbot):
    parent = QObject()
    collector = Collector(parent)
    assert collector._timer.isActive()
    gc.collect()
    collector.collect()
    freed: list[int] = []
    rubbish(freed)
    collector._timer.setInterval(1)
    qtbot.waitUntil(lambda: len(freed) == 5000, timeout=5000)


def test_a_load_is_put_aside_and_its_garbage_goes_in_the_end(qapp, monkeypatch):
    monkeypatch.setattr(collecting, "A_LOAD", 3000)
    monkeypatch.setattr(collecting, "THOROUGHLY", 2)
    parent = QObject()
    collector = Collector(parent)
    collector._timer.stop()
    gc.collect()
    freed: list[int] = []
    rubbish(freed)
    collector.collect()
    assert freed == []
    collector.collect()
    assert freed == []
    collector.collect()
    assert len(freed) == 5000
    gc.unfreeze()  # the next tests begin as before
