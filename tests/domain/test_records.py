"""Our ``dataclass`` makes what the standard library's makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import Any

import pytest

from tutorapp.domain import records
from tutorapp.domain.content import Gap

OPTIONS = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "kw_only": True},
]


def both(options: dict[str, bool], **body: Any) -> tuple[Any, Any]:
    """One class made by us and by the standard library."""

    def kind() -> type:
        names = {"a": "int", "b": "str", "c": "list[int]", "d": "int"}
        given = {
            "b": "x",
            "c": dataclasses.field(default_factory=list, compare=False),
            "d": dataclasses.field(default=4, repr=False),
        }
        return type(
            "Kind", (), {"__annotations__": names, "__module__": __name__, "__doc__": "A kind.", **given, **body}
        )

    return records._make(
        kind(), **({"frozen": False, "slots": False, "kw_only": False} | options)
    ), dataclasses.dataclass(**options)(kind())


def tried(call: Any) -> object:
    """What ``call`` gives, or how it fails."""
    try:
        return call()
    except Exception as error:
        return type(error), str(error)


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_same_behaviour(options: dict[str, bool]) -> None:
    for kind_of in zip(*(behaviour(kind) for kind in both(options)), strict=True):
        assert kind_of[0] == kind_of[1]


def behaviour(kind: Any) -> list[object]:
    """Building, comparing, printing, changing and copying."""
    one, two, other = kind(a=1), kind(a=1, c=[7]), kind(a=2, b="y", d=5)
    told: list[object] = [repr(one), repr(other), one == two, one == other, one != other, one == 1, one.c is two.c]
    told += [
        tried(lambda: hash(one) == hash(two)),
        tried(lambda: kind(1, "z")),
        tried(kind),
        tried(lambda: kind(a=1, e=2)),
    ]
    told = [repr(each) if isinstance(each, kind) else each for each in told]
    told += [
        tried(lambda: setattr(one, "a", 9)),
        one.a,
        tried(lambda: setattr(one, "new", 9)) is None,
        tried(lambda: delattr(two, "a")),
    ]
    told += [repr(copy.copy(other)), repr(copy.deepcopy(other)), repr(dataclasses.replace(other, a=3))]
    told += [dataclasses.asdict(other), dataclasses.astuple(other), kind.__match_args__, kind.__doc__]
    for number in range(records._BY_HAND):
        kind(a=number)
    told += [str(inspect.signature(kind)), repr(kind.__dataclass_params__), hasattr(one, "__dict__")]
    return told


def test_post_init_is_called() -> None:
    seen: list[int] = []
    ours, _theirs = both({}, __post_init__=lambda self: seen.append(self.a))
    ours(a=3)
    ours(a=4)
    assert seen == [3, 4]


def test_own_methods_are_kept() -> None:
    for kind in both({"frozen": True}, __repr__=lambda self: "mine", __eq__=lambda self, other: True):
        assert repr(kind(a=1)) == "mine"
        assert kind(a=1) == kind(a=2)


def test_the_constructor_is_compiled_once_and_late() -> None:
    ours, _theirs = both({"slots": True})
    before = ours.__init__
    for _ in range(records._BY_HAND):
        ours(a=1)
    assert ours.__init__ is before
    ours(a=1)
    after = ours.__init__
    ours(a=2)
    assert before is not after is ours.__init__


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_filled_by_hand_or_compiled_is_the_same(options: dict[str, bool]) -> None:
    ours, _theirs = both(options)
    ways = [
        lambda: ours(a=1),
        lambda: ours(1, "b", [2], 3),
        lambda: ours(1, a=1),
        lambda: ours(1, "b", [2], 3, 4),
        lambda: ours(b="b"),
        lambda: ours(a=1, z=1),
        lambda: ours(1, "b", [2], 3, 4, a=1),
    ]
    by_hand = []
    for way in ways:
        ours.__init__ = records._late(ours, "__init__")
        by_hand.append(repr(tried(way)))
    ours.__init__ = records._compiled(ours, "__init__")
    assert by_hand == [repr(tried(way)) for way in ways]


def test_a_subclass_of_a_record_is_one() -> None:
    ours, _theirs = both({"frozen": True})
    more = records.dataclass(frozen=True)(type("More", (ours,), {"__annotations__": {"e": "int"}, "e": 5}))
    assert more(a=1).e == 5
    assert more(a=1) != ours(a=1)


def test_content_survives_pickling() -> None:
    gap = Gap(id="g", answers=("a",))
    assert pickle.loads(pickle.dumps(gap)) == gap
