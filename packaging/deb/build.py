"""`make deb`: the Debian package from the finished bundle in dist/TutorApp.

    python3 packaging/deb/build.py

Writes dist/tutorapp_VERSION_ARCHITECTURE.deb. The package holds /usr/lib/tutorapp (the bundle, root's and written
by nobody), a link in /usr/bin, menu entry, icon, the type of .tutorpack files and an empty /etc/tutorapp for the
school's policy. It has no maintainer scripts: the desktop's own triggers notice the entry, the icon and the type, and
removing the package leaves nothing outside a pupil's data.
"""

from __future__ import annotations

import gzip
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp import __version__  # the path above comes first

DIST = ROOT / "dist"
TREE = ROOT / "build" / "deb"
ICONS = ROOT / "build" / "bundle" / "icons"
ICON_SIZES = (16, 32, 48, 64, 128, 256)
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
HOME = "usr/lib/tutorapp"  # not /opt: dpkg removes that folder itself with the last package in it

# What the bundle does not carry: graphics of the machine, text, and the system's own printing. PySide6 wants
# glibc 2.34, and the bundle the one of the system it is built on.
DEPENDS = (
    "libc6 (>= {glibc})",
    "libegl1",
    "libgl1",
    "libxcb1",
    "fontconfig-config",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
)
FILE_KINDS = ("pack", "work", "result")
RECOMMENDS = ("fonts-dejavu-core", "libcups2 | libcups2t64", "xkb-data", "shared-mime-info", "desktop-file-utils")


def main() -> int:
    """Lay the tree and pack it."""
    bundle = DIST / "TutorApp"
    if not (bundle / "_internal" / "bundle.json").is_file():
        print("There is no finished bundle. Run: make bundle")
        return 1
    architecture = ARCHITECTURES.get(platform.machine(), platform.machine())
    shutil.rmtree(TREE, ignore_errors=True)
    lay_tree(bundle, TREE)
    control(TREE, architecture, installed_kib(TREE))
    package = DIST / f"tutorapp_{__version__}_{architecture}.deb"
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "-z6", "--build", str(TREE), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.1f} MB")
    return 0


def lay_tree(bundle: Path, tree: Path) -> None:
    """Everything that the package holds, below ``tree``; modes as installed."""
    shutil.copytree(bundle, tree / HOME, symlinks=True)
    link = tree / "usr" / "bin" / "tutorapp"
    link.parent.mkdir(parents=True)
    link.symlink_to(f"/{HOME}/tutorapp")
    put(HERE / "tutorapp.desktop", tree / "usr/share/applications/tutorapp.desktop")
    put(HERE / "tutorapp.xml", tree / "usr/share/mime/packages/tutorapp.xml")
    put(ROOT / "packaging/icon/tutorapp.svg", tree / "usr/share/icons/hicolor/scalable/apps/tutorapp.svg")
    for size in ICON_SIZES:
        picture = ICONS / f"tutorapp-{size}.png"
        names = ["apps/tutorapp", *(f"mimetypes/application-x-tutorapp-{kind}" for kind in FILE_KINDS)]
        for name in names:
            put(picture, tree / f"usr/share/icons/hicolor/{size}x{size}/{name}.png")
    put(HERE / "copyright", tree / "usr/share/doc/tutorapp/copyright")
    put(ROOT / "packaging/policy.example.json", tree / "usr/share/doc/tutorapp/policy.example.json")
    put(ROOT / "docs/administrators.md", tree / "usr/share/doc/tutorapp/administrators.md")
    changelog(tree / "usr/share/doc/tutorapp/changelog.gz")
    (tree / "etc" / "tutorapp").mkdir(parents=True)
    settle_modes(tree)


def put(source: Path, target: Path) -> None:
    """Copy a file, making its folders."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def changelog(target: Path) -> None:
    """Debian's change log: one entry, of this version, dated by its last commit (so that two builds are alike)."""
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    stamp = datetime.fromtimestamp(int(told.stdout.strip() or 0), UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    text = (
        f"tutorapp ({__version__}) stable; urgency=medium\n\n  * Version {__version__}.\n\n -- TutorApp <>  {stamp}\n"
    )
    with target.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as packed:
        packed.write(text.encode())


def settle_modes(tree: Path) -> None:
    """Readable by all, writable by root alone; what could be run stays so."""
    for path in [tree, *tree.rglob("*")]:
        if path.is_symlink():
            continue
        run = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if run else 0o644)


def installed_kib(tree: Path) -> int:
    """What the package takes on disk."""
    return sum(-(-path.lstat().st_size // 4096) * 4 for path in tree.rglob("*") if not path.is_dir())


def control(tree: Path, architecture: str, kib: int) -> None:
    """The package's description and checksums."""
    glibc = max(os.confstr("CS_GNU_LIBC_VERSION").split()[1], "2.34")  # type: ignore[union-attr]  # always on Linux
    fields = {
        "Package": "tutorapp",
        "Version": __version__,
        "Architecture": architecture,
        "Maintainer": "TutorApp <>",
        "Installed-Size": str(kib),
        "Depends": ", ".join(DEPENDS).format(glibc=glibc),
        "Recommends": ", ".join(RECOMMENDS),
        "Section": "education",
        "Priority": "optional",
        "Description": (
            "offline revision for A-Level history\n"
            " Notes, a timeline and timed questions with mark schemes. Everything stays on the\n"
            " computer; nothing is fetched or sent."
        ),
    }
    folder = tree / "DEBIAN"
    folder.mkdir()
    text = "".join(f"{name}: {value}\n" for name, value in fields.items())
    (folder / "control").write_text(text, encoding="utf-8")
    files = sorted(
        path for path in tree.rglob("*") if path.is_file() and not path.is_symlink() and folder not in path.parents
    )
    names = [path.relative_to(tree).as_posix() for path in files]
    sums = subprocess.run(["md5sum", *names], cwd=tree, capture_output=True, check=True).stdout
    (folder / "md5sums").write_bytes(sums)
    folder.chmod(0o755)


if __name__ == "__main__":
    sys.exit(main())
