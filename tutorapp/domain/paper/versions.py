"""The order of options, things and columns in one version of a paper: by seed, and never the answer itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TypeVar

from tutorapp.domain.content import Choice, Gap, Question
from tutorapp.domain.shuffling import shuffled

_T = TypeVar("_T")

FIRST = "A"


@dataclass(frozen=True, slots=True)
class Orders:
    """Orders of one version. ``letter`` is the version's; ``shuffle`` False leaves choices as they were written."""

    seed: int
    letter: str = FIRST
    shuffle: bool = True

    def choices(self, question: Question) -> tuple[Choice, ...]:
        """The options; a later version has another order than the first where there is one."""
        if not (self.shuffle and question.shuffle):
            return question.choices
        return self._order(question, question.choices, lambda choice: choice.id)

    def things(self, question: Question) -> tuple[str, ...]:
        """What is to be put in order, in an order that is not the right one."""
        return self._told(question, question.order, question.order)

    def rights(self, question: Question) -> tuple[str, ...]:
        """The right-hand column, distractors among it, each text once; not in the order of the left."""
        every = tuple(dict.fromkeys(pair.right for pair in question.pairs))
        answers = tuple(pair.right for pair in question.pairs if pair.left)
        return self._told(question, every, every, answers)

    def gap_options(self, question: Question, gap: Gap) -> tuple[str, ...]:
        """What can be chosen for a gap."""
        return self._order(question, gap.options, lambda option: f"{gap.id}\0{option}")

    def _order(self, question: Question, items: tuple[_T, ...], name: Callable[[_T], str]) -> tuple[_T, ...]:
        made = self._by(self.letter, question, items, name)
        if self.letter != FIRST and made == self._by(FIRST, question, items, name):
            return made[1:] + made[:1]
        return made

    def _told(self, question: Question, items: tuple[str, ...], *answers: tuple[str, ...]) -> tuple[str, ...]:
        """``items`` in an order that is none of ``answers`` and, where there is another, not that of version A."""
        first = _turned(self._by(FIRST, question, items, str), answers)
        if self.letter == FIRST:
            return first
        made = self._by(self.letter, question, items, str)
        other = _turned(made, (*answers, first))
        return _turned(other, answers)  # where no turn is free of all, at least not the answer

    def _by(self, letter: str, question: Question, items: tuple[_T, ...], name: Callable[[_T], str]) -> tuple[_T, ...]:
        return shuffled(items, map(name, items), f"{self.seed}\0{letter}\0{question.id}")


def letter(at: int) -> str:
    """The sign of the option at place ``at``: A to Z, then AA."""
    rest, own = divmod(at, len(ascii_uppercase))
    return (ascii_uppercase[rest - 1] if rest else "") + ascii_uppercase[own]


def _turned(made: tuple[str, ...], wrong: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """``made``, turned by one as long as it begins with one of ``wrong``; as it is where every turn does."""
    for turn in range(len(made)):
        order = made[turn:] + made[:turn]
        if not any(order[: len(one)] == one for one in wrong):
            return order
    return made
