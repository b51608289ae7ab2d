"""Make what the program would make at its first start and cannot keep in a folder that is read only.

    PYTHON packaging/bundle/made_before.py INSIDE

``INSIDE`` is the bundle's folder of modules; PYTHON the one that it was made with.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))


def main() -> int:
    """The unit as it was read, and the patterns as they were compiled."""
    inside = Path(sys.argv[1])
    patterns = inside / "tutorapp" / "ui" / "__pycache__" / "pyside-patterns.bin"
    keep_patterns(patterns)
    from tutorapp import __version__
    from tutorapp.formats.prepared import deliver

    for pack in sorted((inside / "resources" / "packs").glob("*/pack.json")):
        deliver(pack.parent, inside / "prepared", __version__)
    made = [patterns, *(inside / "prepared").glob("*.unit")]
    print("made before the first start:", ", ".join(f"{file.name} {file.stat().st_size // 1000} kB" for file in made))
    return 0


def keep_patterns(file: Path) -> None:
    """Load PySide6 as tutorapp/ui/__init__.py does, but with an empty ``file``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    sys.dont_write_bytecode = False  # else nothing is kept
    # By its file: the package it lies in loads PySide6 itself.
    found = importlib.util.spec_from_file_location("quick_patterns", ROOT / "tutorapp" / "ui" / "quick_patterns.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with module.kept(file):
        import PySide6.QtCore  # noqa: F401  # what it compiles is kept


if __name__ == "__main__":
    sys.exit(main())
