"""The look: every role in every scheme, readable contrast, sizes that follow the setting, missing fonts."""

import json
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tutorapp import assets
from tutorapp.settings import CHOICES, Settings
from tutorapp.ui.theme import Theme

SCHEMES = ("light", "dark", "contrast")
TOKENS = json.loads(assets.text("themes/tokens.json"))
TEXT_ON = [
    ("text.primary", ("bg.canvas", "bg.surface", "bg.sunken", "bg.selected", "mark.yellow", "mark.green", "mark.blue")),
    ("text.secondary", ("bg.surface", "bg.sunken", "bg.canvas")),
    ("text.muted", ("bg.canvas", "bg.surface", "bg.sunken")),
    ("accent", ("bg.surface", "bg.canvas", "accent.soft", "bg.selected")),
    ("on.accent", ("accent", "accent.hover", "accent.pressed")),
    ("success", ("bg.surface", "success.soft")),
    ("warning", ("bg.surface", "warning.soft")),
    ("danger", ("bg.surface", "danger.soft")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_in_every_scheme(scheme):
    colours = TOKENS["colour"][scheme]
    for text, grounds in TEXT_ON:
        for ground in grounds:
            assert contrast(colours[text], colours[ground]) >= 4.5, (scheme, text, ground)
    for ground in ("bg.surface", "bg.canvas"):
        assert contrast(colours["focus"], colours[ground]) >= 3
        assert contrast(colours["border.strong"], colours[ground]) >= 3
    for category, by_scheme in TOKENS["category"].items():
        assert contrast(by_scheme[scheme], colours["bg.surface"]) >= 3, (scheme, category)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_style_sheet_names_only_roles_that_exist(qapp, scheme):
    theme = Theme(Settings(theme=scheme))
    theme.apply(qapp)
    assert "@" not in qapp.styleSheet()
    assert "pxpx" not in qapp.styleSheet()
    assert theme.scheme == scheme


def test_sizes_follow_the_text_setting(qapp):
    theme = Theme(Settings(text_percent=100, theme="light"))
    theme.apply(qapp)
    before = theme.font("body").pixelSize()
    theme.apply(qapp, Settings(text_percent=150, theme="light"))
    assert theme.font("body").pixelSize() == round(before * 1.5)
    theme.apply(qapp, Settings(theme="light"))


def test_the_reading_font_is_the_one_chosen(qapp):
    theme = Theme(Settings(theme="light"))
    theme.apply(qapp)
    theme.load_remaining_fonts()
    assert theme.font("body").family() == "Source Serif Pro"
    theme.apply(qapp, Settings(reading_font="easy", theme="light"))
    assert theme.font("body").family() == "Atkinson Hyperlegible"
    assert theme.font("ui").family() == "Atkinson Hyperlegible"
    theme.apply(qapp, Settings(theme="light"))


def test_without_its_fonts_the_program_uses_the_systems(qapp, monkeypatch):
    monkeypatch.setattr(Theme, "_load_fonts", staticmethod(lambda names: set()))
    theme = Theme(Settings(theme="light"))
    theme.load_remaining_fonts()
    theme.apply(qapp)
    assert theme.font("body").family()
    assert theme.font("body").family() != "Source Serif Pro"


def test_an_unknown_category_is_neutral(qapp):
    theme = Theme(Settings(theme="light"))
    theme.apply(qapp)
    assert theme.category_colour("gardening") == theme.colour("text.secondary")
    assert theme.category_shape("gardening") == "circle"


def test_every_token_role_is_a_colour():
    for scheme in SCHEMES:
        for role, value in TOKENS["colour"][scheme].items():
            assert re.fullmatch("#[0-9A-F]{6}", value), (scheme, role)
    assert {frozenset(TOKENS["colour"][scheme]) for scheme in SCHEMES} == {frozenset(TOKENS["colour"]["light"])}


def multiplied(colour: str, tint: str) -> str:
    parts = (int(colour[at : at + 2], 16) * int(tint[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return "#" + "".join(f"{round(part):02X}" for part in parts)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tint", sorted(TOKENS["overlay"]))
def test_text_can_be_read_under_every_overlay(scheme, tint):
    colours, film = TOKENS["colour"][scheme], TOKENS["overlay"][tint]
    for text, grounds in TEXT_ON:
        for ground in grounds:
            under = multiplied(colours[text], film), multiplied(colours[ground], film)
            assert contrast(*under) >= 4.5, (text, ground)


def test_there_are_eight_overlays_and_each_can_be_chosen():
    assert len(TOKENS["overlay"]) == 8
    assert CHOICES["overlay"] == ("none", *TOKENS["overlay"])


def test_no_widget_keeps_the_mark_of_a_sheet_that_is_gone(qapp):
    """Else Qt keeps the address of one that was never shown after its end, and the next restyling crashes."""
    theme = Theme(Settings())
    theme.apply(qapp)
    hidden = QComboBox()
    hidden.sizeHint()  # asks the style, as constructors do, without being shown
    known = Qt.WidgetAttribute.WA_StyleSheet
    assert hidden.testAttribute(known)
    with theme.unstyled():
        assert not hidden.testAttribute(known)
    hidden.sizeHint()
    assert hidden.testAttribute(known)
