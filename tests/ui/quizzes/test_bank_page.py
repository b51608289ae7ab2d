"""The bank page: found at once, changed with undo, kept whatever happens, and never asked while something is wrong."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tutorapp.domain.bank.editing import TYPES
from tutorapp.domain.content import Question
from tutorapp.domain.own import OWN_UNIT
from tutorapp.ui.quizzes import bank_list
from tutorapp.ui.quizzes.bank_model import ID_ROLE

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def listed(builder):
    return [row.id for row in builder.page.bank.list.listed()]


def write_choice(builder):
    """A whole question of one right option in three, by keyboard."""
    builder.page.new_question("multiple_choice")
    question_id = builder.question().id
    builder.type("text", "Who led the party?")
    for at, words in enumerate(("Stalin", "Kamenev", "Rykov", "Tomsky")):
        builder.type(f"choices[{at}].text", words)
    return question_id


def test_the_search_finds_while_typing_and_the_tree_goes_by_keyboard(builder):
    builder.page.search_bank()
    QTest.keyClicks(QApplication.focusWidget(), "general")
    builder.qtbot.waitUntil(lambda: listed(builder) == ["C1"])
    builder.press(Qt.Key.Key_Down)
    tree = builder.page.bank.list.tree
    assert QApplication.focusWidget() is tree
    assert tree.currentIndex().data(ID_ROLE) == "C1"
    assert builder.words("quizzes.editor.heading")
    assert "General Secretary" in builder.control("quizzes.preview.text").plain()


def test_an_arrow_chooses_in_a_field_and_does_not_go_to_the_list(builder):
    builder.page.new_question("true_false")
    builder.field("true").control.setFocus()
    builder.press(Qt.Key.Key_Down)
    assert builder.question().true is False
    assert QApplication.focusWidget() is builder.field("true").control


def test_a_question_of_the_unit_stays_and_its_copy_is_ones_own(builder):
    builder.page.bank.list.choose("C1")
    assert not builder.page.bank.editor.page.isVisible()
    assert builder.words("quizzes.editor.banner")
    builder.control("quizzes.editor.copy").click()
    copy = builder.question()
    assert copy.id != "C1"
    assert copy.choices == builder.library.questions["C1"].choices
    builder.settle()
    assert builder.stored(copy.id).body.text == copy.text


def test_typing_is_saved_step_by_step_and_undone_by_name(builder):
    question_id = write_choice(builder)
    actions = builder.ctx.actions
    assert actions["quizzes.undo"].text() == "Undo: change option D"
    builder.press(Qt.Key.Key_Z, CONTROL)
    assert builder.question().choices[3].text == ""
    assert builder.question().choices[2].text == "Rykov"
    assert actions["quizzes.redo"].text() == "Redo: change option D"
    actions["quizzes.redo"].trigger()
    assert builder.question().choices[3].text == "Tomsky"
    builder.settle()
    assert builder.stored(question_id).body == builder.question()
    while builder.page.store.stack.canUndo():
        builder.page.store.stack.undo()
    builder.settle()
    assert builder.stored(question_id) is None


def test_what_settled_is_there_after_the_program_was_killed(builder):
    question_id = write_choice(builder)
    builder.qtbot.waitUntil(lambda: builder.page.store.is_saved, timeout=5_000)
    builder.settle()
    builder.type("text", " lost")
    builder.kill()
    builder.open()
    assert builder.stored(question_id).body.choices[3].text == "Tomsky"
    builder.page.bank.list.choose(question_id)
    assert builder.question().text == "Who led the party?"


def test_what_needs_attention_is_kept_but_never_asked(builder):
    builder.page.new_question("multiple_choice")
    question_id = builder.question().id
    builder.settle()
    assert question_id not in {q.id for q in builder.bank.joined(builder.library.unit).questions}
    builder.page.bank.list.scope.choose("attention")
    assert listed(builder) == [question_id]
    builder.page.bank.list.clear_filters()
    builder.page.bank.list.choose(question_id)
    builder.type("text", "Who led the party?")
    for at, words in enumerate(("Stalin", "Kamenev", "Rykov", "Tomsky")):
        builder.type(f"choices[{at}].text", words)
    builder.settle()
    assert question_id in {q.id for q in builder.bank.joined(builder.library.unit).questions}
    assert OWN_UNIT


def test_a_problem_is_said_beside_its_field_and_mended_from_there(builder):
    write_choice(builder)
    builder.field("choices[3].text").set_value("")
    builder.type("choices[3].text", "kamenev")
    builder.settle()
    note = builder.words("quizzes.edit.choices.3.text.note")
    assert "option B" in note
    bar = builder.page.bank.editor.bar
    assert bar.notes()[0].path == "choices[3].text"
    builder.page.bank.editor.text.control.setFocus()
    builder.ctx.actions["quizzes.problem"].trigger()
    assert QApplication.focusWidget().objectName() == "quizzes.edit.choices.3.text"
    builder.control("quizzes.edit.choices.3.text.note.repair").click()
    assert len(builder.question().choices) == 3
    assert not [note for note in bar.notes() if note.severity == "error"]


def test_rows_move_with_alt_and_the_arrows_and_enter_adds_one(builder):
    write_choice(builder)
    builder.field("choices[0].text").control.setFocus()
    builder.press(Qt.Key.Key_Down, ALT)
    assert [choice.text for choice in builder.question().choices[:2]] == ["Kamenev", "Stalin"]
    assert QApplication.focusWidget().objectName() == "quizzes.edit.choices.1.text"
    builder.field("choices[3].text").control.setFocus()
    builder.press(Qt.Key.Key_Return)
    assert len(builder.question().choices) == 5
    assert QApplication.focusWidget().objectName() == "quizzes.edit.choices.4.text"


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_has_its_form_its_preview_and_its_scheme(builder, kind):
    builder.page.new_question(kind)
    editor, preview = builder.page.bank.editor, builder.page.bank.preview
    builder.type("text", "A question ")
    builder.settle()
    assert editor.question().text.startswith("A question")
    preview.show_question(editor.question())
    preview.show_scheme(on=True)
    preview.show_scheme(on=False)
    builder.page.bank.preview.toggle_try()
    preview.mark_tried()
    assert builder.practice.recent() == ()


def test_accept_words_are_chips_of_the_point_in_front(builder):
    builder.page.new_question("short_answer")
    builder.type("points[0].text", "Terror")
    words = builder.control("quizzes.edit.point.accept")
    words.setFocus()
    QTest.keyClicks(words, "NKVD / OGPU")
    builder.press(Qt.Key.Key_Return)
    assert builder.question().points[0].terms == ((("NKVD", "OGPU"),),)
    assert builder.ctx.actions["quizzes.undo"].text() == "Undo: change accept words of mark point 1"
    builder.press(Qt.Key.Key_Backspace)
    assert builder.question().points[0].terms == ()


def test_deleting_offers_undo_and_archiving_hides(builder):
    question_id = write_choice(builder)
    builder.settle()
    builder.page.bank.archive()
    builder.settle()
    assert question_id not in listed(builder)
    assert builder.stored(question_id).state == "archived"
    builder.page.store.stack.undo()
    builder.page.bank.list.choose(question_id)
    builder.page.bank.delete()
    builder.settle()
    assert builder.stored(question_id) is None
    builder.notices[-1].action()
    builder.settle()
    assert builder.stored(question_id).body.text == "Who led the party?"


def test_duplicates_are_listed_together(builder):
    builder.page.bank.list.choose("C1")
    builder.page.bank.duplicate()
    copy = builder.question().id
    builder.settle()
    builder.page.bank.find_duplicates()
    builder.settle()
    assert sorted(listed(builder)) == sorted(["C1", copy])
    assert "2 questions are the same" in builder.notices[-1].text


def test_versions_are_counted_and_brought_back(builder):
    question_id = write_choice(builder)
    builder.settle()
    builder.clock.advance(7_200)
    builder.type("text", " Really?")
    builder.settle()
    builder.qtbot.waitUntil(lambda: "version 2" in builder.words("quizzes.editor.badge"))
    builder.page.bank.show_versions()
    builder.settle()
    dialog = builder.control("quizzes.versions")
    assert "change question text" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(1)
    builder.control("quizzes.versions.bring").click()
    assert builder.question().text == "Who led the party?"
    assert builder.question().id == question_id


def test_while_one_types_the_list_shows_the_first_of_many_and_all_when_one_goes_there(builder, monkeypatch):
    """What keeps the next letter from waiting for thousands of rows; the times are in packaging/bench.py."""
    monkeypatch.setattr(bank_list, "FIRST", 10)
    base = Question(id="q-x", text="Why?", marks=1, type="numeric")
    builder.bank.save(replace(base, id=f"q-{n}", text=f"Question about year {n}") for n in range(30))
    builder.page.store.load()
    builder.settle()
    found, model = builder.page.bank.list, builder.page.bank.list.model

    def rows():
        return sum(model.rowCount(model.index(at, 0)) for at in range(model.rowCount()))

    for text, count in (("year", 10), ("year 25", 1), ("", 32), ("year", 10)):
        found.search.setText(text)
        found.refresh()
        assert rows() == count
    assert len(listed(builder)) == 30
    assert any("the first 10 of 30" in model.index(at, 0).data() for at in range(model.rowCount()))
    builder.page.search_bank()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert QApplication.focusWidget() is found.tree
    assert rows() == 30
