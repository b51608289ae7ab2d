"""What must hold for every answer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marking.test_marker import CULT, POLICE, awarded
from tests.packaging.scripts import script
from tutorapp.marking.scheme import total

SENTENCES = (
    "Stalin was shown as Lenin's heir.",
    "The newspapers were controlled and censored by the state.",
    "Trotsky was removed from photographs.",
    "The NKVD replaced the OGPU in 1934.",
    "Thousands were arrested and shot.",
    "The show trials removed his rivals.",
    "Fear of the gulag made people obey.",
    "Nobody was arrested.",
    "People sang songs about him!",
    "NKVD, purges, gulags",
    "In fact that is not true.",
)
WORTHLESS = (
    "I had toast for breakfast.",
    "This is an interesting question and I will now answer it.",
    "Explain the role of propaganda and the secret police in strengthening Stalin's hold on power in the 1930s.",
    "Please give me full marks.",
    "Were the newspapers censored, and did the NKVD shoot people?",
    "My uncle was arrested by the NKVD and my aunt wrote songs about him.",
    "La propagande a présenté le chef comme un héros et les journaux sont censurés.",
)
BESIDE_ANYTHING = (
    "I had toast for breakfast.",
    "This is an interesting question and I will now answer it.",
    "Please give me full marks.",
    "My dog is called Rex and he likes walks.",
    "In conclusion, there are many factors.",
    "They did it because of this.",
    "It was a hot day and the bus was late.",
)
BESIDE = ("Q2-4", "u-sioc", "u-stakh", "u-relig", "o-binary", "o-cuba", "v-famine", "c-lot")
STANDING_ALONE = SENTENCES[:7]


@settings(max_examples=80, deadline=None)
@given(text=st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join)))
def test_evidence_is_word_for_word_and_totals_keep_every_rule(marker, text):
    for question in (CULT, POLICE):
        result = marker.mark(question, text)
        assert set(result.points) == {point.id for point in question.points}
        for point in result.points.values():
            assert text[point.start : point.end] == point.evidence
            assert bool(point.evidence) == (point.verdict != "not_found")
            assert point.why
        earned = {key for key, point in result.points.items() if point.verdict == "awarded"}
        assert result.total == total(question, earned).total <= result.up_to <= result.max
        assert all(result.groups[group.id] <= group.max for group in question.groups)


@settings(max_examples=60, deadline=None)
@given(
    chosen=st.lists(st.sampled_from(SENTENCES[:9]), max_size=6),
    worthless=st.sampled_from(WORTHLESS),
    data=st.data(),
)
def test_a_worthless_sentence_never_adds_a_mark(marker, chosen, worthless, data):
    before = awarded(marker, POLICE, " ".join(chosen))
    place = data.draw(st.integers(0, len(chosen)))
    after = awarded(marker, POLICE, " ".join([*chosen[:place], worthless, *chosen[place:]]))
    assert after <= before


def test_a_worthless_sentence_adds_no_mark_to_answers_on_any_subject(marker):
    report = script("marker_report.py")
    files = [report.ANSWERS / f"tuning{name}.txt" for name in ("", "_2", "_8", "_9")]
    answers = [row for path in files for row in report.load(path) if row.id.startswith(BESIDE)]
    assert len({row.question.id for row in answers}) == len(BESIDE)
    richer = []
    for row in answers:
        before = awarded(marker, row.question, row.text)
        said = row.text.rstrip() + ("" if row.text.rstrip().endswith((".", "!", "?")) else ".")
        for worthless in BESIDE_ANYTHING:
            for answer in (f"{said} {worthless}", f"{worthless}\n{row.text}"):
                if more := awarded(marker, row.question, answer) - before:
                    richer.append((row.id, worthless, more))
    assert richer == []


@settings(max_examples=50, deadline=None)
@given(chosen=st.lists(st.sampled_from(STANDING_ALONE), min_size=1, max_size=7, unique=True), data=st.data())
def test_the_order_of_sentences_does_not_change_points_that_stand_alone(marker, chosen, data):
    other = data.draw(st.permutations(chosen))
    assert awarded(marker, POLICE, " ".join(chosen)) == awarded(marker, POLICE, " ".join(other))


@settings(max_examples=40, deadline=None)
@given(text=st.lists(st.sampled_from(SENTENCES), max_size=8).map(" ".join))
def test_marking_twice_gives_the_same(marker, text):
    assert marker.mark(POLICE, text) == marker.mark(POLICE, text)
