"""A handed-in answer as a plain text file, for a teacher or for keeping."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from tutorapp.domain import markup
from tutorapp.domain.library import Library
from tutorapp.domain.work import AttemptRecord
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice import words
from tutorapp.ui.practice.result import facts, result_lines


def file_name(record: AttemptRecord, library: Library) -> str:
    """A name every system takes: the question's short form and the day."""
    title = re.sub(r"[^\w -]+", "", words.question_title(record.attempt.question, library)).strip()[:60] or "answer"
    at = record.answer.at if record.answer else record.attempt.at
    return f"{title} {at.astimezone():%Y-%m-%d}.txt"


def answer_text(record: AttemptRecord, library: Library, tr: words.Translate) -> str:
    """Question, answer, time and mark with what earned it; every marking that was made, oldest first."""
    assert record.answer is not None
    question = record.attempt.question
    lines = [
        words.question_words(question, library.titles) + f"  [{question.marks}]",
        "",
        f"{record.answer.at.astimezone():%d/%m/%Y %H:%M}  {facts(record, tr)}",
        "",
        record.answer.text.strip() or tr("(no text)"),
    ]
    names = {"self": tr("Own mark"), "second_look": tr("Second look"), "machine": tr("Mark"), "teacher": tr("Teacher")}
    for marking in record.markings:
        mark = words.mark_words(marking.low, marking.high, marking.max, tr)
        lines += ["", f"{names[marking.marker]}: {mark}  ({markup.plain(marking.arithmetic)})"]
        for line in result_lines(record, marking, tr):
            lines.append(f"{'+' if line.earned else '-'} {line.title}" + (f"  {line.detail}" if line.detail else ""))
    return "\n".join(lines) + "\n"


def ask_and_save(context: UiContext, over: QWidget, record: AttemptRecord, library: Library) -> None:
    """Ask where to, then save the answer there."""
    text = answer_text(record, library, over.tr)
    start = str(Path.home() / file_name(record, library))
    chosen, _kind = QFileDialog.getSaveFileName(over, over.tr("Save this answer"), start, over.tr("Text (*.txt)"))
    if chosen:
        save_text(context, over.tr, Path(chosen), text)


def save_text(context: UiContext, tr: words.Translate, path: Path, text: str) -> None:
    """Write ``text`` to ``path`` and say so, or say why not."""
    told = context.bus.notice

    def failed(error: Exception) -> None:
        if not isinstance(error, OSError):
            raise error
        told(tr("The file could not be saved there. Choose another folder."), level="warning")

    context.jobs.run(
        lambda: path.write_text(text, encoding="utf-8"),
        lambda _size: told(tr("Saved as {0}.").format(path.name)),
        failed,
    )
