"""The palette in the real window: commands are found by their menu too, other spellings are bold."""

import pytest

from tests.journeys.harness import open_window
from tutorapp.ui.search_palette import ROW, segments

pytestmark = pytest.mark.gui


@pytest.fixture
def palette(qtbot, tmp_path):
    with open_window(qtbot, tmp_path) as window:
        window.commands.open_search()
        yield window.commands._palette


def rows(palette):
    return [palette._list.item(at).data(ROW) for at in range(palette._list.count())]


def test_a_command_is_found_by_its_menu_and_named_with_it(palette, qtbot):
    palette._field.setText("theme dark")
    qtbot.waitUntil(lambda: any(row.text == "Theme: Dark" for row in rows(palette)))
    assert not any("Nothing is called" in row.text for row in rows(palette))


def test_another_spelling_is_bold_in_titles(palette, qtbot):
    palette._field.setText("zinovyev")
    qtbot.waitUntil(lambda: any("Zinoviev" in row.text and "dropped" in row.text for row in rows(palette)))
    row = next(row for row in rows(palette) if "dropped" in row.text)
    assert ("Zinoviev", True) in segments(row.text)
