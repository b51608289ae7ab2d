"""Make a database with any number of attempts and search rows, for benchmarks: ``python -m tests.benchmarks.fill``."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from db import mapping, open_database, progress, search
from db.base import Base
from db.models import AnswerRow, AttemptRow, DecisionRow, FrozenQuestionRow, MarkingRow
from db.unit_of_work import SqlUnitOfWork
from tests.builders import DEVICE, START, a_unit, an_id
from tutorapp.domain.content import Unit
from tutorapp.domain.search_text import SearchText, of_unit

BATCH = 5000
WORDS_AN_ANSWER = 60


def fill(path: Path, attempts: int = 0, search_rows: int = 0, unit: Unit | None = None, seed: int = 1) -> None:
    """A database at ``path`` with ``unit`` installed, ``attempts`` marked answers and ``search_rows`` answers in
    the index. Words are drawn from the unit's own texts, common ones as often as there."""
    unit = unit or a_unit()
    words = [word for entry in of_unit(unit) for word in entry.body.split()]
    chance = random.Random(seed)
    database = open_database(path, lambda word: ()).database
    try:
        with database.unit_of_work() as uow:
            uow.content.install(unit, "benchmark", START)
            _freeze(uow, unit)
            for numbers in _batches(range(1, attempts + 1)):
                _sit(uow, unit, numbers, words, chance)
            for numbers in _batches(range(1, search_rows + 1)):
                search.add_own(uow.session.connection(), (_searchable(unit, n, words, chance) for n in numbers))
            progress.rebuild(uow.session)
            uow.commit()
    finally:
        database.close()


def _batches(numbers: range) -> Iterator[list[int]]:
    each = iter(numbers)
    while batch := list(islice(each, BATCH)):
        yield batch


def _freeze(uow: SqlUnitOfWork, unit: Unit) -> None:
    rows = [dict(zip(("digest", "body"), mapping.freeze(question), strict=True)) for question in unit.questions]
    uow.session.connection().execute(insert(FrozenQuestionRow), rows)


def _sit(uow: SqlUnitOfWork, unit: Unit, numbers: Sequence[int], words: list[str], chance: random.Random) -> None:
    digests = [(question, mapping.freeze(question)[0]) for question in unit.questions]
    rows: dict[type[Base], list[dict[str, Any]]] = {AttemptRow: [], AnswerRow: [], MarkingRow: [], DecisionRow: []}
    for number in numbers:
        question, digest = chance.choice(digests)
        made = {"device_id": DEVICE, "at": START + timedelta(minutes=number)}
        ids = [an_id(number * 4 + offset) for offset in range(3)]
        marks = chance.randint(0, question.marks)
        rows[AttemptRow].append(
            made
            | {
                "id": ids[0],
                "unit_id": unit.manifest.id,
                "question_id": question.id,
                "question_digest": digest,
                "mode": "timed",
                "base_seconds": 720,
                "extra_percent": 0,
                "allowed_seconds": 720,
            }
        )
        rows[AnswerRow].append(
            made
            | {
                "id": ids[1],
                "attempt_id": ids[0],
                "text": _prose(words, chance),
                "response": "",
                "used_seconds": 500.0,
                "break_seconds": 0.0,
            }
        )
        rows[MarkingRow].append(
            made
            | {
                "id": ids[2],
                "attempt_id": ids[0],
                "marker": "self",
                "low": marks,
                "high": marks,
                "max": question.marks,
                "arithmetic": f"{marks} of {question.marks}",
                "level": "",
            }
        )
        rows[DecisionRow].extend(_decision(ids[2], position) for position in range(2))
    for model, values in rows.items():
        uow.session.connection().execute(insert(model), values)


def _decision(marking_id: str, position: int) -> dict[str, Any]:
    return {
        "marking_id": marking_id,
        "position": position,
        "point_id": f"p{position}",
        "awarded": position == 0,
        "evidence": "",
        "evidence_start": 0,
        "evidence_end": 0,
        "suggested": "",
        "note": "",
    }


def _searchable(unit: Unit, number: int, words: list[str], chance: random.Random) -> SearchText:
    return SearchText(
        kind="answer",
        unit_id=unit.manifest.id,
        item_id=an_id(number * 4),
        title=f"Question {number % 60}",
        body=_prose(words, chance),
    )


def _prose(words: list[str], chance: random.Random) -> str:
    return " ".join(chance.choices(words, k=WORDS_AN_ANSWER))


def main() -> None:
    """Fill the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--attempts", type=int, default=0)
    parser.add_argument("--search-rows", type=int, default=0)
    parser.add_argument("--pack", type=Path, help="a unit to install (default: the tests' small one)")
    options = parser.parse_args()
    unit = None
    if options.pack:
        from tutorapp.formats.pack import load

        unit = load(options.pack)
    fill(options.path, options.attempts, options.search_rows, unit)


if __name__ == "__main__":
    main()
