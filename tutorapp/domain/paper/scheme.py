"""A question's mark scheme for the person who marks on paper: one table row a question, in the paper's own letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tutorapp.domain import closed, markup
from tutorapp.domain.content import CLOSED_TYPES, MarkPoint, Question, SampleAnswer
from tutorapp.domain.paper import runs as texts
from tutorapp.domain.paper.model import Column, Group, Para, Row, Run, Table
from tutorapp.domain.paper.options import Layout
from tutorapp.domain.paper.versions import Orders, letter
from tutorapp.domain.quiz import Drawn

COLUMNS = (Column(0.07), Column(0.56), Column(0.10, "center"), Column(0.27))
LARGE_COLUMNS = (Column(0.10), Column(0.74), Column(0.16, "center"))
KEY_COLUMNS = (Column(0.10), Column(0.74), Column(0.16, "center"))
MOST_TERMS = 12
"""Of a concept's accepted words; more would not be read."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """Writes schemes of one version."""

    orders: Orders
    layout: Layout
    titles: texts.Titles

    def table(self, drawn: Sequence[Drawn]) -> Table:
        """Question, answer, marks, guidance; in large print the guidance stands below the answer."""
        if self.layout.large:
            rows = tuple(self._large_row(one) for one in _asked(drawn))
            return Table(columns=LARGE_COLUMNS, head=_head("Q", "Answer", "Marks"), rows=rows, split=True)
        head = _head("Q", "Answer", "Marks", "Guidance")
        return Table(columns=COLUMNS, head=head, rows=tuple(map(self._row, _asked(drawn))), split=True)

    def key_table(self, drawn: Sequence[Drawn]) -> Table:
        """Question, answer in the fewest words, marks."""
        rows = tuple(
            Row(
                (
                    _cell(str(one.number), bold=True),
                    (Para(runs=texts.words(self.short_answer(one.question))),),
                    _cell(str(one.question.marks), align="center"),
                )
            )
            for one in _asked(drawn)
        )
        return Table(columns=KEY_COLUMNS, head=_head("Q", "Answer", "Marks"), rows=rows)

    def samples(self, drawn: Drawn) -> Iterator[Group]:
        """The sample answers of an essay, each with its margin notes."""
        for sample in drawn.question.samples:
            yield Group(blocks=tuple(self._sample(drawn, sample)), loose=True)

    def short_answer(self, question: Question) -> str:
        """The right answer in the letters and numbers of this version; for written answers, where to look."""
        reason = " Reason: see the mark scheme." if question.type in CLOSED_TYPES and question.points else ""
        return self._short(question) + reason

    # --- one row -------------------------------------------------------------------------------------

    def _row(self, drawn: Drawn) -> Row:
        question = drawn.question
        guidance = tuple(self._guidance(question))
        return Row(
            (
                _cell(str(drawn.number), bold=True),
                tuple(self._answer(question)),
                _cell(str(question.marks), align="center"),
                guidance,
            )
        )

    def _large_row(self, drawn: Drawn) -> Row:
        number, answer, marks, guidance = self._row(drawn).cells
        if guidance:
            first, *others = guidance
            answer = (*answer, replace(first, above=3.0), *others)
        return Row((number, answer, marks))

    def _answer(self, question: Question) -> Iterator[Para]:
        if question.type in CLOSED_TYPES:
            yield from self._closed(question)
        if question.points:
            yield from self._points(question, question.points)
        if question.levels:
            yield from self._levels(question)
        if question.type not in CLOSED_TYPES and not question.points and not question.levels:
            yield Para(runs=(Run("There is no mark scheme for this question yet.", italic=True),), style="small")

    def _guidance(self, question: Question) -> Iterator[Para]:
        said = [*self._rules(question), *_ways(question)]
        for at, sentence in enumerate(said):
            yield Para(runs=texts.words(sentence), style="small", above=1.2 if at else 0.0)
        if question.parts:
            yield Para(runs=(Run("Judge first:", bold=True),), style="small", above=1.2 if said else 0.0, keep=True)
        for part in question.parts:
            yield Para(runs=texts.line(part.text, self.titles), style="small", sign="•")
        if _already_said(question):
            return
        for at, block in enumerate(texts.blocks(question.explanation, self.titles, style="small")):
            if isinstance(block, Para):
                yield Para(runs=block.runs, style="small", sign=block.sign, above=1.2 if said or at else 0.0)

    def _rules(self, question: Question) -> Iterator[str]:
        if question.best_groups is not None and question.best_groups < len(question.groups):
            yield f"Count the best {question.best_groups} of the {len(question.groups)} groups."
        if cap := question.one_sided_cap:
            names = {group.id: group.title or group.id for group in question.groups}
            listed = " or ".join(f"“{names.get(key, key)}”" for key in cap.groups)
            yield f"An answer that stays in only one of {listed} earns at most {cap.cap}."

    # --- closed answers ------------------------------------------------------------------------------

    def _closed(self, question: Question) -> Iterator[Para]:
        match question.type:
            case "multiple_choice" | "multiple_response":
                yield from self._chosen(question)
            case "matching":
                yield from self._matched(question)
            case "ordering":
                yield Para(runs=texts.words(self._short(question)), keep=True)
                for number, thing in enumerate(question.order, 1):
                    yield Para(runs=texts.line(thing, self.titles), style="small", sign=f"{number}.")
            case "gap_fill":
                for number, gap in enumerate(question.gaps, 1):
                    yield Para(runs=texts.words(" / ".join(gap.answers)), sign=f"({number})")
            case _:
                yield Para(runs=texts.words(self._short(question)))

    def _chosen(self, question: Question) -> Iterator[Para]:
        placed = [(letter(at), choice) for at, choice in enumerate(self.orders.choices(question))]
        for sign, choice in placed:
            if choice.correct:
                yield Para(runs=texts.line(choice.text, self.titles), sign=sign)
        if self.layout.full:
            for sign, choice in placed:
                if choice.feedback:
                    yield Para(runs=texts.line(choice.feedback, self.titles), style="small", sign=sign)

    def _matched(self, question: Question) -> Iterator[Para]:
        rights = self.orders.rights(question)
        for number, pair in enumerate((pair for pair in question.pairs if pair.left), 1):
            runs = (
                *texts.line(pair.left, self.titles),
                Run(": "),
                Run(f"{letter(rights.index(pair.right))} ", bold=True),
                *texts.line(pair.right, self.titles),
            )
            yield Para(runs=runs, sign=f"({number})")

    def _short(self, question: Question) -> str:
        match question.type:
            case "multiple_choice" | "multiple_response":
                placed = enumerate(self.orders.choices(question))
                return ", ".join(letter(at) for at, choice in placed if choice.correct)
            case "true_false" | "numeric" | "date":
                return closed.mark(question, {}).parts[0].answer + ("." if question.points else "")
            case "matching":
                rights = self.orders.rights(question)
                lefts = enumerate((pair for pair in question.pairs if pair.left), 1)
                return ", ".join(f"({number}) {letter(rights.index(pair.right))}" for number, pair in lefts)
            case "ordering":
                places = {thing: number for number, thing in enumerate(question.order, 1)}
                return "Boxes from the top: " + ", ".join(str(places[t]) for t in self.orders.things(question))
            case "gap_fill":
                said = (gap.answers[0] if gap.answers else "" for gap in question.gaps)
                return "; ".join(f"({number}) {answer}" for number, answer in enumerate(said, 1))
            case _:
                return "See the mark scheme."

    # --- written answers -----------------------------------------------------------------------------

    def _points(self, question: Question, points: Sequence[MarkPoint], *, above: float = 0.0) -> Iterator[Para]:
        limits = {group.id: group for group in question.groups}
        for at, (group_id, inside) in enumerate(_by_group(points)):
            group = limits.get(group_id)
            if group is not None and (group.title or len(limits) > 1):
                words = f"{group.title or group.id}, at most {group.max}"
                yield Para(runs=(Run(words, bold=True),), style="small", above=2.0 if at else above, keep=True)
            for point in inside:
                yield from self._point(point)

    def _point(self, point: MarkPoint, *, mark: bool = True) -> Iterator[Para]:
        right = f"({point.marks})" if mark else ""
        accepted = list(_accepted(point)) if self.layout.full else []
        keep = bool(accepted or point.reject or point.equivalent)
        yield Para(runs=texts.line(point.text, self.titles), sign="•", right=right, above=0.6, keep=keep)
        for line in accepted:
            yield Para(runs=(Run("accept: ", italic=True), Run(line)), style="small", indent=1)
        if point.equivalent:
            yield Para(runs=(Run("or equivalent", italic=True),), style="small", indent=1)
        if point.reject:
            words = " / ".join(map(_readable, point.reject))
            yield Para(runs=(Run("not: ", italic=True), Run(words)), style="small", indent=1)

    def _levels(self, question: Question) -> Iterator[Para]:
        for at, level in enumerate(sorted(question.levels, key=lambda level: -level.high)):
            span = f"{level.low}" if level.low == level.high else f"{level.low}–{level.high}"
            marks = "1 mark" if span == "1" else f"{span} marks"
            heading = f"{marks}: {level.title}" if level.title else marks
            yield Para(runs=(Run(heading, bold=True),), above=1.5 if at else 0.0, keep=True)
            yield Para(runs=texts.line(level.descriptor, self.titles), style="small")
        if question.indicative:
            yield Para(runs=(Run("What an answer may hold", bold=True),), above=2.5, keep=True)
        titles = {group.id: group.title for group in question.groups}
        for group_id, inside in _by_group(question.indicative):
            if titles.get(group_id):
                yield Para(runs=(Run(titles[group_id], italic=True),), above=1.0, keep=True)
            for point in inside:
                yield from self._point(point, mark=False)

    def _sample(self, drawn: Drawn, sample: SampleAnswer) -> Iterator[Para]:
        level = next((one.title for one in drawn.question.levels if one.id == sample.level), "")
        words = f"Question {drawn.number}: a sample answer, {sample.marks} of {drawn.question.marks} marks"
        heading = f"{words} ({level})" if level else words
        yield Para(runs=texts.words(heading), style="subheading", above=5.0, keep=True)
        for part in sample.text.split("\n\n"):
            if part.strip():
                yield Para(runs=texts.words(" ".join(part.split())), above=1.2)
        for margin in sample.margin:
            runs = (Run(f"“{margin.quote}” ", italic=True), *texts.line(margin.note, self.titles))
            yield Para(runs=runs, style="small", sign="•", indent=1, above=0.8)


