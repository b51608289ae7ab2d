"""The window; the only package that imports PySide6."""

import builtins
from pathlib import Path

from tutorapp.ui import quick_enums, quick_patterns

quick_enums.install()

# PySide6 wraps the import statement to look for "from __feature__ import ..." in the source of every module imported
# after it. We use no such feature, and the search makes each later import dearer: SQLAlchemy's by about a third.
_import = builtins.__import__
with quick_patterns.kept(Path(__file__).with_name("__pycache__") / "pyside-patterns.bin"):
    import PySide6.QtCore  # noqa: F401  # only within this, and between these lines

builtins.__import__ = _import
