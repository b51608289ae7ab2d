"""The composition root: joins paths, database and services for the window and the command line.

Nothing heavy is imported at the top: the window paints before SQLAlchemy is loaded.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tutorapp import __version__, assets
from tutorapp.domain.errors import BugError, KnownError
from tutorapp.paths import Paths
from tutorapp.services.container import Opened, Services

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db import Database, Opening
    from tutorapp.domain.content import Question, Unit
    from tutorapp.formats.prepared import Prepared
    from tutorapp.marking.essay import EssayEvidence
    from tutorapp.services.backup import Backup
    from tutorapp.services.bank import BankService
    from tutorapp.services.doctor import Facts
    from tutorapp.services.importing import Outcome as ImportOutcome
    from tutorapp.services.keeper import Keeper
    from tutorapp.services.ports import Clock, Identity, UnitOfWork, VariantExpander
    from tutorapp.services.results import ResultsService
    from tutorapp.services.snapshots import Snapshots
    from tutorapp.services.suggesting import Suggester
    from tutorapp.system_clock import SystemClock

log = logging.getLogger(__name__)


class Store:
    """The person's database: opened once, after the window is usable; another one takes its place when damaged."""

    def __init__(self, paths: Paths, clock: SystemClock) -> None:
        self._paths = paths
        self._clock = clock
        self._database: Database | None = None
        self._refusal: KnownError | None = None
        self._keeper: Keeper | None = None

    @property
    def keeper(self) -> Keeper:
        """Who makes this person's backups."""
        if self._keeper is None:
            self._keeper = keeper(self._paths, self._clock)
        return self._keeper

    @property
    def database(self) -> Database:
        """The database in use. KnownError, as ``open`` gave it, when it could not be opened."""
        if self._database is None:
            raise self._refusal or BugError("the database was asked for before it was opened")
        return self._database

    def open(self) -> tuple[str, ...]:
        """Open the database and install the shipped unit; returns what the person must be told."""
        try:
            opening = _open_database(self._paths, lambda: self.keeper.before_change())
        except KnownError as refusal:
            self._refusal = refusal
            raise
        self._database = opening.database
        self.keeper.snapshots = self._snapshots()
        self.install_shipped()
        if self._paths.shut is not None:
            self._database.freeze(self._paths.shut)
        return (self.keeper.after_damage(opening.notice),) if opening.notice else ()

    def unit_of_work(self) -> UnitOfWork:
        """A transaction that may write, on the database in use."""
        return self.database.unit_of_work()

    def reading(self) -> UnitOfWork:
        """A transaction that only reads."""
        return self.database.reading()

    def install_shipped(self) -> None:
        """Install the unit that comes with the program unless this very content is installed."""
        name = assets.shipped_unit()
        digest = assets.fingerprint(name)
        with self.reading() as uow:
            if any(unit.digest == digest for unit in uow.content.units()):
                return
        from tutorapp.services.content import install_shipped

        install_shipped(self.unit_of_work, shipped_unit(self._paths), digest, self._clock.now())

    def check(self) -> str | None:
        """Look through the whole file; a damaged one is set aside and a fresh one takes its place.

        A sound one is backed up if that was missed last time. Returns what to tell the person, or None when all
        is well.
        """
        if self._paths.shut is not None or not self.database.check():
            return self.keep()
        from db import replace_damaged

        opening = replace_damaged(self.database)
        self._database = opening.database
        self.install_shipped()
        return opening.notice and self.keeper.after_damage(opening.notice)

    def keep(self) -> str | None:
        """A backup if something changed; every 30 minutes of use. What to tell the person when it failed."""
        if self._paths.shut is not None:
            return None
        problem = self.keeper.keep(self.database)
        if problem is None:  # what the backup holds was found sound; nobody else writes while the worker is here
            self.database.seal_open()
        return problem

    def backups(self) -> tuple[Backup, ...]:
        """Every backup, newest first."""
        return self.keeper.backups.list()

    def bring_in_backup(self, backup: Path) -> str:
        """Add what ``backup`` holds and the database does not; what is here stays."""
        self._must_be_open_to_write()
        return self.keeper.bring_in(self.database, backup)

    def restore(self, backup: Path) -> str:
        """Put ``backup`` in the place of the work in use; the present file is kept beside it.

        Unfinished answers stay. Whatever happens the database is open afterwards, the former one on a failure.
        KnownError says why not.
        """
        from tutorapp.services.keeper import restored_words

        self._must_be_open_to_write()
        open_answers = self.database.unfinished()
        if self.keeper.snapshots is not None:
            self.keeper.snapshots.wait(5)  # it reads the file too
        self.database.close()
        try:
            kept = self.keeper.backups.restore(backup)
        finally:
            self._database = _open_database(self._paths).database
        self.install_shipped()
        self._database.bring_in(open_answers)
        return restored_words(backup, kept)

    def hand_in(self) -> None:
        """An answer was handed in: a snapshot, where there is a place for one; returns at once."""
        self.keeper.hand_in()

    @property
    def snapshots(self) -> Snapshots | None:
        """What is sent to a shared folder; None where there is none."""
        return self.keeper.snapshots

    def fetch(self) -> tuple[Path, ...]:
        """What other computers left on the share, as local copies; may hang, so not for the worker. OSError."""
        return self.keeper.fetch()

    def take(self, copies: Sequence[Path]) -> str | None:
        """Add what ``fetch`` brought; what to tell the person, if anything."""
        return self.keeper.take(self.database, copies)

    @property
    def can_export_closed(self) -> bool:
        """Whether the work is closed only because a newer program saved it."""
        if self._refusal is None:
            return False
        from db import NewerError

        return isinstance(self._refusal, NewerError)

    def export_work(self, out: Path) -> str:
        """Everything the person did, to the file ``out``; of a newer program's file what this one understands."""
        from tutorapp.services.carrying import exported_words, newer_words

        require(self._paths, "carry_work")
        if self.can_export_closed:
            from db import read_newer

            newer = read_newer(self._paths.database)
            counts = self.keeper.export_work(newer, out, __version__)
            return f"{exported_words(counts, out)} {newer_words(newer.left_out)}"
        return exported_words(self.keeper.export_work(self.database, out, __version__), out)

    def import_work(self, file: Path) -> str:
        """Add what ``file`` holds and is not here yet; a backup is made first."""
        from tutorapp.services.carrying import imported_words

        require(self._paths, "carry_work")
        self._must_be_open_to_write()
        return imported_words(self.keeper.import_work(self.database, file), file)

    def finish(self) -> None:
        """Back up what changed, then close; what was backed up was found sound, and is sealed for the next start."""
        if self._database is None:
            return
        if self._paths.shut is not None:
            self._database.close()
            return
        problem = self.keeper.finish(self._database)
        if problem is None:
            self._database.seal()
        else:
            log.error("at the end: %s", problem)
            self._database.close()

    def close(self) -> None:
        """Close every connection."""
        if self._database is not None:
            self._database.close()

    def _must_be_open_to_write(self) -> None:
        if self._paths.shut is not None:
            raise KnownError(
                f"Nothing can be brought in: TutorApp may not write in the folder {self._paths.shut}. Ask for the "
                "right to write there, or start TutorApp with another folder (--data-dir)."
            )

    def _snapshots(self) -> Snapshots | None:
        if self._paths.snapshots is None:
            return None
        from db import keeping
        from tutorapp.services.snapshots import FolderShare, Snapshots, Taken

        device = self.database.device_id
        return Snapshots(
            FolderShare(self._paths.snapshots),
            self._paths.snapshots_kept,
            device,
            lambda to: keeping.copy(self._paths.database, to),
            self._clock,
            Taken(self._paths.data / "snapshots.json", device),
        )


