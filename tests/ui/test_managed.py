"""A school's policy is in force in the real window: settings, features, new pupils, snapshots; and bad files."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QMenu, QScrollArea, QWidget

from db import open_database
from tests.builders import a_question, a_unit
from tests.db import make_kept
from tests.faults.shares import HangingShare
from tests.journeys.harness import open_window, settle
from tutorapp import bootstrap, cli, paths
from tutorapp.domain.changes import Changes
from tutorapp.formats.pack_write import write_pack
from tutorapp.services import policy as policy_service
from tutorapp.services import snapshots as snapshots_service
from tutorapp.settings import Settings, SettingsFile
from tutorapp.ui.actions import Actions
from tutorapp.ui.bus import Target
from tutorapp.ui.managed import apply
from tutorapp.ui.opening_files import open_file

pytestmark = pytest.mark.gui


@pytest.fixture
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a policy in force."""

    def write(**rules: object) -> Path:
        file = tmp_path / "policy.json"
        file.write_text(json.dumps({"format": 1, **rules}), encoding="utf-8")
        monkeypatch.setenv(paths.POLICY_VARIABLE, str(file))
        return file

    yield write
    QLocale.setDefault(QLocale.system())


def told(window) -> str:
    return "\n".join(notice.text for notice in window.notices.history)


# --- settings ----------------------------------------------------------------------------------------------


def test_what_the_school_decides_is_in_force_greyed_and_never_written_into_the_pupils_file(qtbot, data_dir, policy):
    own = SettingsFile(data_dir / "settings.json")
    own.save(Settings(extra_percent=10, clock="shown"))
    policy(exam={"extra_percent": 25, "rest_breaks": False, "conditions": True})
    with open_window(qtbot, data_dir) as window:
        settings = window.ctx.settings
        assert (settings.value.extra_percent, settings.value.rest_breaks) == (25, False)
        window.show_page("settings")
        for name in ("extra_percent", "rest_breaks", "exam_conditions"):
            assert not window.findChild(QWidget, f"settings.{name}").isEnabled()
        assert window.findChild(QWidget, "settings.clock").isEnabled()
        said = [label for label in window.findChildren(QLabel) if label.text() == "Managed by your school"]
        assert len(said) == 3 + 1  # beside each, and over the list of what is in force
        QApplication.processEvents()
        assert window.findChild(QScrollArea, "settings.form").horizontalScrollBar().maximum() == 0
        facts = dict(window.commands.facts())
        assert facts["Extra time"] == "25 %"
        assert facts["Managed by your school"].endswith("policy.json")
        settings.update(extra_percent=50, clock="hidden")
        assert (settings.value.extra_percent, settings.value.clock) == (25, "hidden")
    kept = own.load()
    assert (kept.extra_percent, kept.rest_breaks, kept.clock) == (10, True, "hidden")


def test_the_extra_time_of_the_policy_is_what_a_sitting_gets(qtbot, data_dir, policy):
    policy(exam={"extra_percent": 25, "rest_breaks": False})
    with open_window(qtbot, data_dir) as window:
        pane = window.workspace.dock("practice").pane
        pane.start("Q2", "timed")
        settle(qtbot, window)
        attempt, _draft = window.ctx.services.practice.open_attempts()[0]
        assert attempt.allowed_seconds == attempt.base_seconds * 5 // 4
        assert not window.findChild(QAbstractButton, "practice.rest").isVisible()
        window.ctx.actions["practice.rest_break"].trigger()  # by its key
        settle(qtbot, window)
        assert not window.findChild(QAbstractButton, "practice.rest.go_on").isVisible()


def test_the_language_sets_the_formats(qapp, policy):
    apply(policy_service.load(policy(language="cy-GB")).policy, Actions())
    assert QLocale().name() == "cy_GB"


# --- features ----------------------------------------------------------------------------------------------


