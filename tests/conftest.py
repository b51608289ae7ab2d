"""What every test gets: no real screen, no real data folder, and no warning in the log that nobody expected."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

import pytest

from db import Database, open_database
from tests.builders import START
from tests.fakes import FakeClock, counted_ids
from tutorapp.services.ports import Identity


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker of a test that expects a warning in the log."""
    config.addinivalue_line("markers", "logs: log records at WARNING or above are expected")


COLLECT_EVERY = 20
"""Tests between two collections."""


def pytest_sessionstart(session: pytest.Session) -> None:
    """Collect garbage on the main thread only, as the window does (``tutorapp.ui.collecting``)."""
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Let go of the windows a test closed, and collect now and then, between tests.

    Without an event loop of its own Qt would keep them for as long as the tests run, and style them again and again.
    """
    result = yield
    if "PySide6.QtWidgets" in sys.modules:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    item.session.config.stash[_COUNT] = count = item.session.config.stash.get(_COUNT, 0) + 1
    if count % COLLECT_EVERY == 0:
        gc.collect()
    return result


_COUNT = pytest.StashKey[int]()


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, so that no test ever sees the real one."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("TUTORAPP_DATA_DIR", str(folder))
    return folder


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on a log record at WARNING or above, unless the test is marked ``logs``."""
    yield
    if request.node.get_closest_marker("logs"):
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    loud = [f"{record.name}: {record.getMessage()}" for record in records if record.levelno >= logging.WARNING]
    if loud:
        pytest.fail("logged: " + "; ".join(loud), pytrace=False)


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands until it is moved."""
    return FakeClock()


@pytest.fixture
def database(data_dir: Path) -> Iterator[Database]:
    """A fresh database in the test's data folder."""
    opened = open_database(data_dir / "tutorapp.sqlite3", lambda word: (), START).database
    yield opened
    opened.close()


@pytest.fixture
def identity(database: Database) -> Identity:
    """Who writes: the database's own device, with counted ids."""
    return Identity(database.device_id, counted_ids())