def require(paths: Paths, feature: str) -> None:
    """KnownError, in words, where the school has switched ``feature`` off."""
    if paths.school is not None:
        paths.school.require(feature)


def prepare(paths: Paths) -> str | None:
    """Make the folders, for a new pupil from the school's template; what the person must be told, if anything.

    OSError when the system refuses a folder.
    """
    told = paths.school.seed(paths.data, paths.settings) if paths.school is not None else None
    paths.create()
    return told


def open_content(paths: Paths) -> Opened:
    """Content and services for the window, without the database: its import alone would double the start.

    The shipped unit is read from its files, which are what ``Store.open`` installs; every other call of a
    service goes to the database and must be made after ``Opened.open``, on the same worker.
    """
    from tutorapp.domain.library import Library
    from tutorapp.services.notes import NotesService
    from tutorapp.services.practice import PracticeService
    from tutorapp.services.search import SearchService
    from tutorapp.services.suggesting import Suggester, glossary
    from tutorapp.system_clock import SystemClock, late_identity

    clock = SystemClock()
    store = Store(paths, clock)
    who = late_identity(lambda: store.database.device_id, clock)
    prepared = _prepared(paths)
    library = Library(prepared.unit())
    marks = Suggester(_synonyms, glossary(library.unit))

    def find_evidence(question: Question, answer: str) -> EssayEvidence:
        return marks.evidence(question, answer, library.unit.events)

    def check() -> str | None:
        prepared.keep()
        return store.check()

    services = Services(
        notes=NotesService(store.unit_of_work, who, clock),
        practice=PracticeService(store.unit_of_work, who, clock, marks, find_evidence),
        search=SearchService(store.reading),
        make_bank=lambda: _bank(store, who, clock),
        make_results=lambda: _results(store, who, clock),
    )
    return Opened(
        services=services,
        library=library,
        open=store.open,
        check=check,
        close=store.finish,
        keeping=store,
    )