def test_what_is_switched_off_is_neither_shown_nor_found_nor_done(qtbot, data_dir, policy, tmp_path):
    policy(features_off=["print", "pdf", "open_folder", "carry_work", "install_packs"])
    with open_window(qtbot, data_dir) as window:
        off = window.ctx.actions.off
        for menu in window.findChildren(QMenu):
            assert not [action for action in menu.actions() if action.isVisible() and action.objectName() in off]
        listed = {action.objectName() for action in window.ctx.actions}
        assert not listed & off
        for name in ("notes.print", "notes.pdf", "file.export", "file.import", "file.folder"):
            action = window.ctx.actions[name]
            assert not action.isVisible()
            assert not action.isEnabled()
            assert action.shortcut().isEmpty()
        assert not window.findChild(QWidget, "notes.paper").isVisible()
        window.ctx.bus.open(Target("history"))
        settle(qtbot, window)
        assert not window.findChild(QWidget, "practice.print.button").isVisible()
        done: list[int] = []
        window.ctx.actions.add(window, "file.install", "Install", None, lambda: done.append(1)).trigger()
        assert done == []
        window.show_page("settings")
        assert not window.findChild(QWidget, "settings.open_folder").isVisible()
        window.ctx.bus.exam_mode.emit(True)
        window.ctx.bus.exam_mode.emit(False)
        assert not window.ctx.actions["file.export"].isEnabled()
        assert window.ctx.actions["file.backup"].isEnabled()
        for name in ("a.tutorwork", "a.tutorpack"):
            (tmp_path / name).touch()
            open_file(window, tmp_path / name)
            assert f"does not let {name} be opened" in window.notices.history[-1].text


def test_headless_commands_say_what_is_switched_off(data_dir, policy, tmp_path, capsys):
    policy(features_off=["carry_work"])
    for command in ("export-work", "import-work"):
        assert cli.run([command, str(tmp_path / "my.tutorwork")]) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert said.err == (
            "Your school has switched off taking progress to another computer and back on this computer.\n"
        )
    assert not (tmp_path / "my.tutorwork").exists()
    assert cli.run(["backups"]) == 0


# --- what is wrong -----------------------------------------------------------------------------------------


def test_a_bad_policy_is_told_once_and_everything_works(qtbot, data_dir, policy):
    policy(exam={"conditions": "perhaps", "clock": "shown"}, features_off=["everything"])
    with open_window(qtbot, data_dir) as window:
        assert "2 rules that cannot be used" in told(window)
        assert window.ctx.settings.value.clock == "shown"
        assert window.ctx.settings.locked == {"clock"}
        window.ctx.services.practice.recent()


def test_a_policy_that_is_none_keeps_nobody_from_working(qtbot, data_dir, policy):
    file = policy()
    for content in (b"", b"[]", b"{" * 5000, b"\x00\xff"):
        file.write_bytes(content)
        found = policy_service.load(file)
        assert "Please tell the people who look after this computer" in str(found.notice)
        assert found.policy.locked() == frozenset()
    with open_window(qtbot, data_dir) as window:
        assert "Please tell the people who look after this computer" in told(window)
        assert window.ctx.settings.locked == frozenset()


def test_a_folder_that_means_nothing_here_is_told_instead_of_starting(data_dir, policy, tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("NO_SUCH_NAME", raising=False)
    policy(data_folder=f"{tmp_path}/${{NO_SUCH_NAME}}")
    for command in ((), ("doctor",), ("backups",)):
        assert cli.run(list(command)) != 0
        assert "does not say what stands for the name" in capsys.readouterr().err


# --- new pupils --------------------------------------------------------------------------------------------


def test_a_new_pupil_starts_from_the_template_and_an_old_one_does_not(tmp_path, data_dir, policy, monkeypatch):
    template = tmp_path / "template"
    template.mkdir()
    SettingsFile(template / "settings.json").save(Settings(theme="dark", text_percent=140))
    policy(template_folder=str(template))
    places = paths.find()
    assert bootstrap.prepare(places) is None
    assert SettingsFile(places.settings_file).load().text_percent == 140
    SettingsFile(places.settings_file).save(Settings(text_percent=90))
    assert bootstrap.prepare(paths.find()) is None
    assert SettingsFile(places.settings_file).load().text_percent == 90
    shutil.rmtree(template)
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(tmp_path / "new"))
    assert "could not be copied" in str(bootstrap.prepare(paths.find()))
    assert (tmp_path / "new").is_dir()


