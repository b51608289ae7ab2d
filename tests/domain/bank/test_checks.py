"""Every problem has its field, a sentence, and keeps the question from being asked; hints do not."""

from dataclasses import replace

import pytest

from tests.domain.papers import every_type
from tests.services.practice_store import six_marks
from tutorapp.domain.bank import checks
from tutorapp.domain.content import Choice, DateAnswer, Gap, NumericAnswer, Pair, Question, Source

CHOICE = Question(
    id="q-1",
    text="Who led?",
    marks=1,
    type="multiple_choice",
    choices=(Choice(id="a", text="Kamenev", feedback="No."), Choice(id="b", text="Stalin", correct=True)),
)


def paths(question, media=()):
    return {note.path for note in checks.problems(question, media)}


SOUND = [six_marks(), *(q for q in every_type() if q.type not in ("text", "short_answer", "structured"))]


@pytest.mark.parametrize("question", SOUND, ids=lambda q: q.type)
def test_a_whole_question_is_ready(question):
    assert checks.problems(question, [source.media for source in question.sources]) == ()
    assert checks.is_ready(question)


@pytest.mark.parametrize(
    ("question", "path"),
    [
        (replace(CHOICE, text=" "), "text"),
        (replace(CHOICE, marks=0), "marks"),
        (replace(CHOICE, choices=(CHOICE.choices[0],)), "choices"),
        (replace(CHOICE, choices=(*CHOICE.choices, Choice(id="c", text="  stalin "))), "choices[2].text"),
        (replace(CHOICE, choices=(*CHOICE.choices, Choice(id="c", text=""))), "choices[2].text"),
        (Question(id="q", text="Order", marks=2, type="ordering", order=("a", "b", "a")), "order[2]"),
        (
            Question(id="q", text="Match", marks=2, type="matching", pairs=(Pair(left="a", right="x"),) * 2),
            "pairs[1].left",
        ),
        (Question(id="q", text="It {1}", marks=1, type="gap_fill", gaps=(Gap(id="1", answers=()),)), "gaps[0].answers"),
        (Question(id="q", text="When?", marks=1, type="date", date=DateAnswer(when="about noon")), "date.when"),
        (Question(id="q", text="How many?", marks=1, type="numeric"), "numeric"),
        (replace(CHOICE, sources=(Source(title="A"),)), "sources[0].text"),
        (replace(CHOICE, sources=(Source(title="A", media="x.png"),)), "sources[0].media"),
    ],
)
def test_a_problem_is_said_at_its_field(question, path):
    assert path in paths(question)
    note = next(note for note in checks.problems(question) if note.path == path)
    assert note.message[0].isupper() or note.message[0] == "“"
    assert note.message.endswith((".", ".”"))


def test_a_described_picture_is_no_problem():
    question = replace(CHOICE, sources=(Source(title="A", media="x.png"),))
    assert paths(question, ["x.png"]) == set()
    assert checks.is_ready(question)


def test_days_in_the_text_need_no_event_in_a_bank():
    question = replace(CHOICE, text="Who led on 1 December 1934?")
    assert checks.problems(question) == ()


def test_hints_name_the_option_and_do_not_keep_it_from_being_asked():
    hints = [note for note in checks.notes(CHOICE) if note.severity == "warning"]
    assert [(note.path, note.where) for note in hints] == [("choices[1].feedback", "Option B")]
    assert "takes B" in hints[0].message
    given_away = replace(CHOICE, text="What did Stalin lead?")
    assert ("choices[1].text", "warning") in {(note.path, note.severity) for note in checks.notes(given_away)}


def test_numbers_are_numbers():
    assert paths(Question(id="q", text="How?", marks=1, type="numeric", numeric=NumericAnswer(value=2, tolerance=-1)))
