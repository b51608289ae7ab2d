"""Bringing quizzes in and sending them out without a window: files to reports, text and exit codes."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tutorapp.domain.content import Event, Unit
from tutorapp.domain.errors import KnownError
from tutorapp.domain.library import Library
from tutorapp.domain.problems import errors
from tutorapp.domain.quiz import Quiz
from tutorapp.formats import making
from tutorapp.formats.csv_table import Columns, delimiter_of, rows
from tutorapp.formats.detect import FORMATS, detect
from tutorapp.formats.pack import read_whole as read_pack
from tutorapp.formats.pack_write import write_pack
from tutorapp.formats.reader import Imported, Progress, read_whole
from tutorapp.formats.recoding import Clean, recode, renamed
from tutorapp.formats.report import (
    IN_WORDS,
    RESULTS,
    ExportReport,
    ImportReport,
    Reason,
    ReportItem,
    Result,
    totals_of,
)
from tutorapp.formats.signature import read_key
from tutorapp.formats.text_in import MAX_BYTES, decode
from tutorapp.formats.writer import EXPORT_FORMATS, write_quiz
from tutorapp.services.reimport import Met, meet, without_edited

if TYPE_CHECKING:
    from tutorapp.services.bank import BankService

__all__ = [  # what the window needs of a report comes through here: it knows no formats
    "IN_WORDS",
    "RESULTS",
    "Clean",
    "Columns",
    "ImportReport",
    "Imported",
    "Met",
    "Outcome",
    "Progress",
    "Reason",
    "ReportItem",
    "Result",
    "delimiter_of",
    "export",
    "import_and_store",
    "import_dry_run",
    "import_file",
    "import_text",
    "meet",
    "others_of",
    "rows",
    "text_of",
    "totals_of",
]

SOMETHING, NOTHING, USAGE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command prints and returns: exit code 0 something came in (or went out), 1 nothing, 2 wrong usage."""

    report: ImportReport
    exit_code: int

    def text(self, *, as_json: bool = False, full: bool = False) -> str:
        """The report as JSON or for people."""
        if as_json:
            return json.dumps(self.report.as_dict(full=full), ensure_ascii=False, indent=1)
        return "\n".join(self.report.lines())


def import_dry_run(
    path: Path,
    format: str | None = None,  # noqa: A002  # the command line's own word
    known: Mapping[str, str] | None = None,
    clean: Clean | None = None,
) -> Outcome:
    """Read the file at ``path`` and say what would come in; nothing is stored.

    ``format``: one of ``FORMATS``, else detected. ``known``: content digest to id of the questions there already.
    ``clean`` draws pictures anew, as when they are stored.
    """
    if format is not None and format not in FORMATS:
        return _usage(
            path.name, format, f"“{format}” is no format that is read here. Choose one of {', '.join(FORMATS)}."
        )
    try:
        report = import_file(path, format, known, clean=clean).report
    except KnownError as error:
        return Outcome(ImportReport(source=path.name, sha256="", format=format or "", error=error.message), NOTHING)
    return Outcome(report, SOMETHING if report.came_in else NOTHING)


def import_and_store(
    path: Path,
    format: str | None,  # noqa: A002  # the command line's own word
    bank: BankService,
    unit: Unit,
    clean: Clean | None = None,
) -> Outcome:
    """Bring in everything of the file at ``path`` that can be used, as one step that can be taken back."""
    if format is not None and format not in FORMATS:
        return import_dry_run(path, format)
    try:
        imported = import_file(path, format, bank.known(unit), clean=clean)
    except KnownError as error:
        return Outcome(ImportReport(source=path.name, sha256="", format=format or "", error=error.message), NOTHING)
    met = meet(bank, unit, imported, others_of(path, clean) if imported.report.items else ())
    if not imported.report.came_in and not met.others:
        return Outcome(met.imported.report, NOTHING)
    imported = replace(met.imported, report=without_edited(met.imported.report))
    if not imported.report.came_in and not met.others:
        sentence = "Nothing came in: every question that changed in the file was changed here too, and stays."
        return Outcome(replace(imported.report, error=sentence), NOTHING)
    bank.bring_in(imported, unit, others=met.others)
    return Outcome(imported.report, SOMETHING)


def import_file(
    path: Path,
    format: str | None = None,  # noqa: A002  # the command line's own word
    known: Mapping[str, str] | None = None,
    columns: Columns | None = None,
    progress: Progress | None = None,
    clean: Clean | None = None,
) -> Imported:
    """Everything in the file at ``path``. Raises KnownError when it cannot be opened; never for what it holds."""
    return read_whole(_bytes(path), path.name, format, known, columns, progress, clean)


