"""Colours, type and spaces from the design tokens; nothing else in the program names a colour."""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from tutorapp import assets
from tutorapp.settings import Settings

_PALETTE_ROLES = {
    QPalette.ColorRole.Window: "bg.canvas",
    QPalette.ColorRole.Base: "bg.surface",
    QPalette.ColorRole.AlternateBase: "bg.sunken",
    QPalette.ColorRole.Button: "bg.surface",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Highlight: "bg.selected",
    QPalette.ColorRole.HighlightedText: "text.primary",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.ToolTipBase: "bg.surface",
    QPalette.ColorRole.ToolTipText: "text.primary",
    QPalette.ColorRole.Mid: "border.subtle",
    QPalette.ColorRole.Dark: "border.strong",
}
_FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
_LATER_FONT_FILES = (
    "SourceSerifPro-Regular.ttf",
    "SourceSerifPro-Semibold.ttf",
    "SourceSansPro-It.ttf",
    "SourceSerifPro-It.ttf",
)
_EASY_FONT_FILES = ("AtkinsonHyperlegible-Regular.ttf", "AtkinsonHyperlegible-Bold.ttf")
_SEMIBOLD = {"label", "ui_strong", "h1", "h2", "h3", "display"}
_READING = {"body", "lead"}
_NEUTRAL_CATEGORY = "text.secondary"


