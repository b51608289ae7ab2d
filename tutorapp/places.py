"""Which folder holds a person's data: policy, environment, argument, portable marker, system, in that order of force.

The caller passes what the system says (``paths.py``) and what the policy says (``services.policy``). Nothing here is
heavy: it runs before the first paint.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath
from typing import Literal

MARKER = "portable.txt"
"""Beside the program it makes the installation portable: everything stays on the stick or folder it lies on."""
PORTABLE_DATA = "TutorApp data"

Reason = Literal["policy", "environment", "argument", "portable", "system"]


def choose(
    *,
    policy: str | None = None,
    environment: str | None = None,
    argument: str | None = None,
    portable: str | None = None,
) -> tuple[str | None, Reason]:
    """The folder that holds everything and who decided; an empty text counts as not given.

    The folder is None for the system's own places.
    """
    given: tuple[tuple[str | None, Reason], ...] = (
        (policy, "policy"),
        (environment, "environment"),
        (argument, "argument"),
        (portable, "portable"),
    )
    return next(((folder, reason) for folder, reason in given if folder), (None, "system"))


def portable_folder(program: Path) -> str | None:
    """The data folder of a portable installation in the folder ``program``; None without a marker.

    The marker's first line may name another folder, from the marker's place on (so that two programs share one).
    An absolute name or one that leaves the stick would not be portable, and counts as none.
    """
    marker = program / MARKER
    try:
        first = marker.read_text(encoding="utf-8-sig").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return None
    wanted = PurePath(first)
    is_inside = bool(first) and not wanted.is_absolute() and not wanted.drive and ".." not in wanted.parts
    return str(program / (wanted if is_inside else PORTABLE_DATA))


def program_folder(system: str, frozen: str | None, checkout: Path) -> Path:
    """The folder a person sees as the program: of the bundle's executable ``frozen``, else the checkout.

    ``system`` is ``sys.platform``. On macOS it is the folder that the .app lies in, for nothing may be written into it.
    """
    if frozen is None:
        return checkout
    folder = Path(frozen).resolve().parent
    if system == "darwin":
        return next((place.parent for place in folder.parents if place.suffix == ".app"), folder)
    return folder


def policy_file(system: str, environment: Mapping[str, str], program_files: str | None = None) -> Path:
    """Where an administrator puts the policy: one fixed place on each system that pupils cannot write to.

    ``system`` is ``sys.platform``; ``program_files`` is what Windows itself says (a pupil can set environment
    variables, so they are asked last).
    """
    if system == "win32":
        base = program_files or environment.get("PROGRAMFILES") or "C:\\Program Files"
        return Path(base, "TutorApp", "policy.json")
    if system == "darwin":
        return Path("/Library/Application Support/TutorApp/policy.json")
    return Path("/etc/tutorapp/policy.json")


NETWORK_KINDS = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs")
"""File systems that another computer may take away, as Linux names them."""


def is_on_network(place: Path, mounts: str) -> bool:
    """Whether ``place`` lies on another computer, by the text of ``/proc/self/mountinfo``.

    Asks no file system, so a share that hangs holds nobody up. Of mounts over each other the last counts
    (https://docs.kernel.org/filesystems/proc.html#proc-pid-mountinfo-information-about-mounts).
    """
    wanted, longest, kind = str(place), -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = fields[4].replace("\\040", " ").rstrip("/")
        if len(point) >= longest and (wanted == point or wanted.startswith(point + "/")):
            longest, kind = len(point), after.split(" ", 1)[0]
    return kind in NETWORK_KINDS
