"""Messages: what is quiet goes by itself, what endangers work stays until somebody has closed it."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from tutorapp.settings import Settings
from tutorapp.ui.bus import Notice
from tutorapp.ui.icons import Icons
from tutorapp.ui.notices import NoticeBar
from tutorapp.ui.theme import Theme

pytestmark = pytest.mark.gui
REFUSED = Notice("Your work was last saved by a newer TutorApp.", level="danger")


class Room:
    """A notice bar over an empty page, and what is read on it."""

    def __init__(self, qtbot) -> None:
        theme = Theme(Settings())
        theme.apply(QApplication.instance())
        self.qtbot = qtbot
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(900, 500)
        self.bar = NoticeBar(SimpleNamespace(theme=theme, icons=Icons(theme)), self.page)
        self.field = QLineEdit(self.page)
        self.page.show()
        self.field.setFocus()

    def words(self) -> str:
        return self.bar.findChild(QLabel, "notice.text").text() if self.bar.isVisible() else ""

    def close(self) -> None:
        self.qtbot.mouseClick(self.bar.findChild(QToolButton, "notice.close"), Qt.MouseButton.LeftButton)

    def act(self) -> None:
        self.qtbot.mouseClick(self.bar.findChild(QPushButton, "notice.action"), Qt.MouseButton.LeftButton)

    def wait_it_out(self) -> None:
        """The time is over, and she is busy elsewhere: what the timer does when it has run out."""
        self.field.setFocus()
        if self.bar._timer.isActive():
            self.bar._timer.timeout.emit()


@pytest.fixture
def room(qtbot):
    return Room(qtbot)


def test_a_quiet_message_goes_by_itself(room):
    room.bar.show_notice(Notice("Saved."))
    room.wait_it_out()
    assert room.words() == ""


def test_what_endangers_work_stays_until_it_is_closed(room):
    room.bar.show_notice(REFUSED)
    room.wait_it_out()
    assert room.words() == REFUSED.text
    room.close()
    assert room.words() == ""


@pytest.mark.parametrize("ending", ["wait_it_out", "close", "act"])
def test_a_message_that_comes_meanwhile_gives_way_again(room, ending):
    done = []
    room.bar.show_notice(REFUSED)
    room.bar.show_notice(Notice("Nothing to undo.", "Again", lambda: done.append(1)))
    assert room.words() == "Nothing to undo."
    getattr(room, ending)()
    assert done == ([1] if ending == "act" else [])
    assert room.words() == REFUSED.text
    assert len(room.bar.history) == 2, "it was shown again, not said again"
    room.close()
    assert room.words() == ""


def test_a_second_danger_takes_the_place_of_the_first(room):
    room.bar.show_notice(REFUSED)
    room.bar.show_notice(Notice("Another one.", level="danger"))
    room.close()
    assert room.words() == ""
