"""Building a quiz: questions, draws and sections by keyboard, checks that mend themselves, files, paper and pupils."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog

from tutorapp.domain.content import Choice, Question
from tutorapp.domain.quiz import Quiz
from tutorapp.formats.pack import read_whole
from tutorapp.ui.bus import Target

ALT = Qt.KeyboardModifier.AltModifier


def own_questions(builder, count=4):
    """Whole questions of one mark, saved."""
    choices = (Choice(id="a", text="Yes", correct=True), Choice(id="b", text="No"))
    base = Question(id="q", text="", marks=1, minutes=2, type="multiple_choice", choices=choices, tags=("own",))
    made = [replace(base, id=f"q-{n}", text=f"Is it number {n}?") for n in range(count)]
    builder.bank.save(made)
    builder.page.store.load()
    builder.settle()
    return [question.id for question in made]


@pytest.fixture
def quizzes(builder):
    """The tab with a new quiz in front."""
    builder.ids_of_own = own_questions(builder)
    builder.page.new_quiz()
    builder.settle()
    return builder.page.quizzes


def names(quizzes):
    return [[entry.question or f"pick {entry.pick.count}" for entry in s.entries] for s in quizzes.quiz().sections]


def shown(builder, quizzes):
    builder.qtbot.waitUntil(lambda: not quizzes._soon.isActive())
    builder.settle()


def test_a_quiz_is_named_filled_and_added_up(builder, quizzes):
    assert QApplication.focusWidget() is quizzes.title
    QTest.keyClicks(quizzes.title, "Unit test")
    quizzes.add_fixed(builder.ids_of_own[:3])
    shown(builder, quizzes)
    assert builder.words("quizzes.quiz.totals").split("   ") == ["3 questions", "3 marks", "6 minutes"]
    assert "25 %: 7 min 30 s" in builder.words("quizzes.quiz.extra")
    stored = builder.bank.items("quiz")[0].body
    assert isinstance(stored, Quiz)
    assert (stored.title, names(quizzes)) == ("Unit test", [builder.ids_of_own[:3]])


def test_questions_move_by_keyboard_over_sections_and_back_with_undo(builder, quizzes):
    one, two, three, _four = builder.ids_of_own
    quizzes.add_fixed([one, two, three])
    quizzes.add_section()
    quizzes.tree.go_to((0, 2))
    quizzes.tree.setFocus()
    builder.press(Qt.Key.Key_Down, ALT)
    assert names(quizzes) == [[one, two], [three]]
    assert quizzes.tree.place() == (1, 0)
    builder.press(Qt.Key.Key_Delete)
    shown(builder, quizzes)
    assert names(quizzes) == [[one, two], []]
    assert builder.ctx.actions["quizzes.undo"].text() == "Undo: remove question"
    builder.page.store.stack.undo()
    builder.page.store.stack.undo()
    shown(builder, quizzes)
    assert names(quizzes) == [[one, two, three], []]


def test_a_draw_shows_its_pool_and_is_made_smaller_with_one_press(builder, quizzes):
    quizzes.add_pick()
    builder.qtbot.waitUntil(lambda: QApplication.focusWidget() is quizzes.pick.count)
    side = quizzes.pick
    side.tags.frame.line.setFocus()
    QTest.keyClicks(side.tags.frame.line, "own")
    builder.press(Qt.Key.Key_Return)
    shown(builder, quizzes)
    assert builder.words("quizzes.pick.size") == "of 4 in the pool"
    side.count.setValue(9)
    shown(builder, quizzes)
    assert "finds only 4" in builder.words("quizzes.quiz.check.0")
    assert builder.control("quizzes.quiz.check.0.repair").text() == "Pick 4"
    builder.control("quizzes.quiz.check.0.repair").click()
    shown(builder, quizzes)
    assert names(quizzes) == [["pick 4"]]
    side.pool.item(0).setCheckState(Qt.CheckState.Unchecked)
    shown(builder, quizzes)
    assert quizzes.quiz().sections[0].entries[0].pick.left_out == (builder.ids_of_own[0],)


def test_a_seed_gives_the_same_draw_again(builder, quizzes):
    quizzes.add_pick()
    shown(builder, quizzes)
    before = quizzes._resolved.questions
    quizzes.pick.seed.setFocus()
    quizzes.pick.seed.selectAll()
    QTest.keyClicks(quizzes.pick.seed, "77")
    shown(builder, quizzes)
    other = quizzes._resolved.questions
    quizzes.pick.seed.selectAll()
    QTest.keyClicks(quizzes.pick.seed, "1")
    shown(builder, quizzes)
    assert quizzes._resolved.questions == before
    assert quizzes.quiz().sections[0].entries[0].pick.seed == 1
    assert other


def test_minutes_that_do_not_add_up_are_mended_with_one_press(builder, quizzes):
    quizzes.add_fixed(builder.ids_of_own[:3])
    shown(builder, quizzes)
    quizzes.tree.minutes_given.emit(0, 14.0)
    shown(builder, quizzes)
    assert "allows 14 minutes" in builder.words("quizzes.quiz.check.0")
    builder.control("quizzes.quiz.check.0.repair").click()
    shown(builder, quizzes)
    assert quizzes.quiz().sections[0].minutes == 6
    assert builder.words("quizzes.quiz.checks") == ""


def test_a_question_that_went_away_is_said_and_no_file_is_made(builder, quizzes, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: pytest.fail("asked where to save"))
    quizzes.add_fixed(builder.ids_of_own[:2])
    builder.page.store.set_state([builder.ids_of_own[0]], "archived", "archive question")
    shown(builder, quizzes)
    quizzes.refresh()
    builder.settle()
    assert "there is no question" in builder.words("quizzes.quiz.check.0").lower()
    quizzes.save_file()
    assert "First mend this" in builder.notices[-1].text


def test_questions_are_chosen_from_the_bank(builder, quizzes):
    quizzes.add_questions()
    dialog = builder.control("quizzes.chooser")
    QTest.keyClicks(dialog.list.search, "number 2")
    builder.qtbot.waitUntil(lambda: len(dialog.list.listed()) == 1)
    QTest.keyClick(dialog.list.search, Qt.Key.Key_Down)
    dialog.list.focus_tree()
    QTest.keyClick(dialog.list.tree, Qt.Key.Key_Return)
    shown(builder, quizzes)
    assert names(quizzes) == [[builder.ids_of_own[2]]]


def test_the_file_holds_the_quiz_and_what_it_may_ask(builder, quizzes, tmp_path, monkeypatch):
    QTest.keyClicks(quizzes.title, "Unit test")
    quizzes.add_fixed(builder.ids_of_own[:1])
    quizzes.add_pick()
    shown(builder, quizzes)
    out = tmp_path / "out.tutorpack"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    quizzes.save_file()
    builder.settle()
    assert out.exists()
    pack = read_whole(out)
    assert builder.ids_of_own[0] in {question.id for question in pack.unit.questions}
    assert "is saved" in builder.notices[-1].text


def test_sitting_asks_for_practice(builder, quizzes):
    quizzes.add_fixed(builder.ids_of_own[:1])
    shown(builder, quizzes)
    quizzes.sit()
    builder.qtbot.waitUntil(lambda: bool(builder.targets))
    assert builder.targets[-1] == Target("quiz", quizzes.quiz().id)


def test_arrangements_stay_in_the_settings_and_out_of_the_quiz(builder, quizzes):
    quizzes.show_arrangements()
    dialog = builder.control("quizzes.arrangements")
    dialog.table.item(0, 0).setText("Alder")
    percent = dialog.table.cellWidget(0, 1)
    assert isinstance(percent, QComboBox)
    percent.setCurrentIndex(percent.findData(50))
    builder.control("quizzes.arrangements.done").click()
    QApplication.processEvents()
    assert [(pupil.name, pupil.extra_percent) for pupil in quizzes.arrangements()] == [("Alder", 50)]
    assert builder.control("quizzes.quiz.arrangements").text() == "Arrangements for 1 pupil"
    assert "Alder" not in repr(quizzes.quiz())
    builder.settle()
    builder.close_window()
    builder.open()
    builder.page.show_tab("quizzes")
    assert [pupil.name for pupil in builder.page.quizzes.arrangements()] == ["Alder"]


def test_deleting_a_quiz_can_be_taken_back(builder, quizzes):
    quiz_id = quizzes.quiz().id
    quizzes.delete()
    builder.settle()
    assert builder.bank.find("quiz", quiz_id) is None
    builder.notices[-1].action()
    builder.settle()
    assert builder.bank.find("quiz", quiz_id) is not None


def drop(tree, place):
    """Drop the dragged row, which is the current one, on the row at ``place``."""
    section = tree.topLevelItem(place[0])
    at = QPointF(tree.visualItemRect(section if place[1] < 0 else section.child(place[1])).center())
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    tree.dropEvent(QDropEvent(at, Qt.DropAction.MoveAction, QMimeData(), button, keys))


def test_a_draw_is_dragged_like_a_question(builder, quizzes):
    one, two, *_rest = builder.ids_of_own
    quizzes.add_fixed([one, two])
    quizzes.add_pick()
    quizzes.add_section()
    shown(builder, quizzes)
    assert names(quizzes)[0] == [one, two, "pick 1"]
    quizzes.tree.go_to((0, 2))
    drop(quizzes.tree, (0, 0))
    shown(builder, quizzes)
    assert names(quizzes)[0] == ["pick 1", one, two]
    drop(quizzes.tree, (1, -1))
    shown(builder, quizzes)
    assert names(quizzes) == [[one, two], ["pick 1"]]
    builder.page.store.stack.undo()
    shown(builder, quizzes)
    assert names(quizzes) == [["pick 1", one, two], []]


def test_the_keyboard_goes_along_from_tab_to_tab(builder, quizzes):
    assert QApplication.focusWidget() is quizzes.title
    for key, tab in ((Qt.Key.Key_4, "paper"), (Qt.Key.Key_3, "import")):
        builder.press(key, ALT)
        assert builder.page.tab() == tab
        assert QApplication.focusWidget() is builder.page.tabs
    builder.press(Qt.Key.Key_1, ALT)
    assert builder.page.tab() == "bank"
