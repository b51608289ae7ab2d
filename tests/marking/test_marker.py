"""Verdicts, evidence and reasons of the marker on small schemes."""

from __future__ import annotations

import dataclasses
import time

import pytest

from tutorapp.domain.content import MarkPoint, OneSidedCap, PointGroup, Question
from tutorapp.marking.marker import Marker
from tutorapp.marking.synonyms import SynonymPack

CULT = Question(
    id="cult",
    text="Define the term cult of personality as it applied to Stalin.",
    marks=2,
    points=(
        MarkPoint(id="p1", text="A leader is given an idealised or heroic image"),
        MarkPoint(id="p2", text="Propaganda, mass media and censorship were used to require loyalty and reverence"),
    ),
)
POLICE = Question(
    id="police",
    text="Explain the role of propaganda and the secret police in strengthening Stalin's hold on power in the 1930s.",
    marks=6,
    groups=(PointGroup(id="prop", max=3, title="propaganda"), PointGroup(id="police", max=3, title="secret police")),
    one_sided_cap=OneSidedCap(groups=("prop", "police"), cap=3),
    points=(
        MarkPoint(id="p1", group="prop", text="Stalin's image as Lenin's heir and as a wise, heroic leader"),
        MarkPoint(id="p2", group="prop", text="Control of the media (press, education, film), with censorship"),
        MarkPoint(
            id="p3", group="prop", text="Rewriting history, e.g. rivals such as Trotsky removed from photographs"
        ),
        MarkPoint(id="s1", group="police", text="Names the organisations (OGPU or NKVD)"),
        MarkPoint(id="s2", group="police", text="Purges, surveillance, arrests or executions"),
        MarkPoint(id="s3", group="police", text="Gulags or show trials strengthened his authority and removed rivals"),
    ),
)


def awarded(marker, question, answer, **more):
    points = marker.mark(question, answer, **more).points
    return {key for key, point in points.items() if point.verdict == "awarded"}


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        ("He was worshipped like a god. Films and posters made people obey him.", {"p1", "p2"}),
        ("He was shown as a hero.", {"p1"}),
        ("He was famous and popular.", set()),
        ("He used propaganda a lot.", set()),
        ("He was never shown as a hero.", set()),
        ("Some say he was shown as a hero but this is wrong.", set()),
        ("Trotsky was portrayed as a godlike hero.", set()),
        ("Hitler was worshipped as a hero in Germany.", set()),
        ("hero, propaganda, media, censorship, loyalty, reverence", set()),
        ("hero god propaganda media censorship loyalty reverence worship", set()),
        ("leader, idealised, heroic, worshipped, loyal, censored", set()),
        ("idealised heroic leader mass media censorship loyalty reverence worship", set()),
        ("Define the term cult of personality as it applied to Stalin.", set()),
        ("El líder es presentado como un héroe y la propaganda exige lealtad.", set()),
        ("Вождь изображается героем, и пропаганда требует верности.", set()),
        ("Please award both points for the idealised heroic image.", set()),
        ("", set()),
        ("It is wen a leeder is made to look like a herro.", {"p1"}),
    ],
)
def test_the_definition(marker, answer, earned):
    assert awarded(marker, CULT, answer) == earned


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        ("The NKVD arrested and shot people.", {"s1", "s2"}),
        ("The N.K.V.D. did survailance.", {"s1", "s2"}),
        ("The secret police were scary.", set()),
        ("Trotsky was airbrushed out of pictures.", {"p3"}),
        ("Newspapers were censored by the state.", {"p2"}),
        ("Posters and statues were put up everywhere.", set()),
        ("There were gulags in Siberia.", set()),
        ("Fear of being sent to the gulag made people obey.", {"s3"}),
        ("Propaganda:\n- posters\nSecret police:\n- NKVD\n- purges", {"s1", "s2"}),
        ("Trotsky was removed from photographs. In fact this is not true.", set()),
    ],
)
def test_the_two_sided_question(marker, answer, earned):
    assert awarded(marker, POLICE, answer) == earned


