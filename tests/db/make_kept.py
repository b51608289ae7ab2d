"""Make the kept database of the present schema: ``python -m tests.db.make_kept``. Run once a schema, then kept.

It holds one of everything a person can have, so that every later program proves it still opens and shows it.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from db import Database, open_database
from db.mapping import to_json
from db.models import ResultMarkRow, ResultRow, SittingAttemptRow, SittingRow
from db.schema import HEAD
from tests.builders import (
    START,
    a_draft,
    a_log_entry,
    a_marking,
    a_question,
    a_quiz,
    a_result,
    a_section_mark,
    a_unit,
    accepted_words,
    an_annotation,
    an_answer,
    an_attempt,
    an_id,
    an_import,
    an_own_item,
)
from tutorapp.domain.own import OwnPicture
from tutorapp.domain.results import SittingBody

FOLDER = Path(__file__).parent / "kept"


def populate(database: Database) -> None:
    """A unit; three sittings (marked twice, unmarked, unfinished); notes, marks and accepted words."""
    first = an_attempt(1, device_id=database.device_id, extra_percent=25, allowed_seconds=900)
    removed = an_attempt(2, question=a_question(id="Q0", text="Since removed."), at=START + timedelta(days=1))
    unfinished = an_attempt(3, device_id=database.device_id, at=START + timedelta(days=2))
    with database.unit_of_work() as uow:
        uow.content.install(a_unit(), "kept", START)
        for attempt in (first, removed, unfinished):
            uow.attempts.add_attempt(attempt)
        uow.attempts.add_log(a_log_entry(first, 10, detail="supervised", seconds=30.0))
        uow.attempts.add_answer(an_answer(first, 11, "He appointed his supporters. — “Yes”, Łódź"))
        uow.attempts.add_marking(a_marking(first, 12, 3))
        uow.attempts.add_marking(a_marking(first, 13, 4, marker="second_look", at=START + timedelta(hours=1)))
        uow.attempts.add_answer(an_answer(removed, 14, "Dizzy with success."))
        uow.attempts.save_draft(a_draft(unfinished, "Half an answer", clock="{}"))
        uow.attempts.add_accepted_words(accepted_words(15))
        uow.annotations.add(an_annotation(16, text="Learn about Kirov."))
        uow.annotations.add(an_annotation(17, thread=an_id(16), text="Learn about Bukharin.", colour="green"))
        uow.annotations.add(an_annotation(18, kind="highlight", text=""))
        uow.annotations.add(an_annotation(19, thread=an_id(18), kind="highlight", text="", deleted=True))
        uow.annotations.add_section_mark(a_section_mark(20))
        uow.annotations.add_section_mark(a_section_mark(21, state="recalled"))
        made = {"device_id": database.device_id, "at": START}
        uow.session.add(
            SittingRow(id=an_id(40), quiz_id="z-1", quiz=to_json(SittingBody(quiz=a_quiz(), questions=("Q1",))), **made)
        )
        uow.session.flush()
        uow.session.add(SittingAttemptRow(sitting_id=an_id(40), attempt_id=first.id, position=0))
        uow.session.add(
            ResultRow(
                id=an_id(41), quiz_id="z-1", name="7A-03", sha256="0" * 64, body=to_json(a_result(an_id(41))), **made
            )
        )
        uow.session.flush()
        uow.session.add(
            ResultMarkRow(
                id=an_id(42), result_id=an_id(41), question_id="Q1", marks=4, level="", decisions="[]", **made
            )
        )
        uow.own.add_import(an_import(30))
        uow.own.add([an_own_item(31, origin=an_id(30)), an_own_item(32, kind="quiz", body=a_quiz())])
        uow.own.add([an_own_item(33, version=2, body=a_question(id="q-own", text="Who came after Kirov?"))])
        uow.own.add_pictures([OwnPicture(name=f"{sha256(b'dot').hexdigest()}.png", data=b"dot", alternative="A dot")])
        uow.commit()


def main() -> None:
    """Write ``kept/schema_<number>.sqlite3``."""
    path = FOLDER / f"schema_{HEAD:04d}.sqlite3"
    FOLDER.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    database = open_database(path, lambda word: ()).database
    populate(database)
    with database.unit_of_work() as uow:
        for table in ("content_index", "own_index"):
            uow.session.connection().exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        uow.commit()
    database.close()


if __name__ == "__main__":
    main()