# --- snapshots ---------------------------------------------------------------------------------------------


@pytest.fixture
def share(tmp_path: Path, policy) -> Path:
    folder = tmp_path / "share"
    folder.mkdir()
    policy(snapshots={"folder": str(folder), "count": 4})
    return folder


def hand_in_one(qtbot, window) -> None:
    practice, library = window.ctx.services.practice, window.ctx.library
    pane = window.workspace.dock("practice").pane
    pane.start("Q2", "untimed")
    settle(qtbot, window)
    window.ctx.actions["practice.hand_in"].trigger()
    settle(qtbot, window)
    confirm = window.findChild(QAbstractButton, "practice.confirm.yes")
    if confirm is not None and confirm.isVisible():
        confirm.click()
        settle(qtbot, window)
    assert practice.recent()
    assert library is not None


def test_handing_in_and_closing_send_snapshots_and_the_next_seat_takes_them(
    qtbot, data_dir, share, tmp_path, monkeypatch
):
    with open_window(qtbot, data_dir) as window:
        qtbot.waitUntil(lambda: len(list(share.glob("*.sqlite3"))) == 1)  # the first backup, after the check
        hand_in_one(qtbot, window)
        qtbot.waitUntil(lambda: len(list(share.glob("*.sqlite3"))) == 2)
        badge = window.findChild(QLabel, "status.share")
        assert badge.text()  # for readers, once it is shown
        assert not badge.isVisible()
    assert len(list(share.glob("*.sqlite3"))) >= 2
    monkeypatch.setenv(paths.ENVIRONMENT_VARIABLE, str(tmp_path / "another seat"))
    with open_window(qtbot, tmp_path / "another seat") as window:
        qtbot.waitUntil(lambda: "Brought here from" in told(window))
        assert len(window.ctx.services.practice.recent()) == 1


def test_a_share_that_hangs_never_blocks_the_window_and_is_told_in_the_status_line(qtbot, data_dir, share, monkeypatch):
    hanging = HangingShare(share)
    monkeypatch.setattr(snapshots_service, "FolderShare", lambda _folder: hanging)
    gaps: list[float] = []
    last = [time.monotonic()]

    def tick() -> None:
        now = time.monotonic()
        gaps.append(now - last[0])
        last[0] = now

    try:
        with open_window(qtbot, data_dir) as window:
            qtbot.waitUntil(lambda: hanging.calls >= 2)  # the start looks for snapshots and sends one
            assert "Brought" not in told(window)
            window.ctx.bus.announce(Changes.of("attempts"), None)
            settle(qtbot, window)  # the panes' own refreshing is none of the share's
            timer = QTimer()
            timer.timeout.connect(tick)
            timer.start(5)
            last[0] = time.monotonic()
            window.commands.work_keeper.keep()
            window.commands.work_keeper.handed_in()
            settle(qtbot, window)
            badge = window.findChild(QLabel, "status.share")
            qtbot.waitUntil(badge.isVisible)
            timer.stop()
            assert "saved on this computer" in badge.toolTip()
            assert max(gaps) < 0.1 + slack()
            hanging.let_go()
            qtbot.waitUntil(lambda: not badge.isVisible())
    finally:
        hanging.let_go()
    assert list(share.glob("*.sqlite3"))


def slack() -> float:
    """What this machine itself adds: the longest of some sleeps of 5 ms."""
    longest = 0.0
    for _ in range(20):
        began = time.monotonic()
        time.sleep(0.005)  # measured, not waited for
        longest = max(longest, time.monotonic() - began - 0.005)
    return longest


# --- units and quizzes of the school -----------------------------------------------------------------------


