"""The fonts and measures of paper. One unit is 1/720 inch, so that pages are the same on every device."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPen

from tutorapp import assets
from tutorapp.domain.paper.model import Style

UNITS_PER_INCH = 720
MM = UNITS_PER_INCH / 25.4
POINT = UNITS_PER_INCH / 72

PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM  # A4
SIDE, TOP, BOTTOM = 19 * MM, 15 * MM, 14 * MM
HEAD, FOOT = 11 * MM, 14 * MM
"""Room of the running head and of the foot inside the margins."""

LARGE_FROM = 16.0
"""From this size on everything is large print: an easy-reading face, and nothing smaller than the body."""

_FILES = (
    "SourceSerifPro-Regular.ttf",
    "SourceSerifPro-It.ttf",
    "SourceSerifPro-Semibold.ttf",
    "SourceSansPro-Regular.ttf",
    "SourceSansPro-It.ttf",
    "SourceSansPro-Semibold.ttf",
    "AtkinsonHyperlegible-Regular.ttf",
    "AtkinsonHyperlegible-Bold.ttf",
)
_SCALE: dict[Style, float] = {
    "title": 1.7,
    "heading": 1.2,
    "subheading": 1.05,
    "body": 1.0,
    "small": 0.87,
    "quote": 1.0,
}
_SANS: frozenset[Style] = frozenset({"title", "heading", "subheading"})


def text_area() -> QRectF:
    """Where the text of a page stands, head and foot left out."""
    width = PAGE_WIDTH - 2 * SIDE
    return QRectF(SIDE, TOP + HEAD, width, PAGE_HEIGHT - TOP - HEAD - FOOT - BOTTOM)


@cache
def _families() -> dict[str, str]:
    """The families that could be loaded, by the name they are asked for; else the system's own."""
    found = set()
    for name in _FILES:
        number = QFontDatabase.addApplicationFont(str(assets.path(f"fonts/{name}")))
        if number >= 0:
            found |= set(QFontDatabase.applicationFontFamilies(number))
    other = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    wanted = ("Source Serif Pro", "Source Sans Pro", "Atkinson Hyperlegible")
    return {name: name if name in found else other for name in wanted}


def load_fonts() -> None:
    """Load the fonts of paper, once; before pages are set in another thread than the window's."""
    _families()


@lru_cache(maxsize=1)
def _light() -> dict[str, str]:
    colours: dict[str, str] = json.loads(assets.data("themes/tokens.json"))["colour"]["light"]
    return colours


def pen(millimetres: float, role: str = "") -> QPen:
    """A line of that thickness: black, or the light theme's colour of ``role``."""
    made = QPen()
    made.setWidthF(millimetres * MM)
    if role:
        made.setColor(QColor(_light()[role]))
    return made


def separate_letters(font: QFont) -> None:
    """Set no ligatures: in a PDF the ligature of "ft" is no text, so "after" is neither found nor read aloud."""
    font.setFeature(QFont.Tag("liga"), 0)


@dataclass(frozen=True, slots=True)
class Faces:
    """Fonts and lengths for a body of ``size`` points; ``dense``: inside a table."""

    size: float
    dense: bool = False

    @property
    def is_large(self) -> bool:
        """Whether this is large print."""
        return self.size >= LARGE_FROM

    def font(self, style: Style = "body", *, bold: bool = False, italic: bool = False) -> QFont:
        """The font of a style."""
        scale = max(_SCALE[style], 1.0) if self.is_large else _SCALE[style]
        if self.is_large and style in _SANS:
            scale = 1 + (scale - 1) * 0.6
        name = "Source Sans Pro" if style in _SANS else "Source Serif Pro"
        font = QFont(_families()["Atkinson Hyperlegible" if self.is_large else name])
        font.setPixelSize(round(self.size * scale * POINT))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        separate_letters(font)
        if bold or style in _SANS:
            font.setWeight(QFont.Weight.Bold if self.is_large else QFont.Weight.DemiBold)
        font.setItalic(italic)
        return font

    def line_height(self, style: Style = "body") -> float:
        """The distance of two base lines."""
        return self.font(style).pixelSize() * (1.25 if style in _SANS else 1.35)

    @property
    def step(self) -> float:
        """The width of one indent, in which a sign hangs."""
        return (5.2 if self.dense else 8.5) * MM * self.size / 12

    @property
    def writing_line(self) -> float:
        """The distance of two lines to write on: 8.5 mm, as in lined paper, and more for large print."""
        return (12.0 if self.is_large else 8.5) * MM

    @property
    def box(self) -> float:
        """The side of a box to write in."""
        return (8.0 if self.is_large else 5.6) * MM

    @property
    def gap(self) -> float:
        """The length of a gap to write a word or two on, the same for each, so that it tells nothing."""
        return (50.0 if self.is_large else 36.0) * MM

    def width(self, text: str, font: QFont) -> float:
        """The width of ``text``."""
        return QFontMetricsF(font).horizontalAdvance(text)
