"""What only looks like a statement: questions, one's own life, bare names, the opposite said beside the words."""

from __future__ import annotations

import pytest

from tutorapp.domain.content import MarkPoint, Question

TARIFF = Question(
    id="tariff",
    text="Explain the effects of a tariff on imported steel.",
    marks=4,
    points=(
        MarkPoint(id="p1", text="The price of imported steel rises"),
        MarkPoint(id="p2", text="Domestic producers sell more"),
        MarkPoint(id="p3", text="Consumers of steel, such as car makers, pay higher costs"),
        MarkPoint(id="p4", text="The steel no longer fits"),
    ),
)
PRAYER = Question(
    id="prayer",
    text="How does the play show that Hamlet delays?",
    marks=1,
    points=(MarkPoint(id="p1", text="He refuses to kill Claudius while Claudius is praying"),),
)


def verdicts(marker, question, answer):
    return {key: point.verdict for key, point in marker.mark(question, answer).points.items()}


@pytest.mark.parametrize(
    ("answer", "point", "verdict"),
    [
        ("The price of imported steel rises.", "p1", "awarded"),
        ("Does the price of imported steel rise?", "p1", "not_found"),
        ("“Does the price of imported steel rise?”", "p1", "not_found"),
        ("Demand for imported steel rises because its price falls.", "p1", "not_found"),
        ("Domestic producers sell more.", "p2", "awarded"),
        ("Domestic producers sell less.", "p2", "not_found"),
        ("My domestic producers sell more.", "p2", "unsure"),
        ("In my view domestic producers sell more.", "p2", "awarded"),
        ("I think domestic producers sell more.", "p2", "awarded"),
        ("Car makers pay higher costs.", "p3", "awarded"),
        ("A tariff on steel affects consumers.", "p3", "not_found"),
        ("The steel does not fit any more.", "p4", "awarded"),
        ("The steel still fits perfectly.", "p4", "not_found"),
    ],
)
def test_only_a_statement_of_the_thing_earns_its_point(marker, answer, point, verdict):
    assert verdicts(marker, TARIFF, answer)[point] == verdict


def test_the_deed_that_a_scheme_denies_earns_nothing(marker):
    assert verdicts(marker, PRAYER, "He refuses to kill Claudius at prayer.") == {"p1": "awarded"}
    assert verdicts(marker, PRAYER, "He kills Claudius while he is praying.") == {"p1": "not_found"}


def test_a_name_alone_is_left_to_the_person(marker):
    result = marker.mark(PRAYER, "The audience wonders about Claudius.").points["p1"]
    assert result.verdict != "awarded"


@pytest.mark.parametrize(
    "sentence",
    [
        "Chlorophyll absorbs red and blue light.",
        "White blood cells engulf bacteria.",
        "Enzymes denature above an optimum temperature.",
        "Metals conduct electricity.",
    ],
)
def test_a_schemes_own_plain_sentence_is_a_statement(marker, sentence):
    question = Question(id="own", text="What is it that happens?", marks=1, points=(MarkPoint(id="p", text=sentence),))
    assert verdicts(marker, question, sentence) == {"p": "awarded"}


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        ("The NKVD arrested people. The NKVD did not arrest people.", {"s1": "awarded", "s2": "unsure"}),
        ("The NKVD arrested people. They did not execute anyone.", {"s1": "awarded", "s2": "awarded"}),
    ],
)
def test_what_is_stated_by_a_listed_term_and_then_denied_is_left_to_the_person(marker, answer, earned):
    question = Question(
        id="listed",
        text="What did the secret police do?",
        marks=2,
        points=(
            MarkPoint(id="s1", text="Names the organisations (OGPU or NKVD)", terms=((("nkvd", "ogpu"),),)),
            MarkPoint(id="s2", text="They carried out arrests or shot people", terms=((("arrest*", "execut*"),),)),
        ),
    )
    assert verdicts(marker, question, answer) == earned


def test_a_run_of_terms_with_a_sentence_after_it_and_no_full_stop_is_still_a_run(marker):
    question = Question(
        id="tools",
        text="How did he keep power?",
        marks=2,
        points=(MarkPoint(id="a", text="He used censorship"), MarkPoint(id="b", text="Rivals were purged")),
    )
    terms = "police, purges, gulags, censorship, trials, executions"
    after = "The weather was very cold in that year and people stayed at home"
    assert set(verdicts(marker, question, f"{terms} {after}").values()) == {"not_found"}
    whole = "In the press, in schools, in films, he used censorship. The rivals were purged."
    assert set(verdicts(marker, question, whole).values()) == {"awarded"}
