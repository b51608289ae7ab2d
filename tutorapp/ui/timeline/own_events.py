"""Own events on the line: the form they are written in, and adding, changing and deleting them with undo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain.content import Event
from tutorapp.domain.dates import DateError, in_words, read_typed
from tutorapp.domain.library import Library
from tutorapp.services.bank import OwnEdit
from tutorapp.ui.context import UiContext

if TYPE_CHECKING:
    from tutorapp.services.packing import Packed

LONGEST_TITLE, LONGEST_SUMMARY = 200, 4000


class EventForm(QDialog):
    """Title, date, lane, weight, what happened and where the notes tell of it; says at once how a date is read."""

    def __init__(self, context: UiContext, library: Library, event: Event | None, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._ctx, self._library, self._event = context, library, event
        self._when = ""
        self.setObjectName("timeline.own")
        self.setWindowTitle(self.tr("Change your event") if event else self.tr("Add an event of your own"))
        self.setMinimumWidth(context.theme.px(460))
        self._build()
        if event is not None:
            self._fill(event)
        self._judge()

    def _build(self) -> None:
        self.title = self._line("title", self.tr("Title"), self.tr("What happened, in a few words"))
        self.title.setMaxLength(LONGEST_TITLE)
        self.when = self._line("when", self.tr("Date"), self.tr("1 December 1934, Apr 1922, c. 1934, 1936 to 1938"))
        self.read = QLabel()
        self.read.setObjectName("timeline.own.read")
        self.read.setTextFormat(Qt.TextFormat.PlainText)
        self.read.setWordWrap(True)
        self.lane = self._choice("lane", self.tr("Lane"))
        for category in self._library.manifest.categories:
            self.lane.addItem(category.title, category.id)
        self.weight = self._choice("importance", self.tr("Importance"))
        words = (self.tr("detail"), self.tr("minor"), self.tr("useful"), self.tr("important"), self.tr("must know"))
        for number, word in enumerate(words, 1):
            self.weight.addItem(f"{number} · {word}", number)
        self.weight.setCurrentIndex(2)
        self.section = self._choice("section", self.tr("In the notes"))
        self.section.addItem(self.tr("nowhere"), "")
        for section in self._library.unit.sections:
            self.section.addItem(f"{section.number} {section.title}".strip(), section.id)
        self.summary = QPlainTextEdit()
        self.summary.setObjectName("timeline.own.summary")
        self.summary.setAccessibleName(self.tr("What to know about it"))
        self.summary.setTabChangesFocus(True)
        self.summary.setMinimumHeight(self._ctx.theme.px(96))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        for which, name in (
            (QDialogButtonBox.StandardButton.Save, "save"),
            (QDialogButtonBox.StandardButton.Cancel, "cancel"),
        ):
            self.buttons.button(which).setObjectName(f"timeline.own.{name}")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for field in (self.title, self.when):
            form.addRow(field.accessibleName(), field)
        form.addRow("", self.read)
        for choice in (self.lane, self.weight, self.section):
            form.addRow(choice.accessibleName(), choice)
        form.addRow(self.tr("Summary"), self.summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(self.buttons)

    def _line(self, name: str, label: str, hint: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(f"timeline.own.{name}")
        field.setAccessibleName(label)
        field.setPlaceholderText(hint)
        field.textChanged.connect(self._judge)
        return field

    def _choice(self, name: str, label: str) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"timeline.own.{name}")
        choice.setAccessibleName(label)
        choice.setMinimumContentsLength(12)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return choice

    def _fill(self, event: Event) -> None:
        self.title.setText(event.title)
        self.when.setText(event.when)
        self.lane.setCurrentIndex(self.lane.findData(event.category))
        self.weight.setCurrentIndex(self.weight.findData(event.importance))
        self.section.setCurrentIndex(self.section.findData(event.sections[0] if event.sections else ""))
        self.summary.setPlainText(event.summary)

    def _judge(self) -> None:
        """Say how the date is read; saving is possible once there are a title and a date."""
        self._when, role = "", "muted"
        try:
            typed = read_typed(self.when.text())
            self._when = typed.date.edtf
            text = self.tr("Read as {0}").format(in_words(typed.date))
        except DateError as error:
            text = error.message
            role = "danger" if self.when.text().strip() else "muted"
        self.read.setText(text)
        self._ctx.theme.set_role(self.read, role)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(bool(self.title.text().strip() and self._when))

    def event_as_written(self, new_id: str) -> Event:
        """The event of the form; ``new_id`` for one that is new. To be asked for after the form was accepted."""
        fields = {
            "title": " ".join(self.title.text().split()),
            "when": self._when,
            "summary": self.summary.toPlainText().strip()[:LONGEST_SUMMARY],
            "category": str(self.lane.currentData() or ""),
            "importance": int(self.weight.currentData()),
            "sections": (str(self.section.currentData()),) if self.section.currentData() else (),
        }
        if self._event is not None:
            return replace(self._event, **fields)  # type: ignore[arg-type]  # each of its field's type
        return Event(id=new_id, **fields)  # type: ignore[arg-type]  # as above


class OwnEvents(QObject):
    """What a person does with own events; each change is told with a way to undo it."""

    def __init__(self, context: UiContext, over: QWidget) -> None:
        super().__init__(over)
        self._ctx, self._over = context, over
        self._done: list[OwnEdit] = []

    @property
    def can_undo(self) -> bool:
        """There is a change of this session to take back."""
        return bool(self._done)

    def add(self) -> None:
        """Ask for a new event and keep it."""
        self._ask(None)

    def change(self, event_id: str) -> None:
        """Ask for another form of an own event."""
        library = self._ctx.library
        if library is None or event_id not in library.own:
            self._refuse()
            return
        self._ask(library.events[event_id])

    def delete(self, event_id: str) -> None:
        """Delete an own event; it can be brought back."""
        library, bank = self._ctx.library, self._ctx.services.bank
        if library is None or event_id not in library.own:
            self._refuse()
            return
        text = self.tr("“{0}” was deleted.").format(library.events[event_id].title[:80])
        self._ctx.jobs.run(lambda: bank.set_state("event", [event_id], "deleted"), lambda edit: self._tell(edit, text))

    def undo(self) -> None:
        """Take the last change of an own event back."""
        if not self._done:
            self._ctx.bus.notice(self.tr("No change of an own event is left to undo."))
            return
        edit, bank = self._done.pop(), self._ctx.services.bank
        self._ctx.jobs.run(lambda: bank.undo(edit), lambda undone: self._ctx.bus.announce(undone.changes, self))

    def export(self) -> None:
        """Save the own events as a pack that another TutorApp brings in."""
        library, bank = self._ctx.library, self._ctx.services.bank
        if library is None or not library.own:
            self._ctx.bus.notice(self.tr("There is nothing of your own to export yet."))
            return
        title, kinds = self.tr("Save your events as a pack"), self.tr("TutorApp pack (*.tutorpack)")
        chosen, _kind = QFileDialog.getSaveFileName(self._over, title, "my-events.tutorpack", kinds)
        if not chosen:
            return
        out, unit = Path(chosen).with_suffix(".tutorpack"), library.unit

        def write() -> Packed:
            from tutorapp.services.packing import own_pack

            return own_pack(bank, unit, self.tr("Own events"), out, ("event",))

        def told(packed: Packed) -> None:
            self._ctx.bus.notice(self.tr("{0} events are in {1}.").format(packed.events, out.name))

        self._ctx.jobs.run(write, told)

    def _ask(self, event: Event | None) -> None:
        library, bank = self._ctx.library, self._ctx.services.bank
        if library is None:
            return
        form = EventForm(self._ctx, library, event, self._over.window())
        if form.exec() != QDialog.DialogCode.Accepted:
            return
        made = form.event_as_written(bank.new_id("event"))
        text = self.tr("“{0}” is on the timeline.").format(made.title[:80])

        def saved(edit: OwnEdit) -> None:
            self._tell(edit, text)
            self._ctx.selection.select_event(made.id, self)

        self._ctx.jobs.run(lambda: bank.save(made), saved)

    def _tell(self, edit: OwnEdit, text: str) -> None:
        if not edit.after:
            return
        self._done.append(edit)
        self._ctx.bus.announce(edit.changes, self)
        self._ctx.bus.notice(text, self.tr("Undo"), self.undo)

    def _refuse(self) -> None:
        self._ctx.bus.notice(self.tr("This event belongs to the unit. Add one of your own beside it instead."))
