"""Moodle's embedded answers, ``{1:SHORTANSWER:=Moscow~%50%Moskva#nearly}`` in a text, to gaps of ours and back.

Syntax from Moodle's documentation "Embedded Answers (Cloze) question type".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from tutorapp.domain.content import Gap
from tutorapp.formats.found import SkipItem
from tutorapp.formats.report import Reason

_START = re.compile(r"\{(\d{0,3}):([A-Z_]{2,24}):")
_TYPED = {"SHORTANSWER", "SA", "MW", "SHORTANSWER_C", "SAC", "MWC", "NUMERICAL", "NM"}
_CHOSEN = {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH", "MULTICHOICE_S", "MCS"}
_CHOSEN |= {"MULTICHOICE_VS", "MCVS", "MULTICHOICE_HS", "MCHS"}
_SIGNS = re.compile(r"\\(.)", re.DOTALL)
_SHIFT = 0xF0000
_HIDDEN = re.compile("[\U000f0000-\U000ffffd]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d{1,10})?)%")
_SPECIAL = re.compile(r"([\\~=#}/\"{])")


def read(html: str) -> tuple[str, dict[str, str], tuple[Gap, ...], int, set[Reason]]:
    """(text with placeholders, placeholder to our {id}, gaps, marks, reasons). Raises SkipItem."""
    reasons: set[Reason] = set()
    parts: list[str] = []
    raw: dict[str, str] = {}
    gaps: list[Gap] = []
    weights: list[int] = []
    at = 0
    for start, end, weight, kind, inside in _fields(html):
        name = f"g{len(gaps) + 1}"
        gaps.append(_gap(name, kind, inside, reasons))
        weights.append(weight)
        placeholder = f"\ue010{name}\ue011"
        raw[placeholder] = "{" + name + "}"
        parts += [html[at:start], placeholder]
        at = end
    if not gaps:
        raise SkipItem("no-options", type="gap_fill")
    if len(set(weights)) > 1:
        reasons.add("weights-changed")
    return "".join([*parts, html[at:]]), raw, tuple(gaps), sum(weights) or 1, reasons


def write(gap: Gap, weight: int) -> str:
    """The field for ``gap``, worth ``weight``."""
    if gap.options:
        answers = [("=" if option in gap.answers else "~") + escape(option) for option in gap.options]
        return f"{{{weight}:MULTICHOICE:{'~'.join(answer.removeprefix('~') for answer in answers)}}}"
    return f"{{{weight}:SHORTANSWER:{'~'.join('=' + escape(answer) for answer in gap.answers)}}}"


def escape(text: str) -> str:
    """``text`` with a backslash before every sign that means something in a field."""
    return _SPECIAL.sub(r"\\\1", text)


def _fields(html: str) -> Iterator[tuple[int, int, int, str, str]]:
    """(start, end, weight, type, inside with escapes set aside) of every field."""
    at = 0
    while found := _START.search(html, at):
        end = found.end()
        while end < len(html) and html[end] != "}":
            end += 2 if html[end] == "\\" else 1
        if end >= len(html):
            return
        inside = _SIGNS.sub(lambda sign: chr(_SHIFT + ord(sign[1]) % 0xFFFE), html[found.end() : end])
        yield found.start(), end + 1, int(found[1] or 1), found[2], inside
        at = end + 1


def _gap(name: str, kind: str, inside: str, reasons: set[Reason]) -> Gap:
    if kind not in _TYPED | _CHOSEN:
        raise SkipItem("unsupported-type", type=f"cloze {kind}")
    answers: list[str] = []
    options: list[str] = []
    for part in inside.split("~"):
        weight, text = 0.0, part.strip()
        if text.startswith("="):
            weight, text = 100.0, text[1:]
        if found := _WEIGHT.match(text):
            weight, text = float(found[1]), text[found.end() :]
        text, _, feedback = text.partition("#")
        if feedback.strip():
            reasons.add("feedback-lost")
        words = " ".join(_show(unescape(text)).split())
        if not words:
            continue
        if kind in {"NUMERICAL", "NM"}:
            words, colon, tolerance = words.partition(":")
            if colon and tolerance.strip(" 0.") != "":
                reasons.add("tolerance")
        options.append(words)
        if weight >= 100:
            answers.append(words)
        elif weight > 0:
            reasons.add("weights-changed")
    answers = [answer for answer in answers if answer != "*"]
    if not answers:
        raise SkipItem("no-correct-answer", type="gap_fill")
    if kind in _TYPED and (any("*" in answer for answer in answers) or kind.endswith("C")):
        reasons.add("wildcard-case")
    return Gap(
        id=name, answers=tuple(dict.fromkeys(answers)), options=tuple(dict.fromkeys(options)) if kind in _CHOSEN else ()
    )


def _show(text: str) -> str:
    return _HIDDEN.sub(lambda found: chr(ord(found[0]) - _SHIFT), text)
