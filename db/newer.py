"""A newer program's file, read for an export: what this program understands of it, from a copy, and nothing written."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from db import carry
from db.engine import make_engine
from db.errors import told
from db.models import MetaRow
from tutorapp.domain.carried import Rows
from tutorapp.domain.errors import BugError, KnownError
from tutorapp.domain.records import dataclass


@dataclass(frozen=True, slots=True)
class NewerWork:
    """The rows this program knows, and how many it had to leave out because only the newer one understands them."""

    device_id: str
    rows: Rows
    left_out: int

    def work(self) -> Rows:
        """Everything that travels."""
        return self.rows


def read_newer(path: Path) -> NewerWork:
    """What can be exported of the file at ``path`` that a newer program left. KnownError where nothing can be read.

    Columns and tables it does not know are not asked for; a row with a value this program would refuse to bring in is
    left out, so that the export can be brought in wherever this program runs.
    """
    refusal = KnownError(
        f"{path.name} was kept by a newer TutorApp in a way this one cannot read, so nothing can be exported here. "
        "Nothing was changed. Install the newer TutorApp and export your progress there."
    )
    with told(path), TemporaryDirectory(prefix="tutorapp-") as folder:
        copy = Path(folder, path.name)
        for end in ("", "-wal"):
            source = path.with_name(path.name + end)
            if source.exists():
                shutil.copyfile(source, copy.with_name(source.name))
        engine = make_engine(copy)
        try:
            with Session(engine) as session:
                device = session.scalar(select(MetaRow.value).where(MetaRow.key == "device_id"))
                found = carry.export(session)
        except BugError as error:  # a table or column of ours is there no more
            raise refusal from error
        finally:
            engine.dispose()
    if device is None:
        raise refusal
    rows = {name: [row for row in of_table if carry.fault(name, row) is None] for name, of_table in found.items()}
    return NewerWork(device, rows, sum(map(len, found.values())) - sum(map(len, rows.values())))
