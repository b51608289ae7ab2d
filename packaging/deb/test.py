"""`make test-deb`: install, run and remove the Debian package in a clean root folder made with debootstrap.

    python3 packaging/deb/test.py [--fresh]

Needs root and debootstrap. The minimal Debian is made once and kept in build/deb-root.tar. What is tried, in order:
every file of the package is root's and writable by nobody else; it installs with dpkg once its dependencies are there
(together with the tools of the trial, so what only those bring is not noticed missing); the
self-test as an ordinary user, with the network cut off; a session in the real window on a virtual screen that writes
nothing outside the user's home; a repeated install; removal and purging, after which the root folder
is as before but for the user's own home. Exit 1 at the first that does not hold.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FILE_KINDS = ("pack", "work", "result")
BASE = ROOT / "build" / "deb-root.tar"
PLACE = ROOT / "build" / "deb-root"
REPORT = ROOT / "build" / "deb-test.txt"
"""What `make bars-report` says of the last trial."""
SUITE = "bookworm"
PUPIL = "pupil"
# Places that any program's installation leaves notes in, and what the trial itself brings.
NOT_OURS = (
    "var/lib/dpkg/",
    "var/cache/",
    "var/log/",
    "var/lib/apt/",
    "tmp/",
    "run/",
    "dev/",
    "proc/",
    "sys/",
    "etc/ld.so.cache",
)


def main() -> int:
    """Run the trial."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        print("The trial needs root and debootstrap: sudo apt-get install debootstrap")
        return 1
    packages = sorted((ROOT / "dist").glob("tutorapp_*.deb"))
    if not packages:
        print("There is no package in dist/. Run: make deb")
        return 1
    REPORT.unlink(missing_ok=True)
    if "--fresh" in sys.argv:
        BASE.unlink(missing_ok=True)
    prepare_root()
    with mounted():
        return trial(packages[-1])


def trial(package: Path) -> int:
    """Everything that is tried; prints a line for each."""
    shutil.copyfile(package, PLACE / "tmp" / "tutorapp.deb")
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends"]
    wanted = inside("dpkg-deb", "-f", "/tmp/tutorapp.deb", "Depends").stdout.strip()
    names = [part.split()[0] for part in wanted.split(",")]
    inside(*install, *names, "xvfb", "strace", "desktop-file-utils", "shared-mime-info", quiet=True)
    before = picture(PLACE)
    step("installs with its dependencies", inside("dpkg", "-i", "/tmp/tutorapp.deb"))
    step("dpkg finds every file whole", inside("dpkg", "--verify", "tutorapp"))
    told("nobody but root may write to it", writable_by_others())
    step("the menu entry is sound", inside("desktop-file-validate", "/usr/share/applications/tutorapp.desktop"))
    kinds = inside("grep", "tutor", "/usr/share/mime/globs").stdout
    missing = [kind for kind in FILE_KINDS if f"application/x-tutorapp-{kind}:*.tutor{kind}" not in kinds]
    told("packs, progress and results have their types", missing)
    step("the self-test passes as a pupil without a network", as_pupil("tutorapp --selftest", no_network=True))
    session()
    step("installing again is harmless", inside("dpkg", "-i", "/tmp/tutorapp.deb"))
    step("it is removed", inside("dpkg", "--purge", "tutorapp"))
    after = picture(PLACE)
    changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    strange = [name for name in changed if not name.startswith(f"home/{PUPIL}/") and name != f"home/{PUPIL}"]
    told("removing leaves nothing outside the pupil's home", strange)
    kept = [name for name in after if name.startswith(f"home/{PUPIL}/") and name.endswith("tutorapp.sqlite3")]
    told("the pupil's work is kept", [] if kept else ["no database"])
    print("1 passed, 0 failed")
    REPORT.write_text(f"{len(_held)} checks hold, from installing to purging\n", encoding="utf-8")
    return 0