def _asked(drawn: Sequence[Drawn]) -> list[Drawn]:
    return [one for one in drawn if one.number is not None]


def _head(*words: str) -> Row:
    return Row(tuple(_cell(word, bold=True, align="center" if word == "Marks" else "left") for word in words))


def _cell(text: str, *, bold: bool = False, align: str = "left") -> tuple[Para, ...]:
    return (Para(runs=(Run(text, bold=bold),), align="center" if align == "center" else "left"),)


def _by_group(points: Sequence[MarkPoint]) -> list[tuple[str, list[MarkPoint]]]:
    """Points by group, the groups in the order they first come up."""
    groups: dict[str, list[MarkPoint]] = {}
    for point in points:
        groups.setdefault(point.group, []).append(point)
    return list(groups.items())


def _already_said(question: Question) -> bool:
    """Whether the explanation only repeats a mark point."""
    said = markup.plain(question.explanation).strip(" .")
    return any(markup.plain(point.text).strip(" .") == said for point in question.points)


def _ways(question: Question) -> Iterator[str]:
    """How a machine-marked question with several marks is marked by hand (``domain.closed``)."""
    match question.type:
        case "multiple_response":
            yield "Right letters less wrong ones, as a share of the marks, cut down to whole marks."
        case "matching" | "gap_fill" if closed.closed_marks(question) > 1:
            yield "The share of right items, cut down to whole marks."
        case "ordering" if closed.closed_marks(question) > 1:
            yield "The share of pairs in the right order, cut down to whole marks."
        case "date" if question.date and question.date.near_days and closed.closed_marks(question) > 1:
            yield f"Part of the marks for a date less than {question.date.near_days} days off."
        case _:
            pass


def _accepted(point: MarkPoint) -> Iterator[str]:
    """The offline marker's words: concepts joined by plus, each with the words of which one is enough."""
    for alternative in point.terms:
        concepts = (" / ".join(map(_readable, terms[:MOST_TERMS])) for terms in alternative)
        yield "  +  ".join(concepts)


def _readable(term: str) -> str:
    return term.removeprefix("~").replace("*", "…")  # "~": a denial that counts
