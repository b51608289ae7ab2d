"""Keep the regular expressions that PySide6 compiles as it is loaded, as Python keeps its compiled modules.

They are some thirty, long ones, and compiling them takes an eighth of an empty start. What is kept is what
``re`` hands to the machine that runs them, for this very Python; that machine checks it again.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_VERSIONS = {(3, 11)}  # of Python, whose re module was read; any other compiles as ever
_Kept = dict[tuple[str, int], tuple[Any, ...]]


@contextlib.contextmanager
def kept(file: Path) -> Iterator[None]:
    """Within this, patterns kept in ``file`` are not compiled; others are, and kept in it when it can be written."""
    if sys.version_info[:2] not in _VERSIONS:
        yield
        return
    compiler: Any = vars(re)["_compiler"]
    compile_slowly, machine = compiler.compile, compiler._sre
    known = _read(file)
    before = len(known)

    def compile_quickly(pattern: Any, flags: int = 0) -> Any:  # noqa: ANN401  # as re's own
        key = (pattern, int(flags))
        if type(pattern) is str and key in known:
            return machine.compile(pattern, *known[key])
        made = compile_slowly(pattern, flags)
        if type(pattern) is str:
            known[key] = _parts(compiler, pattern, flags)
        return made

    compiler.compile = compile_quickly
    try:
        yield
    finally:
        compiler.compile = compile_slowly
        if len(known) > before and not sys.dont_write_bytecode and file.parent.is_dir():
            with contextlib.suppress(OSError):
                _write(file, known)


def _parts(compiler: Any, pattern: str, flags: int) -> tuple[Any, ...]:  # noqa: ANN401  # a private module
    """What ``re`` gives the machine for ``pattern``: flags, code, number of groups, and their names both ways."""
    parsed = compiler._parser.parse(pattern, flags)
    names = dict(parsed.state.groupdict)
    listed: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        listed[number] = name
    code = [int(word) for word in compiler._code(parsed, flags)]
    return int(flags | parsed.state.flags), code, parsed.state.groups - 1, names, tuple(listed)


def _maker() -> str:
    """The Python that made it: another one's machine may read other code."""
    return f"{sys.version} {sys.maxsize} {vars(re)['_compiler'].MAGIC}"


def _read(file: Path) -> _Kept:
    try:
        data = file.read_bytes()
        check, made = int.from_bytes(data[:4], "big"), data[4:]
        if zlib.crc32(made) != check:
            return {}
        maker, known = marshal.loads(made)
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return known if maker == _maker() else {}


def _write(file: Path, known: _Kept) -> None:
    made = marshal.dumps((_maker(), known))
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        new.write_bytes(zlib.crc32(made).to_bytes(4, "big") + made)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
