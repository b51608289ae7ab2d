"""Make PySide's enumerations at a tenth of their price.

PySide makes an enumeration class of every C++ enum of a class or namespace when it is first touched: 345 classes with
6,000 members until the panes are filled. Python 3.11's ``enum`` makes each member in some 20 microseconds; together
that was an eighth of the start. The classes made here are the same in every respect a test can find.
"""

from __future__ import annotations

import enum
import sys
from functools import cache
from typing import Any

_VERSIONS = {(3, 11)}  # of Python, whose enum module was compared; any other keeps its own way
_KINDS: tuple[type[enum.Enum], ...] = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_TAKEN = {kind: frozenset(dir(kind)) | {"name", "value", "mro"} for kind in _KINDS}
_make_slowly = enum.EnumType._create_  # type: ignore[attr-defined]  # private, hence _VERSIONS


def install() -> None:
    """Have PySide's enumerations made quickly from now on; other enumerations are made as ever."""
    if sys.version_info[:2] in _VERSIONS:
        enum.EnumType._create_ = _create  # type: ignore[attr-defined]  # as above


def remove() -> None:
    """Have all enumerations made by the standard library again."""
    enum.EnumType._create_ = _make_slowly  # type: ignore[attr-defined]  # as above


def _create(cls: Any, class_name: str, names: Any, **options: Any) -> Any:  # noqa: ANN401  # as enum's own
    """What ``Enum(class_name, names)`` calls."""
    module = options.pop("module", None) or sys._getframe(2).f_globals.get("__name__")
    if not _is_from_pyside(cls, names, options):
        return _make_slowly(cls, class_name, names, module=module, **options)
    made = _empty(cls, class_name, module)
    _fill(made, names)
    return made


@cache
def _pattern(kind: Any) -> dict[str, Any]:  # noqa: ANN401  # an enumeration's base, as enum takes it
    """What the standard library puts into an enumeration of ``kind`` without members."""
    made = _make_slowly(kind, "Pattern", [], module=__name__, boundary=enum.FlagBoundary.KEEP)
    return {name: value for name, value in vars(made).items() if name not in ("__dict__", "__weakref__")}


def _empty(kind: Any, class_name: str, module: str | None) -> Any:  # noqa: ANN401  # an enumeration's base, as enum takes it
    """An enumeration without members, as the standard library makes it."""
    body = {name: value.copy() if type(value) in (list, dict) else value for name, value in _pattern(kind).items()}
    body["__module__"] = module
    # ``_simple``: enum itself leaves out its checks so for the enumerations of the standard library.
    return enum.EnumType.__new__(enum.EnumType, class_name, (kind,), body, _simple=True)  # type: ignore[arg-type]  # the stubs know no _simple


def _is_from_pyside(cls: Any, names: Any, options: dict[str, Any]) -> bool:  # noqa: ANN401  # as enum's own
    """Whether the call looks as PySide's do: pairs of a harmless name and a whole number, and this boundary."""
    return (
        cls in _TAKEN
        and options.get("boundary") is enum.FlagBoundary.KEEP
        and options.get("type") is None
        and type(names) is list
        and all(type(pair) is tuple and type(pair[1]) is int and pair[0][0] != "_" for pair in names)
        and _TAKEN[cls].isdisjoint([pair[0] for pair in names])
    )


def _fill(made: Any, names: list[tuple[str, int]]) -> None:  # noqa: ANN401  # its private tables are in no stub
    """Give the empty enumeration ``made`` its members, as ``enum._proto_member`` does one by one."""
    by_name, by_value, listed = made._member_map_, made._value2member_map_, made._member_names_
    whole = made._member_type_ is int
    is_flag = issubclass(made, enum.Flag)
    mask = singles = 0
    for name, value in names:
        if is_flag:
            mask |= value
        member = by_value.get(value)
        if member is None:
            member = int.__new__(made, value) if whole else object.__new__(made)
            # One update of the instance's own dictionary: Enum would look at each assignment.
            member.__dict__.update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(listed))
            by_value[value] = member
            if not is_flag:
                listed.append(name)
            elif value and not value & (value - 1):
                singles |= value
                listed.append(name)
        type.__setattr__(made, name, member)
        by_name[name] = member
    if is_flag:
        made._flag_mask_, made._singles_mask_ = mask, singles
        made._all_bits_ = 2 ** mask.bit_length() - 1
        values = [by_name[name]._value_ for name in listed]
        if values != sorted(values):
            made._iter_member_ = made._iter_member_by_def_