def _results(store: Store, who: Identity, clock: Clock) -> ResultsService:
    from tutorapp.services.results import ResultsService

    return ResultsService(store.unit_of_work, who, clock, __version__)


def _bank(store: Store, who: Identity, clock: Clock) -> BankService:
    from tutorapp.services.bank import BankService

    return BankService(store.unit_of_work, who, clock, store.keep)


def keeper(paths: Paths, clock: Clock) -> Keeper:
    """Who backs up, restores and carries the work in ``paths``; opens nothing."""
    from db import keeping
    from tutorapp.services.backup import Backups
    from tutorapp.services.keeper import Keeper

    return Keeper(Backups(paths.database, paths.backups, keeping, clock))


def _open_database(paths: Paths, before_update: Callable[[], None] | None = None) -> Opening:
    from db import open_database

    return open_database(paths.database, _expander(), before_update=before_update)


def _expander() -> VariantExpander:
    from tutorapp.domain.spelling import parse

    return parse(assets.text("synonyms/spellings.txt"))


def _synonyms() -> dict[str, str]:
    """The files the offline marker reads, by name."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted(assets.path("synonyms").glob("*.txt"))}


# --- headless ------------------------------------------------------------------------------------------------


def examine(paths: Paths) -> Facts:
    """Everything ``doctor`` prints. A folder without data is examined as a fresh start would leave it."""
    from tutorapp.services import doctor
    from tutorapp.system_clock import SystemClock

    store = Store(paths, SystemClock())

    told: list[str] = []

    def open_database() -> Database:
        told.extend(_prepare_or_say(paths))
        told.extend(store.open())
        return store.database

    folders = {
        "program folder": assets.root().parent,
        "resources": assets.root(),
        "data": paths.data,
        "settings": paths.settings,
        "logs": paths.logs,
        "backups": paths.backups,
    }
    try:
        facts = doctor.examine(program=__version__, qt=_qt_version(), folders=folders, open_database=open_database)
    finally:
        store.close()
    # Nobody else will tell it: the next start finds a sound file.
    return replace(facts, problems=(*facts.problems, *told))


def _qt_version() -> str | None:
    """Qt's version without loading the window's libraries; None when it is not installed."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.util import find_spec

    if find_spec("PySide6") is None:
        return None
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return "of unknown version"