@contextmanager
def _without_collection() -> Iterator[None]:
    """Keep Python from collecting widgets while Qt walks its list of all of them: it would then touch a dead one."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Theme(QObject):
    """The look in force.

    Signals:
        changed: colours, sizes or fonts are others now; repaint and rebuild documents.
    """

    changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._tokens: dict[str, Any] = json.loads(assets.text("themes/tokens.json"))
        self._template = assets.text("themes/app.qss")
        self._settings = settings
        self._scheme = "light"
        self._colours: dict[str, QColor] = {}
        self._families = self._load_fonts(_FONT_FILES)
        self._all_loaded = False
        self._easy_loaded = False

    # --- colours -------------------------------------------------------------------------------------

    @property
    def scheme(self) -> str:
        """ "light", "dark" or "contrast"."""
        return self._scheme

    @property
    def is_dark(self) -> bool:
        """Light text on a dark ground, high contrast included."""
        return self._scheme != "light"

    @property
    def is_high_contrast(self) -> bool:
        """The high-contrast scheme is in force: hatch instead of fading, thicker lines."""
        return self._scheme == "contrast"

    @property
    def reduced_motion(self) -> bool:
        """No animation at all."""
        return self._settings.reduced_motion == "on"

    def colour(self, role: str) -> QColor:
        """The colour of a token role such as "text.primary". KeyError for an unknown role."""
        return QColor(self._colours[role])

    def category_colour(self, category: str) -> QColor:
        """A timeline category's colour; secondary text for a category without a token."""
        found = self._tokens["category"].get(category)
        return QColor(found[self._scheme]) if found else self.colour(_NEUTRAL_CATEGORY)

    def category_shape(self, category: str) -> str:
        """circle, diamond, triangle, square, cross or hexagon; circle without a token."""
        return str(self._tokens["category_shape"].get(category, "circle"))

    def category_icon(self, category: str) -> str:
        """The category's icon name."""
        return str(self._tokens["category_icon"].get(category, "circle"))

    def overlay(self) -> QColor | None:
        """The tint over the whole window, to be multiplied with what is below as a film would; None without one."""
        return self.tint(self._settings.overlay)

    def tint(self, name: str) -> QColor | None:
        """The overlay tint called ``name``; None for "none"."""
        tint = self._tokens["overlay"].get(name)
        return None if tint is None else QColor(tint)

    def roles(self) -> dict[str, str]:
        """Role to "#rrggbb", for pictures with {role} placeholders."""
        return {role: colour.name() for role, colour in self._colours.items()}

    # --- type and space ------------------------------------------------------------------------------

    def px(self, design_pixels: float) -> int:
        """A design pixel count scaled by the text-size setting."""
        return round(design_pixels * self._settings.text_percent / 100)

    def space(self, step: int) -> int:
        """The spacing of a step (0 to 8): 0 4 8 12 16 24 32 48 64, never scaled."""
        return int(self._tokens["space_px"][step])

    def line_height(self, token: str) -> int:
        """Percent of the font's height for a type token, by the line-spacing setting."""
        heights = self._tokens["type"]["line_height_pct"]
        base = heights["body"] if token in _READING else heights["heading" if token.startswith("h") else "ui"]
        return int(base) + {"close": -15, "normal": 0, "wide": 30}[self._settings.line_spacing]

    def reading_family(self) -> str:
        """The family notes and answers are set in."""
        wanted = {"serif": "reading_family", "sans": "ui_family", "easy": "easy_family"}
        return self._family(str(self._tokens["type"][wanted[self._settings.reading_font]]))

    def ui_family(self) -> str:
        """The family of controls."""
        easy = self._settings.reading_font == "easy"
        return self._family(str(self._tokens["type"]["easy_family" if easy else "ui_family"]))

    def font(self, token: str) -> QFont:
        """The font of a type token: ui, ui_strong, label, caption, body, lead, h1, h2, h3 or display."""
        font = QFont(self.reading_family() if token in _READING else self.ui_family())
        font.setPixelSize(self.px(self._tokens["type"]["px"][token]))
        if token in _SEMIBOLD:
            font.setWeight(QFont.Weight.DemiBold)
        if token == "display":
            font.setFeature(QFont.Tag("tnum"), 1)
        return font

    # --- putting it in force -------------------------------------------------------------------------

    def apply(self, application: QApplication, settings: Settings | None = None) -> None:
        """Put ``settings`` in force: palette, font and style sheet of the whole application."""
        self._settings = settings or self._settings
        if self._settings.reading_font == "easy":
            self.load_remaining_fonts()  # controls are set in it too
        self._scheme = self._wanted_scheme(application)
        self._colours = {role: QColor(value) for role, value in self._tokens["colour"][self._scheme].items()}
        with _without_collection():
            application.setPalette(self._palette())
            application.setFont(self.font("ui"))
            sheet = self._style_sheet()
            if sheet != application.styleSheet():  # the same one would be matched against every widget again
                application.setStyleSheet(sheet)
        self.changed.emit()

    def load_remaining_fonts(self) -> None:
        """Load the faces the first paint does not need: reading and italic ones, easy-reading ones where wanted."""
        if not self._all_loaded:
            self._all_loaded = True
            self._families |= self._load_fonts(_LATER_FONT_FILES)
        if not self._easy_loaded and self._settings.reading_font == "easy":
            self._easy_loaded = True
            self._families |= self._load_fonts(_EASY_FONT_FILES)

    @contextmanager
    def unstyled(self) -> Iterator[None]:
        """Build many widgets without the style sheet and style them once at the end.

        Qt matches the sheet against every widget again each time one is put into another; without this the
        window takes a fifth longer to become usable. Nothing is painted in between.
        """
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setStyleSheet("")
        # With its last sheet Qt forgets which widgets it is told the end of, yet one never shown keeps the mark
        # of being known: its address would stay in the next sheet's lists, and a restyling would touch freed memory.
        for widget in application.allWidgets():
            widget.setAttribute(Qt.WidgetAttribute.WA_StyleSheet, on=False)
        try:
            yield
        finally:
            with _without_collection():
                application.setStyleSheet(self._style_sheet())

    @staticmethod
    def set_role(widget: QWidget, role: str) -> None:
        """Give ``widget`` a style role of app.qss and let the style take notice."""
        widget.setProperty("role", role)
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)

    def _wanted_scheme(self, application: QApplication) -> str:
        if self._settings.theme != "system":
            return self._settings.theme
        hints = application.styleHints()
        return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _PALETTE_ROLES.items():
            palette.setColor(role, self._colours[token])
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self._colours["text.disabled"])
        return palette

    def _style_sheet(self) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1]
            if name.startswith("px:"):
                return str(self.px(int(name[3:])))
            if name == "reading":
                return self.reading_family()
            if name.startswith("file:"):
                return assets.path(f"themes/{name[5:]}").as_posix()
            if name == "tick":
                return assets.path(f"themes/check-{self._scheme}.svg").as_posix()
            if name == "scroll":
                return self._colours["border.strong" if self.is_high_contrast else "border.subtle"].name()
            return self._colours[name].name()

        return re.sub(r"@([a-z:.0-9]+)@", value, self._template)

    def _family(self, wanted: str) -> str:
        """``wanted`` where it loaded, else the system's own family."""
        # Before the remaining fonts are loaded nothing is set in them, so the name can be given already.
        if wanted in self._families or not self._all_loaded:
            return wanted
        return QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()

    @staticmethod
    def _load_fonts(names: tuple[str, ...]) -> set[str]:
        found: set[str] = set()
        for name in names:
            loaded = QFontDatabase.addApplicationFont(str(assets.path(f"fonts/{name}")))
            if loaded >= 0:
                found.update(QFontDatabase.applicationFontFamilies(loaded))
        return found
