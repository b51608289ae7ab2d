"""Beside the report: the chosen item as it would come in, and in words what became of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout

from tutorapp.domain import markup
from tutorapp.domain.content import Question
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
        self.rule = Rule()
        self.reasons = label("", "secondary", name="quizzes.report.side.reasons", wrap=True)
        for widget in (self.head, self.text, self.answers, self.rule, self.reasons):
            column.body.addWidget(widget)
        column.body.addStretch(1)
        self.show_item(None)

    def show_item(self, item: ReportItem | None) -> None:
        """Show one row, or say what to do."""
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
        reasons = [IN_WORDS[reason] for reason in item.reasons] if item else []
        self.rule.setVisible(bool(reasons))
        self.reasons.setVisible(bool(reasons))
        self.reasons.setText("\n".join(f"•  {reason[:1].upper()}{reason[1:]}." for reason in reasons))


def _plain(text: str) -> str:
    return markup.plain(text)


def _answers(question: Question) -> list[str]:
    """The answers a line each, right ones with a tick; shortened where there are many."""
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
    lines = [line[:300] for line in lines]
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"]
