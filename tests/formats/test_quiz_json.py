"""A quiz from a file: read whole, or refused with the place of the mistake."""

import json

import pytest

from tutorapp.domain.errors import KnownError
from tutorapp.domain.quiz import Quiz, QuizSection, fixed
from tutorapp.formats.quiz_json import read_quiz


def test_a_quiz_is_read():
    text = json.dumps({"id": "z", "title": "T", "sections": [{"title": "A", "entries": [{"question": "q1"}]}]})
    assert read_quiz(text) == Quiz(id="z", title="T", sections=(QuizSection(title="A", entries=(fixed("q1"),)),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "quiz.json, line 1: this is not valid JSON"),
        ('{"id": "a", "id": "b"}', "the key “id” stands twice"),
        ("[]", "quiz.json: must be an object"),
        ('{"id": "z"}', "quiz.json: the key “title” is missing."),
        ('{"id": "z", "title": "T", "sections": [{"minutes": "ten"}]}', "sections.0.minutes: must be a number"),
        ("[" * 100_000, "nested too deeply"),
        (" " * 1_000_001, "too large"),
    ],
)
def test_a_broken_one_is_refused_in_words(text, words):
    with pytest.raises(KnownError) as refused:
        read_quiz(text, "quiz.json")
    assert words in refused.value.message
