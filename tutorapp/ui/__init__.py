"""The window; the only package that imports PySide6."""

import builtins

from tutorapp.ui import quick_enums

quick_enums.install()

# PySide6 wraps the import statement to look for "from __feature__ import ..." in the source of every module imported
# after it. We use no such feature, and the search makes each later import dearer: SQLAlchemy's by about a third.
_import = builtins.__import__
import PySide6.QtCore  # noqa: E402, F401  # only between these two lines

builtins.__import__ = _import
