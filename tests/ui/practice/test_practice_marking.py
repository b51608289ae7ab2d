"""Marking, results and looking back, in the real pane."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)

from tests.services.practice_store import suggested
from tests.ui.practice.conftest import ANSWER, World, a_practice_unit
from tutorapp.bootstrap import suggester
from tutorapp.domain.content import Event, MarkPoint, Question
from tutorapp.marking.measured import KEPT_ASIDE
from tutorapp.ui.bus import Target
from tutorapp.ui.practice.export import answer_text, file_name, save_text

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]

REASON = Question(
    id="T1", text="He was a clerk.", marks=2, type="true_false", true=True, points=(MarkPoint(id="r", text="Votes"),)
)

KIROV = Event(
    id="E9", title="Murder of Kirov", when="1934-12-01", summary="Shot in Leningrad.", category="c", importance=5
)


def suggesting(seen=None):
    """A marker that awards P1, is unsure of P2 and finds no other."""

    def suggest(question, text, accepted):
        if seen is not None:
            seen.append(dict(accepted))
        return suggested(
            question,
            text,
            P1=("awarded", "Lenin’s heir", ""),
            P2=("unsure", "Pravda print", "only part was found"),
        )

    return suggest


def select(world, words: str) -> None:
    start = ANSWER.index(words)
    world.pane.mark.side.view.select(start, start + len(words))


def test_from_choosing_to_the_result_with_the_keyboard_only(world):
    world.pane.choose.list.setFocus()
    world.pane.choose.show_question("Q2")
    world.press(Qt.Key.Key_Return)
    assert world.page() == "sit"
    QTest.keyClicks(QApplication.focusWidget(), "NKVD")
    world.clock.advance(800)
    world.control_enter()
    assert world.page() == "mark"
    view = world.pane.mark.side.view
    for key in (Qt.Key.Key_N, Qt.Key.Key_N, Qt.Key.Key_U):
        world.press(key)
    assert world.pane.mark.session.current.point.id == "S1"
    view.setFocus()
    world.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    world.press(Qt.Key.Key_E)
    world.press(Qt.Key.Key_Space)
    world.press(Qt.Key.Key_Y)
    assert world.pane.mark._sum.accessibleName() == "Propaganda 0 + Police 2 = 2 of 6"
    world.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    world.control_enter()
    assert world.page() == "result"
    record = world.practice.recent(1)[0]
    assert record.answer.text == "NKVD"
    kept = {d.point_id: (d.awarded, d.evidence) for d in record.markings[0].decisions}
    assert kept["S1"] == (True, "NKVD")
    assert sum(awarded for awarded, _ in kept.values()) == 1
    assert world.pane.result._mark.text() == "1"


def test_all_64_tick_patterns_show_and_store_the_right_total(world):
    attempt_id = world.hand_in()
    page = world.pane.mark
    page.begin(world.record(attempt_id), world.library, None)
    ticked = [False] * 6
    for at in range(6):
        page.session.focus_on(at)
        page.act("reject")
    seen = set()
    for step in range(64):
        if step:  # Gray's order: from one pattern to the next a single tick changes
            at = (step & -step).bit_length() - 1
            ticked[at] = not ticked[at]
            page.session.focus_on(at)
            page.act("award" if ticked[at] else "reject")
        seen.add(tuple(ticked))
        marks = sum(ticked[:3]) + sum(ticked[3:])
        assert page._sum.accessibleName().endswith(f"= {marks} of 6")
        assert page.session.judgement().low == marks
        if not any(ticked[:3]) or not any(ticked[3:]):
            assert marks <= 3
    assert len(seen) == 64


def test_suggestions_stand_beside_the_points_and_only_awarded_counts(qtbot, tmp_path):
    world = World(tmp_path, qtbot, suggesting())
    attempt_id = world.hand_in()
    page = world.pane.mark
    assert page._sum.accessibleName().endswith("= 1 of 6")
    assert "suggested" in page._sum.text()
    assert page._more.text() == "? up to 2 with point 2"
    assert page.session.current.point.id == "P2"
    assert "Only part was found." in world.seen()
    world.press(Qt.Key.Key_N)
    world.control_enter()
    decisions = {d.point_id: (d.suggested, d.awarded) for d in world.record(attempt_id).markings[0].decisions}
    assert decisions["P1"] == ("awarded", True)
    assert decisions["P2"] == ("unsure", False)
    assert "The marker had been unsure. Both decisions are kept." in world.seen()
    world.close()


def test_what_the_marker_missed_is_learned_and_can_be_taken_back(qtbot, tmp_path):
    seen: list[dict] = []
    world = World(tmp_path, qtbot, suggesting(seen))
    world.hand_in()
    world.pane.mark.scheme.setFocus()
    world.pane.mark.session.focus_on(3)
    world.press(Qt.Key.Key_M)
    assert "Select the words" in world.notices[-1].text
    select(world, "NKVD")
    world.press(Qt.Key.Key_M)
    assert world.practice.accepted_words("Q2") == {"S1": ("NKVD",)}
    assert world.pane.mark.session.points[3].standing == "awarded"
    world.hand_in()
    assert seen[-1] == {"S1": ("NKVD",)}
    next(n for n in world.notices if n.action_text == "Take it back").action()
    world.settle()
    assert world.practice.accepted_words("Q2") == {}
    world.close()


def test_evidence_is_word_for_word_behind_letters_of_two_units(world):
    attempt_id = world.hand_in()
    for words in ("Lenin’s heir", "Pravda printed only", "NKVD"):
        select(world, words)
        assert world.pane.mark.side.view.textCursor().selectedText() == words
        world.pane.mark.act("evidence")
        world.pane.mark.act("next")
    world.pane.mark.finish()
    world.settle()
    decisions = [d for d in world.record(attempt_id).markings[0].decisions if d.evidence]
    assert [d.evidence for d in decisions] == ["Lenin’s heir", "Pravda printed only", "NKVD"]
    assert all(ANSWER[d.start : d.end] == d.evidence for d in decisions)


def test_evidence_asked_without_a_selection_is_told(world):
    world.hand_in()
    world.press(Qt.Key.Key_E)
    assert "Select words" in world.notices[-1].text
    assert world.pane.mark.session.current.decided is None


def test_the_result_says_what_to_add_next_and_leads_to_the_note(world):
    world.hand_in()
    for key in "yyynny":
        world.pane.mark.act("award" if key == "y" else "reject")
    world.control_enter()
    assert world.pane.result._next_title.text() == "secret idea 1"
    world.ctx.bus.opened.connect(world.targets.append)
    world.pane.result.again_asked.emit("Q2")
    world.settle()
    assert world.page() == "sit"


def test_a_second_look_hides_the_first_mark_and_keeps_both(qtbot, tmp_path):
    world = World(tmp_path, qtbot, suggesting())
    attempt_id = world.hand_in()
    for at in range(6):
        world.pane.mark.session.focus_on(at)
        world.pane.mark.act("award")
    world.control_enter()
    assert world.pane.result._mark.text() == "6"
    world.pane.result.second_look_asked.emit(attempt_id, True)
    world.settle()
    assert world.page() == "mark"
    assert "6 of 6" not in world.seen()
    assert all(state.standing == "open" for state in world.pane.mark.session.points)
    for key in "yyynnn":
        world.pane.mark.act("award" if key == "y" else "reject")
    world.control_enter()
    assert [(m.marker, m.low) for m in world.record(attempt_id).markings] == [("self", 6), ("second_look", 3)]
    assert "The first time you gave it 6 of 6" in world.seen()
    world.close()


def test_a_second_look_wanted_is_offered_from_the_next_day(world):
    attempt_id = world.hand_in()
    world.control_enter()
    world.pane.result.second_look_asked.emit(attempt_id, False)
    world.settle()
    assert "planned" in world.pane.result._after.text()
    world.pane.show_choose()
    world.settle()
    assert not world.pane.choose.reminder.isVisible()
    world.clock.advance(24 * 3600)
    world.pane.show_choose()
    world.settle()
    assert world.pane.choose.reminder.isVisible()
    world.qtbot.mouseClick(world.pane.choose.reminder._buttons[0], Qt.MouseButton.LeftButton)
    world.settle()
    assert world.page() == "mark"


def test_an_essay_is_judged_by_parts_samples_level_and_place(world):
    attempt_id = world.hand_in("E1")
    page = world.pane.levels
    world.control_enter()
    assert "Judge the parts first: 2 left." in world.notices[-1].text
    world.pane.findChild(QAbstractButton, "practice.part.focus.yes").click()
    assert "Select the words" in world.notices[-1].text
    page.side.view.select(0, 7)
    world.pane.findChild(QAbstractButton, "practice.part.focus.yes").click()
    page.judge(1, "no")
    page.go_to(1)
    assert "8 of 10" not in world.seen()
    button = world.pane.findChild(QAbstractButton, "practice.compare.s1.worse")
    button.setFocus()
    world.press(Qt.Key.Key_Space)
    assert QApplication.focusWidget().objectName() == "practice.compare.s1.worse"
    assert "8 of 10" in world.seen()
    page.go_to(2)
    page.choose_level("L2")
    page.choose_place("low")
    assert page._sum.text() == "4–5 of 10"
    world.control_enter()
    marking = world.record(attempt_id).markings[0]
    assert (marking.low, marking.high, marking.level) == (4, 5, "L2")
    assert marking.decisions[0].evidence == "Posters"
    assert world.pane.result._next_title.text() == "A judgement is reached"


def test_an_essay_shows_what_was_found_and_no_mark(qtbot, tmp_path):
    marker = suggester(a_practice_unit())
    events = (KIROV,)
    world = World(tmp_path, qtbot, marker, lambda question, text: marker.evidence(question, text, events))
    world.library.events["E9"] = events[0]
    text = "He was General Secretary.\n\nIn 1934 Kirov was shot. By 1936 there were trials."
    world.hand_in("E1", text)
    assert "14 words, 2 dates, 1 of 1 points of the plan" in world.words("practice.levels.found")
    assert world.words("practice.levels.found.plan") == "a  General Secretary: “General Secretary”"
    assert world.words("practice.levels.found.dates") == (
        "1934: Murder of Kirov\n1936: no one event of this unit is named with it"
    )
    assert world.words("practice.levels.found.parts") == "2 paragraphs of 4, 10 words"
    spans = {(span.look, span.number, text[span.start : span.end]) for span in world.pane.levels.side.view._spans}
    assert spans == {("point", "a", "General Secretary"), ("fact", "", "1934"), ("fact", "", "1936")}
    assert world.pane.levels._sum.text() == ""
    world.close()


def test_the_page_says_that_a_false_statement_can_pass_and_how_the_marker_was_measured(qtbot, tmp_path):
    world = World(tmp_path, qtbot, suggesting())
    world.hand_in()
    assert "a false statement can pass" in world.words("practice.mark.note")
    assert world.words("practice.mark.how.text") == ""
    link = world.pane.findChild(QAbstractButton, "practice.mark.how")
    link.setFocus()
    world.press(Qt.Key.Key_Return)
    told = world.words("practice.mark.how.text")
    assert f"{KEPT_ASIDE.answers} answers to {KEPT_ASIDE.questions} questions" in told
    assert f"{KEPT_ASIDE.awards_right} were right" in told
    world.press(Qt.Key.Key_Return)
    assert world.words("practice.mark.how.text") == ""
    assert link.text() == "How suggestions are made"
    world.window.resize(510, 440)
    world.settle()
    assert link.isVisible()
    assert "can be wrong" in link.text()
    world.close()


def test_marking_without_suggestions_does_not_speak_of_them(world):
    world.hand_in()
    assert "uggest" not in world.words("practice.mark.note")
    assert not world.pane.findChild(QAbstractButton, "practice.mark.how").isVisible()


def test_blank_lines_between_paragraphs_take_no_room_and_offsets_stay(world):
    text = "One paragraph.\n\nAnother paragraph.\n\n\nThe last."
    world.hand_in(text=text)
    view = world.pane.mark.side.view
    layout = view.document().documentLayout()
    tops = [layout.blockBoundingRect(view.document().findBlockByNumber(n)).top() for n in range(6)]
    assert [below - top < 3 for top, below in itertools.pairwise(tops)] == [False, True, False, True, True]
    for words in ("Another", "The last."):
        view.select(text.index(words), text.index(words) + len(words))
        assert view.textCursor().selectedText() == words


def test_past_answers_show_marks_and_evidence_and_two_can_be_compared(world):
    first = world.hand_in()
    select(world, "NKVD")
    world.pane.mark.act("award")
    world.control_enter()
    second = world.hand_in(text="Only this.")
    world.control_enter()
    world.pane.show_history(first)
    world.settle()
    history = world.pane.history
    assert history.list.topLevelItemCount() == 2
    assert history.list.currentItem().text(2) == "1 of 6"
    assert [span.number for span in history.view.answer._spans] == ["1"]
    history._open_compare_menu()
    assert history.older.answer.toPlainText().startswith("Posters")
    assert history.newer.answer.toPlainText() == "Only this."
    history.compare_with("")
    assert history.view.isVisible()
    assert world.pane.show_target(Target("attempt", second))
    world.settle()
    assert history._current == second


def test_a_handed_in_answer_that_was_never_marked_can_be_marked_later(world):
    attempt_id = world.hand_in()
    world.pane.show_choose()
    world.pane.show_history()
    world.settle()
    assert world.pane.history._mark.isVisible()
    world.qtbot.mouseClick(world.pane.history._mark, Qt.MouseButton.LeftButton)
    world.settle()
    assert (world.page(), world.pane.mark.record.attempt.id) == ("mark", attempt_id)


def test_writing_on_starts_a_new_attempt_from_the_old_words(world):
    first = world.hand_in()
    world.control_enter()
    world.pane.result.improve_asked.emit(first)
    world.settle()
    assert (world.page(), world.pane.sit.editor.answer()) == ("sit", ANSWER)
    assert world.pane.sit.attempt_id() != first


def test_an_answer_is_saved_as_a_file_with_its_marks(world, tmp_path):
    attempt_id = world.hand_in()
    select(world, "NKVD")
    world.pane.mark.act("award")
    world.control_enter()
    text = answer_text(world.record(attempt_id), world.library, world.pane.tr)
    assert ANSWER in text
    assert "Own mark: 1 of 6  (Propaganda 1 + Police 0 = 1 of 6)" in text
    assert "+ propaganda idea 1  “NKVD”" in text
    assert file_name(world.record(attempt_id), world.library).startswith("Explain how Stalin used propaganda")
    save_text(world.pane.ctx, world.pane.tr, tmp_path / "mine.txt", text)
    world.settle()
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == text
    save_text(world.pane.ctx, world.pane.tr, tmp_path / "no such folder" / "mine.txt", text)
    world.settle()
    assert "Choose another folder" in world.notices[-1].text


def test_filters_untried_weak_marks_and_type(world):
    world.hand_in()
    world.control_enter()
    world.pane.show_choose()
    world.settle()
    choose = world.pane.choose
    chips = choose.chips
    chips._untried.setChecked(True)
    assert set(choose.list.ids()) == {"E1", "C1"}
    chips._untried.setChecked(False)
    chips._weak.setChecked(True)
    assert choose.list.ids() == ["Q2"]
    chips._change(type="essay")
    assert choose.list.ids() == []
    assert "Take one back" in world.seen()
    chips._change(type="", weak=False, marks=(1, 1))
    assert choose.list.ids() == ["C1"]
    assert choose._count.text() == "1 of 3 questions"
    chips._change(marks=None, max_seconds=900)
    assert set(choose.list.ids()) == {"Q2", "C1"}


def test_surprise_picks_another_question_that_is_shown(world):
    choose = world.pane.choose
    before = choose.current_id()
    world.press(Qt.Key.Key_S)
    assert choose.current_id() != before
    assert choose.current_id() in choose.list.ids()


def test_single_keys_do_nothing_where_one_types(world):
    world.start(mode="untimed")
    for key in (Qt.Key.Key_S, Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_M):
        world.press(key)
    assert world.pane.sit.editor.answer() == "synm"


def test_a_narrow_pane_shows_one_question_and_the_way_to_all(world):
    world.window.resize(510, 440)
    choose = world.pane.choose
    world.qtbot.waitUntil(lambda: not choose._is_wide())
    assert world.window.width() == 510
    world.qtbot.mouseClick(choose.all_link, Qt.MouseButton.LeftButton)
    choose.narrow_list.select("E1")
    choose.narrow_list.setFocus()
    world.press(Qt.Key.Key_Return)
    assert choose.card.question_id() == "E1"


def test_a_question_opened_from_elsewhere_is_shown_but_not_while_one_sits(world):
    assert world.pane.show_target(Target("question", "E1"))
    assert world.pane.choose.current_id() == "E1"
    assert not world.pane.show_target(Target("question", "gone"))
    world.start()
    assert world.pane.show_target(Target("question", "Q2"))
    assert world.page() == "sit"


def test_every_control_of_every_page_has_a_name(world):
    kinds = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QTextEdit)
    seen: set[str] = set()

    def check() -> None:
        for widget in world.pane.findChildren(QWidget):
            if isinstance(widget, kinds) and widget.isVisible() and not widget.objectName().startswith("qt_"):
                assert widget.objectName(), widget
                name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
                assert name, widget.objectName()
                seen.add(widget.objectName())

    check()
    for question_id in ("Q2", "E1", "C1"):
        world.start(question_id, "untimed")
        check()
        world.write(ANSWER)
        world.pane.sit.ask_to_hand_in()
        world.settle()
        check()
        if world.page() == "sit":
            world.pane.sit._confirm.accept()
            world.settle()
        for step in range(3 if world.page() == "levels" else 0):
            world.pane.levels.go_to(step)
            world.settle()
            check()
    world.pane.show_history()
    world.settle()
    check()
    assert {"practice.finish", "practice.editor", "practice.place.low", "practice.result.again"} <= seen
    assert len(seen) > 40


def test_a_true_or_false_with_a_reason_says_what_the_choice_earned_and_adds_the_reason(world):
    record = world.practice.start(world.library.manifest.id, REASON, "untimed")
    outcome = world.practice.hand_in(record.attempt.id, "Because of votes.", '{"true": true}', record.clock)
    world.pane._markings.begin(outcome.record, "self")
    world.settle()
    assert "You chose “True”: 1 of 1." in world.seen()
    world.press(Qt.Key.Key_Y)
    world.control_enter()
    assert world.record(record.attempt.id).markings[0].low == 2
