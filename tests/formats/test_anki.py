"""Anki: the text export, the legacy package, and what a stranger's database must not do."""

# ruff: noqa: E501  # XML is easier to read unbroken

from __future__ import annotations

import pytest

from tests.formats.foreign_files import ANKI, apkg, collection, png, zipped
from tutorapp.domain.content import Gap
from tutorapp.formats.reader import read_quiz, read_whole


def test_the_text_export():
    questions, report = read_quiz(ANKI.encode(), "q.txt")
    assert report.format == "anki"
    assert questions[0].text == "**When** did Kirov die?"
    assert questions[0].points[0].terms == ((("1 December 1934",),),)
    assert questions[0].tags == ("dates", "purges")
    assert questions[1].text == "{g1} died in {g2}."
    assert questions[1].gaps == (Gap(id="g1", answers=("Lenin",)), Gap(id="g2", answers=("1924",)))
    assert questions[1].explanation == "extra words"
    assert questions[2].text == 'A "quoted" front'
    assert questions[2].points[0].terms == ()
    assert [item.reasons for item in report.items] == [(), ("feedback-lost",), (), ("no-correct-answer",)]
    assert [item.line for item in report.items] == [4, 5, 6, 7]


def test_a_third_column_without_a_head_holds_tags():
    questions, _report = read_quiz(b"foo\tbar\tone,two\nfoo2\tbar2\tthree\n", "q.txt")
    assert [question.tags for question in questions] == [("one", "two"), ("three",)]


def test_a_legacy_package_with_a_picture():
    made = read_whole(apkg(), "deck.apkg")
    assert made.report.format == "apkg"
    assert [question.type for question in made.questions] == ["short_answer", "gap_fill"]
    assert list(made.media.values()) == [png()]
    assert made.questions[0].id == "g1"


def test_a_note_brought_in_again_is_a_duplicate_or_changed():
    from tutorapp.formats.digest import content_digest

    first, _report = read_quiz(apkg([("g1", "", "front\x1fback"), ("g2", "", "other\x1fside")]), "deck.apkg")
    known = {content_digest(question): question.id for question in first}
    questions, report = read_quiz(
        apkg([("g1", "", "front\x1fback"), ("g2", "", "other\x1fnew side")]), "deck.apkg", None, known
    )
    assert [item.result for item in report.items] == ["duplicate", "changed"]
    assert [question.id for question in questions] == ["g2"]
    _questions, report = read_quiz(apkg([("g1", "", "front\x1fback")]), "deck.apkg", None, known)
    assert report.error == "Nothing came in: every question of the file is here already."


def test_a_new_package_is_explained():
    data = zipped({"collection.anki21b": b"x", "collection.anki2": collection([])})
    _questions, report = read_quiz(data, "deck.apkg")
    assert "Support older Anki versions" in report.error


@pytest.mark.parametrize(
    "base",
    [
        b"no database",
        collection([])[:3000],
        collection([("g", "", "a\x1fb")], "ALTER TABLE notes RENAME TO n; CREATE VIEW notes AS SELECT * FROM n;"),
        collection(
            [],
            "DROP TABLE notes; CREATE VIEW notes AS WITH RECURSIVE c(guid) AS (SELECT 1 UNION ALL SELECT guid+1 FROM c) "
            "SELECT guid, '' AS tags, '' AS flds, guid AS id FROM c;",
        ),
        b"SQLite format 3\0" + bytes(5000),
    ],
)
def test_a_hostile_or_broken_collection_is_refused(base):
    questions, report = read_quiz(zipped({"collection.anki2": base}), "deck.apkg")
    assert questions == ()
    assert "damaged" in report.error