def test_arithmetic_evidence_and_up_to(marker):
    answer = "The NKVD arrested opponents. Stalin was shown as a wise hero. There were show trials in Moscow."
    result = marker.mark(POLICE, answer)
    assert result.groups == {"prop": 1, "police": 2}
    assert result.total == 3
    assert result.words == "propaganda 1 + secret police 2 = 3 of 6"
    assert result.total <= result.up_to <= result.max == 6
    point = result.points["s1"]
    assert answer[point.start : point.end] == point.evidence == "NKVD"
    assert point.layer == "scheme"
    assert "NKVD" in point.why


def test_a_missing_point_names_the_nearest_sentence_and_what_it_lacks(marker):
    why = marker.mark(POLICE, "Trotsky went fishing by the lake.").points["p3"].why
    assert "Trotsky went fishing" in why
    assert "removed" in why


def test_a_wrong_person_is_named_in_the_reason(marker):
    assert "Trotsky" in marker.mark(CULT, "Trotsky was portrayed as a godlike hero.").points["p1"].why


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("NKVD, purges, gulags, arrests, executions, surveillance", "these words stand in a run of terms"),
        ("Were people arrested by the NKVD?", "this asks and does not state"),
        ("Give full marks: the NKVD arrested people.", "this is addressed to the marker"),
        ("La propagande est partout et les journaux sont censurés par le NKVD.", "this is not in English"),
    ],
)
def test_a_sentence_that_earns_nothing_says_why(marker, answer, why):
    point = marker.mark(POLICE, answer).points["s1"]
    assert (point.verdict, point.evidence) == ("not_found", "")
    assert point.why.startswith(why)


def test_the_questions_own_words_are_told(marker):
    assert marker.mark(POLICE, POLICE.text).points["s3"].why == "these are the question's own words"


def test_swapped_pairs_earn_nothing(marker):
    question = Question(
        id="pair",
        text="Compare the views of Trotsky and Stalin.",
        marks=2,
        points=(
            MarkPoint(id="a", text="Trotsky believed in permanent revolution"),
            MarkPoint(id="b", text="Stalin believed in socialism in one country"),
        ),
    )
    right = "Trotsky believed in permanent revolution whereas Stalin believed in socialism in one country."
    swapped = "Stalin believed in permanent revolution and Trotsky believed in socialism in one country."
    assert awarded(marker, question, right) == {"a", "b"}
    assert awarded(marker, question, swapped) == set()


def test_opposites_earn_nothing(marker):
    question = Question(
        id="o", text="How did output change?", marks=1, points=(MarkPoint(id="a", text="Coal output rose"),)
    )
    assert awarded(marker, question, "The output of coal went up.") == {"a"}
    assert awarded(marker, question, "The output of coal went down.") == set()


def test_a_single_everyday_word_is_left_to_the_person(marker):
    question = Question(id="w", text="Why?", marks=1, points=(MarkPoint(id="a", text="Wages fell in the towns"),))
    assert awarded(marker, question, "Wages went down in the towns.") == {"a"}
    question = Question(id="v", text="Why?", marks=1, points=(MarkPoint(id="a", text="They bought a wealth of it"),))
    assert awarded(marker, question, "It cost some money.") == set()


def test_words_that_show_another_claim_refuse_the_point(marker):
    point = MarkPoint(id="a", text="Grain was exported", reject=("timber",))
    question = Question(id="r", text="What happened?", marks=1, points=(point,))
    assert awarded(marker, question, "Grain was sold abroad.") == {"a"}
    result = marker.mark(question, "Timber and not only grain was exported.")
    assert result.points["a"].verdict == "not_found"
    assert "timber" in result.points["a"].why


def test_things_a_question_compares_may_not_be_swapped(marker):
    question = Question(
        id="c",
        text="Compare arteries and veins.",
        marks=2,
        points=(MarkPoint(id="a", text="Arteries have thick walls"), MarkPoint(id="b", text="Veins have valves")),
    )
    assert awarded(marker, question, "Arteries have thick walls and veins have valves.") == {"a", "b"}
    assert awarded(marker, question, "Veins have thick walls and arteries have valves.") == set()


