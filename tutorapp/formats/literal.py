"""Foreign words as our markup: what only looks like a mark of ours must stay letters, and come back unharmed."""

from __future__ import annotations

import re

from tutorapp.domain import markup

JOINER = "\u2060"
"""WORD JOINER: no width, no meaning; parts two characters that would be read as a mark of ours."""
STAR = "\u2217"
"""ASTERISK OPERATOR: looks like an asterisk, and is none."""

_SUSPECT = re.compile(r"[#>-]|\d{1,3}\.|.*[*\[]")  # no other sign of one line means anything to our markup
_LINE_START = re.compile(r"^(#{2,3}|>|-|\d{1,3}\.)", re.MULTILINE)


def words(text: str) -> str:
    """One line of foreign text that our markup reads as those very words."""
    flat = " ".join(text.split())
    if not _SUSPECT.match(flat):
        return flat
    wanted = (markup.Paragraph((markup.Text(flat),)),)
    if markup.parse(flat) == wanted:
        return flat
    return shield_start(shield_inside(flat))


def paragraphs(text: str) -> str:
    """Foreign plain text; each of its lines becomes a paragraph, as our markup knows no line break."""
    return "\n\n".join(words(line) for line in text.split("\n") if line.strip())


def shield_inside(text: str) -> str:
    """``text`` without an asterisk or double bracket that our markup would read."""
    return text.replace("*", STAR).replace("[[", f"[{JOINER}[")


def shield_start(text: str) -> str:
    """``text`` whose beginning is no heading, list, quotation or picture."""
    if text.startswith("!["):
        text = f"!{JOINER}{text[1:]}"
    found = _LINE_START.match(text)
    if found is None:
        return text
    if found[0] in {"-"} or found[0][0].isdigit():
        return f"{found[0]}{JOINER}{text[found.end() :]}"
    return JOINER + text


def shield_braces(text: str) -> str:
    """``text`` of a gap question without a brace that would be read as a gap."""
    return text.replace("{", "{" + JOINER)


def bare(text: str) -> str:
    """Words of ours for a foreign file: without what was put in to shield them."""
    return text.replace(JOINER, "").replace(STAR, "*")
