"""How a scheme's sentences are read."""

from __future__ import annotations

import pytest

from tutorapp.marking.concepts import Concept, concepts
from tutorapp.marking.terms import SchemeReader
from tutorapp.marking.text import read


@pytest.fixture
def reader(pack):
    asked = frozenset(token.stem for token in read("Explain the role of light in photosynthesis", pack.lexicon).tokens)
    return SchemeReader(pack, asked, lambda stems: ())


def shape(node):
    if isinstance(node, Concept):
        return node.label
    return (node.join, *[shape(child) for child in node.children])


def labels(reading):
    return [[concept.label for concept in concepts(node)] for node in reading.alternatives]


def test_or_lists_are_alternatives_and_and_lists_partly(reader):
    assert shape(reader.read("Purges, surveillance, arrests or executions").alternatives[0]) == (
        "all", ("any", "Purges", "surveillance", "arrests", "executions"),
    )  # fmt: skip
    assert shape(reader.read("It spread hunger and terror").alternatives[0])[-1] == ("some", "hunger", "terror")


def test_verbs_joined_by_and_keep_their_objects(reader):
    node = reader.read("Gulags strengthened his authority and removed witnesses").alternatives[0]
    assert shape(node)[-1] == ("some", ("all", "strengthened", "authority"), ("all", "removed", "witnesses"))


@pytest.mark.parametrize(
    "text",
    [
        "Names the bodies (OGPU or NKVD)",
        "Mention of the OGPU or NKVD",
        "1 mark: identifies bodies such as OGPU/NKVD",
        "The police are named: the OGPU or the NKVD",
    ],
)
def test_naming_points_need_one_item(reader, text):
    reading = reader.read(text)
    assert reading.identify
    found = {term.text for node in reading.alternatives for concept in concepts(node) for term, _, _ in concept.terms}
    assert {"OGPU", "NKVD"} <= found


def test_identifies_that_is_a_statement(reader):
    assert not reader.read("Identifies that a leader is shown as a hero by the press").identify


def test_slashes_colons_accept_and_reject(reader):
    assert len(reader.read("Levels off at the top / reaches a steady plateau").alternatives) == 2
    assert ["steam"] in labels(reader.read("Water turns to vapour (accept: steam)"))
    assert all("mist" not in words for words in labels(reader.read("Water turns to vapour. Do not accept mist.")))


def test_examples_join_the_word_before_or_stand_alone(reader):
    reading = reader.read("Some mocked it in private, e.g. jokes")
    assert ["jokes"] in labels(reading)
    named = reader.read("Rivals such as Trotsky removed from photographs").alternatives[0]
    first = concepts(named)[0]
    assert first.label == "Rivals"
    assert "Trotsky" in {term.text for term, _, _ in first.terms}


def test_words_of_the_question_and_small_words_weigh_little(reader):
    by_label = {
        concept.label: concept
        for concept in concepts(reader.read("Light provides the energy for growth").alternatives[0])
    }
    assert by_label["Light"].asked
    assert by_label["Light"].weight < by_label["energy"].weight
    assert by_label["provides"].weight < by_label["energy"].weight


def test_a_denial_in_the_scheme_is_asked_for(reader):
    polarity = {
        concept.label: concept.polarity
        for concept in concepts(reader.read("It needs no energy from the cell").alternatives[0])
    }
    assert polarity["energy"] == "denied"


def test_any_two_needs_two(reader):
    node = reader.read("Bukharin, Rykov and Tomsky (any two)").alternatives[0].children[0]
    assert (node.join, node.need) == ("any", 2)
