"""A file that macOS asks to open reaches the window; nothing else is kept from anybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from tutorapp.ui.file_opens import FileOpens

pytestmark = pytest.mark.gui


def test_the_file_of_the_event_is_opened(qtbot):
    target, opened = QObject(), []
    FileOpens(target, opened.append)
    assert QApplication.sendEvent(target, QFileOpenEvent("/somewhere/my work.tutorwork"))
    assert opened == [Path("/somewhere/my work.tutorwork")]
    QApplication.sendEvent(target, QEvent(QEvent.Type.ApplicationActivate))
    assert len(opened) == 1