def shipped_unit(paths: Paths | None = None) -> Unit:
    """The unit that comes with the program, as it was kept when it was last read, else read from its files."""
    return _prepared(paths).unit()


def _prepared(paths: Paths | None) -> Prepared:
    """The shipped unit, kept beside Python's compiled modules where those are kept, else in the person's data."""
    from tutorapp.formats.prepared import Prepared

    compiled = Path(__file__).with_name("__pycache__")
    folders = [compiled] if compiled.is_dir() and not sys.dont_write_bytecode else []
    if paths is not None:
        folders.append(paths.data / "prepared")
    # A bundle brings it along, made by packaging/bundle/build.py: in a school's it could be written nowhere else.
    delivered = assets.root().parent / "prepared" if getattr(sys, "frozen", False) else None
    return Prepared(assets.path(assets.shipped_unit()), tuple(folders), __version__, delivered)


def suggester(unit: Unit) -> Suggester:
    """The offline marker for ``unit``, without a database."""
    from tutorapp.services.suggesting import Suggester, glossary

    return Suggester(_synonyms, glossary(unit))


def export_own(paths: Paths, out: Path, key: Path | None = None) -> str:
    """Write the person's own questions, events and quizzes as a pack, signed with a key file; what was, in words."""
    from tutorapp.services.packing import EVERYTHING, own_pack, read_key
    from tutorapp.system_clock import SystemClock, identity

    store = open_store(paths)
    try:
        clock = SystemClock()
        bank = _bank(store, identity(store.database.device_id, clock), clock)
        signer = read_key(key) if key is not None else None
        packed = own_pack(bank, shipped_unit(), "Own questions and events", out, EVERYTHING, signer)
    finally:
        store.close()
    return f"{out.name}: {packed.questions} questions, {packed.events} events, {packed.quizzes} quizzes."


def import_quiz(paths: Paths, file: Path, format: str | None) -> ImportOutcome:  # noqa: A002  # the command line's own word
    """Bring the quiz file in and say what became of it; see ``services.importing.import_and_store``."""
    from tutorapp.services.importing import import_and_store
    from tutorapp.system_clock import SystemClock, identity

    store = open_store(paths)
    try:
        clock = SystemClock()
        bank = _bank(store, identity(store.database.device_id, clock), clock)
        return import_and_store(file, format, bank, shipped_unit(), clean_picture)
    finally:
        store.close()


def clean_picture(data: bytes) -> bytes | None:
    """A picture drawn anew where Qt is there; where it is not, as it was judged to be harmless by its head."""
    try:
        from tutorapp.ui.quizzes.pictures_in import clean
    except ImportError:
        return data
    return clean(data)


def open_store(paths: Paths, *, to_export: bool = False) -> Store:
    """The person's data for a headless command; close it afterwards. KnownError says why it cannot be opened.

    ``to_export``: a store that can only export will do.
    """
    from tutorapp.system_clock import SystemClock

    told = _prepare_or_say(paths)
    store = Store(paths, SystemClock())
    try:
        told += store.open()
    except KnownError:
        if not (to_export and store.can_export_closed):
            raise
    for text in told:
        print(text, file=sys.stderr)  # noqa: T201  # a command has no window to tell it in
    return store


def _prepare_or_say(paths: Paths) -> tuple[str, ...]:
    """As ``prepare``; KnownError when the system refuses a folder."""
    try:
        told = prepare(paths)
    except OSError as error:
        raise KnownError(paths.refused) from error
    return (told,) if told else ()
