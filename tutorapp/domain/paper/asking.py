"""A question as candidates get it: sources, words, marks in brackets, and room for the answer; never the scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tutorapp.domain.closed import closed_marks
from tutorapp.domain.content import Question, Source
from tutorapp.domain.paper import runs as texts
from tutorapp.domain.paper.model import BOX, Block, Column, Group, Lines, Para, Picture, Row, Run, Runs, Style, Table
from tutorapp.domain.paper.options import Layout, answer_lines
from tutorapp.domain.paper.versions import Orders, letter
from tutorapp.domain.quiz import Drawn

GAP = Run("", blank="gap")
TICK = Run("", blank="box")


@dataclass(frozen=True, slots=True)
class Asking:
    """Sets questions of one version. ``titles`` and ``alternatives`` as in ``paper.runs``."""

    orders: Orders
    layout: Layout
    titles: texts.Titles
    alternatives: Mapping[str, str]

    def group(self, drawn: Drawn) -> Group:
        """The question with its number, sources and answer room, which stay together."""
        question = drawn.question
        stem = self._stem(drawn)
        sources = [block for source in question.sources for block in self._source(source)]
        return Group(blocks=(*sources, *stem, *self._room(question)))

    # --- what is asked -------------------------------------------------------------------------------

    def _stem(self, drawn: Drawn) -> list[Block]:
        question = drawn.question
        found = list(texts.blocks(question.text, self.titles, indent=1, alternatives=self.alternatives))
        if question.gaps:
            found = [self._with_gaps(question, block) for block in found]
        first, last = _ends(found)
        if first is None or last is None:
            found.append(Para(runs=(), indent=1))
            first = last = len(found) - 1
        if drawn.number is not None:
            found[first] = replace(_para(found[first]), sign=str(drawn.number), indent=0)
            found[last] = replace(_para(found[last]), right=f"[{question.marks}]")
        return found

    def _with_gaps(self, question: Question, block: Block) -> Block:
        if not isinstance(block, Para):
            return block
        numbers = {gap.id: number for number, gap in enumerate(question.gaps, 1)}
        pattern = re.compile("|".join(re.escape(f"{{{key}}}") for key in numbers))
        found: list[Run] = []
        for run in block.runs:
            at = 0
            for match in pattern.finditer(run.text):
                found.append(replace(run, text=run.text[at : match.start()]))
                found += [replace(run, text=f"({numbers[match[0][1:-1]]})\u00a0"), GAP]
                at = match.end()
            found.append(replace(run, text=run.text[at:]))
        return replace(block, runs=tuple(run for run in found if run.text or run.blank))

    def _source(self, source: Source) -> Iterator[Block]:
        """A source in a box of its own; one with a picture, which no cell holds, stands open."""
        blocks = texts.blocks(source.text, self.titles, alternatives=self.alternatives)
        pictures = [replace(block, indent=1) for block in blocks if isinstance(block, Picture)]
        if source.media:
            pictures.insert(0, Picture(source.media, self.alternatives.get(source.media, source.title)))
        paras = [Para(runs=(Run(source.title, bold=True),), keep=True)] if source.title else []
        for block in blocks:
            if isinstance(block, Para):
                style: Style = "body" if block.style == "quote" else block.style
                paras.append(replace(block, indent=0, style=style, above=1.5 if paras else 0.0))
        if source.attribution:
            paras.append(
                Para(runs=texts.line(source.attribution, self.titles), style="small", align="right", above=1.5)
            )
        if not pictures:
            yield Table(columns=(Column(1.0),), rows=(Row((tuple(paras),)),), split=True, indent=1)
            return
        title = paras[:1] if source.title else []
        yield from (replace(para, indent=1) for para in title)
        yield from pictures
        yield from (replace(para, indent=1) for para in paras[len(title) :])

    # --- where the answer goes -----------------------------------------------------------------------

    def _room(self, question: Question) -> Iterator[Block]:
        match question.type:
            case "multiple_choice":
                yield from self._choices(question)
                yield _answer((Run("Your answer  "), TICK))
            case "multiple_response":
                yield from self._choices(question)
                yield _answer((Run("Your answers (letters)  "), GAP))
            case "true_false":
                yield _answer((Run("True  "), TICK, Run("\u2003\u2003False  "), TICK))
            case "matching":
                yield from self._matching(question)
            case "ordering":
                yield from self._ordering(question)
            case "gap_fill":
                yield from self._gap_choices(question)
            case "numeric" | "date":
                unit = f" {question.numeric.unit}" if question.numeric and question.numeric.unit else ""
                yield _answer((Run("Answer  "), GAP, Run(unit)))
            case _:
                pass
        lines = answer_lines(question, self.layout.lines_per_mark)
        if lines and question.type == "true_false":
            yield Para(runs=texts.words("Reason"), indent=1, above=3.0, keep=True)
        if lines:
            yield Lines(lines)

    def _choices(self, question: Question) -> Iterator[Block]:
        for at, choice in enumerate(self.orders.choices(question)):
            runs = texts.line(choice.text, self.titles)
            yield Para(runs=runs, sign=letter(at), indent=1, above=1.2 if at else 2.0, keep=True)
            for block in texts.blocks(choice.text, self.titles, indent=2, alternatives=self.alternatives):
                if isinstance(block, Picture):
                    yield block

    def _matching(self, question: Question) -> Iterator[Block]:
        lefts = [pair.left for pair in question.pairs if pair.left]
        rights = self.orders.rights(question)
        yield _hint("Write a letter in each box." + _spare(len(rights) - len(lefts)))
        rows = []
        for at in range(max(len(lefts), len(rights))):
            left = self._cell(lefts[at], f"({at + 1})") if at < len(lefts) else ()
            box = (Para(runs=(TICK,), align="center"),) if at < len(lefts) else ()
            right = self._cell(rights[at], letter(at)) if at < len(rights) else ()
            rows.append(Row((left, box, right)))
        yield Table(columns=(Column(0.42), Column(0.12), Column(0.46)), rows=tuple(rows), grid=False, indent=1)

    def _cell(self, text: str, sign: str) -> tuple[Para, ...]:
        return (Para(runs=texts.line(text, self.titles), sign=sign, above=0.8),)

    def _ordering(self, question: Question) -> Iterator[Block]:
        yield _hint(f"Number the boxes from 1 to {len(question.order)}.")
        things = self.orders.things(question)
        for at, thing in enumerate(things, 1):
            runs = texts.line(thing, self.titles)
            yield Para(runs=runs, sign=BOX, indent=1, above=1.6, keep=at < len(things))

    def _gap_choices(self, question: Question) -> Iterator[Block]:
        for number, gap in enumerate(question.gaps, 1):  # none keeps: it may be the last line of its question
            if options := self.orders.gap_options(question, gap):
                choice: Runs = (Run(f"({number}) Choose from: ", italic=True), Run("  /  ".join(options)))
                yield Para(runs=choice, indent=1, above=1.2)


def has_reason(question: Question) -> bool:
    """Whether a machine-marked question also asks for a written reason."""
    return question.marks > closed_marks(question)


def _ends(blocks: list[Block]) -> tuple[int | None, int | None]:
    """The places of the first and the last paragraph."""
    places = [at for at, block in enumerate(blocks) if isinstance(block, Para)]
    return (places[0], places[-1]) if places else (None, None)


def _para(block: Block) -> Para:
    assert isinstance(block, Para)
    return block


def _answer(runs: Runs) -> Para:
    return Para(runs=runs, indent=1, above=2.5)


def _hint(text: str) -> Para:
    return Para(runs=(Run(text, italic=True),), indent=1, above=1.0, keep=True)


def _spare(count: int) -> str:
    if count <= 0:
        return ""
    return " One letter is not needed." if count == 1 else f" {count} letters are not needed."
