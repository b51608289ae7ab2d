"""The timeline's colours, fonts and shapes, made once for a theme."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from tutorapp.ui.theme import Theme

SHAPE_SIZE = 11.0
_HAIR = 0.5
_KEPT_ADVANCES = 1000
_LEAST_LETTERS = 5
_SMALL_WORD = 3
_JOINING = 0x0590  # from Hebrew on, letters may change with their neighbours
_PLAIN = frozenset("–—‘’“”…")


def shape_path(shape: str, size: float = SHAPE_SIZE) -> QPainterPath:
    """The outline of a category's shape around (0, 0), about ``size`` wide."""
    path = QPainterPath()
    half = size / 2
    if shape == "square":
        path.addRect(QRectF(-half + 0.5, -half + 0.5, size - 1, size - 1))
    elif shape == "diamond":
        far = half * 1.18
        path.addPolygon(QPolygonF([QPointF(0, -far), QPointF(far, 0), QPointF(0, far), QPointF(-far, 0)]))
    elif shape == "triangle":
        path.addPolygon(QPolygonF([QPointF(0, -half - 0.5), QPointF(half + 1, half), QPointF(-half - 1, half)]))
    elif shape == "cross":
        arm = size * 0.19
        path.addRect(QRectF(-arm, -half - 0.5, 2 * arm, size + 1))
        bar = QPainterPath()
        bar.addRect(QRectF(-half - 0.5, -arm, size + 1, 2 * arm))
        path = path.united(bar)
    elif shape == "hexagon":
        far = half * 1.1
        angles = [math.pi / 3 * n for n in range(6)]
        path.addPolygon(QPolygonF([QPointF(far * math.cos(a), far * math.sin(a)) for a in angles]))
    else:
        path.addEllipse(QRectF(-half, -half, size, size))
    path.closeSubpath()
    return path


def word_end(text: str, most: int) -> int:
    """Where to cut ``text`` after at most ``most`` letters: behind a word, but for small ones like "of" or "the"."""
    kept = text[:most] if most < len(text) and text[most] == " " else text[: max(0, text.rfind(" ", 0, most + 1))]
    while True:
        kept = kept.rstrip(" ,;:–—-(")
        before, _space, last = kept.rpartition(" ")
        if not (last.islower() and len(last) <= _SMALL_WORD):
            return len(kept)
        kept = before


