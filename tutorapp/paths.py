"""The only caller of appdirs: where a person's data, settings and logs live, and who decided it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import appdirs  # type: ignore[import-untyped]  # it ships no types

from tutorapp import places
from tutorapp.domain.records import dataclass

if TYPE_CHECKING:
    from tutorapp.services.policy import InForce

APP_NAME = "TutorApp"
ENVIRONMENT_VARIABLE = "TUTORAPP_DATA_DIR"
POLICY_VARIABLE = "TUTORAPP_POLICY"
"""Names a policy to try out. It counts only where the machine has none, for a pupil can set variables."""
SNAPSHOTS_KEPT = 20
LOCAL_ROOT = Path("/var/tmp")
"""Where the work lives on a Linux computer whose homes lie on a network: kept over restarts, unlike /tmp."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Every folder and file the program may write to.

    ``school`` is the policy of this machine, None where there is none. ``snapshots`` is where verified copies of the
    work go as well, perhaps on a network; None where nobody asked for it. ``shut`` is the folder with the work when
    it cannot be written to: ``data`` is then a copy to read from, and nothing can be saved.
    """

    data: Path
    settings: Path
    logs: Path
    reason: places.Reason = "system"
    school: InForce | None = None
    snapshots: Path | None = None
    snapshots_kept: int = SNAPSHOTS_KEPT
    shut: Path | None = None

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

    @property
    def refused(self) -> str:
        """What to tell when the system refuses a folder."""
        return f"TutorApp cannot write to {self.data}. Choose another folder with --data-dir."

    def create(self) -> None:
        """Make the folders. OSError when the system refuses."""
        for folder in (self.data, self.settings, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def find(data_dir: str | None = None) -> Paths:
    """The folders to use, by the strongest of policy, environment, ``data_dir``, portable marker and system.

    With a folder given everything lies below it, so a test or a stick touches nothing else. KnownError when the
    policy names a folder that means nothing on this computer. Without a policy this costs one look for its file.
    """
    school = policy()
    folder, reason = places.choose(
        policy=_expanded(school, "data_folder"),
        environment=os.environ.get(ENVIRONMENT_VARIABLE),
        argument=data_dir,
        portable=places.portable_folder(_program()),
    )
    asked = _expanded(school, "snapshot_folder")
    kept = SNAPSHOTS_KEPT if school is None else school.policy.snapshot_count
    snapshots = Path(asked) if asked else None
    if folder:
        base = Path(folder).expanduser().absolute()
        return Paths(base, base, base / "logs", reason, school, snapshots, kept)
    data = Path(appdirs.user_data_dir(APP_NAME, appauthor=False))
    settings = Path(appdirs.user_config_dir(APP_NAME, appauthor=False))
    logs = Path(appdirs.user_log_dir(APP_NAME, appauthor=False))
    local = _local_place(data)
    if local is None:
        return Paths(data, settings, logs, reason, school, snapshots, kept)
    return Paths(local, settings, local / "logs", reason, school, snapshots or Path.home() / "TutorApp snapshots", kept)


def policy() -> InForce | None:
    """The policy of this machine; None where there is none. A bad one is told by its ``notice`` and decides less."""
    file = places.policy_file(sys.platform, os.environ, _program_files())
    if not file.exists():
        asked = os.environ.get(POLICY_VARIABLE)
        if not asked:
            return None
        file = Path(asked)
    from tutorapp.services.policy import load  # most machines have no policy, and the window paints first

    return load(file)


def _expanded(school: InForce | None, name: str) -> str | None:
    written: str | None = None if school is None else getattr(school.policy, name)
    if written is None:
        return None
    from tutorapp.services.policy import folder  # loaded by ``policy`` already

    return folder(written, os.environ, Path.home())


def _program() -> Path:
    frozen = sys.executable if getattr(sys, "frozen", False) else None
    return places.program_folder(sys.platform, frozen, Path(__file__).parents[1])


def _program_files() -> str | None:
    """Windows' own word for the folder of programs, which no variable can change."""
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Windows\CurrentVersion") as key:
                return str(winreg.QueryValueEx(key, "ProgramFilesDir")[0])
        except OSError:
            return None
    return None


def _local_place(data: Path) -> Path | None:
    """Where the database lives when ``data`` lies on a network; None when it does not, or holds the work already.

    Only Linux homes are looked at: Windows' local application data is on the machine's own disk.
    """
    if sys.platform != "linux":
        return None
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    if not places.is_on_network(data, mounts) or (data / "tutorapp.sqlite3").exists():
        return None
    place = LOCAL_ROOT / f"tutorapp-{os.getuid()}"
    return place if _is_ours(place) else None


def _is_ours(place: Path) -> bool:
    """Whether ``place`` is a folder of this person's that nobody else can enter; made if it is not there."""
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and found.st_mode & 0o170077 == 0o040000
