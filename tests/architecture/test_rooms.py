"""The rooms of ARCHITECTURE.md: who may import whom, checked over every import and in a real process."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for folder in ("tutorapp", "db") for path in (ROOT / folder).rglob("*.py") if "versions" not in path.parts
)
STANDARD = sys.stdlib_module_names

# Room -> what it may import of ours. The longest matching room counts.
MAY_IMPORT = {
    "tutorapp.domain": {"tutorapp.domain"},
    "tutorapp.marking": {"tutorapp.marking", "tutorapp.domain"},
    "tutorapp.formats": {"tutorapp.formats", "tutorapp.domain"},
    "tutorapp.services": {"tutorapp.services", "tutorapp.domain", "tutorapp.marking", "tutorapp.formats"},
    "tutorapp.ui": {
        "tutorapp.ui",
        "tutorapp.services",
        "tutorapp.domain",
        "tutorapp.marking",
        "tutorapp.assets",
        "tutorapp.paths",
        "tutorapp.settings",
        "tutorapp.system_clock",
        "tutorapp",
    },
    "db": {"db", "tutorapp.domain", "tutorapp.services.ports"},
}
THIRD_PARTY_ONLY_IN = {
    "PySide6": ("tutorapp.ui",),
    "shiboken6": ("tutorapp.ui",),
    "sqlalchemy": ("db",),
    "alembic": ("db",),
    "sqlite3": ("db", "tutorapp.formats.anki_apkg"),  # an Anki deck is an SQLite file; it is read, never kept
    "appdirs": ("tutorapp.paths",),
}
NO_THIRD_PARTY = ("tutorapp.domain",)


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements below ``node``; ``ast.walk`` would look into each expression, which takes as long as parsing."""
    for inside in ast.iter_child_nodes(node):
        if isinstance(inside, ast.stmt | ast.ExceptHandler | ast.match_case):
            yield inside
            yield from statements(inside)


@cache
def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found - {"__future__"}


def within(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")


def room_of(name: str) -> str | None:
    rooms = [room for room in MAY_IMPORT if within(name, room)]
    return max(rooms, key=len) if rooms else None


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_a_module_imports_only_what_its_room_may(path):
    name = module_name(path)
    room = room_of(name)
    for imported in imports(path):
        top = imported.split(".")[0]
        if top in ("tutorapp", "db") and room is not None:
            allowed = MAY_IMPORT[room]
            exact = imported == "tutorapp" and "tutorapp" in allowed
            assert exact or any(within(imported, r) for r in allowed - {"tutorapp"}), f"{name} imports {imported}"
        if top in THIRD_PARTY_ONLY_IN:
            assert any(within(name, r) for r in THIRD_PARTY_ONLY_IN[top]), f"{name} imports {imported}"
        if room in NO_THIRD_PARTY and top != "tutorapp":
            assert top in STANDARD, f"{name} imports {imported}"


def test_only_bootstrap_joins_the_database_to_the_rest():
    joined = {module_name(p) for p in SOURCES if any(within(i, "db") for i in imports(p))}
    assert {name for name in joined if not within(name, "db")} == {"tutorapp.bootstrap"}


def test_only_assets_reads_the_resources():
    reading = re.compile(r"""/ ?["']resources["']|["']resources/""")
    readers = {module_name(p) for p in SOURCES if reading.search(p.read_text(encoding="utf-8"))}
    assert readers == {"tutorapp.assets"}


def test_rules_and_services_start_without_qt_or_sql():
    code = (
        "import sys, pkgutil, importlib\n"
        "import tutorapp.domain, tutorapp.marking, tutorapp.formats, tutorapp.services\n"
        "for p in (tutorapp.domain, tutorapp.marking, tutorapp.formats, tutorapp.services):\n"
        "    for m in pkgutil.walk_packages(p.__path__, p.__name__ + '.'):\n"
        "        importlib.import_module(m.name)\n"
        "bad = {'PySide6', 'sqlalchemy', 'alembic'} & {n.split('.')[0] for n in sys.modules}\n"
        "sys.exit(f'loaded: {bad}' if bad else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_window_paints_before_the_database_is_imported():
    code = (
        "import sys\n"
        "import tutorapp.ui.app, tutorapp.bootstrap\n"
        "bad = {'sqlalchemy', 'alembic', 'sqlite3'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {bad}' if bad else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_this_qt_survives_calls_that_return_nothing():
    """PySide6 6.12.0 on Python 3.10 and 3.11 aborts after some 5,000 of them."""
    code = "from PySide6.QtCore import QObject\nfor _ in range(20000):\n    QObject().setObjectName('x')\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_colour_is_named_outside_the_theme():
    literal = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|QColor\(\s*\d|GlobalColor\.(?!transparent)\w+")
    offenders = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in SOURCES
        if within(module_name(path), "tutorapp.ui")
        for match in literal.finditer(path.read_text(encoding="utf-8"))
    ]
    assert offenders == []
