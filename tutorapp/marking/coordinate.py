"""Builds the tree of a clause: what its commas, "and" and "or" make alternatives of, and what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutorapp.marking.concepts import Concept, Join, Node


@dataclass(slots=True)
class Part:
    """A stretch of a clause between two separators."""

    items: list[Node | Concept]
    opens_clause: bool = False  # "who ...", "leading to ...": no member of a list
    opens_with: bool = False  # ", with censorship"


def join_parts(parts: list[Part], joins: list[str], need: int) -> Node:
    """Builds the tree of a clause: neighbours of "or" are alternatives, neighbours of "and" partly so.

    ``joins[n]`` ("or", "and" or ",") stands between part n and n + 1.
    """
    kept = [(part, join) for part, join in zip(parts, [*joins, ""], strict=True) if part.items]
    kinds = _kinds([part for part, _ in kept], [join for _, join in kept][:-1])
    children: list[Node | Concept] = list(kept[0][0].items) if kept else []
    for n, kind in enumerate(kinds):
        right = kept[n + 1][0].items
        if kind == "clause":
            children = [*children, *right]
        elif kind == "with":
            children = [Node("some", [Node("all", children), Node("all", right)])]
        else:
            children = _coordinate(children, right, kind)
    if need > 1 and children:
        for child in children:
            if isinstance(child, Node) and child.join in ("any", "some"):
                child.join, child.need = "any", need
    return Node("all", children)


def _kinds(parts: Sequence[Part], joins: Sequence[str]) -> list[str]:
    """What every separator does: "list and", "list or", "and", "or", "clause" or "with"."""
    kinds = list(joins)
    for n in range(len(kinds) - 1, -1, -1):
        after = parts[n + 1]
        if after.opens_clause and kinds[n] == ",":
            kinds[n] = "clause"
        elif after.opens_with and kinds[n] == ",":
            kinds[n] = "with"
        elif kinds[n] == ",":
            following = kinds[n + 1].removeprefix("list ") if n + 1 < len(kinds) else ""
            if following in ("and", "or") and len(after.items) <= 2 and not _verb_first(after):
                kinds[n] = f"list {following}"
                kinds[n + 1] = f"list {following}"
            else:
                short = len(after.items) <= 2 and not _verb_first(after)
                pair = n > 0 or (len(parts[n].items) == 1 and len(kinds) == 1)
                kinds[n] = "list and" if short and pair else "clause"
    return kinds


def _verb_first(part: Part) -> bool:
    first = part.items[0]
    return isinstance(first, Concept) and first.verb


def _coordinate(left: list[Node | Concept], right: list[Node | Concept], kind: str) -> list[Node | Concept]:
    join: Join = "any" if kind.endswith("or") else "some"
    last = left[-1]
    if kind.startswith("list") or (isinstance(last, Node) and last.join == join and len(right) == 1):
        return _chain(left, right[:1], right[1:], join, 1)
    verbs = [n for n, item in enumerate(left) if isinstance(item, Concept) and item.verb]
    first = right[0]
    if isinstance(first, Concept) and first.verb and len(right) > 1:
        start = verbs[-1] if verbs else len(left) - 1
        return [*left[:start], Node(join, [_all(left[start:]), _all(right)])]
    size = next((n for n, item in enumerate(right) if n and isinstance(item, Concept) and item.verb), len(right))
    size = min(size, 2)
    before = left[-2] if len(left) > 1 else None
    if size == 1 and isinstance(before, Concept) and before.owner:
        return _chain(left, right[:1], right[1:], join, 2)
    room = len(left) - (verbs[-1] + 1 if verbs else 0)
    return _chain(left, right[:size], right[size:], join, max(1, min(size, room)))


def _chain(
    left: list[Node | Concept], same: list[Node | Concept], rest: list[Node | Concept], join: Join, take: int
) -> list[Node | Concept]:
    last = left[-1]
    if isinstance(last, Node) and last.join == join and take == 1:
        return [*left[:-1], Node(join, [*last.children, _all(same)]), *rest]
    return [*left[:-take], Node(join, [_all(left[-take:]), _all(same)]), *rest]


def _all(items: list[Node | Concept]) -> Node | Concept:
    return items[0] if len(items) == 1 else Node("all", items)
