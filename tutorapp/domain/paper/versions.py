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
        return _not(self._order(question, question.order, str), question.order)

    def rights(self, question: Question) -> tuple[str, ...]:
        """The right-hand column, distractors among it, each text once; not in the order of the left."""
        every = tuple(dict.fromkeys(pair.right for pair in question.pairs))
        answers = tuple(pair.right for pair in question.pairs if pair.left)
        return _not(self._order(question, every, str), every, answers)

    def gap_options(self, question: Question, gap: Gap) -> tuple[str, ...]:
        """What can be chosen for a gap."""
        return self._order(question, gap.options, lambda option: f"{gap.id}\0{option}")

    def _order(self, question: Question, items: tuple[_T, ...], name: Callable[[_T], str]) -> tuple[_T, ...]:
        def by(letter: str) -> tuple[_T, ...]:
            return shuffled(items, map(name, items), f"{self.seed}\0{letter}\0{question.id}")

        made = by(self.letter)
        if self.letter != FIRST and made == by(FIRST):
            return made[1:] + made[:1]
        return made


def letter(at: int) -> str:
    """The sign of the option at place ``at``: A to Z, then AA."""
    rest, own = divmod(at, len(ascii_uppercase))
    return (ascii_uppercase[rest - 1] if rest else "") + ascii_uppercase[own]


def _not(made: tuple[str, ...], *wrong: tuple[str, ...]) -> tuple[str, ...]:
    """``made``, turned by one as long as it is one of ``wrong``, which would give the answer away."""
    for _turn in made:
        if not any(made[: len(order)] == order for order in wrong):
            return made
        made = made[1:] + made[:1]
    return made
