"""What the window says about the marker is what the report prints, and the report keeps the design's floors."""

from __future__ import annotations

import pytest

from tests.packaging.scripts import script
from tutorapp.marking.measured import KEPT_ASIDE, Measured


@pytest.fixture(scope="module")
def kept_aside(marker):
    report = script("marker_report.py")
    answers = [row for path in sorted(report.ANSWERS.glob("kept_aside*.txt")) for row in report.load(path)]
    return report, report.mark_all(marker, answers)


def test_the_figures_on_the_screen_are_those_of_the_report(kept_aside):
    report, rows = kept_aside
    found = report.measure(rows)
    assert (
        Measured(
            answers=found["answers"],
            questions=len({answer.question.id for answer, _, _ in rows}),
            points_right=round(100 * found["accuracy per point"]),
            awards_right=round(100 * found["precision of awards"]),
            worthless_marked=round(100 * found["worthless with a mark"]),
        )
        == KEPT_ASIDE
    )


def test_the_floors_of_the_design_are_kept(kept_aside):
    report, rows = kept_aside
    everything = report.measure(rows)
    own = report.measure([row for row in rows if row[0].part == "own"])
    unseen = report.measure([row for row in rows if row[0].part != "own"])
    assert own["QWK"] >= 0.80
    assert unseen["QWK"] >= 0.50
    assert everything["QWK"] >= 0.71
    assert everything["accuracy per point"] >= 0.83
    assert everything["precision of awards"] >= 0.91
    assert everything["paraphrase accuracy"] >= 0.58
    assert everything["worthless with a mark"] <= 0.14


def test_a_third_of_all_marked_answers_was_not_tuned_on(kept_aside):
    report, rows = kept_aside
    tuned, validation = (
        sum(len(report.load(path)) for path in report.ANSWERS.glob(pattern)) for pattern in ("tuning*", "validation*")
    )
    held = len(rows) + validation
    assert held * 3 >= held + tuned