class Ink:
    """Pens, brushes and signs. ``vector``: nothing is drawn as a bitmap, and doubt is hatched as in print."""

    def __init__(self, theme: Theme, *, vector: bool = False, ratio: float = 1.0) -> None:
        self.theme = theme
        self.vector = vector
        self.hatched = vector or theme.is_high_contrast
        self.ratio = ratio
        self.label = self._font(13)
        self.strong = self._font(13, QFont.Weight.DemiBold)
        self.small = self._font(12)
        self.badge = self._font(12, QFont.Weight.DemiBold)
        self.metrics = QFontMetricsF(self.label)
        self.strong_metrics = QFontMetricsF(self.strong)
        self.small_metrics = QFontMetricsF(self.small)
        self.text = theme.colour("text.primary")
        self.secondary = theme.colour("text.secondary")
        self.muted = theme.colour("text.muted")
        self.surface = theme.colour("bg.surface")
        self.sunken = theme.colour("bg.sunken")
        self.line = theme.colour("border.strong" if theme.is_high_contrast else "border.subtle")
        self.grid = theme.colour("border.subtle")
        self.selected = theme.colour("bg.selected")
        self.hover = theme.colour("bg.hover")
        self.focus = theme.colour("focus")
        self.badge_edge = theme.colour("border.strong" if theme.is_high_contrast else "border.subtle")
        self._letters: dict[str, float] = {}
        self._advances: dict[str, array[float]] = {}
        self._colours: dict[str, QColor] = {}
        self._mixed: dict[tuple[str, float], QColor] = {}
        self._paths: dict[str, QPainterPath] = {}
        self.bars: dict[tuple[str, bool], QPixmap] = {}
        """How bars of a category begin (dimmed or not), kept by ``Bars`` as long as colours and resolution stay."""

    def _font(self, size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        # Sizes here are at 100 %: the painter is scaled by the text-size setting as a whole.
        font = QFont(self.theme.ui_family())
        font.setPixelSize(size)
        font.setWeight(weight)
        return font

    # --- colours -------------------------------------------------------------------------------------

    def category(self, category: str) -> QColor:
        """The colour of a category."""
        found = self._colours.get(category)
        if found is None:
            found = self._colours[category] = self.theme.category_colour(category)
        return found

    def tint(self, category: str, share: float) -> QColor:
        """A category's colour with ``share`` of its strength."""
        colour = QColor(self.category(category))
        colour.setAlphaF(share)
        return colour

    def mixed(self, category: str, share: float) -> QColor:
        """The same as it looks on the ground, but opaque: an opaque rectangle is drawn in a tenth of the time."""
        found = self._mixed.get((category, share))
        if found is None:
            ink, ground = self.category(category), self.surface
            parts = (
                round(share * one + (1 - share) * other)
                for one, other in zip(ink.getRgb()[:3], ground.getRgb()[:3], strict=True)  # type: ignore[index]  # the stubs say object; it is a tuple of four
            )
            found = self._mixed[(category, share)] = QColor(*parts)
        return found

    @property
    def fill_share(self) -> float:
        """How strong the inside of a bar is."""
        return 0.34 if self.theme.is_dark else 0.20

    def path(self, category: str) -> QPainterPath:
        """The outline of a category's shape."""
        found = self._paths.get(category)
        if found is None:
            found = self._paths[category] = shape_path(self.theme.category_shape(category))
        return found

    # --- text ----------------------------------------------------------------------------------------

    def width(self, text: str) -> float:
        """Pixels of a label: the sum of its letters, which is never less than the set text by more than a hair.

        Thirty times faster than asking the font for the whole text; scripts that join letters are asked for.
        """
        try:
            return _HAIR + sum(map(self._letters.__getitem__, text))
        except KeyError:
            if any(ord(letter) >= _JOINING and letter not in _PLAIN for letter in text):
                return self.metrics.horizontalAdvance(text)
            self._letters.update({letter: self.metrics.horizontalAdvance(letter) for letter in text})
            return _HAIR + sum(map(self._letters.__getitem__, text))

    def _letter(self, letter: str) -> float:
        found = self._letters.get(letter)
        return found if found is not None else self.width(letter) - _HAIR

    def beginning(self, text: str, room: float) -> str:
        """As many words of ``text`` as fit into ``room`` px with an ellipsis; "" where that would say nothing."""
        number, _width = self.letters_in(text, room)
        return text if number == len(text) else text[:number] + "…" if number else ""

    def letters_in(self, text: str, room: float) -> tuple[int, float]:
        """How many letters of ``text`` fit into ``room`` px with an ellipsis (all, if they fit without), and their px.

        Cut after a word that means something; (0, 0) where that would be under ``_LEAST_LETTERS``.
        """
        advances = self._advances.get(text)
        if advances is None:
            if len(self._advances) > _KEPT_ADVANCES:
                self._advances.clear()
            advances = self._advances[text] = array("f", accumulate(map(self._letter, text)))
        if not advances or advances[-1] <= room:
            return len(text), advances[-1] if advances else 0.0
        number = word_end(text, bisect_right(advances, room - self.width("…")))
        return (number, advances[number - 1]) if number >= _LEAST_LETTERS else (0, 0.0)

    def snapped(self, value: float) -> float:
        """The nearest whole device pixel, so that text stays sharp; on paper the value itself."""
        return value if self.vector else round(value * self.ratio) / self.ratio

    # --- shapes --------------------------------------------------------------------------------------

    def draw_shape(self, painter: QPainter, x: float, y: float, category: str, *, dashed: bool = False) -> None:
        """A category's shape around (x, y); dashed where the day is not known."""
        painter.save()
        painter.translate(x, y)
        colour = self.category(category)
        if dashed:
            pen = QPen(colour, 1.5, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.7, 1.2])
            painter.setPen(pen)
            painter.setBrush(self.surface)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        painter.drawPath(self.path(category))
        painter.restore()

    def draw_badge(self, painter: QPainter, x: float, y: float, count: int) -> None:
        """A "+n" badge around (x, y)."""
        self.paint_badge(painter, x, y, self.badge_size(count), f"+{count}")

    def paint_badge(self, painter: QPainter, x: float, y: float, width: float, text: str) -> None:
        """A badge of ``width`` around (x, y) with any text."""
        painter.save()
        painter.translate(x - width / 2, y - 9)
        painter.setPen(QPen(self.badge_edge, 1))
        painter.setBrush(self.sunken)
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 17), 8.5, 8.5)
        painter.setFont(self.small)
        painter.setPen(self.text)
        painter.drawText(QRectF(0, 0, width, 17.5), Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    @staticmethod
    def badge_size(count: int) -> float:
        """The width of a badge."""
        return 20.0 + 7.0 * len(str(count))

    def blank(self, width: int, height: int) -> QPixmap:
        """An empty transparent picture of ``width`` by ``height`` design pixels at the screen's resolution."""
        picture = QPixmap(math.ceil(width * self.ratio), math.ceil(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture
