"""QTI 1.2: Canvas, Respondus and Common Cartridge."""

# ruff: noqa: E501  # XML is easier to read unbroken

from __future__ import annotations

from tests.formats.foreign_files import QTI1_CHOICE, QTI1_ESSAY, equal, labels, png, qti1, qti1_item, when, zipped
from tutorapp.domain.content import Gap, NumericAnswer, Pair
from tutorapp.formats.reader import read_quiz, read_whole

ADD = '<setvar varname="SCORE" action="Add">50.00</setvar>'


def one(item: str):
    questions, report = read_quiz(qti1(item).encode(), "q.xml")
    assert report.format == "qti1"
    return (questions[0] if questions else None), report.items[0]


def lid(name: str, inside: str, before: str = "", kind: str = "Single") -> str:
    words = f"<material><mattext>{before}</mattext></material>" if before else ""
    return f'<response_lid ident="{name}" rcardinality="{kind}">{words}{inside}</response_lid>'


def test_a_choice_with_feedback_and_marks():
    question, row = one(QTI1_CHOICE)
    assert (question.type, question.marks, question.text) == ("multiple_choice", 2, "Stem?")
    assert [(c.text, c.correct, c.feedback) for c in question.choices] == [
        ("Stalin", True, "Yes."),
        ("Trotsky", False, ""),
    ]
    assert row.result == "exact"


def test_an_essay_needs_a_mark_scheme():
    _question, row = one(QTI1_ESSAY)
    assert (row.type, row.result, row.reasons) == ("essay", "exact", ("needs-mark-scheme",))


def test_true_false_and_short_answer():
    question, _row = one(qti1_item("true_false_question", lid("r1", labels("True", "False")), when(equal("2"))))
    assert question.true is False
    fib = '<response_str ident="r1"><render_fib><response_label ident="a"/></render_fib></response_str>'
    question, _row = one(qti1_item("short_answer_question", fib, when(equal("NEP") + equal("New Economic Policy"))))
    assert question.points[0].terms == ((("NEP", "New Economic Policy"),),)
    assert question.points[0].marks == 2


def test_several_answers_lose_the_all_or_nothing_rule():
    tests = f"<and>{equal('1')}{equal('2')}<not>{equal('3')}</not></and>"
    response = lid("r1", labels("a", "b", "c"), kind="Multiple")
    question, row = one(qti1_item("multiple_answers_question", response, when(tests)))
    assert [choice.correct for choice in question.choices] == [True, True, False]
    assert row.reasons == ("weights-changed",)


def test_blanks_and_dropdowns():
    response = lid("r_x", labels("Kirov", "kirov"), "x") + lid("r_y", labels("1934"), "y")
    item = qti1_item(
        "fill_in_multiple_blanks_question", response, when(equal("1", "r_x"), ADD), stem="[x] died in [y] {z}"
    )
    question, _row = one(item)
    assert question.text == "{x} died in {y} {\u2060z}"
    assert question.gaps == (Gap(id="x", answers=("Kirov", "kirov")), Gap(id="y", answers=("1934",)))
    response = lid("r_x", labels("old", "new"), "x")
    question, _row = one(
        qti1_item("multiple_dropdowns_question", response, when(equal("2", "r_x"), ADD), stem="The [x] city")
    )
    assert question.text == "The {x} city"
    assert question.gaps == (Gap(id="x", answers=("new",), options=("old", "new")),)


def test_matching_keeps_its_distractors():
    response = lid("r1", labels("Leningrad", "Moscow", "Kiev"), "Kirov") + lid(
        "r2", labels("Leningrad", "Moscow", "Kiev"), "Kaganovich"
    )
    question, _row = one(
        qti1_item("matching_question", response, when(equal("1", "r1"), ADD) + when(equal("2", "r2"), ADD))
    )
    assert question.pairs == (
        Pair(left="Kirov", right="Leningrad"),
        Pair(left="Kaganovich", right="Moscow"),
        Pair(left="", right="Kiev"),
    )


def test_numbers_by_range_and_several_keys():
    fib = (
        '<response_str ident="r1"><render_fib fibtype="Decimal"><response_label ident="a"/></render_fib></response_str>'
    )
    ranged = when('<vargte respident="r1">41.5</vargte><varlte respident="r1">42.5</varlte>')
    question, row = one(qti1_item("numerical_question", fib, ranged))
    assert question.numeric == NumericAnswer(value=42.0, tolerance=0.5)
    assert row.result == "exact"
    _question, row = one(qti1_item("numerical_question", fib, ranged + when(equal("7"))))
    assert row.reasons == ("tolerance",)


def test_formulas_are_named_as_unsupported():
    _question, row = one(qti1_item("calculated_question", "", ""))
    assert (row.result, row.type, row.reasons) == ("skipped", "calculated_question", ("unsupported-type",))


def test_respondus_marks_the_right_answer_by_name_with_score_0():
    bare = f"""<item ident="x" title="T"><presentation><material><mattext>Who?</mattext></material>
    {lid("r1", labels("Lenin", "Stalin"))}</presentation><resprocessing>
    <respcondition title="Correct"><conditionvar>{equal("2")}</conditionvar><setvar action="Set">0</setvar></respcondition>
    <respcondition title="Incorrect"><conditionvar>{equal("1")}</conditionvar><setvar action="Set">0</setvar></respcondition>
    </resprocessing></item>"""
    question, row = one(bare)
    assert [choice.correct for choice in question.choices] == [False, True]
    assert row.result == "exact"


def test_latin_letters_by_declaration():
    xml = qti1(QTI1_CHOICE.replace("Stem?", "Qui est là?")).replace("UTF-8", "ISO-8859-1").encode("latin-1")
    questions, report = read_quiz(xml, "q.xml")
    assert report.encoding == "ISO-8859-1"
    assert questions[0].text == "Qui est là?"


def test_a_cartridge_holds_every_quiz_twice_and_counts_it_once():
    full = qti1(QTI1_CHOICE, QTI1_ESSAY)
    files = {
        "imsmanifest.xml": "<manifest/>",
        "g1/assessment_qti.xml": full,
        "g1/assessment_meta.xml": "<quiz/>",
        "non_cc_assessments/bank.xml.qti": qti1(QTI1_ESSAY, bank=True),
        "non_cc_assessments/g1.xml.qti": full,
    }
    questions, report = read_quiz(zipped(files), "course.imscc")
    assert report.totals == {"found": 3, "exact": 2, "loss": 0, "skipped": 0, "duplicate": 1, "changed": 0}
    assert report.items[2].reasons == ("needs-mark-scheme", "counted-once")
    assert "reduced copy of 1 quiz left out" in report.dialect
    assert len(questions) == 2


def test_pictures_by_several_prefixes():
    for source in (
        "%24IMS-CC-FILEBASE%24/Uploaded%20Media/m.png",
        "Uploaded%20Media/m.png",
        "../web_resources/Uploaded Media/m.png",
    ):
        item = QTI1_CHOICE.replace("Stem?", f"Look &lt;img src='{source}' alt='map'/&gt;")
        made = read_whole(zipped({"a/q.xml": qti1(item), "web_resources/Uploaded Media/m.png": png()}), "q.zip")
        assert list(made.media.values()) == [png()], source


def test_a_broken_item_costs_only_itself():
    xml = qti1(QTI1_CHOICE, QTI1_CHOICE.replace("<presentation>", "<presentation", 1).replace("i1", "i9"), QTI1_ESSAY)
    questions, report = read_quiz(xml.encode(), "q.xml")
    assert [question.type for question in questions] == ["multiple_choice", "essay"]
    assert report.totals["skipped"] == 1
