"""Settings: defaults, mending, atomic saving, and what happens to a damaged file."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutorapp.settings import BOUNDS, CHOICES, Settings, SettingsFile

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def test_a_missing_file_gives_the_defaults(tmp_path):
    assert SettingsFile(tmp_path / "settings.json").load() == Settings()


def test_what_is_saved_comes_back(tmp_path):
    file = SettingsFile(tmp_path / "deep" / "settings.json")
    wanted = Settings().changed(theme="dark", text_percent=130, places={"notes": {"section": "S2b"}})
    file.save(wanted)
    assert file.load() == wanted
    assert list(file.path.parent.iterdir()) == [file.path]


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00\xff", '"x"'])
def test_a_damaged_file_is_kept_aside(tmp_path, text):
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text(text, encoding="utf-8")
    assert file.load() == Settings()
    assert (tmp_path / "settings.json.unreadable").read_text(encoding="utf-8") == text


@given(st.dictionaries(st.sampled_from([*CHOICES, *BOUNDS, "window", "places", "rest_breaks", "x"]), anything))
def test_any_object_gives_settings_within_their_bounds(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("s") / "settings.json"
    path.write_text(json.dumps(raw), encoding="utf-8")
    settings = SettingsFile(path).load()
    for name, allowed in CHOICES.items():
        assert getattr(settings, name) in allowed
    for name, (low, high) in BOUNDS.items():
        assert low <= getattr(settings, name) <= high


def test_a_value_outside_its_bounds_is_brought_inside():
    assert Settings().changed(extra_percent=250).extra_percent == 100
    assert Settings().changed(text_percent=10).text_percent == 90
    assert Settings().changed(theme="mauve").theme == "system"
