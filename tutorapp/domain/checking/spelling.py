"""British spelling: American forms that authors slip into, and the -ise ending this program keeps to."""

from __future__ import annotations

import re

from tutorapp.domain import markup
from tutorapp.domain.checking.findings import Finding, Row, texts
from tutorapp.domain.content import Unit

_BRITISH = {
    "analyze": "analyse",
    "armor": "armour",
    "behavior": "behaviour",
    "canceled": "cancelled",
    "catalog": "catalogue",
    "center": "centre",
    "centered": "centred",
    "color": "colour",
    "counselor": "counsellor",
    "defense": "defence",
    "endeavor": "endeavour",
    "enrollment": "enrolment",
    "favor": "favour",
    "favorite": "favourite",
    "fueled": "fuelled",
    "fulfillment": "fulfilment",
    "harbor": "harbour",
    "honor": "honour",
    "humor": "humour",
    "jewelry": "jewellery",
    "judgment": "judgement",
    "labeled": "labelled",
    "labor": "labour",
    "laborer": "labourer",
    "leveled": "levelled",
    "maneuver": "manoeuvre",
    "meager": "meagre",
    "modeled": "modelled",
    "neighbor": "neighbour",
    "offense": "offence",
    "plow": "plough",
    "rumor": "rumour",
    "signaled": "signalled",
    "skeptical": "sceptical",
    "skillful": "skilful",
    "somber": "sombre",
    "specter": "spectre",
    "splendor": "splendour",
    "theater": "theatre",
    "traveled": "travelled",
    "traveling": "travelling",
    "tumor": "tumour",
    "vigor": "vigour",
    "willful": "wilful",
}
_ENDINGS = ("s", "ed", "ing", "ly", "able", "ful", "ist", "ite")
_FORMS = {
    word + ending: british + ending for word, british in _BRITISH.items() for ending in ("", *_ENDINGS)
} | _BRITISH
_IZE = re.compile(r"\w{3,}(?:iz(?:e|es|ed|er|ers|ing|ation|ations)|yz(?:e|es|ed|ing))")
_REALLY_IZE = re.compile(r"(?:re|over|under|down|out|cap|as)?(?:siz|priz|seiz|maiz)\w+")
_WORD = re.compile(r"[A-Za-z]+")
_QUOTED_TITLES = re.compile(r"\*[^*\n]{1,200}\*")  # titles of books keep their own spelling


def check(unit: Unit) -> tuple[list[Finding], list[Row]]:
    """Findings on American spellings."""
    found = []
    for prose in texts(unit):
        text = _QUOTED_TITLES.sub(" ", prose.text) if prose.markup else prose.text
        for word in american(markup.plain(text) if prose.markup else text):
            message = f"“{word}” is not the British spelling"
            if (better := british(word)) != word:
                message += f" (“{better}”)"
            found.append(Finding(prose.kind, prose.id, prose.field, message, "warning", near=word))
    return found, []


def american(text: str) -> list[str]:
    """The words of ``text`` in an American spelling, in order; capitalised ones may be names and are let be."""
    return [word for word in _WORD.findall(text) if _is_american(word)]


def british(word: str) -> str:
    """The British form of an American ``word`` in small letters; any other word as it is."""
    if not _is_american(word):
        return word
    return _FORMS.get(word) or re.sub(r"([iy])z(e[sd]?|ers?|ing|ations?)$", r"\1s\2", word)


def _is_american(word: str) -> bool:
    if word[0].isupper():
        return False
    return word in _FORMS or bool(_IZE.fullmatch(word) and not _REALLY_IZE.fullmatch(word))
