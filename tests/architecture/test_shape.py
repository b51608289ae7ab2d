"""Public names say what they are, modules and functions stay small: checked over every source file."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_rooms import ROOT, SOURCES, module_name, statements

MOST_LINES_OF_A_MODULE = 500
MOST_LINES_OF_A_FUNCTION = 50
OF_QT = re.compile(r"[a-z]+([A-Z]\w*)+")
"""A method in camel case answers Qt, which describes it."""

SUPPRESSION = re.compile(r"# (noqa|type: ignore)")
REASONED = re.compile(r"# (noqa: [A-Z]+\d+(, [A-Z]+\d+)*|type: ignore\[[a-z, -]+\])  # \w")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Named = ast.ClassDef | Function


def public(body: list[ast.stmt], owners: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Named]]:
    """The public classes, functions and methods in ``body``, each with the classes around it."""
    for node in body:
        if isinstance(node, ast.If | ast.Try):
            yield from public([*node.body, *node.orelse], owners)
        elif isinstance(node, Named) and not node.name.startswith("_"):
            yield owners, node
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, (*owners, node.name))


def is_setter(node: Named) -> bool:
    return any(isinstance(each, ast.Attribute) and each.attr == "setter" for each in node.decorator_list)


def overrides(module: str, owners: tuple[str, ...], name: str) -> bool:
    """Whether a base of the class has ``name`` too, and with it the words about it."""
    found = importlib.import_module(module)
    for owner in owners:
        found = getattr(found, owner)
    return any(hasattr(base, name) for base in found.__mro__[1:])


def undescribed(module: str, tree: ast.Module) -> Iterator[str]:
    """The public names without a docstring of their own or of what they override."""
    if tree.body and not ast.get_docstring(tree):
        yield module
    for owners, node in public(tree.body):
        excused = owners and (is_setter(node) or OF_QT.fullmatch(node.name))
        if not excused and not ast.get_docstring(node) and not (owners and overrides(module, owners, node.name)):
            yield ".".join((module, *owners, node.name))


def too_long(module: str, text: str, tree: ast.Module) -> Iterator[str]:
    """The module, and its functions, that have more lines than they may."""
    if (lines := text.count("\n")) > MOST_LINES_OF_A_MODULE:
        yield f"{module}: {lines} lines"
    for node in statements(tree):
        if isinstance(node, Function) and (lines := node.end_lineno - node.lineno + 1) > MOST_LINES_OF_A_FUNCTION:
            yield f"{module}.{node.name}: {lines} lines"


def faults(path: Path) -> list[str]:
    """What is wrong with the shape of one source file; together, since reading it is what takes the time."""
    text, module = path.read_text(encoding="utf-8"), module_name(path)
    tree = ast.parse(text)
    return [f"{name}: no docstring" for name in undescribed(module, tree)] + list(too_long(module, text, tree))


def test_every_public_name_says_what_it_is_and_nothing_is_too_long():
    assert [fault for path in SOURCES for fault in faults(path)] == []


def test_every_suppression_carries_its_code_and_a_reason():
    places = [file for room in ("tutorapp", "db", "tests", "packaging") for file in (ROOT / room).rglob("*.py")]
    bare = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in places
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if SUPPRESSION.search(line) and not REASONED.search(line)
    ]
    assert bare == []


def test_a_suppression_without_a_reason_is_found():
    for bare in ("noqa", "noqa: A002", "type: ignore", "type: ignore[index]", "noqa  # because"):
        assert SUPPRESSION.search(f"x = 1  # {bare}")
        assert not REASONED.search(f"x = 1  # {bare}")
    assert REASONED.search("x = 1  # " + "noqa: A002, N818  # the report's own word")


def test_a_name_without_a_word_is_found():
    code = (
        "'''A module.'''\n"
        "def bare(): ...\n"
        "class Told:\n"
        "    '''Told.'''\n"
        "    def _own(self): ...\n"
        "    def sizeHint(self): ...\n"
        "    @value.setter\n"
        "    def value(self, new): ...\n"
    )
    assert list(undescribed("some", ast.parse(code))) == ["some.bare"]


def test_what_is_too_long_is_found():
    code = "def f():\n" + "    f()\n" * MOST_LINES_OF_A_FUNCTION + "\n" * MOST_LINES_OF_A_MODULE
    assert list(too_long("some", code, ast.parse(code))) == ["some: 551 lines", "some.f: 51 lines"]