def test_term_lists_with_stars_phrases_and_allowed_denials(marker):
    point = MarkPoint(
        id="a",
        text="Nobody dared to doubt him",
        terms=((("~never question*", "obey*"), ("people", "citizens")), (("show trial*",),)),
    )
    question = Question(id="t", text="What happened?", marks=1, points=(point,))
    result = marker.mark(question, "The citizens never questioned a thing.")
    assert result.points["a"].verdict == "awarded"
    assert result.points["a"].layer == "terms"
    assert awarded(marker, question, "Then there were show trials.") == {"a"}
    assert awarded(marker, question, "Obeying was common.") == set()


def test_words_a_person_awarded_count_from_then_on(marker):
    answer = "Grandma said he hung on every wall like an icon."
    assert awarded(marker, CULT, answer) == set()
    result = marker.mark(CULT, answer, extra_words={"p1": ["hung on every wall like an icon"]})
    assert result.points["p1"].verdict == "awarded"
    assert result.points["p1"].layer == "your words"
    assert awarded(marker, CULT, answer) == set()


def test_the_units_glossary_is_a_layer_of_its_own(marker):
    question = Question(id="g", text="Who ran it?", marks=1, points=(MarkPoint(id="a", text="It was run by Rabkrin"),))
    answer = "It was run by the inspectors' head bureau."
    assert awarded(marker, question, answer) == set()
    result = marker.mark(question, answer, unit_terms={"Rabkrin": ["inspectors head bureau"]})
    assert (result.points["a"].verdict, result.points["a"].layer) == ("awarded", "notes")


def test_it_works_without_any_pack():
    marker = Marker(SynonymPack.parse({}))
    assert awarded(marker, POLICE, "The NKVD carried out arrests and executions.") == {"s1", "s2"}


def test_an_edited_scheme_is_read_again(marker):
    one = Question(id="same", text="What?", marks=1, points=(MarkPoint(id="a", text="Turnips were exported"),))
    two = dataclasses.replace(one, points=(MarkPoint(id="a", text="Radios were banned"),))
    assert awarded(marker, one, "They exported turnips.") == {"a"}
    assert awarded(marker, two, "They exported turnips.") == set()


SHAPES = {
    "one word": "a" * 100_000,
    "words": "stalin hero " * 9_000,
    "dots": "." * 100_000,
    "letters and dots": "a." * 50_000,
    "apostrophes": "a'" * 50_000,
    "digits": "1," * 50_000,
    "brackets": "(" * 100_000,
    "spaces": " " * 100_000,
    "newlines": "\n" * 100_000,
    "dashes": "- " * 50_000,
    "nots": "not " * 25_000,
    "this is": "this is " * 12_000,
    "e.g.": "e.g. " * 20_000,
    "nul": "\0" * 100_000,
    "accents": "é" * 100_000,
    "combining": "e\u0301" * 50_000,
    "misspelt": "".join(f"propgand{n} " for n in range(9_000)),
    "names": "Stalin Trotsky Lenin by " * 4_000,
}


@pytest.mark.parametrize("shape", SHAPES)
def test_long_hostile_answers_finish_soon(marker, shape):
    marker.prepare(POLICE)
    start = time.process_time()
    result = marker.mark(POLICE, SHAPES[shape])
    assert time.process_time() - start < 3
    assert 0 <= result.total <= 6


@pytest.mark.parametrize("shape", ["one word", "brackets", "dots", "letters and dots", "spaces", "e.g.", "nots"])
def test_long_hostile_schemes_finish_soon(marker, shape):
    text = SHAPES[shape][:20_000]
    start = time.process_time()
    marker.mark(Question(id="h", text=text, marks=1, points=(MarkPoint(id="a", text=text),)), "Stalin was a hero.")
    assert time.process_time() - start < 3
