"""An event whose date historians dispute says so on its card, and a certain one does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tutorapp import assets
from tutorapp.domain.content import Event, Unit
from tutorapp.services.checking import check
from tutorapp.ui.timeline.event_card import doubt_words

PLAIN = "The exact date is not certain."


@pytest.fixture(scope="module")
def unit() -> Unit:
    return check(assets.path("packs/ocr-y219-stalin"), assets.british_words()).unit


def test_every_event_of_medium_certainty_says_what_is_open(unit: Unit):
    open_ones = [event for event in unit.events if event.certainty != "high"]
    assert len(open_ones) >= 28
    assert [event.id for event in open_ones if not doubt_words(event)] == []
    assert {event.id for event in open_ones if not event.date_note} <= {"E087"}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"certainty": "high"}, ""),
        ({"certainty": "medium"}, PLAIN),
        ({"certainty": "low"}, PLAIN),
        ({"certainty": "medium", "date_note": "some accounts give 21 May"}, "Some accounts give 21 May"),
        ({"certainty": "medium", "when": "1924-05"}, "Month known, day not"),
        ({"certainty": "high", "when": "1924-05~", "date_note": "or June"}, "About this time. Or June"),
    ],
)
def test_the_card_says_it_once(unit: Unit, changes: dict[str, str], said: str):
    event: Event = replace(unit.events[0], when="1924-05-22", date_note="")
    assert doubt_words(replace(event, **changes)) == said
