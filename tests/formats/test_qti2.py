"""QTI 2.x and 3.0 items and packages."""

# ruff: noqa: E501  # XML is easier to read unbroken

from __future__ import annotations

import pytest

from tests.formats.foreign_files import QTI2_CHOICE, QTI3_CHOICE, qti2_item, zipped
from tutorapp.domain.content import Gap, NumericAnswer, Pair
from tutorapp.formats.reader import read_quiz


def one(xml: str):
    questions, report = read_quiz(xml.encode(), "i.xml")
    assert report.format == "qti2"
    return (questions[0] if questions else None), report.items[0]


def declared(cardinality: str, base: str, *values: str, name: str = "R", more: str = "") -> str:
    said = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
        f"<correctResponse>{said}</correctResponse>{more}</responseDeclaration>"
    )


def test_a_choice_with_padded_values_and_a_prompt():
    question, row = one(QTI2_CHOICE)
    assert question.text == "Who?\n\nChoose."
    assert [(c.text, c.correct) for c in question.choices] == [("Stalin", True), ("**Lenin**", False)]
    assert row.result == "exact"


def test_qti3_names_and_weights_like_ours():
    question, row = one(QTI3_CHOICE)
    assert question.type == "multiple_response"
    assert [choice.correct for choice in question.choices] == [True, True, False]
    assert row.result == "exact"
    _question, row = one(QTI3_CHOICE.replace('default-value="-1"', 'default-value="0"'))
    assert row.reasons == ("weights-changed",)


def test_matching_ordering_and_gap_match():
    sets = (
        "<simpleMatchSet><simpleAssociableChoice identifier='A' matchMax='1'>Kirov</simpleAssociableChoice>"
        "<simpleAssociableChoice identifier='B' matchMax='1'>Kaganovich</simpleAssociableChoice></simpleMatchSet>"
        "<simpleMatchSet><simpleAssociableChoice identifier='X' matchMax='1'>Leningrad</simpleAssociableChoice>"
        "<simpleAssociableChoice identifier='Y' matchMax='1'>Moscow</simpleAssociableChoice>"
        "<simpleAssociableChoice identifier='Z' matchMax='1'>Kiev</simpleAssociableChoice></simpleMatchSet>"
    )
    body = f"<p>Match.</p><matchInteraction responseIdentifier='R'>{sets}</matchInteraction>"
    question, _row = one(qti2_item(body, declared("multiple", "directedPair", "A X", "B Y")))
    assert question.pairs == (
        Pair(left="Kirov", right="Leningrad"),
        Pair(left="Kaganovich", right="Moscow"),
        Pair(left="", right="Kiev"),
    )
    steps = "".join(f"<simpleChoice identifier='{name}'>{name} step</simpleChoice>" for name in "CAB")
    body = f"<p>Order.</p><orderInteraction responseIdentifier='R'>{steps}</orderInteraction>"
    question, row = one(qti2_item(body, declared("ordered", "identifier", "A", "B", "C")))
    assert question.order == ("A step", "B step", "C step")
    assert row.reasons == ("weights-changed",)
    words = "<gapText identifier='W1' matchMax='1'>NEP</gapText><gapText identifier='W2' matchMax='1'>Plan</gapText>"
    body = f"<gapMatchInteraction responseIdentifier='R'>{words}<p>The <gap identifier='G1'/> ended.</p></gapMatchInteraction>"
    question, _row = one(qti2_item(body, declared("multiple", "directedPair", "W1 G1")))
    assert question.text == "The {G1} ended."
    assert question.gaps == (Gap(id="G1", answers=("NEP",), options=("NEP", "Plan")),)


def test_entries_in_the_text_are_gaps_and_one_at_its_end_is_a_short_answer():
    entry = "<textEntryInteraction responseIdentifier='R'/>"
    question, _row = one(qti2_item(f"<p>Lenin died in {entry} at Gorki.</p>", declared("single", "string", "1924")))
    assert (question.type, question.text) == ("gap_fill", "Lenin died in {g1} at Gorki.")
    question, _row = one(qti2_item(f"<p>Where did Lenin die?</p><p>{entry}</p>", declared("single", "string", "Gorki")))
    assert question.type == "short_answer"
    assert question.points[0].terms == ((("Gorki",),),)


def test_numbers_with_tolerance():
    body = "<p>Year? <textEntryInteraction responseIdentifier='R'/></p>"
    rule = "<responseProcessing><equal toleranceMode='relative' tolerance='10 10'><variable identifier='R'/></equal></responseProcessing>"
    question, row = one(qti2_item(body, declared("single", "float", "50"), rule))
    assert question.numeric == NumericAnswer(value=50.0, tolerance=5.0)
    assert row.result == "exact"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (QTI2_CHOICE.replace('adaptive="false"', 'adaptive="true"'), "adaptive"),
        (QTI2_CHOICE.replace("choiceInteraction", "hotspotInteraction"), "unsupported-type"),
        (QTI2_CHOICE.replace("\n A \n", "Q"), "no-correct-answer"),
        (qti2_item(""), "empty-text"),
        (QTI2_CHOICE[:-40], "file-damaged"),
    ],
)
def test_what_cannot_be_kept_is_named(item, reason):
    question, row = one(item)
    assert question is None
    assert row.reasons == (reason,)


def test_a_package_in_the_order_of_its_test_with_a_missing_file():
    test = (
        "<assessmentTest xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1' identifier='t' title='T'><testPart identifier='p' "
        "navigationMode='linear' submissionMode='individual'><timeLimits maxTime='60'/><assessmentSection identifier='s' title='S' visible='true'>"
        "<assessmentItemRef identifier='i2' href='items/two.xml'/><assessmentItemRef identifier='gone' href='items/gone.xml'/>"
        "<assessmentItemRef identifier='i1' href='items/one.xml'/></assessmentSection></testPart></assessmentTest>"
    )
    files = {
        "imsmanifest.xml": "<manifest/>",
        "items/one.xml": QTI2_CHOICE,
        "items/three.xml": qti2_item("<p>Just read.</p>", ident="it3"),
        "items/two.xml": QTI3_CHOICE,
        "test.xml": test,
    }
    questions, report = read_quiz(zipped(files), "p.zip")
    assert [question.type for question in questions] == ["multiple_response", "multiple_choice", "text"]
    assert [item.reasons for item in report.items if item.result == "skipped"] == [("reference-without-file",)]
    assert report.items[1].reasons == ("time-lost",)
    assert report.items[3].reasons == ()
