"""A person's work in the pane: marks, notes, the why-answer, cover and recall, paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtPrintSupport import QPrinter

from tests.ui.notes.conftest import BODY, a_notes_unit
from tutorapp.domain.content import Section
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.ui.notes import look as looks
from tutorapp.ui.notes.paper import Paper, file_name, gather
from tutorapp.ui.notes.printing import build, draw, save_pdf

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
CONTROL = Qt.KeyboardModifier.ControlModifier


def background(bench, words):
    return bench.format_at(words).background().color()


# --- highlights and notes ----------------------------------------------------------------------------


def test_a_selection_is_highlighted_with_a_key_and_the_key_takes_it_off(bench, qtbot):
    bench.open("S2b")
    bench.pane.page.setFocus()
    bench.select("could build socialism")
    assert bench.pane.marking.bar.isVisible()
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_H)
    bench.settle()
    (mark,) = bench.notes.section("u", "S2b").highlights
    assert (mark.anchor.quote, mark.colour) == ("could build socialism", "yellow")
    assert background(bench, "could build") == bench.ctx.theme.colour("mark.yellow")
    bench.select("build")
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_H)
    bench.settle()
    assert bench.notes.section("u", "S2b").highlights == ()


def test_the_bar_changes_a_highlights_colour(bench):
    bench.open("S2b")
    bench.select("could build socialism")
    bench.pane.findChild(object, "notes.marks.green").click()
    bench.settle()
    bench.select("could build")
    bench.pane.findChild(object, "notes.marks.blue").click()
    bench.settle()
    (mark,) = bench.notes.section("u", "S2b").highlights
    assert mark.colour == "blue"
    assert background(bench, "could build") == bench.ctx.theme.colour("mark.blue")
    assert not bench.pane.marking.bar.isVisible()


def test_a_highlight_without_a_selection_says_how_to_select(bench, qtbot):
    bench.open("S2b")
    bench.pane.page.setFocus()
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_H)
    assert "Select words first" in bench.told[-1].text


def test_words_are_selected_by_keyboard_in_caret_mode(bench, qtbot):
    bench.open("S3")
    page = bench.pane.page
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F7)
    cursor = page.textCursor()
    cursor.setPosition(page.document().toRawText().index("Nothing"))
    page.setTextCursor(cursor)
    qtbot.keyClick(page, Qt.Key.Key_Right, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(page, Qt.Key.Key_H)
    bench.settle()
    assert bench.notes.section("u", "S3").highlights[0].anchor.quote == "Nothing"


def test_a_note_is_written_shown_beside_its_words_changed_deleted_and_brought_back(bench, qtbot):
    bench.open("S2b")
    bench.pane.page.setFocus()
    bench.select("It was also patriotic")
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_N)
    editor = bench.pane.marking.editor
    assert editor.editor.hasFocus()
    qtbot.keyClicks(editor.editor, "Use with 1925")
    qtbot.keyClick(editor.editor, Qt.Key.Key_Return, CONTROL)
    bench.settle()
    (note,) = bench.notes.section("u", "S2b").notes
    assert (note.text, note.anchor.quote) == ("Use with 1925", "It was also patriotic")
    card = bench.pane.findChild(object, f"notes.note.{note.thread}")
    assert "Use with 1925" in card.text.toPlainText()

    card.link_opened.emit(f"note:{note.thread}")
    editor.editor.setPlainText("Better")
    bench.pane.findChild(object, "notes.editor.save").click()
    bench.settle()
    assert bench.notes.section("u", "S2b").notes[0].text == "Better"

    bench.pane.marking.edit_note(note.thread)
    bench.pane.findChild(object, "notes.editor.delete").click()
    bench.settle()
    assert bench.notes.section("u", "S2b").notes == ()
    assert bench.told[-1].action_text == "Undo"
    bench.told[-1].action()
    bench.settle()
    assert bench.notes.section("u", "S2b").notes[0].text == "Better"


def test_an_emptied_note_is_deleted_and_an_empty_new_one_forgotten(bench):
    bench.open("S2b")
    bench.pane.marking.note()
    bench.pane.findChild(object, "notes.editor.save").click()
    bench.settle()
    assert bench.notes.section("u", "S2b").notes == ()
    thread = bench.notes.add_note("u", "S2b", "text").after.thread
    bench.pane._load_work()
    bench.settle()
    bench.pane.marking.edit_note(thread)
    bench.pane.marking.editor.editor.setPlainText("  ")
    bench.pane.findChild(object, "notes.editor.save").click()
    bench.settle()
    assert bench.notes.section("u", "S2b").notes == ()


def test_undo_takes_back_one_edit_after_the_other(bench, qtbot):
    bench.open("S2b")
    for words in ("could build", "also patriotic"):
        bench.select(words)
        bench.pane.marking.highlight()
        bench.settle()
    bench.pane.page.setFocus()
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_Z, CONTROL)
    bench.settle()
    assert [one.anchor.quote for one in bench.notes.section("u", "S2b").highlights] == ["could build"]
    bench.pane.marking.undo()
    bench.settle()
    assert bench.notes.section("u", "S2b").highlights == ()
    bench.pane.marking.undo()
    assert "nothing to undo" in bench.told[-1].text


def test_marks_keep_their_words_when_the_content_is_updated(bench):
    bench.notes.highlight("u", "S2b", bench.anchor("the Soviet Union could build socialism"), "green")
    bench.notes.add_note("u", "S2b", "lost one", bench.anchor("After the failed German rising the idea seemed sober."))
    unit = a_notes_unit()
    body = "A new opening stands here.\n\n" + BODY.replace("could build", "was able to build").replace(
        "After the failed German rising the idea seemed sober. It was also patriotic.", "Quite another paragraph."
    )
    sections = tuple(
        Section(id=one.id, title=one.title, parent=one.parent, body=body if one.id == "S2b" else one.body)
        for one in unit.sections
    )
    bench.ctx.library = Library(replace(unit, sections=sections))
    bench.pane.load(bench.ctx.library)
    bench.open("S2b")
    assert background(bench, "was able to build") == bench.ctx.theme.colour("mark.green")
    cards = [card.text.toPlainText() for card, _block in bench.pane.page._notes]
    assert any("lost one" in text and "no longer has" in text for text in cards)


# --- why ---------------------------------------------------------------------------------------------


def test_the_why_answer_saves_itself_when_the_box_is_left_and_comes_back(bench, qtbot):
    bench.open("S2b")
    editor = bench.pane.why.editor
    bench.pane.page.verticalScrollBar().setValue(10**6)
    editor.setFocus()
    qtbot.keyClicks(editor, "It let him sound loyal")
    bench.pane.page.setFocus()
    bench.settle()
    assert bench.notes.section("u", "S2b").why.text == "It let him sound loyal"
    bench.open("S2")
    assert editor.toPlainText() == ""
    qtbot.keyClicks(editor, "Another")
    bench.open("S2b")
    assert editor.toPlainText() == "It let him sound loyal"
    assert bench.notes.section("u", "S2").why.text == "Another"


def test_the_why_answer_saves_itself_at_a_pause(bench, qtbot):
    bench.open("S2b")
    bench.pane.why._pause.setInterval(0)
    with qtbot.waitSignal(bench.pane.why.answer_changed) as signal:
        qtbot.keyClicks(bench.pane.why.editor, "x")
    assert signal.args == ["x"]


def test_letters_typed_into_the_box_are_no_shortcuts(bench, qtbot):
    bench.open("S2b")
    editor = bench.pane.why.editor
    editor.setFocus()
    qtbot.keyClicks(editor, "chn")
    assert editor.toPlainText() == "chn"
    assert not bench.pane.covering.is_on


def test_the_box_grows_with_the_answer_and_the_page_makes_room(bench):
    bench.open("S2b")
    before, height = bench.pane.why.height(), bench.pane.page.document().size().height()
    bench.pane.why.editor.setPlainText("\n".join("line" for _ in range(8)))
    bench.settle()
    assert bench.pane.why.height() > before + 100
    assert bench.pane.page.document().size().height() > height + 100


def test_the_caret_stays_where_words_were_highlighted(bench, qtbot):
    bench.open("S2b")
    page = bench.pane.page
    cursor = page.textCursor()
    start = page.toPlainText().index("margin")
    cursor.setPosition(start)
    cursor.setPosition(start + 6, QTextCursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)
    bench.pane.ctx.actions["notes.highlight"].trigger()
    bench.settle()
    assert page.toPlainText()[page.textCursor().position() - 6 :].startswith("margin")


# --- cover and recall --------------------------------------------------------------------------------


def covered_bench(bench, qtbot, typed):
    bench.open("S2b")
    bench.pane.page.setFocus()
    qtbot.keyClick(bench.pane.page, Qt.Key.Key_C)
    panel = bench.pane.covering.panel
    assert panel.editor.hasFocus()
    qtbot.keyClicks(panel.editor, typed)
    return panel


def test_a_covered_section_keeps_its_headings_and_shows_no_other_word(bench, qtbot):
    covered_bench(bench, qtbot, "")
    shown = bench.pane.page.toPlainText()
    assert "What was claimed" in shown
    assert "What it did" in shown
    for hidden in ("Stalin argued", "Claimed", "margin", "quotation", "1924", "boxes"):
        assert hidden not in shown
    assert len(bench.pane.page._bars) >= 6
    assert not bench.pane.why.isVisible()


def test_the_time_since_covering_is_shown_and_stands_while_comparing(bench, qtbot):
    panel = covered_bench(bench, qtbot, "")
    assert panel.spent.text() == "0:00"
    bench.pane.ctx.clock.advance(108)
    panel._show_time()
    assert panel.spent.text() == "1:48"
    assert panel._tick.isActive()
    panel.uncover()
    assert not panel._tick.isActive()
    bench.pane.toggle_cover()
    bench.pane.toggle_cover()
    assert panel._tick.isActive()
    assert panel.spent.text() == "0:00"


def test_uncovering_brings_the_text_back_and_names_what_was_missed(bench, qtbot):
    panel = covered_bench(bench, qtbot, "Claimed in December 1924, patriotic and practical")
    qtbot.keyClick(panel.editor, Qt.Key.Key_Return, CONTROL)
    bench.settle()
    assert "Stalin argued" in bench.pane.page.toPlainText()
    assert panel.ticked() == ["Claimed December 1924", "Patriotic and practical"]
    panel.done.click()
    bench.settle()
    assert bench.notes.states("u")["S2b"] == "recalled"
    kept = bench.notes.section("u", "S2b").recalls[0]
    assert kept.anchor.suffix == "Trotsky pushed to the margin"
    assert bench.told[-1].text == "2 of 3 ideas recalled."
    assert not bench.pane.covering.is_on


def test_the_person_decides_with_ticks(bench, qtbot):
    panel = covered_bench(bench, qtbot, "")
    panel.uncover()
    assert panel.ticked() == []
    for number in (0, 2):
        bench.pane.findChild(object, f"notes.cover.idea.{number}").click()
    panel.done.click()
    bench.settle()
    assert bench.notes.states("u")["S2b"] == "recalled"


def test_less_than_half_is_kept_but_fills_no_ring(bench, qtbot):
    panel = covered_bench(bench, qtbot, "Claimed December 1924")
    panel.uncover()
    assert "With 2" in panel._score.text()
    panel.done.click()
    bench.settle()
    assert bench.notes.states("u").get("S2b") != "recalled"
    assert len(bench.notes.section("u", "S2b").recalls) == 1
    bench.pane.toggle_cover()
    assert "you had 1 of 3 ideas" in panel._words.text()


def test_what_was_typed_is_there_again_after_escape(bench, qtbot):
    panel = covered_bench(bench, qtbot, "half a thought")
    qtbot.keyClick(panel.editor, Qt.Key.Key_Escape)
    assert "Stalin argued" in bench.pane.page.toPlainText()
    assert bench.notes.section("u", "S2b").recalls == ()
    bench.pane.toggle_cover()
    assert panel.editor.toPlainText() == "half a thought"


@pytest.mark.parametrize("size", [(420, 480), (800, 440), (1310, 736)])
def test_cover_has_room_at_every_size(bench, size):
    bench.resize(*size)
    bench.open("S2b")
    bench.pane.toggle_cover()
    bench.settle()
    panel = bench.pane.covering.panel
    assert panel.isVisible()
    assert min(panel.width(), bench.pane.page.width()) >= 300
    bench.resize(size[0], size[1] + 40)
    assert "Stalin argued" not in bench.pane.page.toPlainText()


def test_in_a_low_pane_writing_and_its_buttons_have_the_room_and_the_page_comes_back(bench):
    bench.resize(578, 235)  # the pane in a window of 640 x 360
    bench.open("S2b")
    bench.pane.toggle_cover()
    bench.settle()
    panel = bench.pane.covering.panel
    inside = panel.rect()
    for part in (panel.editor, panel.uncover_button, panel.first_words):
        assert part.isVisible()
        assert inside.contains(part.mapTo(panel, part.rect().bottomRight()))
    assert panel.editor.height() >= 60
    panel.uncover()
    for part in (panel.done, panel.away):
        assert part.isVisible()
        assert inside.contains(part.mapTo(panel, part.rect().bottomRight()))
    bench.pane.toggle_cover()
    assert bench.pane.page.isVisible()
    assert bench.pane.page.height() >= 150


# --- paper -------------------------------------------------------------------------------------------


def test_the_whole_unit_is_saved_as_pdf_with_a_persons_notes(bench, qtbot, tmp_path):
    bench.notes.add_note("u", "S2b", "on paper", bench.anchor("It was also patriotic"))
    bench.notes.save_why("u", "S2b", "Because.")
    bench.pane.paper._choose_file = lambda over, name: str(tmp_path / name)
    with qtbot.waitSignal(bench.ctx.bus.noticed):
        bench.ctx.actions["notes.pdf.unit"].trigger()
    path = tmp_path / "Stalin s rise.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert bench.told[-1].text == "Saved as Stalin s rise.pdf: 3 pages."


def test_each_section_begins_a_page_and_holds_care_and_own_notes(bench):
    bench.notes.add_note("u", "S2b", "on paper", bench.anchor("It was also patriotic"))
    job = gather(bench.ctx.library, looks.for_paper(bench.ctx.theme), bench.notes, None)
    page = build(job, 600)
    text = page.document.toPlainText()
    for words in (
        "Care: not simply 1924",
        "Why this matters:",
        "on paper",
        "What to remember",
        "Why did this help Stalin?",
    ):
        assert words in text
    assert "Change" not in text
    assert set(page.starts) == {"S2", "S2b", "S3"}


def test_a_printer_is_given_every_page(bench, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    job = gather(bench.ctx.library, looks.for_paper(bench.ctx.theme), bench.notes, None)
    assert draw(job, printer) >= 3
    assert (tmp_path / "printed.pdf").read_bytes().count(b"/Type /Page\n") >= 3


def test_a_file_that_cannot_be_written_is_told_in_words(bench, tmp_path):
    job = gather(bench.ctx.library, looks.for_paper(bench.ctx.theme), bench.notes, bench.ctx.library.sections["S3"])
    with pytest.raises(KnownError, match="could not be written"):
        save_pdf(job, tmp_path / "missing" / "x.pdf")


def test_cancelling_the_file_dialog_writes_nothing(bench):
    paper = Paper(bench.ctx, bench.pane, lambda over, name: "")
    paper.save(None)
    assert bench.ctx.jobs.is_idle


def test_paper_is_light_and_of_one_size_whatever_the_screen(bench):
    bench.ctx.settings.update(theme="dark", text_percent=160)
    look = looks.for_paper(bench.ctx.theme)
    assert look.colour("text.primary").lightness() < 80
    assert look.font("body").pixelSize() == 14


@pytest.mark.parametrize(("title", "name"), [("Power / victory: 1924?", "Power victory 1924"), ("…", "notes")])
def test_file_names_hold_only_what_file_systems_take(title, name):
    assert file_name(title) == name
