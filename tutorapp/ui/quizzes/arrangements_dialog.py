"""Who is given what: a small table of pupils with extra time, rest breaks and large print."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.bank import arrangements
from tutorapp.domain.bank.arrangements import EXTRA, Arrangement
from tutorapp.domain.exam_clock import allowance
from tutorapp.ui.context import UiContext
from tutorapp.ui.help import fit
from tutorapp.ui.practice import words
from tutorapp.ui.practice.parts import label

NAME, PERCENT, BREAKS, LARGE, TIME = range(5)


class ArrangementsDialog(QDialog):
    """``seconds``: what the quiz in front takes without extra time."""

    def __init__(self, context: UiContext, parent: QWidget, pupils: Sequence[Arrangement], seconds: int) -> None:
        super().__init__(parent)
        self._ctx, self._seconds = context, seconds
        self.setObjectName("quizzes.arrangements")
        self.setWindowTitle(self.tr("Access arrangements"))
        fit(self, 720, 460)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(label(self.tr("Access arrangements"), "h2"))
        told = self.tr(
            "Names or pseudonyms stay in your own settings on this computer; no quiz file carries them. "
            "Pupils set the same values under Settings, Exam arrangements."
        )
        column.addWidget(label(told, "secondary", wrap=True))
        self.table = QTableWidget(0, 5)
        self.table.setObjectName("quizzes.arrangements.table")
        self.table.setAccessibleName(self.tr("Pupils and their arrangements"))
        self.table.setHorizontalHeaderLabels(
            [
                self.tr("Name or pseudonym"),
                self.tr("Extra time"),
                self.tr("Rest breaks"),
                self.tr("Large print"),
                self.tr("Time for this quiz"),
            ]
        )
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for at in (PERCENT, BREAKS, LARGE, TIME):
            self.table.setColumnWidth(at, context.theme.px(116))
        column.addWidget(self.table, 1)
        column.addLayout(self._build_buttons())
        for pupil in pupils:
            self._add(pupil)
        self.table.itemChanged.connect(lambda _item: self._grow())
        self._grow()

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        remove = QPushButton(self.tr("Remove"))
        remove.setObjectName("quizzes.arrangements.remove")
        remove.clicked.connect(lambda _checked=False: self.table.removeRow(self.table.currentRow()))
        done = QPushButton(self.tr("Done"))
        done.setObjectName("quizzes.arrangements.done")
        done.setProperty("role", "primary")
        done.setDefault(True)
        done.clicked.connect(lambda _checked=False: self.accept())
        row.addWidget(remove)
        row.addStretch(1)
        row.addWidget(done)
        return row

    def pupils(self) -> tuple[Arrangement, ...]:
        """Every row with a name."""
        found = []
        for at in range(self.table.rowCount()):
            name = " ".join(self._text(at).split())
            percent = self.table.cellWidget(at, PERCENT)
            if name:
                found.append(
                    Arrangement(
                        name=name,
                        extra_percent=int(percent.currentData()) if isinstance(percent, QComboBox) else 0,
                        rest_breaks=self._ticked(at, BREAKS),
                        large_print=self._ticked(at, LARGE),
                    )
                )
        return tuple(found)

    def _text(self, at: int) -> str:
        item = self.table.item(at, NAME)
        return item.text() if item is not None else ""

    def _ticked(self, at: int, column: int) -> bool:
        item = self.table.item(at, column)
        return item is not None and item.checkState() == Qt.CheckState.Checked

    def _grow(self) -> None:
        """There is always an empty row to write in."""
        last = self.table.rowCount() - 1
        if last < 0 or self._text(last).strip():
            self._add(Arrangement(name=""))

    def _add(self, pupil: Arrangement) -> None:
        at = self.table.rowCount()
        self.table.blockSignals(True)
        self.table.insertRow(at)
        self.table.setItem(at, NAME, QTableWidgetItem(pupil.name))
        for column, on in ((BREAKS, pupil.rest_breaks), (LARGE, pupil.large_print)):
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            tick.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.table.setItem(at, column, tick)
        time = QTableWidgetItem()
        time.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setItem(at, TIME, time)
        self.table.blockSignals(False)
        box = QComboBox()
        box.setAccessibleName(self.tr("Extra time of pupil {0}").format(at + 1))
        for percent in sorted({*EXTRA, pupil.extra_percent}):
            box.addItem(f"{percent} %", percent)
        box.setCurrentIndex(box.findData(pupil.extra_percent))
        self.table.setCellWidget(at, PERCENT, box)
        box.currentIndexChanged.connect(lambda _at: time.setText(self._time(int(box.currentData()))))
        time.setText(self._time(pupil.extra_percent))

    def _time(self, percent: int) -> str:
        return words.minutes(allowance(self._seconds, percent), self.tr)


def kept(context: UiContext) -> tuple[Arrangement, ...]:
    """The pupils' arrangements, from the person's own settings."""
    place = context.settings.value.places.get("quizzes")
    return arrangements.read(place.get("pupils") if isinstance(place, dict) else None)


def keep(context: UiContext, pupils: Sequence[Arrangement]) -> None:
    """Keep them there."""
    places = dict(context.settings.value.places)
    own = places.get("quizzes")
    places["quizzes"] = {**(own if isinstance(own, dict) else {}), "pupils": arrangements.written(pupils)}
    context.settings.remember(places=places)
    context.settings.save()
