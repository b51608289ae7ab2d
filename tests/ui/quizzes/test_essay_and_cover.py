"""Samples of an essay, levels with a gap, what is read after answering, sources with every type, and the cover."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tutorapp.domain.bank.editing import TYPES
from tutorapp.domain.quiz import CANDIDATE_LINES, Cover
from tutorapp.ui.quizzes.sources_form import add_source


def replace_with(builder, path, text):
    """Go to a field, select what is there, and type."""
    control = builder.field(path).control
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)


@pytest.fixture
def essay(builder):
    """A new essay in front."""
    builder.page.new_question("essay")
    builder.settle()
    return builder


def test_a_sample_answer_is_written_and_noted_in_the_margin(essay):
    essay.control("quizzes.edit.add.sample").click()
    essay.type("samples[0].text", "He fell. He rose.")
    edit = essay.field("samples[0].text").edit
    cursor = edit.textCursor()
    cursor.movePosition(cursor.MoveOperation.Start)
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    cursor.movePosition(cursor.MoveOperation.NextWord, cursor.MoveMode.KeepAnchor)
    cursor.movePosition(cursor.MoveOperation.EndOfWord, cursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    essay.control("quizzes.edit.samples.0.note").click()
    QTest.keyClicks(QApplication.focusWidget(), "a bare fact")
    essay.settle()
    (sample,) = essay.stored(essay.question().id).body.samples
    assert (sample.level, sample.marks, sample.text) == ("L5", 20, "He fell. He rose.")
    assert [(note.quote, note.note) for note in sample.margin] == [("He fell", "a bare fact")]
    essay.control("quizzes.edit.samples.0.margin.0.remove").click()
    assert essay.question().samples[0].margin == ()
    essay.page.store.stack.undo()
    assert essay.question().samples[0].margin == sample.margin


def test_a_sample_outside_its_level_is_told_beside_its_marks(essay):
    essay.control("quizzes.edit.add.sample").click()
    replace_with(essay, "samples[0].marks", "3")
    essay.page.bank.editor.form.fresh = False
    essay.page.bank.editor.check()
    note = essay.field("samples[0].marks").control.accessibleDescription()
    assert note == "3 marks do not lie in level L5."


def test_levels_with_a_gap_are_told_beside_the_field(essay):
    replace_with(essay, "levels[1].low", "7")
    essay.settle()
    assert essay.question().levels[1].low == 7
    note = "Leaves a gap: no level holds 5."
    assert essay.field("levels[1].low").control.accessibleDescription() == note
    assert note in [w.text() for w in essay.field("levels[1].low").findChildren(QLabel) if w.isVisible()]
    assert essay.question().id not in essay.page.store.questions()


def test_a_choice_question_is_seen_before_and_after_answering(builder):
    builder.page.new_question("multiple_choice")
    for at, (text, why) in enumerate(
        (("Stalin", "He was."), ("Rykov", "Not he."), ("Kirov", "No."), ("Tomsky", "No."))
    ):
        builder.type(f"choices[{at}].text", text)
        builder.type(f"choices[{at}].feedback", why)
    builder.settle()
    builder.page.bank._show_preview()
    preview = builder.page.bank.preview
    assert not preview.after.isVisible()
    preview.whens[1].click()
    words = [w.text() for w in preview.after.findChildren(QLabel) if w.isVisible()]
    assert words.count("✓ answer") == 1
    assert words.count("✗ your choice") == 1
    assert "He was." in words
    assert "0 of 1" in words
    assert sum(word in words for word in ("Not he.", "No.")) == 1, "only the chosen wrong option says why"
    preview.toggle_try()
    assert not preview.after.isVisible()
    assert preview.hand_in.isEnabled()


def test_a_source_stands_with_every_type(builder):
    for kind in TYPES:
        builder.page.new_question(kind)
        add_source(builder.page.bank.editor.form)
        builder.type("sources[0].text", "A grey blur.")
        builder.settle()
        builder.page.bank._show_preview()
        (source,) = builder.stored(builder.question().id).body.sources
        assert (source.title, source.text) == ("Source A", "A grey blur."), kind
        assert builder.page.bank.preview.sources.isVisible(), kind
        assert builder.control("quizzes.edit.sources.0.choose").isVisible(), kind


def test_the_cover_and_the_instructions_are_written_beside_the_quiz(builder):
    builder.page.new_quiz()
    builder.settle()
    quizzes = builder.page.quizzes
    builder.control("quizzes.quiz.cover").click()
    assert QApplication.focusWidget() is quizzes.cover.instructions.control
    QTest.keyClicks(QApplication.focusWidget(), "Answer all.")
    quizzes.cover.heading.control.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "Our school")
    rules = quizzes.cover.rules.control
    rules.setFocus()
    QTest.keyClicks(rules, "No calculators.")
    QTest.keyClick(rules, Qt.Key.Key_Return)
    QTest.keyClicks(rules, "Black ink.")
    builder.settle()
    stored = builder.bank.items("quiz")[0].body
    assert stored.instructions == "Answer all."
    assert stored.cover == Cover(heading="Our school", lines=CANDIDATE_LINES, rules=("No calculators.", "Black ink."))
    assert quizzes.stack.currentWidget() is quizzes.cover, "writing goes on where it is"
    builder.page.store.stack.undo()
    assert quizzes.quiz() is not None
    builder.settle()
    assert builder.bank.items("quiz")[0].body.cover == replace(stored.cover, rules=())


def test_a_point_accepts_an_equivalent(builder):
    builder.page.new_question("short_answer")
    builder.type("points[0].text", "He was heir")
    tick = builder.control("quizzes.edit.point.equivalent")
    assert not tick.isChecked()
    tick.click()
    builder.settle()
    assert [point.equivalent for point in builder.stored(builder.question().id).body.points] == [True, False]
    assert builder.ctx.actions["quizzes.undo"].text() == "Undo: change “or equivalent” of mark point 1"
    builder.page.bank._show_preview()
    builder.page.bank.preview.show_scheme(on=True)
    lines = [w.text() for w in builder.page.bank.preview.lines.findChildren(QLabel) if w.isVisible()]
    assert "or equivalent" in lines
