"""Small fields of the settings page: segments, a switch row, a size slider."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QSpinBox,
    QWidget,
)


class Segments(QWidget):
    """One of a few values, as joined buttons.

    Signals:
        chosen: the value of the button pressed.
    """

    chosen = Signal(str)

    def __init__(self, name: str, label: str, options: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        last = len(options) - 1
        for at, (value, text) in enumerate(options):
            button = QPushButton(text)
            button.setProperty("end", "first" if at == 0 else "last" if at == last else "middle")
            button.setObjectName(f"{name}.{value}")
            button.setAccessibleName(f"{label}: {text}")
            button.setProperty("role", "segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            self._buttons[value] = button
            row.addWidget(button)

    def set_value(self, value: str) -> None:
        """Show ``value`` as chosen."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)


def switch(name: str, label: str, text: str, changed: Callable[[bool], None]) -> QCheckBox:
    """An on/off setting with the words that say what "on" does."""
    box = QCheckBox(text)
    box.setObjectName(name)
    box.setAccessibleName(f"{label}: {text}")
    box.toggled.connect(changed)
    return box


class SizeSlider(QWidget):
    """A percentage with a slider and the figure beside it.

    Signals:
        moved: the new percentage.
    """

    moved = Signal(int)

    def __init__(self, name: str, label: str, low: int, high: int, step: int) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setObjectName(name)
        self._slider.setAccessibleName(label)
        self._slider.setRange(low, high)
        self._slider.setSingleStep(step)
        self._slider.setPageStep(step)
        self._slider.setFixedWidth(200)
        self._figure = QLabel()
        self._figure.setProperty("role", "strong")
        row.addWidget(self._slider)
        row.addWidget(self._figure)
        self._slider.valueChanged.connect(self._on_moved)

    def set_value(self, percent: int) -> None:
        """Show ``percent`` without telling anybody."""
        self._slider.blockSignals(True)
        self._slider.setValue(percent)
        self._slider.blockSignals(False)
        self._figure.setText(f"{percent} %")

    def _on_moved(self, percent: int) -> None:
        self._figure.setText(f"{percent} %")
        self.moved.emit(percent)


def field_words(field: QWidget) -> str:
    """The words that stand on the buttons of ``field``, for the search of a setting."""
    buttons = [field] if isinstance(field, QAbstractButton) else field.findChildren(QAbstractButton)
    return " ".join(button.text() for button in buttons)


def percent_box(name: str, label: str, low: int, high: int, changed: Callable[[int], None]) -> QSpinBox:
    """A whole percentage, typed or stepped by one."""
    return number_box(name, label, low, high, " %", changed)


def number_box(name: str, label: str, low: int, high: int, unit: str, changed: Callable[[int], None]) -> QSpinBox:
    """A whole number with its unit, typed or stepped by one."""
    box = QSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(label)
    box.setRange(low, high)
    box.setSuffix(unit)
    box.setFixedWidth(110)
    box.lineEdit().setTextMargins(6, 0, 0, 0)  # the style sheet's padding does not reach the field inside
    box.valueChanged.connect(changed)
    return box
