"""``dataclass`` as the standard library's, with the methods that have to be compiled made when first used.

``dataclasses`` writes and compiles eight functions for each class as its module loads: a millisecond a class, and a
tenth of the start for all of ours, most of which are never built, compared or printed before the window is usable.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

_OWN = frozenset({"__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__getstate__"})
_BY_HAND = (
    12  # objects of a class that are filled by hand before its constructor is compiled: together they cost the same
)

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, slots: bool = False, kw_only: bool = False):  # noqa: ANN201  # mypy sees the real one
        """Like ``dataclasses.dataclass`` with these options."""

        def make(kind: type) -> type:
            return _make(kind, frozen=frozen, slots=slots, kw_only=kw_only)

        return make if cls is None else make(cls)


def _make(kind: type, *, frozen: bool, slots: bool, kw_only: bool) -> type:
    inherits = any(dataclasses.is_dataclass(base) for base in kind.__mro__[1:])
    if inherits or not _OWN.isdisjoint(vars(kind)):
        return dataclasses.dataclass(frozen=frozen, slots=slots, kw_only=kw_only)(kind)
    kind.__doc__ = kind.__doc__ or kind.__name__  # else dataclasses would write out the whole signature
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(kind)
    made.__dataclass_params__.frozen = frozen
    made.__dataclass_params__.init = made.__dataclass_params__.repr = made.__dataclass_params__.eq = True
    for name in ("__init__", "__repr__"):
        setattr(made, name, _late(made, name))
    _compare(made, frozen=frozen)
    if frozen:
        _freeze(made)
    return made  # type: ignore[no-any-return]  # made is a type, seen as Any


def _late(made: Any, name: str) -> Callable[..., Any]:  # noqa: ANN401  # a class made here
    """The method ``name``: it has the real one compiled when that pays, and puts it in its own place."""
    calls = 0

    def method(self: object, *values: Any, **named: Any) -> Any:  # noqa: ANN401  # any fields, any result
        nonlocal calls
        calls += 1
        if name == "__init__" and calls <= _BY_HAND and _filled(made, self, values, named):
            return None
        compiled = _compiled(made, name)
        setattr(made, name, compiled)
        return compiled(self, *values, **named)

    method.__name__, method.__qualname__ = name, f"{made.__qualname__}.{name}"
    return method


def _filled(made: Any, self: Any, values: tuple[Any, ...], named: dict[str, Any]) -> bool:  # noqa: ANN401  # a class made here
    """Fill the fields without compiled code; False, with nothing to be seen, when something is wrong or unusual."""
    fields = dataclasses.fields(made)
    given = named | dict(zip(made.__match_args__, values, strict=False))
    wrong = len(given) != len(values) + len(named) or not given.keys() <= made.__dataclass_fields__.keys()
    if wrong or any(
        not field.init or (field.name not in given and field.default is field.default_factory)  # both are missing
        for field in fields
    ):
        return False
    for field in fields:
        if field.name in given:
            value = given[field.name]
        else:
            factory: Any = field.default_factory
            value = field.default if factory is dataclasses.MISSING else factory()
        object.__setattr__(self, field.name, value)
    if hasattr(made, "__post_init__"):
        self.__post_init__()
    return True


def _compiled(made: Any, name: str) -> Any:  # noqa: ANN401  # a class made here
    """The method ``name``, ``__init__`` or ``__repr__``, that ``dataclasses`` writes for the fields of ``made``."""
    fields = made.__dataclass_fields__
    body: dict[str, Any] = {
        "__doc__": made.__doc__,
        "__module__": made.__module__,
        "__qualname__": made.__qualname__,
        "__annotations__": {each: field.type for each, field in fields.items()},
    }
    if hasattr(made, "__post_init__"):
        body["__post_init__"] = made.__post_init__
    frozen = made.__dataclass_params__.frozen and name == "__init__"
    make = dataclasses.dataclass(init=name == "__init__", repr=name == "__repr__", eq=False, frozen=frozen)
    return vars(make(type(made.__name__, (), body | fields)))[name]


def _compare(made: Any, *, frozen: bool) -> None:  # noqa: ANN401  # a class made here
    """Equality over the fields, and a hash where they cannot change."""
    names = [field.name for field in dataclasses.fields(made) if field.compare]
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _self: ()

    def equals(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    made.__eq__, made.__hash__ = equals, hashed if frozen else None


def _freeze(made: Any) -> None:  # noqa: ANN401  # a class made here
    """Refuse assignments; copying, which assigns, goes past the refusal."""
    names = frozenset(made.__dataclass_fields__)

    def set_value(self: object, name: str, value: object) -> None:
        if type(self) is made or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(made, self).__setattr__(name, value)

    def delete_value(self: object, name: str) -> None:
        if type(self) is made or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(made, self).__delattr__(name)

    def state(self: Any) -> list[object]:  # noqa: ANN401  # an object of such a class
        return [getattr(self, field.name) for field in dataclasses.fields(self)]

    def set_state(self: Any, values: list[object]) -> None:  # noqa: ANN401  # an object of such a class
        for field, value in zip(dataclasses.fields(self), values, strict=True):
            object.__setattr__(self, field.name, value)

    made.__setattr__, made.__delattr__ = set_value, delete_value
    if hasattr(made, "__slots__"):
        made.__getstate__, made.__setstate__ = state, set_state
