"""Reading aloud with the voices a computer has: which command, with which arguments; no program comes with us for it.

QtTextToSpeech is not in PySide6-Essentials. Every desktop system has a command that speaks: speech-dispatcher's
``spd-say`` or eSpeak on Linux, ``say`` on macOS, the .NET class SpeechSynthesizer through PowerShell on Windows. It is
started with a list of arguments, never through a shell, and gets the words on its standard input where it takes them
there; one sentence at a time, so that speech can be stopped and taken up again on every system alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tutorapp.domain.records import dataclass

FindProgram = Callable[[str], str | None]
"""``shutil.which``: the whole path of a program, or None."""

_WORDS_A_MINUTE = 175
"""The usual speed of ``say`` and eSpeak."""
_LONGEST = 400
"""Characters said in one go; a longer sentence is parted at a comma or a space."""
_SENTENCE_END = re.compile(r"([.!?…:;][\"'”’)\]]*)\s+")
# Console streams of Windows are not UTF-8 by themselves; the words come as bytes and are never part of the script.
_POWERSHELL = (
    "$ErrorActionPreference='Stop';"
    "Add-Type -AssemblyName System.Speech;"
    "$bytes=New-Object IO.StreamReader([Console]::OpenStandardInput(),[Text.Encoding]::UTF8);"
    "$voice=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$voice.Rate={rate};"
    "$voice.Speak($bytes.ReadToEnd())"
)


@dataclass(frozen=True, slots=True)
class Speech:
    """One call: ``program`` with ``arguments``, and what it reads on ``stdin`` (nothing: the words are an argument)."""

    program: str
    arguments: tuple[str, ...]
    stdin: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A command that speaks. ``kind``: spd-say, espeak, say or powershell; ``program``: its whole path."""

    kind: str
    program: str

    def speech(self, words: str, percent: int = 100) -> Speech:
        """The call that says ``words`` at ``percent`` (50 to 200) of the usual speed, and ends with the last one."""
        if self.kind == "spd-say":
            rate = str(round((percent - 100) if percent >= 100 else (percent - 100) * 2))
            return Speech(self.program, ("--wait", "--rate", rate, "--language", "en", "--", words), "")
        if self.kind == "espeak":
            return Speech(self.program, ("-v", "en", "-s", str(_speed(percent)), "--stdin"), words)
        if self.kind == "say":
            return Speech(self.program, ("-r", str(_speed(percent)), "-f", "-"), words)
        script = _POWERSHELL.replace("{rate}", str(_steps(percent)))
        return Speech(self.program, ("-NoProfile", "-NonInteractive", "-Command", script), words)

    @property
    def hush(self) -> Speech | None:
        """The call that silences what goes on speaking after its command has ended; None where none does."""
        return Speech(self.program, ("--cancel",), "") if self.kind == "spd-say" else None


def find_voice(platform: str, find: FindProgram) -> Voice | None:
    """The command that speaks on ``platform`` (as ``sys.platform``); None where there is none."""
    names: tuple[tuple[str, str], ...]
    if platform == "win32":
        names = (("powershell", "powershell"),)
    elif platform == "darwin":
        names = (("say", "say"),)
    else:
        names = (("spd-say", "spd-say"), ("espeak", "espeak-ng"), ("espeak", "espeak"))
    for kind, name in names:
        program = find(name)
        if program:
            return Voice(kind, program)
    return None


def sentences(text: str) -> tuple[str, ...]:
    """``text`` in pieces to be said one after the other; no word is lost, white space is evened out."""
    pieces: list[str] = []
    for part in _SENTENCE_END.sub(r"\1\n", text).split("\n"):
        pieces += _cut(" ".join(part.split()))
    return tuple(piece for piece in pieces if any(character.isalnum() for character in piece))


def environment(ours: Mapping[str, str], *, frozen: bool) -> dict[str, str]:
    """``ours`` as another program should get it: a bundle's own library folder would break the system's commands.

    PyInstaller keeps what was there before under a name with _ORIG.
    """
    given = dict(ours)
    for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
        before = given.pop(f"{name}_ORIG", None)
        if before is not None:
            given[name] = before
        elif frozen:
            given.pop(name, None)
    return given


def _cut(sentence: str) -> list[str]:
    pieces = []
    while len(sentence) > _LONGEST:
        at = sentence.rfind(", ", 1, _LONGEST) + 1 or sentence.rfind(" ", 1, _LONGEST)
        at = at if at > 0 else _LONGEST
        pieces.append(sentence[:at].strip())
        sentence = sentence[at:].strip()
    return [*pieces, sentence]


def _speed(percent: int) -> int:
    return round(_WORDS_A_MINUTE * percent / 100)


def _steps(percent: int) -> int:
    """SpeechSynthesizer's rate: -10 is about a third of the usual speed, 10 three times it, in equal ratios."""
    from math import log

    return round(10 * log(percent / 100) / log(3))
