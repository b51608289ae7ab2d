"""How well the marker agreed with people when it was last measured, for the sentence beside every suggestion."""

from __future__ import annotations

from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of ``make marker-report`` on the answers kept aside; the last three are whole percentages."""

    answers: int
    questions: int
    points_right: int  # points judged as the person judged them
    awards_right: int  # points the marker awards that the person awards too
    worthless_marked: int  # answers worth nothing that are given a mark


KEPT_ASIDE = Measured(answers=313, questions=47, points_right=88, awards_right=92, worthless_marked=4)
"""The part of our own marked answers that was not looked at while tuning; a test holds it to the report."""
