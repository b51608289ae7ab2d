"""A printed answer: candidate and question in the head of each page, page x of y, sizes, spacing, times and log."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton

from tests.builders import DEVICE, START, an_answer, an_attempt, an_id
from tests.ui.paper.test_paper_pages import ink, texts
from tests.ui.practice.conftest import ANSWER, CHOICE, World, a_practice_unit
from tutorapp.domain.closed import write_response
from tutorapp.domain.library import Library
from tutorapp.domain.paper.model import Para, text_of
from tutorapp.domain.work import AttemptRecord, LogEntry
from tutorapp.settings import Settings
from tutorapp.ui.paper import faces
from tutorapp.ui.paper.preview import page_image
from tutorapp.ui.paper.printing import pdf_bytes
from tutorapp.ui.paper.setting import SetDocument
from tutorapp.ui.practice.answer_paper import Candidate, candidate, compose
from tutorapp.ui.practice.printing import AnswerPaper, PrintDialog

pytestmark = [
    pytest.mark.gui,
    pytest.mark.usefixtures("qapp"),
    pytest.mark.qt_log_ignore("This plugin does not support"),
]
WHO = Candidate(name="A. Pupil", number="0042", centre="12345")
LONG = "\n\n".join(f"Paragraph {number}. " + "Stalin controlled who was appointed. " * 12 for number in range(1, 9))


def tr(text: str) -> str:
    return text


def an_entry(number: int, kind: str, seconds: float = 0.0, detail: str = "") -> LogEntry:
    at = START + timedelta(seconds=number * 60)
    return LogEntry(
        id=an_id(100 + number), device_id=DEVICE, at=at, attempt_id=an_id(1), kind=kind, detail=detail, seconds=seconds
    )


LOG = (
    an_entry(0, "exam_conditions"),
    an_entry(1, "break_start"),
    an_entry(6, "break_end", 300),
    an_entry(7, "left", 0, "minimised"),
    an_entry(8, "returned", 45, "minimised"),
    an_entry(9, "clock_jump", 3600, "forward"),
    an_entry(10, "suspended", 1200, "not charged"),
    an_entry(11, "prompted"),
    an_entry(12, "read_aloud", 0, "answer"),
)


def a_record(text: str = ANSWER, log: tuple[LogEntry, ...] = LOG) -> AttemptRecord:
    attempt = an_attempt(question=a_practice_unit().questions[0], extra_percent=25, allowed_seconds=900)
    at = datetime(2027, 3, 1, 17, 5, tzinfo=UTC)
    return AttemptRecord(attempt=attempt, answer=an_answer(attempt, 2, text, at=at, used_seconds=930.0), log=log)


def composed(record: AttemptRecord | None = None, who: Candidate = WHO):
    return compose(record or a_record(), Library(a_practice_unit()), who, tr)


def test_head_and_foot_of_every_page_name_candidate_question_and_page():
    made = composed(a_record(LONG))
    assert made.title == "Centre 12345  ·  Candidate 0042  ·  A. Pupil"
    assert made.running.startswith("Explain how")
    assert made.foot == ""
    pages = SetDocument(made)
    assert pages.count > 2
    scale = 420 / faces.PAGE_WIDTH
    for number in range(pages.count):
        image = page_image(pages, number, 420)
        top, bottom = round(faces.TOP * scale), round((faces.PAGE_HEIGHT - faces.BOTTOM) * scale)
        assert ink(image, 30, top, 200, top + 12) > 20, "the candidate"
        assert ink(image, 250, top, 390, top + 12) > 20, "the question"
        assert ink(image, 170, bottom - 10, 250, bottom + 2) > 10, "the page's number"


@pytest.mark.parametrize("points", [12, 18, 24])
def test_the_candidate_is_never_cut_for_the_question(points):
    who = Candidate(name="Alexandra Longername-Pupil", number="0042", centre="12345", points=points)
    made = composed(who=who)
    font = SetDocument(made)._small()
    room = SetDocument(made)._area.width() - faces.Faces(12).width(made.running, font) - 6 * faces.MM
    assert faces.Faces(12).width(made.title, font) <= room


def test_without_a_name_there_is_a_line_to_write_it_on():
    assert (composed(who=Candidate()).title, composed(who=Candidate()).foot) == ("", "Name")


def test_the_answer_is_printed_word_for_word_with_its_paragraphs():
    text = "One.\nTwo  with two blanks.\n\n\nThree, “quoted” 😀."
    assert [line for line in text_of(composed(a_record(text))).split("\n") if line in text.split("\n") and line] == [
        "One.",
        "Two  with two blanks.",
        "Three, “quoted” 😀.",
    ]
    assert "(no text)" in text_of(composed(a_record("  \n")))


def test_times_and_log_stand_after_the_answer():
    words = text_of(composed())
    for line in (
        "notes, search and timeline were closed",
        "12 min",
        "25 % = 3 min",
        "15 min",
        "15 min 30 s",
        "30 s",
        "1, together 5 min",
        "1, together 45 s",
        "Rest break: clock stopped, question and answer hidden",
        "The window was minimised",
        "The computer's clock was set; the time left stayed as it was",
        "+60 min",
        "The computer was asleep (not counted)",
        "20 min",
        "Reminder to go on",
        "The candidate's own answer was read aloud",
    ):
        assert line in words.split("\n"), line
    assert words.index("arrested people") < words.index("Time allowed") < words.index("Rest break: clock")
    assert "no; notes were open to the candidate" in text_of(composed(a_record(log=())))
    assert "Nothing was logged" in text_of(composed(a_record(log=())))


@pytest.mark.parametrize("points", [12, 18, 24])
def test_no_letter_of_the_answer_is_smaller_than_asked_and_large_print_is_large_throughout(points):
    made = composed(who=replace(WHO, points=points))
    assert made.size == points
    sizes = faces.Faces(made.size)
    assert sizes.font("body").pixelSize() == points * faces.POINT
    if points >= 18:
        assert all(sizes.font(style).pixelSize() >= points * faces.POINT for style in ("small", "body", "quote"))


def test_double_spacing_doubles_the_lines_of_the_answer_alone():
    single = [block for group in composed(who=replace(WHO, double=False)).groups for block in group.blocks]
    double = [block for group in composed().groups for block in group.blocks]
    assert {block.leading for block in single if isinstance(block, Para)} == {1.0}
    spaced = [block.text for block in double if isinstance(block, Para) and block.leading == 2.0]
    assert spaced == ANSWER.split("\n")
    assert (
        SetDocument(composed(a_record(LONG))).count
        > SetDocument(composed(a_record(LONG), replace(WHO, double=False))).count
    )


def test_no_line_is_lost_between_pages():
    pages = texts(SetDocument(composed(a_record(LONG))))
    assert [n for n in range(1, 9) if any(f"Paragraph {n}. " in page for page in pages)] == list(range(1, 9))


def test_a_closed_answer_is_printed_as_it_was_given():
    attempt = an_attempt(question=CHOICE)
    response = write_response({"choice": "c"})
    record = AttemptRecord(attempt=attempt, answer=replace(an_answer(attempt, 2, ""), response=response))
    words = text_of(composed(record))
    assert "1929" in words
    assert "1922" not in words.replace("April 1922", "")


def test_an_answer_that_was_not_handed_in_is_not_printed():
    with pytest.raises(ValueError, match="handed in"):
        composed(replace(a_record(), answer=None))


# --- from the window -------------------------------------------------------------------------------------


@pytest.fixture
def shown(world: World):
    """An answer in exam conditions, handed in, marked and shown among the past ones."""
    world.hand_in()
    world.pane.show_history()
    world.settle()
    return world


def test_the_dialog_keeps_what_was_typed_and_saves_a_pdf_of_the_answer_shown(shown, tmp_path):
    target = tmp_path / "answer.pdf"
    shown.pane.__dict__["paper"] = AnswerPaper(
        shown.ctx, shown.pane, shown.pane._shown_record, lambda _w, _n: str(target)
    )
    shown.ctx.actions["practice.print"].trigger()
    dialog = shown.window.findChild(PrintDialog)
    fields = {field.objectName().rsplit(".", 1)[1]: field for field in dialog.findChildren(QLineEdit)}
    fields["candidate_name"].setText("  A.   Pupil ")
    fields["candidate_number"].setText("0042")
    dialog.findChild(QPushButton, "practice.paper.size.18").click()
    dialog.findChild(QCheckBox, "practice.paper.double").setChecked(False)
    dialog.findChild(QPushButton, "practice.paper.pdf").click()
    shown.pane.paper.finish()
    QApplication.processEvents()
    assert target.read_bytes().startswith(b"%PDF")
    assert shown.notices[-1].text.startswith("Saved as answer.pdf:")
    assert candidate(shown.ctx.settings.value) == Candidate("A. Pupil", "0042", "", 18, double=False)


def test_a_folder_that_cannot_be_written_is_told(shown, tmp_path):
    paper = AnswerPaper(shown.ctx, shown.pane, shown.pane._shown_record, lambda _w, _n: str(tmp_path / "no" / "a.pdf"))
    told = []
    shown.ctx.jobs.known_failed.connect(told.append)
    paper.make("pdf")
    paper.finish()
    QApplication.processEvents()
    shown.settle()
    assert "could not be written" in told[0]


def test_print_and_pdf_that_a_school_switched_off_are_not_in_the_dialog(shown):
    shown.ctx.actions.off = frozenset({"practice.print"})
    dialog = PrintDialog(shown.ctx, shown.window, lambda _name: None, "pdf")
    assert dialog.findChild(QPushButton, "practice.paper.print") is None
    assert dialog.findChild(QPushButton, "practice.paper.pdf") is not None
    unnamed = [field for field in dialog.findChildren(QLineEdit) if not field.accessibleName()]
    assert unnamed == []
    assert dialog.findChildren(QLabel)
    dialog.deleteLater()


def test_while_sitting_nothing_can_be_printed(world):
    world.start()
    assert not world.ctx.actions["practice.print"].isEnabled()
    assert candidate(Settings()) == Candidate()


def test_the_pdf_has_as_many_pages_as_it_says():
    pages = SetDocument(composed(a_record(LONG)))
    assert pdf_bytes(pages).count(b"/Type /Page\n") == pages.count
