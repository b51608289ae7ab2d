"""The only caller of appdirs: where a person's data, settings and logs live."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import appdirs  # type: ignore[import-untyped]  # it ships no types

APP_NAME = "TutorApp"
ENVIRONMENT_VARIABLE = "TUTORAPP_DATA_DIR"


@dataclass(frozen=True, slots=True)
class Paths:
    """Every folder and file the program may write to."""

    data: Path
    settings: Path
    logs: Path

    @property
    def database(self) -> Path:
        """The pupil's database."""
        return self.data / "tutorapp.sqlite3"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.data / "backups"

    @property
    def settings_file(self) -> Path:
        """Settings, window layout and last place."""
        return self.settings / "settings.json"

    @property
    def log_file(self) -> Path:
        """Where bugs are written down."""
        return self.logs / "tutorapp.log"

    def create(self) -> None:
        """Make the folders. OSError when the system refuses."""
        for folder in (self.data, self.settings, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def find(data_dir: str | None = None) -> Paths:
    """The folders to use: ``data_dir``, else the environment, else the system's place for user data.

    With a folder given everything lies below it, so a test or a stick touches nothing else.
    """
    chosen = data_dir or os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen:
        base = Path(chosen).expanduser().absolute()
        return Paths(data=base, settings=base, logs=base / "logs")
    return Paths(
        data=Path(appdirs.user_data_dir(APP_NAME, appauthor=False)),
        settings=Path(appdirs.user_config_dir(APP_NAME, appauthor=False)),
        logs=Path(appdirs.user_log_dir(APP_NAME, appauthor=False)),
    )
