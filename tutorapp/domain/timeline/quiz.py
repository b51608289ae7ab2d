"""Questions made from the line itself, only where the dates decide; marked by ``domain.closed`` like any other.

Two events may be compared only when one was surely over before the other can have begun: "1922" against "April 1922"
is never asked. Randomness is passed in, so the same seed gives the same question.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from random import Random
from typing import Literal

from tutorapp.domain.content import Choice, DateAnswer, Event, Question
from tutorapp.domain.dates import DateError, HistoricalDate, in_words, parse_edtf
from tutorapp.domain.errors import KnownError
from tutorapp.domain.records import dataclass

QuizKind = Literal["first", "order", "when", "place", "gap", "ends"]

LEAST_ORDER, MOST_ORDER = 3, 7
LEAST_CHAIN, MOST_CHAIN = 3, 5
TOO_FEW = "There are too few events here whose dates decide. Show more of the line, or clear the filter."
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Dated:
    """An event with its date read."""

    event: Event
    date: HistoricalDate

    @property
    def spoken(self) -> str:
        """Title and date in words."""
        return f"{self.event.title}: {in_words(self.date)}"


def dated(events: Iterable[Event]) -> list[Dated]:
    """The events whose date can be read, in order of time; eras are no events to ask for."""
    found = []
    for event in events:
        try:
            found.append(Dated(event, parse_edtf(event.when)))
        except DateError:
            continue
    return sorted((d for d in found if not d.event.era), key=lambda d: (*d.date.sort_key, d.event.id))


def decides(first: Dated, second: Dated) -> bool:
    """Whether the dates say for certain which came first."""
    return first.date.surely_before(second.date) or second.date.surely_before(first.date)


def make(kind: QuizKind, events: Sequence[Event], rng: Random, size: int = 6) -> Question:
    """A question of ``kind`` about some of ``events``; ``size`` events for "order". KnownError when too few decide."""
    pool = dated(events)
    return {"first": _first, "order": _order, "when": _when, "place": _place, "gap": _gap, "ends": _ends}[kind](
        pool, rng, size
    )


def chain(pool: Sequence[Dated], rng: Random, size: int) -> list[Dated]:
    """``size`` events in order of time of which each was over before the next began; KnownError when there are none."""
    for _ in range(_TRIES):
        picked = sorted(rng.sample(list(pool), size), key=lambda d: d.date.sort_key) if len(pool) >= size else []
        if picked and all(a.date.surely_before(b.date) for a, b in itertools.pairwise(picked)):
            return picked
    raise KnownError(TOO_FEW)


def why(picked: Sequence[Dated]) -> str:
    """The dates in order, one a line: what is shown after answering."""
    return "\n".join(d.spoken for d in picked)


def gap_days(first: Dated, second: Dated) -> int:
    """Days between the end of the earlier and the start of the later one."""
    a, b = sorted((first.date, second.date), key=lambda d: d.sort_key)
    return b.start_earliest - a.end_latest


# --- the six kinds -----------------------------------------------------------------------------------


def _first(pool: list[Dated], rng: Random, size: int) -> Question:
    del size
    pair = chain(pool, rng, 2)
    shown = rng.sample(pair, 2)
    choices = tuple(
        Choice(id=d.event.id, text=d.event.title, correct=d is pair[0], feedback=in_words(d.date)) for d in shown
    )
    return _question("first", pair, "Which came first?", 1, type="multiple_choice", choices=choices)


def _order(pool: list[Dated], rng: Random, size: int) -> Question:
    picked = chain(pool, rng, min(MOST_ORDER, max(LEAST_ORDER, size)))
    text = "Put these events in order, the earliest first."
    return _question("order", picked, text, len(picked), type="ordering", order=tuple(d.event.title for d in picked))


def _when(pool: list[Dated], rng: Random, size: int) -> Question:
    del size
    points = [d for d in pool if not d.date.is_span]
    if not points:
        raise KnownError(TOO_FEW)
    asked = rng.choice(points)
    answer = DateAnswer(when=asked.event.when, near_days=near_days(asked, pool), event=asked.event.id)
    return _question("when", [asked], f"When was this? {asked.event.title}", 3, type="date", date=answer)


def near_days(asked: Dated, pool: Sequence[Dated]) -> int:
    """Where the last partial mark is lost: the gap to the second-nearest events, half a year to five years.

    A near miss in a crowded year costs more than the same miss where little happened.
    """
    gaps = sorted(abs(d.date.middle - asked.date.middle) for d in pool if d.event.id != asked.event.id)
    scale = gaps[min(len(gaps) - 1, 11)] if gaps else 365
    return min(1826, max(183, scale))


def _place(pool: list[Dated], rng: Random, size: int) -> Question:
    del size
    picked = chain(pool, rng, 4)
    asked = rng.choice(picked)
    cards = [d for d in picked if d is not asked]
    where = picked.index(asked)
    lines = [f"Before {cards[0].spoken}"]
    lines += [f"Between {a.spoken} and {b.spoken}" for a, b in itertools.pairwise(cards)]
    lines += [f"After {cards[-1].spoken}"]
    choices = tuple(Choice(id=f"p{n}", text=line, correct=n == where) for n, line in enumerate(lines))
    text = f"Where does this belong? {asked.event.title}"
    return _question("place", picked, text, 1, type="multiple_choice", choices=choices, shuffle=False)


def _gap(pool: list[Dated], rng: Random, size: int) -> Question:
    """A chain of causes with one link left out; where no causes are named, a thread of events in order of time."""
    del size
    picked = causal_chain(pool, rng)
    if picked:
        text = "Which event is missing in this chain of causes? {}"
    else:
        picked = chain(_thread(pool, rng), rng, 3)
        text = "Which event came between the others? {}"
    gap = rng.randrange(1, len(picked) - 1)
    asked = picked[gap]
    others = _outside(pool, picked[gap - 1], picked[gap + 1], rng, {d.event.title for d in picked})
    shown = rng.sample([asked, *others], len(others) + 1)
    choices = tuple(
        Choice(id=d.event.id, text=d.event.title, correct=d is asked, feedback=in_words(d.date)) for d in shown
    )
    line = " → ".join("?" if d is asked else d.event.title for d in picked)
    return _question("gap", picked, text.format(line), 1, type="multiple_choice", choices=choices)


def _outside(pool: list[Dated], before: Dated, after: Dated, rng: Random, titles: set[str]) -> list[Dated]:
    """Two events that cannot stand between two others, since their dates forbid it; KnownError where there are none."""
    found: list[Dated] = []
    for other in rng.sample(pool, len(pool)):
        is_outside = other.date.surely_before(before.date) or after.date.surely_before(other.date)
        if is_outside and other.event.title not in titles:
            found.append(other)
        if len(found) == 2:
            return found
    if not found:
        raise KnownError(TOO_FEW)
    return found


def causal_chain(pool: Sequence[Dated], rng: Random) -> list[Dated]:
    """Three to five events of which each is named as a cause of the next and was over before it; [] when none are."""
    by_id = {d.event.id: d for d in pool}
    effects: dict[str, list[Dated]] = {}
    for effect in pool:
        for name in effect.event.causes:
            if name in by_id and by_id[name].date.surely_before(effect.date):
                effects.setdefault(name, []).append(effect)
    starts = [d for d in pool if any(e.event.id in effects for e in effects.get(d.event.id, ()))]
    if not starts:
        return []
    picked = [rng.choice(starts)]
    picked.append(rng.choice([e for e in effects[picked[0].event.id] if e.event.id in effects]))
    length = rng.randint(LEAST_CHAIN, MOST_CHAIN)
    while len(picked) < length and picked[-1].event.id in effects:
        picked.append(rng.choice(effects[picked[-1].event.id]))
    return picked


def _thread(pool: list[Dated], rng: Random) -> list[Dated]:
    keys = sorted({key for d in pool for key in (d.event.spec or (d.event.category,))})
    for key in rng.sample(keys, len(keys)):
        members = [d for d in pool if key in (d.event.spec or (d.event.category,))]
        try:
            chain(members, Random(1), 3)
        except KnownError:
            continue
        return members
    raise KnownError(TOO_FEW)


def _ends(pool: list[Dated], rng: Random, size: int) -> Question:
    """First or last day of a span; the answer may be as imprecise as the span's own end."""
    del size
    spans = [d for d in pool if d.date.is_span and ".." not in d.date.edtf]
    if not spans:
        raise KnownError(TOO_FEW)
    asked = rng.choice(spans)
    end = rng.randrange(2)
    when = asked.date.edtf.split("/")[end]
    days = max(183, min(1826, asked.date.end_latest - asked.date.start_earliest))
    text = f"When did this {('begin', 'end')[end]}? {asked.event.title}"
    answer = DateAnswer(when=when, near_days=days, event=asked.event.id)
    return _question("ends", [asked], text, 3, type="date", date=answer)


def _question(kind: QuizKind, picked: Sequence[Dated], text: str, marks: int, **parts: object) -> Question:
    ids = tuple(d.event.id for d in picked)
    points = tuple(dict.fromkeys(point for d in picked for point in d.event.spec))
    sections = tuple(dict.fromkeys(section for d in picked for section in d.event.sections))
    return Question(
        id=f"line-{kind}-{'-'.join(ids)}"[:120],
        text=text,
        marks=marks,
        style="From the timeline",
        spec=points,
        events=ids,
        sections=sections,
        explanation=why(picked),
        **parts,  # type: ignore[arg-type]  # each kind names fields of Question
    )
