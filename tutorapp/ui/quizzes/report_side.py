"""Beside the report: the chosen item as it would come in, and in words what became of it."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from tutorapp.domain import markup
from tutorapp.domain.bank.differences import changes
from tutorapp.domain.content import Question
from tutorapp.domain.word_diff import Piece, word_diff
from tutorapp.services.importing import IN_WORDS, ReportItem
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, Reading, Rule, label
from tutorapp.ui.quizzes.kinds import type_words

MOST_LINES = 12
LONGEST = 2000


class ReportSide(QFrame):
    """The right-hand column of the report."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName("quizzes.report.side")
        self.setProperty("role", "sideright")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column("quizzes.report.side.scroll", (20, 16, 20, 16), 10)
        outer.addWidget(column)
        self.head = label("", "label", name="quizzes.report.side.head", wrap=True)
        self.text = Reading(context, "body", name="quizzes.report.side.text")
        self.answers = label("", "", name="quizzes.report.side.answers", wrap=True)
        self.changed = label("", "label", name="quizzes.report.side.changed", wrap=True)
        self.before = label("", "", name="quizzes.report.side.before", wrap=True)
        self.before.setTextFormat(Qt.TextFormat.RichText)  # of our own making; every word in it is escaped
        self.rule = Rule()
        self.reasons = label("", "secondary", name="quizzes.report.side.reasons", wrap=True)
        self._shown: tuple[ReportItem, Question | None] | None = None
        context.theme.changed.connect(self._again)
        for widget in (self.head, self.text, self.answers, self.changed, self.before, self.rule, self.reasons):
            column.body.addWidget(widget)
        column.body.addStretch(1)
        self.show_item(None)

    def show_item(self, item: ReportItem | None, old: Question | None = None) -> None:
        """Show one row, or say what to do; ``old`` is the question it would take the place of."""
        self._shown = None if item is None else (item, old)
        question = item.question if item else None
        if item is None:
            self.head.setText(self.tr("Choose a row to see the question as it will come in."))
        else:
            self.head.setText(self.tr("Item {0} · {1}").format(item.n, type_words(item.type)))
        self.text.setVisible(question is not None)
        self.answers.setVisible(question is not None)
        if question is not None:
            marks = "" if question.type == "text" else f"  [{question.marks}]"
            self.text.set_plain(_plain(question.text)[:LONGEST] + marks)
            self.answers.setText("\n".join(_answers(question)))
        self._show_changes(question, old)
        reasons = [IN_WORDS[reason] for reason in item.reasons] if item else []
        self.rule.setVisible(bool(reasons))
        self.reasons.setVisible(bool(reasons))
        self.reasons.setText("\n".join(f"•  {reason[:1].upper()}{reason[1:]}." for reason in reasons))

    def _show_changes(self, question: Question | None, old: Question | None) -> None:
        both = question is not None and old is not None
        self.changed.setVisible(both)
        self.before.setVisible(both)
        if question is None or old is None:
            return
        named = ", ".join(dict.fromkeys(step.words.removeprefix("change ") for step in changes(old, question)))
        self.changed.setText(self.tr("Changed: {0}").format(named or self.tr("nothing that is shown here")))
        pieces = _shortened(word_diff(_told(old), _told(question)))
        self.before.setText("".join(map(self._piece, pieces)))
        told = {"gone": self.tr("[gone: {0}]"), "new": self.tr("[new: {0}]"), "same": "{0}"}
        self.before.setAccessibleName("".join(told[fate].format(text) for fate, text in pieces))

    def _piece(self, piece: Piece) -> str:
        fate, text = piece
        escaped = html.escape(text).replace("\n", "<br>")
        if fate == "same":
            return escaped
        role, tag = ("danger", "s") if fate == "gone" else ("success", "u")  # seen without colour too
        return f'<{tag} style="color:{self._ctx.theme.colour(role).name()}">{escaped}</{tag}>'

    def _again(self) -> None:
        if self._shown is not None:
            self.show_item(*self._shown)


def _told(question: Question) -> str:
    """The question with all that marks it, as plain lines, for comparing."""
    lines = [_plain(question.text), f"[{question.marks}]", *_every_answer(question), _plain(question.explanation)]
    return "\n".join(line for line in lines if line)


def _shortened(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Long stretches that stayed the same lose their middle, and all of it ends somewhere."""
    made: list[Piece] = []
    left = LONGEST
    for fate, text in pieces:
        shown = f"{text[:60]} … {text[-60:]}" if fate == "same" and len(text) > 160 else text[:left]
        left -= len(shown)
        made.append((fate, shown))
        if left <= 0:
            return (*made, ("same", " …"))
    return tuple(made)


def _plain(text: str) -> str:
    return markup.plain(text)


def _answers(question: Question) -> list[str]:
    """The answers a line each, right ones with a tick; shortened where there are many."""
    lines = [line[:300] for line in _every_answer(question)]
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"]


def _every_answer(question: Question) -> list[str]:
    lines = [f"{'✓' if choice.correct else '○'}  {_plain(choice.text)}" for choice in question.choices]
    if question.true is not None:
        lines.append("✓  True" if question.true else "✓  False")
    lines += [f"{_plain(pair.left) or '–'}  →  {_plain(pair.right)}" for pair in question.pairs]
    lines += [f"{at}.  {_plain(text)}" for at, text in enumerate(question.order, 1)]
    lines += [f"{gap.id}:  {', '.join(gap.answers)}" for gap in question.gaps]
    if question.numeric is not None:
        around = f" ± {question.numeric.tolerance:g}" if question.numeric.tolerance else ""
        lines.append(f"✓  {question.numeric.value:g}{around} {question.numeric.unit}".rstrip())
    if question.date is not None:
        lines.append(f"✓  {question.date.when}")
    lines += [f"{point.marks}  {_plain(point.text)}" for point in (*question.points, *question.indicative)]
    return lines
