"""PySide's enumerations made quickly are those the standard library makes."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from tutorapp.ui import quick_enums

SAMPLE = 6  # members tried with each operator


def enumerations() -> list[type[enum.Enum]]:
    """Every enumeration of the three modules the window is made of."""
    found: dict[str, type[enum.Enum]] = {}
    for module in (QtCore, QtGui, QtWidgets):
        # Asked for by name: PySide makes each class when it is first asked for.
        inside = [getattr(module, name) for name in dir(module)]
        for holder in (module, *(held for held in inside if isinstance(held, type))):
            for held in list(vars(holder).values()):
                if isinstance(held, enum.EnumType) and held.__module__.startswith("PySide6"):
                    found[f"{held.__module__}.{held.__qualname__}"] = held
    return list(found.values())


def described(made: Any) -> list[object]:
    """All that code can ask of an enumeration."""
    members = made.__members__
    told: list[object] = [repr(made), made.__doc__, [base.__name__ for base in made.__mro__], sorted(vars(made))]
    told += [(key, m.name, m.value, repr(m), str(m), f"{m}", sorted(vars(m))) for key, m in members.items()]
    told += [[m.name for m in made], len(made), [made(m.value) is m for m in members.values()]]
    told += [str(vars(made).get(name)) for name in sorted(vars(made)) if name.startswith("_") and name != "__new__"]
    if issubclass(made, enum.Flag):
        few = [m for m in made if m.value > 0][:SAMPLE]
        told += [(repr(a | b), repr(a & b), repr(a ^ b), repr(~a), repr(list(a))) for a in few for b in few]
    return told


def made_by(maker: Any, kind: type[enum.Enum]) -> Any:
    """``kind`` anew, by ``maker``, from what PySide gave for it."""
    base = next(base for base in kind.__mro__[1:] if base in (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag))
    pairs = [(name, member.value) for name, member in kind.__members__.items()]
    return maker(base, kind.__name__, pairs, module="here", boundary=enum.FlagBoundary.KEEP)


def test_they_are_the_same() -> None:
    kinds = enumerations()
    assert len(kinds) > 300
    for kind in kinds:
        quick, slow = made_by(quick_enums._create, kind), made_by(quick_enums._make_slowly, kind)
        assert described(quick) == described(slow), kind


def test_the_window_uses_them(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(quick_enums, "_fill", lambda made, names: calls.append(made.__name__))
    enum.IntEnum("Colour", [("Red", 1), ("Rot", 1)], boundary=enum.FlagBoundary.KEEP)
    assert calls == ["Colour"]


@pytest.mark.parametrize("names", [[("name", 1)], [("_a", 1)], [("a", "one")], ["a", "b"], "a b"])
def test_others_are_made_as_ever(names: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick_enums, "_fill", lambda *_given: pytest.fail("made quickly"))
    try:
        expected: object = described(
            quick_enums._make_slowly(enum.Enum, "Thing", names, module=__name__, boundary=enum.FlagBoundary.KEEP)
        )
    except ValueError as error:
        expected = str(error)
    try:
        got: object = described(enum.Enum("Thing", names, module=__name__, boundary=enum.FlagBoundary.KEEP))
    except ValueError as error:
        got = str(error)
    assert got == expected


def test_enumerations_of_others_know_their_module() -> None:
    assert enum.Enum("Thing", "a b").__module__ == __name__


def test_it_can_be_undone() -> None:
    try:
        quick_enums.remove()
        assert enum.EnumType._create_ is quick_enums._make_slowly
    finally:
        quick_enums.install()
