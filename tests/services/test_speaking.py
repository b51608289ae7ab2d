"""Reading aloud: which command of the system, with which arguments, and how a text is parted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.services.speaking import Voice, environment, find_voice, sentences

quick = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("platform", "there", "kind", "program"),
    [
        ("linux", {"spd-say", "espeak-ng", "espeak"}, "spd-say", "/bin/spd-say"),
        ("linux", {"espeak-ng", "espeak"}, "espeak", "/bin/espeak-ng"),
        ("linux", {"espeak", "say", "powershell"}, "espeak", "/bin/espeak"),
        ("darwin", {"say", "spd-say"}, "say", "/bin/say"),
        ("win32", {"powershell", "espeak"}, "powershell", "/bin/powershell"),
    ],
)
def test_the_systems_own_voice_is_found(platform, there, kind, program):
    assert find_voice(platform, lambda name: f"/bin/{name}" if name in there else None) == Voice(kind, program)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_without_a_voice_there_is_none(platform):
    assert find_voice(platform, lambda _name: None) is None


@pytest.mark.parametrize("kind", ["spd-say", "espeak", "say", "powershell"])
@pytest.mark.parametrize("words", ["--help", "$(rm -rf ~); `id` | cat & “quoted” 'x'", "--cancel"])
def test_words_are_never_an_option_nor_part_of_a_script(kind, words):
    speech = Voice(kind, "/bin/voice").speech(words)
    if kind == "spd-say":
        assert speech.arguments[-2:] == ("--", words)
        assert speech.stdin == ""
    else:
        assert speech.stdin == words
        assert not any(words in argument for argument in speech.arguments)
    assert words not in speech.arguments[:-2]


@pytest.mark.parametrize(
    ("kind", "slow", "usual", "fast"),
    [
        ("spd-say", "-100", "0", "100"),
        ("espeak", "88", "175", "350"),
        ("say", "88", "175", "350"),
        ("powershell", "Rate=-6;", "Rate=0;", "Rate=6;"),
    ],
)
def test_half_usual_and_double_speed(kind, slow, usual, fast):
    voice = Voice(kind, "/bin/voice")
    for percent, wanted in ((50, slow), (100, usual), (200, fast)):
        assert any(wanted in argument for argument in voice.speech("x", percent).arguments)


def test_only_speech_dispatcher_must_be_told_to_be_silent():
    hush = Voice("spd-say", "/bin/spd-say").hush
    assert hush is not None
    assert (hush.program, hush.arguments) == ("/bin/spd-say", ("--cancel",))
    assert [Voice(kind, "x").hush for kind in ("espeak", "say", "powershell")] == [None, None, None]


def test_a_text_is_parted_at_the_ends_of_sentences():
    assert sentences("Lenin died. “Who led?” Stalin:\nhe had  the post!\n\n…\n") == (
        "Lenin died.",
        "“Who led?”",
        "Stalin:",
        "he had the post!",
    )
    assert sentences(" \n … ") == ()


@quick
@given(st.text(alphabet="ab ,.!\n”é漢", max_size=1500))
def test_no_letter_is_lost_and_no_piece_is_long(text):
    pieces = sentences(text)
    letters = [c for c in text if c.isalnum()]
    assert [c for piece in pieces for c in piece if c.isalnum()] == letters
    assert all(len(piece) <= 400 for piece in pieces)


def test_another_program_gets_the_systems_libraries_and_not_a_bundles():
    bundled = {"LD_LIBRARY_PATH": "/opt/tutorapp", "LD_LIBRARY_PATH_ORIG": "/usr/own", "HOME": "/home/a"}
    assert environment(bundled, frozen=True) == {"LD_LIBRARY_PATH": "/usr/own", "HOME": "/home/a"}
    assert environment({"LD_LIBRARY_PATH": "/opt/tutorapp"}, frozen=True) == {}
    assert environment({"LD_LIBRARY_PATH": "/usr/own"}, frozen=False) == {"LD_LIBRARY_PATH": "/usr/own"}