def import_text(text: str, name: str, known: Mapping[str, str] | None = None) -> Imported:
    """Everything in a pasted ``text``; what is not plainly another format is read as questions typed on a page."""
    data = text.encode("utf-8", "replace")
    try:
        found = detect(data)
    except KnownError:
        found = "paste"
    return read_whole(data, name, found, known)


def text_of(path: Path) -> str:
    """The file at ``path`` as text, for showing its first rows. KnownError when it cannot be read."""
    return decode(_bytes(path)).text


def others_of(path: Path, clean: Clean | None = None) -> tuple[Event | Quiz, ...]:
    """What else than questions a pack of ours holds: own events and quizzes; nothing for any other file.

    With ``clean`` they name the pictures as ``import_file`` does.
    """
    if path.suffix.casefold() != ".tutorpack":
        return ()
    pack = read_pack(path)
    names = recode(pack.media, clean).names if clean is not None else {}
    return (*(renamed(event, names) for event in pack.unit.events), *pack.quizzes)


def export(pack_path: Path, format: str, out: Path, key: Path | None = None) -> Outcome:  # noqa: A002  # the command line's own word
    """Write the questions of the pack at ``pack_path`` (folder or ``.tutorpack``) to ``out`` in ``format``.

    An older file there stays until the new one is whole. ``key``: a key file that signs it, for a pack of ours only.
    """
    if format not in EXPORT_FORMATS:
        sentence = f"“{format}” is no format that is written here. Choose one of {', '.join(EXPORT_FORMATS)}."
        return _usage(out.name, format, sentence)
    if key is not None and format != "pack":
        return _usage(out.name, format, "Only TutorApp's own packs can be signed: use --format pack.")
    pack = read_pack(pack_path)
    if wrong := errors(pack.problems):
        return _failed(out, format, f"{pack_path.name} cannot be used: {str(wrong[0]).rstrip('.')}.")
    try:
        if format == "pack":
            signer = read_key(key) if key is not None else None
            write_pack(pack.unit, pack.media, out, pack.coverage, pack.quizzes, pack.words, signer)
            return Outcome(_whole_pack(pack.unit, out), SOMETHING)
        library = Library(pack.unit)
        alternatives = pack.unit.manifest.media
        data, report = write_quiz(
            pack.unit.questions, format, pack.unit.manifest.title, pack.media, alternatives, library.titles, out.name
        )
        if report.error is None:
            _save(out, data)
    except KnownError as error:
        return _failed(out, format, error.message)
    return Outcome(report, SOMETHING if report.error is None else NOTHING)


def _whole_pack(unit: Unit, out: Path) -> ExportReport:
    """A whole unit in our own format loses nothing."""
    items = tuple(
        ReportItem(
            n=n,
            line=None,
            title=making.label(question),
            type=question.type,
            result="exact",
            marks=question.marks,
            question=question,
        )
        for n, question in enumerate(unit.questions, 1)
    )
    sha256 = making.sha256_of(_bytes(out))
    return ExportReport(source=out.name, sha256=sha256, format="pack", encoding="UTF-8", items=items)


def _usage(name: str, format: str, sentence: str) -> Outcome:  # noqa: A002  # the command line's own word
    return Outcome(ImportReport(source=name, sha256="", format=format, error=sentence), USAGE)


def _failed(out: Path, format: str, sentence: str) -> Outcome:  # noqa: A002  # the command line's own word
    return Outcome(ExportReport(source=out.name, sha256="", format=format, error=sentence), NOTHING)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_MOST_BYTES + 1)
    except IsADirectoryError:
        raise KnownError(f"{path.name} is a folder. Choose a file.") from None
    except OSError as error:
        raise KnownError(f"{path.name} cannot be read: {error.strerror or 'the system refuses'}.") from None
    if len(data) > _MOST_BYTES:
        raise KnownError(f"{path.name} is larger than {_MOST_BYTES // 1_000_000} MB, which no quiz is.")
    return data


def _save(out: Path, data: bytes) -> None:
    """Write beside, then rename: a pulled stick or a full disk leaves no half file."""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=out.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(out)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise KnownError(f"{out.name} cannot be saved there: {error.strerror or 'the system refuses'}.") from None


_MOST_BYTES = 4 * MAX_BYTES