def test_the_schools_files_are_offered_and_opened_from_local_copies(qtbot, data_dir, policy, tmp_path):
    from tutorapp.ui import opening_files

    units, quizzes = tmp_path / "units", tmp_path / "quizzes"
    units.mkdir()
    quizzes.mkdir()
    write_pack(a_unit(questions=(a_question(text="Why was the wall built?"),)), {}, units / "Cold War.tutorpack")
    (quizzes / "week 3.gift").write_text("a", encoding="utf-8")
    (quizzes / ".hidden.gift").touch()
    for folder in (units, quizzes):
        folder.chmod(0o555)
    policy(content_folders=[str(units), str(tmp_path / "nowhere")], quiz_folders=[str(quizzes)])
    opened: list[Path] = []
    with open_window(qtbot, data_dir) as window:
        qtbot.waitUntil(lambda: window.findChild(QMenu, "menu.school") is not None)
        opening_files.register(window, ".gift", opened.append)  # instead of reading its questions
        menu = window.findChild(QMenu, "menu.school")
        actions = {action.objectName(): action for action in menu.actions() if action.objectName()}
        assert [action.text() for action in actions.values()] == ["Cold War", "week 3"]
        actions["school.quiz.0"].trigger()
        qtbot.waitUntil(lambda: bool(opened))
        assert opened[0].read_text(encoding="utf-8") == "a"
        assert quizzes not in opened[0].parents
        (quizzes / "week 3.gift").unlink(missing_ok=True)
        actions["school.unit.0"].trigger()
        qtbot.waitUntil(lambda: window.findChild(QWidget, "quizzes.import") is not None)
        page = window.findChild(QWidget, "quizzes.import")
        qtbot.waitUntil(lambda: any("Why was the wall built" in words for words in words_of(page)), timeout=10_000)
    assert not opened[0].exists()


# --- files given at the start ------------------------------------------------------------------------------


def test_files_go_to_what_knows_their_kind_or_are_told_in_words(qtbot, data_dir, tmp_path):
    other = open_database(tmp_path / "other.sqlite3", lambda word: ()).database
    make_kept.populate(other)
    with open_window(qtbot, data_dir) as window:
        from tutorapp.formats import work_file

        file = tmp_path / "My Work.TUTORWORK"
        file.write_bytes(work_file.write(other.work(), other.device_id, "1"))
        other.close()
        open_file(window, file)
        settle(qtbot, window)
        assert "New from My Work.TUTORWORK: 3 attempts" in told(window)
        (tmp_path / "photo.jpg").touch()
        open_file(window, tmp_path / "photo.jpg")
        assert "cannot open photo.jpg" in told(window)
        open_file(window, tmp_path / "gone.tutorwork")
        assert "is not there" in told(window)
        window.ctx.bus.exam_mode.emit(True)
        open_file(window, file)
        assert "Hand in the answer" in told(window)
        window.ctx.bus.exam_mode.emit(False)


def test_a_file_of_questions_is_read_where_questions_come_in(qtbot, data_dir, tmp_path):
    file = tmp_path / "week 3.gift"
    file.write_text("::Office:: Who became General Secretary in 1922? {=Stalin ~Trotsky ~Kamenev}\n", encoding="utf-8")
    with open_window(qtbot, data_dir) as window:
        open_file(window, file)
        qtbot.waitUntil(lambda: window.findChild(QWidget, "quizzes.import") is not None)
        page = window.findChild(QWidget, "quizzes.import")
        qtbot.waitUntil(lambda: any("General Secretary" in words for words in words_of(page)), timeout=10_000)


def words_of(page: QWidget) -> list[str]:
    """What stands in the lists and on the labels of ``page``."""
    found = [label.text() for label in page.findChildren(QLabel)]
    for view in page.findChildren(QAbstractItemView):
        model = view.model()
        if model is not None:
            found += [
                str(model.index(row, column).data())
                for row in range(model.rowCount())
                for column in range(model.columnCount())
            ]
    return found
