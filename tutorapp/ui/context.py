"""What every pane is given: look, jobs, bus, services and settings; nothing global."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from tutorapp.domain.records import dataclass
from tutorapp.settings import Settings, SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Bus, Selection
from tutorapp.ui.icons import Icons
from tutorapp.ui.jobs import Jobs
from tutorapp.ui.theme import Theme

if TYPE_CHECKING:
    from tutorapp.domain.changes import Changes
    from tutorapp.domain.library import Library
    from tutorapp.services.container import Services
    from tutorapp.services.ports import Clock


class SettingsStore(QObject):
    """The settings in force; ``update`` changes, saves and tells.

    What a school decided (``forced``) is in force here and never written into the person's own file.

    Signals:
        changed: a Settings field that concerns the look or behaviour is another now.
    """

    changed = Signal()

    def __init__(
        self,
        file: SettingsFile,
        on_save_failed: Callable[[str], None] | None = None,
        forced: dict[str, Any] | None = None,
    ) -> None:
        super().__init__()
        self._file = file
        self._on_save_failed = on_save_failed
        self._forced = forced or {}
        self.locked = frozenset(self._forced)  # fields a school manages
        self._own = file.load()
        self.value: Settings = self._own.changed(**self._forced)

    def update(self, **values: Any) -> None:  # noqa: ANN401  # one field of any type
        """Change fields and save; locked ones stay."""
        before = self.value
        self.remember(**{name: value for name, value in values.items() if name not in self.locked})
        if self.value == before:
            return
        self.save()
        self.changed.emit()

    def remember(self, **values: Any) -> None:  # noqa: ANN401  # as above
        """Keep layout or places without telling anybody; saved with the next ``save``."""
        self._own = self._own.changed(**values)
        self.value = self._own.changed(**self._forced)

    def save(self) -> None:
        """Write to disk; a failure is told in words, never raised."""
        try:
            self._file.save(self._own)
        except OSError:
            if self._on_save_failed:
                self._on_save_failed("Your settings could not be saved. They hold until you close TutorApp.")


@dataclass(slots=True)
class UiContext:
    """Shared by all panes; ``services`` and ``library`` are there once ``Pane.load`` is called."""

    theme: Theme
    icons: Icons
    jobs: Jobs
    bus: Bus
    selection: Selection
    actions: Actions
    settings: SettingsStore
    clock: Clock
    _services: Services | None = None
    library: Library | None = None
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        """The services; only after the database is open."""
        if self._services is None:
            raise RuntimeError("the database is not open yet")
        return self._services

    @services.setter
    def services(self, services: Services) -> None:
        self._services = services

    @property
    def is_ready(self) -> bool:
        """The database is open and a unit is loaded."""
        return self._services is not None and self.library is not None

    def run(self, call: Callable[[], Changes | None], initiator: object = None) -> None:
        """Run a write on the worker and announce what it changed."""
        self.jobs.run(call, lambda changes: self.bus.announce(changes, initiator))
