"""`make bundle`: the one-folder bundle for this system, its archive to ship, and the portable zip.

    python3 packaging/bundle/build.py

Writes dist/TutorApp/ (dist/TutorApp.app on macOS), dist/tutorapp-VERSION-SYSTEM.tar.xz (zip on Windows) and the same
with a portable marker. Exit 1 when something is missing, when the self-test fails or when a bar is broken: at most
150 MB on disk, 60 MB to ship. Nothing of the checkout's own environment is used, so that its tools never travel.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import finish  # the path above comes first
import sqlite

from tutorapp import __version__
from tutorapp.places import MARKER

WORK = ROOT / "build" / "bundle"
DIST = ROOT / "dist"
PINS = [ROOT / "packaging" / "pins" / name for name in ("run.txt", "build.txt")]
DISK_BAR = 150_000_000
SHIP_BAR = 60_000_000
PORTABLE_WORDS = (
    "\nTutorApp keeps everything in a folder beside this file. Delete the file to keep it in your own account.\n"
)


def main() -> int:
    """Build everything; the exit code says whether it is fit to ship."""
    python = environment()
    library = sqlite.library(WORK / "sqlite")
    run([python, str(HERE / "icons.py"), str(WORK / "icons")], QT_QPA_PLATFORM="offscreen")
    if sys.platform == "win32":
        (WORK / "version.txt").write_text(version_resource(__version__), encoding="utf-8")
    where = ["--distpath", str(DIST), "--workpath", str(WORK / "work")]
    run([python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *where, str(HERE / "tutorapp.spec")])
    bundle, inside, program = layout()
    size = complete(bundle, inside, library, python)
    run([str(program), "--selftest"])
    archives = [ship(bundle, portable=False), ship(bundle, portable=True)]
    return report(size, archives)


def layout() -> tuple[Path, Path, Path]:
    """The bundle's folder, the folder inside that holds the modules, and the program that prints."""
    if sys.platform == "darwin":
        application = DIST / "TutorApp.app"
        return application, application / "Contents" / "Frameworks", application / "Contents" / "MacOS" / "tutorapp"
    bundle = DIST / "TutorApp"
    return bundle, bundle / "_internal", bundle / ("tutorapp-cli.exe" if sys.platform == "win32" else "tutorapp")


def environment() -> str:
    """The interpreter of a virtual environment with the program's packages and the build's, by hash."""
    folder = WORK / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / "ready"
    wanted = hashlib.sha256(b"".join(pins.read_bytes() for pins in PINS) + sys.version.encode()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return str(python)
    shutil.rmtree(folder, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(folder)])
    for pins in PINS:
        run(
            [
                str(python),
                "-m",
                "pip",
                "install",
                "-q",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                str(pins),
            ]
        )
    stamp.write_text(wanted)
    return str(python)


def complete(bundle: Path, inside: Path, library: Path, python: str) -> int:
    """Finish the folder; returns its bytes on disk."""
    finish.own_sqlite(inside, library)
    if sys.platform == "linux":
        (bundle / "qt.conf").write_text(finish.QT_CONF)
        finish.drop_links(inside)
        dropped = finish.drop_orphans(inside)
        print(f"left out as unused: {len(dropped)} libraries")
        finish.strip(inside)
    finish.compile_sources(inside)
    run([python, str(HERE / "made_before.py"), str(inside)], QT_QPA_PLATFORM="offscreen")
    asked = [python, "-c", "import sysconfig as s; print(s.get_path('purelib')); print(s.get_path('stdlib'))"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.splitlines()
    without = finish.licences(Path(told[0]), Path(told[1]), inside / "resources" / "licences")
    if without:
        print(f"packages without a licence text of their own: {', '.join(without)}")
    if sys.platform == "darwin":  # what was changed must be signed anew, before the hashes are taken
        identity = os.environ.get("CODESIGN_IDENTITY", "-")  # "-": for this machine only
        sign = ["codesign", "--force", "--timestamp" if identity != "-" else "--timestamp=none", "--sign", identity]
        run([*sign, "--deep", "--options", "runtime", str(bundle)])
        total = finish.write_manifest(
            inside.parent, inside, __version__, leave_out=("MacOS/tutorapp", "_CodeSignature")
        )
        run([*sign, "--options", "runtime", str(bundle)])
        return total
    return finish.write_manifest(bundle, inside, __version__)


def ship(bundle: Path, *, portable: bool) -> Path:
    """The archive of ``bundle``: a tar with the strongest xz on Linux and macOS, a zip on Windows and for sticks."""
    system = f"{platform.system().lower()}-{platform.machine().lower()}"
    name = f"tutorapp-{__version__}-{system}{'-portable' if portable else ''}"
    marker = MARKER if sys.platform == "darwin" else f"TutorApp/{MARKER}"
    if portable or sys.platform == "win32":
        target = DIST / f"{name}.zip"
        with zipfile.ZipFile(
            target, "w", zipfile.ZIP_LZMA if not portable else zipfile.ZIP_DEFLATED, compresslevel=9
        ) as box:
            for path in sorted(path for path in bundle.rglob("*") if path.is_file()):
                box.write(path, Path(bundle.name) / path.relative_to(bundle))
            if portable:
                box.writestr(marker, PORTABLE_WORDS)
        return target
    target = DIST / f"{name}.tar.xz"
    with tarfile.open(target, "w:xz", preset=6) as box:
        box.add(bundle, bundle.name, filter=_plain)
    return target


def report(size: int, archives: list[Path]) -> int:
    """Print the sizes; 1 when a bar is broken (the portable zip is held to none: any system can unpack it)."""
    shipped = archives[0].stat().st_size
    print(f"on disk: {size / 1e6:.1f} MB (bar {DISK_BAR / 1e6:.0f})")
    for archive in archives:
        print(f"{archive.relative_to(ROOT)}: {archive.stat().st_size / 1e6:.1f} MB")
    holds = size <= DISK_BAR and shipped <= SHIP_BAR
    print("both bars hold" if holds else f"a bar is broken (to ship: {SHIP_BAR / 1e6:.0f} MB)")
    return 0 if holds else 1


def version_resource(version: str) -> str:
    """The version that Windows shows among a file's properties, in PyInstaller's notation."""
    numbers = tuple([*(int(part) for part in version.split(".")), 0, 0, 0, 0][:4])
    strings = {
        "ProductName": "TutorApp",
        "FileDescription": "TutorApp",
        "ProductVersion": version,
        "FileVersion": version,
    }
    rows = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}),\n"
        f" kids=[StringFileInfo([StringTable('080904B0', [{rows}])]),\n"
        "  VarFileInfo([VarStruct('Translation', [0x0809, 1200])])])\n"
    )


def run(command: list[str], **variables: str) -> None:
    """Run ``command``; SystemExit when it fails, after its own words."""
    if subprocess.run(command, env={**os.environ, **variables}, cwd=ROOT, check=False).returncode != 0:
        raise SystemExit(f"failed: {' '.join(command)}")


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    return entry


if __name__ == "__main__":
    sys.exit(main())
