"""A bank of thousands: the list shows the first of them and what was asked for, and says so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import a_question
from tutorapp.domain.library import Library
from tutorapp.ui.practice.choose import MOST_ROWS

pytestmark = pytest.mark.gui


def test_a_long_list_is_cut_and_every_question_can_still_be_shown(world):
    many = tuple(a_question(id=f"many-{n}", text=f"Question {n}?") for n in range(MOST_ROWS + 100))
    library = Library(replace(world.library.unit, questions=(*world.library.unit.questions, *many)))
    world.ctx.library = library
    world.pane.load(library)
    world.settle()
    assert len(world.pane.choose.list.ids()) in (MOST_ROWS, MOST_ROWS + 1)
    assert f"the first {MOST_ROWS} are listed" in world.pane.choose._count.text()
    assert world.pane.choose.show_question(f"many-{MOST_ROWS + 99}")
    assert f"many-{MOST_ROWS + 99}" in world.pane.choose.list.ids()
    assert world.pane.choose.current_id() == f"many-{MOST_ROWS + 99}"
