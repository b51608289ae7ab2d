"""Which answers a QTI 1.2 item counts as right: the conditions of its ``resprocessing``.

Element names from the IMS QTI ASI 1.2 binding. Canvas sets SCORE to 100, or adds shares of it; Respondus may set
0 and name the condition "correct"; Blackboard sets "SCORE.max".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tutorapp.formats.making import number
from tutorapp.formats.safe_xml import Node

_TITLED_RIGHT = re.compile(r"\s*(?:\w+\s+){0,3}correct\b", re.IGNORECASE)
_RIGHT_ID = re.compile(r"(?:^|[_\W])(?:correct|c)(?:$|[_\W])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: ``kind`` as in the format (varequal, vargte …), ``value`` its text."""

    kind: str
    respident: str
    value: str
    negated: bool


@dataclass(slots=True)
class Condition:
    """A ``respcondition``: its tests, the score it gives (None for none), and the feedback it shows."""

    tests: list[Test]
    score: float | None
    adds: bool
    other: bool
    titled_right: bool
    feedback: list[str] = field(default_factory=list)


def conditions(item: Node) -> list[Condition]:
    """Every condition of ``item`` in order."""
    return [_condition(node) for node in item.every("respcondition")]


def right_ones(all_conditions: list[Condition]) -> list[Condition]:
    """The conditions that mean "right": the highest score set, every share added, else those called correct."""
    sets = [condition for condition in all_conditions if condition.score and condition.score > 0 and not condition.adds]
    adds = [condition for condition in all_conditions if condition.score and condition.score > 0 and condition.adds]
    if sets and not (adds and not any(condition.tests for condition in sets)):
        best = max(condition.score or 0 for condition in sets)
        return [condition for condition in sets if condition.score == best]
    return adds or [condition for condition in all_conditions if condition.titled_right and condition.tests]


def partly(all_conditions: list[Condition]) -> bool:
    """Whether some answer earns part of the marks."""
    scores = {c.score for c in all_conditions if c.score and c.score > 0 and not c.adds and c.tests}
    return len(scores) > 1


def values(found: list[Condition], respident: str | None = None, kind: str = "varequal") -> list[str]:
    """The values that must be given, for one response or all, each once in order."""
    tests = (test for condition in found for test in condition.tests)
    wanted = (
        test.value for test in tests if test.kind == kind and not test.negated and respident in {None, test.respident}
    )
    return list(dict.fromkeys(wanted))


def _condition(node: Node) -> Condition:
    score: float | None = None
    adds = False
    for setvar in node.every("setvar"):
        said = setvar.words().strip()
        value = 100.0 if said.upper() == "SCORE.MAX" else float(number(said) or 0)
        if score is None or value > score:
            score, adds = value, setvar.attrs.get("action", "Set").lower() == "add"
    inside = node.child("conditionvar")
    tests = list(_tests(inside, negated=False)) if inside is not None else []
    other = inside is not None and inside.find("other") is not None
    feedback = [shown.attrs.get("linkrefid", "") for shown in node.every("displayfeedback")]
    named = bool(_TITLED_RIGHT.match(node.attrs.get("title", ""))) or any(_RIGHT_ID.search(name) for name in feedback)
    return Condition(tests, score, adds, other, named, feedback)


def _tests(node: Node, *, negated: bool) -> Iterator[Test]:
    for child in node.children:
        if child.name == "not":
            yield from _tests(child, negated=not negated)
        elif child.name.startswith("var"):
            yield Test(child.name, child.attrs.get("respident", ""), child.words().strip(), negated)
        elif child.name in {"and", "or", "unanswered"}:
            yield from _tests(child, negated=negated)
