"""A wrapping row of buttons leaves no gap for those that are hidden."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from tutorapp.ui.practice.parts import Flow

pytestmark = pytest.mark.gui


def test_a_hidden_button_takes_no_place(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = Flow(8)
    holder.setLayout(flow)
    buttons = [QPushButton(text) for text in ("Mark it", "Second look", "Compare", "Sit again")]
    for button in buttons:
        flow.addWidget(button)
    buttons[0].hide()
    buttons[2].hide()
    holder.resize(600, 60)
    holder.show()
    qtbot.waitExposed(holder)
    assert buttons[1].x() == 0
    assert buttons[3].x() == buttons[1].geometry().right() + 1 + 8
