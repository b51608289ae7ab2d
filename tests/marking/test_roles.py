"""A claim must stand in the scheme's order: who does it, to whom, how many, which way; its words alone earn nothing."""

from __future__ import annotations

import pytest

from tutorapp.domain.content import MarkPoint, PointGroup, Question

SCHEMES = {
    "heart": (
        "Describe how the heart moves blood around the body.",
        "The right ventricle pumps blood to the lungs",
        "The left ventricle has a thicker wall",
        "Deoxygenated blood enters the right atrium",
    ),
    "hastings": (
        "Why did William win the Battle of Hastings?",
        "Harold's army was tired after marching from Stamford Bridge",
        "The Normans pretended to retreat",
        "Harold was killed",
    ),
    "power": (
        "Explain why Stalin won the struggle for power after 1924.",
        "As General Secretary he appointed his supporters to posts",
        "Trotsky missed Lenin's funeral",
        "Zinoviev and Kamenev persuaded the Central Committee to keep the Testament secret",
    ),
    "plague": (
        "Describe the consequences of the Black Death in England.",
        "Between a third and a half of the population died",
        "The Statute of Labourers of 1351 tried to keep wages down",
        "Wages rose because workers were scarce",
    ),
    "lungs": (
        "Describe what happens when a person breathes in.",
        "The diaphragm contracts and moves down",
        "The ribs move up and out",
        "The pressure in the lungs falls",
    ),
    "rates": (
        "Explain the effects of a rise in interest rates.",
        "Borrowing becomes more expensive",
        "Consumers spend less",
        "Saving becomes more attractive",
    ),
}
FALSE = [
    ("heart", "The left ventricle pumps blood to the lungs."),
    ("heart", "The right ventricle has a thicker wall."),
    ("heart", "Oxygenated blood enters the right atrium."),
    ("heart", "The lungs pump blood to the right ventricle."),
    ("hastings", "William's army was tired after marching from Stamford Bridge."),
    ("hastings", "The English pretended to retreat."),
    ("power", "As General Secretary Trotsky appointed his supporters to posts."),
    ("power", "Stalin missed Lenin's funeral."),
    ("power", "Trotsky and Bukharin persuaded the Central Committee to keep the Testament secret."),
    ("plague", "Between a tenth and a fifth of the population died."),
    ("plague", "The Statute of Labourers of 1451 tried to keep wages down."),
    ("plague", "Wages fell because workers were plentiful."),
    ("lungs", "The diaphragm relaxes and moves up."),
    ("lungs", "The ribs move down."),
    ("lungs", "The pressure in the lungs rises."),
    ("rates", "Borrowing becomes cheaper."),
    ("rates", "Consumers spend more."),
    ("rates", "Saving becomes less attractive."),
]
TRUE = [
    ("heart", "p1", "Blood is pumped to the lungs by the right ventricle."),
    ("heart", "p3", "Blood without oxygen flows into the right atrium."),
    ("hastings", "p1", "The army that Harold led was exhausted after the march from Stamford Bridge."),
    ("power", "p2", "Trotsky did not turn up when Lenin was buried."),
    ("plague", "p1", "Up to half of the population died."),
    ("plague", "p2", "In 1351 Parliament passed the Statute of Labourers to stop wages going up."),
    ("lungs", "p3", "There is lower pressure in the lungs."),
    ("rates", "p1", "Borrowing costs more than it did."),
    ("rates", "p2", "Consumers do less spending."),
]


def _question(key: str) -> Question:
    text, *points = SCHEMES[key]
    return Question(
        id=key,
        text=text,
        marks=len(points),
        groups=(PointGroup(id="", max=len(points)),),
        points=tuple(MarkPoint(id=f"p{n}", group="", text=words) for n, words in enumerate(points, 1)),
    )


@pytest.mark.parametrize(("key", "answer"), FALSE)
def test_a_false_claim_in_the_schemes_words_earns_nothing(marker, key, answer):
    result = marker.mark(_question(key), answer)
    assert result.total == 0, {key: point.why for key, point in result.points.items()}


@pytest.mark.parametrize(("key", "point", "answer"), TRUE)
def test_the_same_thing_said_another_way_earns_its_point(marker, key, point, answer):
    assert marker.mark(_question(key), answer).points[point].verdict == "awarded"


@pytest.mark.parametrize("key", SCHEMES)
def test_the_schemes_own_sentences_earn_all_their_points(marker, key):
    question = _question(key)
    for point in question.points:
        assert marker.mark(question, f"{point.text}.").points[point.id].verdict == "awarded", point.text


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("The Statute of Labourers of 1451 tried to keep wages down.", "“1451” is another number"),
        ("Wages fell because workers were scarce.", "says the opposite"),
    ],
)
def test_a_refusal_names_the_words_that_contradict(marker, answer, reason):
    assert any(reason in point.why for point in marker.mark(_question("plague"), answer).points.values())


def test_a_scheme_that_gives_something_does_not_ask_for_naming(marker):
    question = Question(
        id="cult",
        text="Define the term cult of personality.",
        marks=1,
        groups=(PointGroup(id="", max=1),),
        points=(MarkPoint(id="p1", group="", text="A leader is given a heroic image and is worshipped"),),
    )
    assert marker.mark(question, "- hero\n- fear").total == 0
    assert marker.mark(question, "The leader was worshipped as a hero.").total == 1
