"""QTI 2.1, 2.2 and 3.0 under one set of names, and the declarations of an item.

Names from the IMS QTI 2.1/2.2 and 1EdTech QTI 3.0 information models: 3.0 writes qti-choice-interaction and
response-identifier where 2.x writes choiceInteraction and responseIdentifier.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tutorapp.formats.making import number
from tutorapp.formats.safe_xml import Node

_KEPT = {"data-", "aria-", "xml:"}


@dataclass(frozen=True, slots=True)
class Declared:
    """A ``responseDeclaration``. ``mapping`` is None where there is none; values are stripped of white space."""

    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapping: Mapping[str, float] | None = None
    default: float = 0.0
    lower: float | None = None
    cases: frozenset[str] = field(default_factory=frozenset)  # keys whose upper and lower case count


def normalise(root: Node) -> bool:
    """Give a 3.0 tree the names of 2.x, in place; whether it was one."""
    newer = False
    for node in root.iter():
        if node.name.startswith("qti-"):
            newer = True
            node.name = _camel(node.name.removeprefix("qti-"))
            node.attrs = {key if key[:5] in _KEPT else _camel(key): value for key, value in node.attrs.items()}
    return newer


def declarations(item: Node) -> dict[str, Declared]:
    """The response declarations of an item by identifier."""
    return {node.attrs.get("identifier", ""): _declared(node) for node in item.all("responseDeclaration")}


def outcome(item: Node, name: str) -> Decimal | None:
    """The default value, or normal maximum, of an outcome."""
    for node in item.all("outcomeDeclaration"):
        if node.attrs.get("identifier") == name:
            if name == "SCORE":
                return number(node.attrs.get("normalMaximum", ""))
            value = node.find("value")
            return number(value.words()) if value is not None else None
    return None


def _declared(node: Node) -> Declared:
    correct = node.child("correctResponse")
    values = tuple(" ".join(value.words().split()) for value in correct.all("value")) if correct is not None else ()
    mapping = node.child("mapping")
    entries: dict[str, float] | None = None
    cases: set[str] = set()
    lower = None
    default = 0.0
    if mapping is not None:
        entries = {}
        for entry in mapping.all("mapEntry"):
            key = " ".join(entry.attrs.get("mapKey", "").split())
            entries[key] = float(number(entry.attrs.get("mappedValue", "0")) or 0)
            if entry.attrs.get("caseSensitive", "false").lower() in {"true", "1"}:
                cases.add(key)
        default = float(number(mapping.attrs.get("defaultValue", "0")) or 0)
        bound = number(mapping.attrs.get("lowerBound", ""))
        lower = None if bound is None else float(bound)
    return Declared(
        node.attrs.get("cardinality", "single"),
        node.attrs.get("baseType", "identifier"),
        values,
        entries,
        default,
        lower,
        frozenset(cases),
    )


def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
