"""The about box: the licence of everything TutorApp is made of can be read, and nothing is left out."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from tutorapp import __version__, assets
from tutorapp.ui.about import AboutDialog, licences
from tutorapp.ui.help import FRAME, fit

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"^([a-z0-9-]+)==", re.MULTILINE)


def test_every_package_the_program_installs_has_its_licence():
    pinned = set(NAME.findall((ROOT / "packaging" / "pins" / "run.txt").read_text(encoding="utf-8")))
    covered = {package for one in licences() for package in one.packages}
    assert covered >= pinned
    assert all(one.texts or one.about for one in licences())


def test_every_licence_text_among_the_resources_can_be_read_there():
    listed = {name for one in licences() for name in one.texts}
    folders = (path.relative_to(assets.root()).as_posix() for path in assets.root().rglob("LICEN*"))
    own = (f"licences/{path.name}" for path in assets.path("licences").glob("*.txt") if path.name != "README.txt")
    assert listed == {*folders, *own}


def test_its_own_licence_is_the_projects():
    assert assets.text("licences/tutorapp.txt") == (ROOT / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.gui
@pytest.mark.parametrize("wanted", [(640, 560), (5000, 5000)])
def test_a_dialog_is_never_larger_than_the_screen(qtbot, wanted):
    dialog = QDialog()
    qtbot.addWidget(dialog)
    fit(dialog, *wanted)
    room = dialog.screen().availableGeometry()
    assert dialog.width() <= min(wanted[0], room.width())
    assert dialog.height() <= min(wanted[1], room.height() - FRAME)


@pytest.mark.gui
def test_choosing_shows_the_text_word_for_word(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    box = AboutDialog(window, lambda: None)
    box.open()
    assert __version__ in box.findChild(QWidget, "about.words").text()
    assert "MIT License" in box.text.toPlainText()
    for at, one in enumerate(licences()):
        box.choice.setCurrentIndex(at)
        shown = box.text.toPlainText()
        assert all(assets.text(name) in shown for name in one.texts)
        assert one.name in box.text.accessibleName()
    box.choice.setCurrentIndex(1)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in box.text.toPlainText()
