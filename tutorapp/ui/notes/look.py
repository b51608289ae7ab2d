"""How a reading page is set: fonts, colours and lines, taken from the theme or, for paper, from the light tokens."""

from __future__ import annotations

import json
from typing import Any

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from tutorapp import assets
from tutorapp.domain.records import dataclass
from tutorapp.ui.theme import Theme

TOKENS = ("caption", "label", "ui", "ui_strong", "body", "h1", "h2", "h3")
PAPER_BODY_PX = 14
"""Body size on paper in CSS pixels (1/96 inch), that is 10.5 points."""

# Ordinary prose: a mean over single letters would count rare ones as much as common ones.
_SAMPLE = "The party met in the spring and argued for a week about grain, factories and who should lead it next."


@dataclass(frozen=True, slots=True)
class Look:
    """Fonts by type token, colours by role, line heights in pixels by type token."""

    fonts: dict[str, QFont]
    colours: dict[str, QColor]
    lines: dict[str, float]
    scale: float
    underline_links: bool

    def font(self, token: str) -> QFont:
        """The font of a type token."""
        return QFont(self.fonts[token])

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return QColor(self.colours[role])

    def line(self, token: str) -> float:
        """Distance of two base lines in pixels."""
        return self.lines[token]

    def px(self, design_pixels: float) -> int:
        """A design pixel count at this text size."""
        return round(design_pixels * self.scale)

    def measure(self, characters: int) -> int:
        """Width in pixels of ``characters`` of ordinary prose in the body font."""
        return round(QFontMetricsF(self.fonts["body"]).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * characters)

    def roles(self) -> dict[str, str]:
        """Role to "#rrggbb", for the placeholders in pictures."""
        return {role: colour.name() for role, colour in self.colours.items()}


def from_theme(theme: Theme) -> Look:
    """The look of the screen."""
    fonts = {token: theme.font(token) for token in TOKENS}
    return Look(
        fonts=fonts,
        colours={role: QColor(value) for role, value in theme.roles().items()},
        lines={token: round(fonts[token].pixelSize() * theme.line_height(token) / 100, 1) for token in TOKENS},
        scale=theme.px(1000) / 1000,
        underline_links=theme.is_high_contrast,
    )


def for_paper(theme: Theme) -> Look:
    """The look of print and PDF: light colours, a fixed size, the reading font of the screen."""
    tokens: dict[str, Any] = json.loads(assets.data("themes/tokens.json"))
    sizes, heights = tokens["type"]["px"], tokens["type"]["line_height_pct"]
    scale = PAPER_BODY_PX / sizes["body"]
    fonts, lines = {}, {}
    for token in TOKENS:
        font = theme.font(token)
        font.setPixelSize(round(sizes[token] * scale))
        font.setFeature(QFont.Tag("liga"), 0)  # in a PDF the ligature of "ft" is no text
        fonts[token] = font
        height = heights["body" if token == "body" else "heading" if token.startswith("h") else "ui"]
        lines[token] = round(font.pixelSize() * height / 100, 1)
    colours = {role: QColor(value) for role, value in tokens["colour"]["light"].items()}
    return Look(fonts=fonts, colours=colours, lines=lines, scale=scale, underline_links=False)
