"""Prepares a checkout: virtual environment with pinned packages, and on Debian and Ubuntu the libraries Qt needs.

Standard library only, so that any Python 3.11 or newer can run it:

    python3 packaging/prepare.py [--dev]

A stamp in .venv holds the hash of the pins, so a second call does nothing.
Exit 0: ready; 1: a sentence says what to do.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PINS = ROOT / "packaging" / "pins"
OLDEST = (3, 11)

# What PySide6-Essentials loads on X11 and Wayland and a minimal Debian or Ubuntu lacks: (library, package).
LIBRARIES = (
    ("libglib-2.0.so.0", "libglib2.0-0"),
    ("libGL.so.1", "libgl1"),
    ("libEGL.so.1", "libegl1"),
    ("libxkbcommon.so.0", "libxkbcommon0"),
    ("libfontconfig.so.1", "libfontconfig1"),
    ("libfreetype.so.6", "libfreetype6"),
    ("libdbus-1.so.3", "libdbus-1-3"),
    ("libX11-xcb.so.1", "libx11-xcb1"),
    ("libxcb-cursor.so.0", "libxcb-cursor0"),
    ("libxcb-icccm.so.4", "libxcb-icccm4"),
    ("libxcb-image.so.0", "libxcb-image0"),
    ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    ("libxcb-randr.so.0", "libxcb-randr0"),
    ("libxcb-render-util.so.0", "libxcb-render-util0"),
    ("libxcb-shape.so.0", "libxcb-shape0"),
    ("libxcb-sync.so.1", "libxcb-sync1"),
    ("libxcb-util.so.1", "libxcb-util1"),
    ("libxcb-xfixes.so.0", "libxcb-xfixes0"),
    ("libxcb-xkb.so.1", "libxcb-xkb1"),
    ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    ("libwayland-client.so.0", "libwayland-client0"),
    ("libwayland-cursor.so.0", "libwayland-cursor0"),
    ("libwayland-egl.so.1", "libwayland-egl1"),
    ("libcups.so.2", "libcups2"),
    ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
)


def main() -> int:
    """Do what is missing and nothing else."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dev", action="store_true", help="with the tools of `make test`")
    dev = options.parse_args().dev
    if sys.version_info < OLDEST:
        print(f"TutorApp needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    return 1 if not prepare_packages(dev=dev) or not prepare_libraries() else 0


# --- packages --------------------------------------------------------------------------------------------


def prepare_packages(*, dev: bool) -> bool:
    """The virtual environment with the pinned packages; True when it is ready."""
    name = "dev" if dev else "run"
    pins = PINS / f"{name}.txt"
    stamp = VENV / f"ready-{name}"
    wanted = hashlib.sha256(pins.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted and venv_python().is_file():
        return True
    if not make_venv():
        return False
    install = [str(venv_python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if not _run([*install, "--require-hashes", "-r", str(pins)]):
        print("The packages could not be installed; pip says why above. The first start needs a package index.")
        return False
    stamp.write_text(wanted)
    if dev:  # the tools' pins hold everything the program needs
        run_pins = hashlib.sha256((PINS / "run.txt").read_bytes() + sys.version.encode()).hexdigest()
        (VENV / "ready-run").write_text(run_pins)
    return True


def make_venv() -> bool:
    """The virtual environment with pip is there, or is made; one that was left half made is made anew."""
    if has_pip():
        return True
    package = f"python3.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None and _is_debian() and os.geteuid() == 0:
        print(f"Installing what makes virtual environments: {package}")
        _install([package])
    made = False
    try:
        made = _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    finally:  # broken off as well: an interpreter without pip would be taken for a finished one
        if not made:
            shutil.rmtree(VENV, ignore_errors=True)
    if not made:
        print(f"The virtual environment could not be made. On Debian and Ubuntu: sudo apt-get install -y {package}")
    return made


def has_pip() -> bool:
    """Whether the environment's interpreter is there and can run pip."""
    command = [str(venv_python()), "-m", "pip", "--version"]
    return venv_python().is_file() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# --- system libraries ------------------------------------------------------------------------------------


def prepare_libraries() -> bool:
    """On Debian and Ubuntu: the libraries Qt needs are there, or are installed when root."""
    if not _is_debian():
        return True
    missing = [package for library, package in LIBRARIES if not _loads(library)]
    if not _has_fonts():
        missing += ["fontconfig", "fonts-dejavu-core"]
    if not missing:
        return True
    if os.geteuid() != 0:
        print("Qt needs system libraries that are not here. Install them once with:")
        print(f"  sudo apt-get install -y {' '.join(missing)}")
        return False
    print(f"Installing the system libraries Qt needs: {' '.join(missing)}")
    return _install(missing)


def _is_debian() -> bool:
    return sys.platform.startswith("linux") and shutil.which("apt-get") is not None


def _install(packages: list[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if _apt(packages, quiet):
        return True
    return _run(["apt-get", "update", "-q"], quiet) and _apt(packages, quiet)


def _apt(packages: list[str], environment: dict[str, str]) -> bool:
    # Debian 13 and Ubuntu 24.04 renamed two packages; apt resolves the old names there by "provides".
    return _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], environment)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_fonts() -> bool:
    return any(Path(folder).is_dir() for folder in ("/usr/share/fonts", "/usr/local/share/fonts"))


def _run(command: list[str], environment: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