def session() -> None:
    """A pupil opens the window, and everything that is written or connected to is watched."""
    command = (
        "Xvfb :7 -screen 0 1366x768x24 -nolisten tcp & server=$!; sleep 2; "
        "DISPLAY=:7 timeout --signal=TERM 12 strace -f -qq -e trace=%file,connect -o /home/pupil/trace tutorapp; "
        "kill $server"
    )
    as_pupil(command, no_network=True)
    trace = (PLACE / "home" / PUPIL / "trace").read_text(errors="replace").splitlines()
    writes = [line for line in trace if "O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line or "mkdir" in line]
    allowed = ('"/home/', '"/dev/', '"/proc/', '"/tmp/', '"/run/', "/tmp/.X11", "ENOENT", "EEXIST")
    told("the session writes only below the home", [line for line in writes if not any(a in line for a in allowed)][:5])
    reached = [line for line in trace if "connect(" in line and ("AF_INET" in line)]
    told("the session connects to no network", reached[:5])
    home = PLACE / "home" / PUPIL
    told("the session made the pupil's database", [] if list(home.rglob("tutorapp.sqlite3")) else ["no database"])


# --- the root folder -------------------------------------------------------------------------------------


def prepare_root() -> None:
    """A fresh minimal Debian with one ordinary user."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    if not BASE.is_file():
        subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(PLACE)], check=True, stdout=subprocess.DEVNULL)
        subprocess.run(["chroot", str(PLACE), "useradd", "-m", "-s", "/bin/sh", PUPIL], check=True)
        subprocess.run(["tar", "-C", str(PLACE), "-cf", str(BASE), "."], check=True)
        shutil.rmtree(PLACE)
    PLACE.mkdir()
    subprocess.run(["tar", "-C", str(PLACE), "-xf", str(BASE)], check=True)
    # The same sources, proxies and certificates as the machine that tries; none of them is in the package.
    for name in ("etc/resolv.conf", "etc/ssl/certs/ca-certificates.crt"):
        if Path("/", name).is_file():
            (PLACE / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path("/", name), PLACE / name)
    for name in ("etc/apt/sources.list", "etc/apt/sources.list.d", "etc/apt/apt.conf.d"):
        source, target = Path("/", name), PLACE / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copyfile(source, target)
    inside("apt-get", "update", "-q", quiet=True)


@contextmanager
def mounted() -> Iterator[None]:
    """Processes and devices of this machine, seen from inside."""
    subprocess.run(["mount", "-t", "proc", "proc", str(PLACE / "proc")], check=True)
    subprocess.run(["mount", "--rbind", "/dev", str(PLACE / "dev")], check=True)
    subprocess.run(["mount", "--make-rslave", str(PLACE / "dev")], check=True)
    try:
        yield
    finally:
        for name in ("dev", "proc"):
            subprocess.run(["umount", "-R", "-l", str(PLACE / name)], check=False)


def inside(*command: str, quiet: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a command in the root folder; SystemExit when a quiet one fails."""
    variables = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    kept = {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    chroot = ["chroot", str(PLACE), *command]
    done = subprocess.run(chroot, env={**kept, **variables}, capture_output=True, text=True, check=False)
    if quiet and done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done


def as_pupil(command: str, *, no_network: bool) -> subprocess.CompletedProcess[str]:
    """Run a shell line as the ordinary user, without any network when asked."""
    cut = ["unshare", "--net", "--"] if no_network else []
    line = ["/usr/sbin/chroot", f"--userspec={PUPIL}:{PUPIL}", str(PLACE), "/bin/sh", "-c", f"cd; {command}"]
    variables = {"PATH": "/usr/bin:/bin", "HOME": f"/home/{PUPIL}", "LC_ALL": "C.UTF-8", "USER": PUPIL}
    return subprocess.run([*cut, *line], env=variables, capture_output=True, text=True, check=False, timeout=300)


# --- looking ---------------------------------------------------------------------------------------------


def picture(root: Path) -> dict[str, str]:
    """Every file that the trial holds against itself: its mode and its content."""
    found: dict[str, str] = {}
    for folder, folders, files in os.walk(root):
        inner = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if not f"{(inner / name).as_posix()}/".startswith(NOT_OURS)]
        for name in (*folders, *files):
            place, path = (inner / name).as_posix(), Path(folder, name)
            if place.startswith(NOT_OURS) or place.startswith(
                ("usr/share/mime/", "usr/share/applications/mimeinfo.cache")
            ):
                continue  # the desktop's own indexes
            found[place] = look(path)
    return found


def look(path: Path) -> str:
    """One file's mode and content; a folder's mode."""
    mode = oct(path.lstat().st_mode)
    if path.is_symlink():
        return f"{mode} {path.readlink()}"
    if path.is_file():
        return f"{mode} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    return mode


def writable_by_others() -> list[str]:
    """Files of the package that are not root's, or that somebody else may write to."""
    listed = inside("dpkg", "-L", "tutorapp").stdout.splitlines()
    wrong = []
    for name in listed:
        path = PLACE / name.lstrip("/")
        if path.is_symlink() or not path.exists():
            continue
        status = path.stat()
        if name.startswith("/usr/lib/tutorapp") and (status.st_uid != 0 or status.st_mode & 0o022):
            wrong.append(name)
    return wrong


def step(what: str, done: subprocess.CompletedProcess[str]) -> None:
    """Report a command that had to succeed."""
    told(
        what, [] if done.returncode == 0 else [f"exit code {done.returncode}", done.stdout[-3000:], done.stderr[-3000:]]
    )


_held: list[str] = []


def told(what: str, wrong: list[str]) -> None:
    """Report one finding; SystemExit when something is wrong."""
    _held.append(what)
    print(f"{'holds' if not wrong else 'FAILS'}: {what}", flush=True)
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    sys.exit(main())
