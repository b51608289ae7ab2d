"""Pictures drawn anew before they are kept: new bytes, names by their hash, and every mention of them rewritten."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from tutorapp.formats.found import Found, FoundFile
from tutorapp.formats.report import Reason

Clean = Callable[[bytes], bytes | None]
"""A picture's bytes drawn anew, without anything but its pixels; None when it is no picture that can be kept."""

_MENTION = re.compile(r"!\[([^\[\]]*)\]\(([^()\s]+)\)")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Recoded:
    """The pictures as they are kept, and by old name the new one ("": it was left out)."""

    media: dict[str, bytes]
    names: dict[str, str]


def recode(media: Mapping[str, bytes], clean: Clean) -> Recoded:
    """Every picture of ``media`` through ``clean``. Drawings (SVG) stay: their elements were judged one by one."""
    made = Recoded({}, {})
    for name, data in media.items():
        kept = data if name.lower().endswith(".svg") else clean(data)
        if kept is None:
            made.names[name] = ""
            continue
        new = f"{hashlib.sha256(kept).hexdigest()}.{_ending(kept)}"
        made.media[new] = kept
        made.names[name] = new
    return made


def recoded_file(found: FoundFile, clean: Clean) -> FoundFile:
    """``found`` with pictures drawn anew; an item that lost one says so ("media-type")."""
    if not found.media:
        return found
    made = recode(found.media, clean)
    alternatives: dict[str, str] = {}
    for old, new in made.names.items():
        if new and not alternatives.get(new):
            alternatives[new] = found.alternatives.get(old, "")
    items = tuple(_item(item, made.names) for item in found.items)
    return replace(found, items=items, media=made.media, alternatives=alternatives)


def renamed(value: _T, names: Mapping[str, str]) -> _T:
    """``value`` (a dataclass of the content) with pictures called by their new names; one left out leaves its words."""
    return _rewritten(value, names) if any(old != new for old, new in names.items()) else value


def _item(item: Found, names: Mapping[str, str]) -> Found:
    if item.question is None:
        return item
    lost = any(not new and old in repr(item.question) for old, new in names.items())
    reasons: set[Reason] = {*item.reasons, "media-type"} if lost else {*item.reasons}
    return replace(item, question=renamed(item.question, names), reasons=frozenset(reasons))


def _rewritten(value: Any, names: Mapping[str, str], field: str = "") -> Any:  # noqa: ANN401  # any content
    if isinstance(value, str):
        if field == "media":
            return names.get(value, value)
        return _MENTION.sub(lambda hit: _mention(hit, names), value) if "](" in value else value
    if isinstance(value, tuple):
        return tuple(_rewritten(part, names) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for one in fields(value):
            before = getattr(value, one.name)
            after = _rewritten(before, names, one.name)
            if after != before:
                changed[one.name] = after
        return replace(value, **changed) if changed else value
    return value


def _mention(hit: re.Match[str], names: Mapping[str, str]) -> str:
    new = names.get(hit[2])
    if new is None:
        return hit[0]
    return f"![{hit[1]}]({new})" if new else hit[1]


def _ending(data: bytes) -> str:
    starts = ((b"\x89PNG", "png"), (b"\xff\xd8", "jpg"), (b"GIF8", "gif"))
    return next((ending for start, ending in starts if data.startswith(start)), "svg")
