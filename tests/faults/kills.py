"""Kill the real window while somebody types, again and again: ``python -m tests.faults.kills 200``."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from itertools import count
from pathlib import Path
from time import monotonic

from db import open_database
from tests.faults.copies import keep, nothing
from tests.faults.typist import word
from tutorapp.paths import ENVIRONMENT_VARIABLE

ROOT = Path(__file__).parents[2]
MOST_LOST_S = 2.0
WHOLE = 200
"""Kills that count as the whole run, which the report of the bars tells of."""
FIRST_SAVE_S = 180.0
"""A start may take a minute on a machine that has ten other things to do."""


class Heard:
    """What a typist printed, with the moment each line came."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.typed: list[tuple[float, int]] = []
        self.saved = 0
        self.first_save = threading.Event()
        self._process = process
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            verb, _, length = line.partition(" ")
            if verb == "typed":
                self.typed.append((monotonic(), int(length)))
            elif verb == "saved":
                self.saved = max(self.saved, int(length))
                if self.saved > 0:
                    self.first_save.set()
        self.first_save.set()


def kill_once(data: Path, chance: random.Random) -> float:
    """One kill at a random moment of typing; the seconds of typing it cost. AssertionError when more than it may."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", ENVIRONMENT_VARIABLE: str(data)}
    command = [sys.executable, "-m", "tests.faults.typist", str(data)]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        heard = Heard(process)
        if not heard.first_save.wait(FIRST_SAVE_S):
            process.kill()  # else nobody would
            raise AssertionError("nothing was ever saved")
        try:
            process.wait(chance.uniform(0.0, 2.5))
        except subprocess.TimeoutExpired:
            process.kill()
        killed = monotonic()
        heard.thread.join()
        assert process.wait() == -9, process.stderr.read() if process.stderr else ""
    return judge(data, heard, killed)


def judge(data: Path, heard: Heard, killed: float) -> float:
    """The draft is there, whole, holds every acknowledged save and lacks at most the last two seconds."""
    opening = open_database(data / "tutorapp.sqlite3", nothing)
    assert opening.notice is None
    with opening.database.reading() as uow:
        _attempt, draft = uow.attempts.open_drafts()[0]
    assert opening.database.check() == []
    opening.database.close()
    text = draft.text
    assert text == typed_text(len(text)), "the text is not what was typed"
    assert len(text) >= heard.saved, f"{heard.saved} letters were acknowledged, {len(text)} are there"
    lost = [at for at, length in heard.typed if length > len(text)]
    cost = killed - lost[0] if lost else 0.0
    assert cost <= MOST_LOST_S, f"{cost:.2f} s of typing are lost"
    return cost


def typed_text(length: int) -> str:
    """The first ``length`` letters of what the typist types."""
    text = ""
    for number in count(1):
        if len(text) >= length:
            return text[:length]
        text += word(number)
    raise AssertionError


def run(data: Path, kills: int, seed: int) -> float:
    """Kill ``kills`` times on one data folder; the most seconds of typing that one of them cost."""
    chance = random.Random(seed)
    worst = 0.0
    for number in range(1, kills + 1):
        worst = max(worst, kill_once(data, chance))
        if number % 10 == 0:
            sys.stderr.write(f"{number} kills: nothing lost so far, at most {worst:.2f} s of typing\n")
            sys.stderr.flush()
    return worst


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as place:
        worst = run(Path(place), wanted, seed=wanted)
    line = f"{wanted} kills: 0 acknowledged saves lost, at most {worst:.2f} s of typing\n"
    sys.stdout.write(line)
    if wanted >= WHOLE:
        keep("kills.txt", line)
