"""A mark scheme in words: groups and points with their accept words, levels, or the right answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tutorapp.domain import dates, markup
from tutorapp.domain.bank import editing, terms
from tutorapp.domain.closed import ClosedMark, number_words
from tutorapp.domain.content import CLOSED_TYPES, MarkPoint, Question
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Column, Rule, clear, label
from tutorapp.ui.practice.words import Translate

if TYPE_CHECKING:
    from tutorapp.marking.marker import Suggestion

MOST_WORDS = 160
_ROLES = {"awarded": "success", "unsure": "warning"}


class SchemeWords(Column):
    """The scheme of one question; with a suggestion each point says whether it was found."""

    def __init__(self, context: UiContext) -> None:
        super().__init__("quizzes.preview.lines", (16, 8, 16, 8), 0)
        self._ctx = context
        self._question: Question | None = None
        self._verdicts: dict[str, QLabel] = {}
        self._groups: dict[str, QLabel] = {}

    def show_scheme(self, question: Question) -> None:
        """Show the scheme of ``question``."""
        if question == self._question:
            return
        self._question = question
        clear(self.body)
        self._verdicts, self._groups = {}, {}
        if question.type in CLOSED_TYPES:
            self._answer(question)
        for group in question.groups if question.points else ():
            title = group.title or self.tr("Group")
            most = self.tr("{0}, at most {1}").format(title, group.max)
            self._groups[group.id] = self._head(most)
            self._points(question, [point for point in question.points if point.group == group.id])
        loose = [point for point in question.points if point.group not in {group.id for group in question.groups}]
        if loose and question.type == "true_false":
            self._head(self.tr("For the reason"))
        self._points(question, loose)
        self._levels(question)
        if question.explanation:
            self._head(self.tr("Shown after answering"))
            self._line(markup.plain(question.explanation))
        self.body.addStretch(1)

    def show_verdicts(self, suggestion: Suggestion | None) -> None:
        """Say beside each point what the marker found; None takes it away."""
        for key, verdict in self._verdicts.items():
            found = suggestion.points.get(key) if suggestion else None
            words = {"awarded": self.tr("found"), "unsure": self.tr("unsure")}
            verdict.setText("" if found is None else words.get(found.verdict, self.tr("not found")))
            self._ctx.theme.set_role(verdict, _ROLES.get(found.verdict if found else "", "muted"))
        for key, marks in self._groups.items():
            question = self._question
            group = next((g for g in question.groups if g.id == key), None) if question else None
            earned = suggestion.groups.get(key, 0) if suggestion else None
            known = group is not None and earned is not None
            marks.setText(self.tr("{0} of {1}").format(earned, group.max) if known and group else "")

    # --- pieces --------------------------------------------------------------------------------------

    def _head(self, text: str) -> QLabel:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 8, 0, 4)
        row.addWidget(label(text, "strong", wrap=True), 1)
        marks = label("", "secondary")
        row.addWidget(marks)
        self.body.addWidget(holder)
        self.body.addWidget(Rule())
        self.body.addSpacing(6)
        return marks

    def _points(self, question: Question, points: list[MarkPoint]) -> None:
        for point in points:
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 2, 0, 6)
            number = label(str(question.points.index(point) + 1), "muted")
            number.setFixedWidth(self._ctx.theme.px(18))
            text = QVBoxLayout()
            text.setSpacing(0)
            marks = f"  [{point.marks}]" if point.marks != 1 else ""
            text.addWidget(label(markup.plain(point.text) + marks, "", wrap=True))
            more = self._words(point)
            if more:
                text.addWidget(label(more, "muted", wrap=True))
            verdict = label("", "muted", name=f"quizzes.preview.verdict.{point.id}")
            self._verdicts[point.id] = verdict
            row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(text, 1)
            row.addWidget(verdict, 0, Qt.AlignmentFlag.AlignTop)
            self.body.addWidget(holder)

    def _words(self, point: MarkPoint) -> str:
        parts = []
        if point.terms:
            parts.append(self.tr("accept: {0}").format(_cut(", ".join(terms.write_all(point.terms)))))
        if point.equivalent:
            parts.append(self.tr("or equivalent"))
        if point.reject:
            parts.append(self.tr("not: {0}").format(_cut(", ".join(point.reject))))
        return " · ".join(parts)

    def _levels(self, question: Question) -> None:
        if question.levels:
            self._head(self.tr("Levels"))
        for level in sorted(question.levels, key=lambda level: -level.high):
            span = f"{level.low}–{level.high}" if level.low != level.high else str(level.low)
            self._line(f"{level.title}  ·  {span}", "strong")
            self._line(markup.plain(level.descriptor), "secondary")
        if question.parts:
            self._head(self.tr("Judge first"))
        for part in question.parts:
            self._line(f"–  {markup.plain(part.text)}")
        if question.indicative:
            self._head(self.tr("Indicative content"))
        for point in question.indicative:
            self._line(f"–  {markup.plain(point.text)}")

    def _answer(self, question: Question) -> None:
        self._head(self.tr("Right answer"))
        for text, role in answer_lines(question, self.tr):
            self._line(text, role)

    def _line(self, text: str, role: str = "") -> None:
        if text:
            self.body.addWidget(label(text, role, wrap=True))
            self.body.addSpacing(3)


def _cut(words: str) -> str:
    """A long list of words as far as one reads it here."""
    return words if len(words) <= MOST_WORDS else words[:MOST_WORDS].rsplit(" ", 1)[0] + " …"


def answer_lines(question: Question, tr: Translate) -> list[tuple[str, str]]:
    """The right answer of a closed question as (words, role)."""
    match question.type:
        case "multiple_choice" | "multiple_response":
            lines = []
            for at, choice in enumerate(question.choices):
                sign = "✓" if choice.correct else "–"
                lines.append(
                    (f"{sign}  {editing.letter(at)}  {markup.plain(choice.text)}", "success" if choice.correct else "")
                )
                if choice.feedback:
                    lines.append((markup.plain(choice.feedback), "muted"))
            return lines
        case "true_false":
            return [(tr("True") if question.true else tr("False"), "success")]
        case "matching":
            pairs = [(f"{markup.plain(p.left)}  ↔  {markup.plain(p.right)}", "") for p in question.pairs if p.left]
            wrong = [(tr("wrong: {0}").format(markup.plain(p.right)), "muted") for p in question.pairs if not p.left]
            return [*pairs, *wrong]
        case "ordering":
            return [(f"{at}  {markup.plain(line)}", "") for at, line in enumerate(question.order, start=1)]
        case "gap_fill":
            return [(f"{{{gap.id}}}  {' / '.join(gap.answers)}", "") for gap in question.gaps]
        case "numeric" if question.numeric is not None:
            off = tr(" ± {0}").format(number_words(question.numeric.tolerance)) if question.numeric.tolerance else ""
            return [(f"{number_words(question.numeric.value)}{off} {question.numeric.unit}".strip(), "success")]
        case "date" if question.date is not None:
            try:
                return [(dates.in_words(dates.parse_edtf(question.date.when)), "success")]
            except dates.DateError as error:
                return [(error.message, "danger")]
        case _:
            return []


def closed_lines(question: Question, found: ClosedMark, tr: Translate) -> list[tuple[str, str]]:
    """What became of each part of a tried answer, as (words, role)."""
    lines = []
    for part in found.parts:
        given = part.given or tr("nothing")
        said = f"{part.label}: {given}" if part.label else given
        if part.correct:
            lines.append((f"✓  {said}", "success"))
        else:
            right = tr("right: {0}").format(part.answer or tr("not chosen"))
            lines.append((f"✗  {said} ({right})", "danger"))
        if part.feedback:
            lines.append((part.feedback, "secondary"))
    return lines
