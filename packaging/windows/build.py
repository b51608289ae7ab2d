"""Both Windows installers from the finished bundle in dist/TutorApp (on Windows, with WiX 5 on the path).

    python packaging\\windows\\build.py

Writes dist/TutorApp-VERSION-machine.msi and dist/TutorApp-VERSION-user.msi.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from tutorapp import __version__  # the path above comes first

SCOPES = {"machine": "perMachine", "user": "perUser"}


def command(wix: str, name: str) -> list[str]:
    """The call of WiX for the installer ``name`` (machine or user)."""
    values = {
        "Version": __version__,
        "Scope": SCOPES[name],
        "Bundle": str(ROOT / "dist" / "TutorApp"),
        "Icons": str(ROOT / "build" / "bundle" / "icons"),
    }
    defined = [word for key, value in values.items() for word in ("-d", f"{key}={value}")]
    target = ROOT / "dist" / f"TutorApp-{__version__}-{name}.msi"
    return [wix, "build", "-arch", "x64", *defined, str(HERE / "tutorapp.wxs"), "-o", str(target)]


def main() -> int:
    """Build both; 1 when something is missing."""
    wix = shutil.which("wix")
    if wix is None:
        print("WiX 5 is needed: dotnet tool install --global wix --version 5.0.2")
        return 1
    if not (ROOT / "dist" / "TutorApp" / "TutorApp.exe").is_file():
        print("There is no finished bundle. Run: python packaging\\bundle\\build.py")
        return 1
    return max(subprocess.run(command(wix, name), check=False).returncode for name in SCOPES)


if __name__ == "__main__":
    sys.exit(main())
