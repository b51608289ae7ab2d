"""The timeline's colours, fonts and shapes, made once for a theme."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QStaticText

from tutorapp.ui.theme import Theme

SHAPE_SIZE = 11.0
_KEPT_TEXTS = 3000
_KEPT_PICTURES = 400
_SEEN_OFTEN = 4
_JOINING = 0x0590  # from Hebrew on, letters may change with their neighbours


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


class Ink:
    """Pens, brushes and cached pictures. ``vector``: nothing is drawn as a bitmap, and doubt is hatched as in print."""

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
        self._texts: dict[tuple[str, bool], tuple[QStaticText, int]] = {}
        self._label_pictures: dict[tuple[str, bool], QPixmap] = {}
        self._letters: dict[str, float] = {}
        self.pictures_left = 0  # labels that may become pictures in this frame, so that no frame makes many
        self._pictures: dict[tuple[str, bool], QPixmap] = {}
        self._badges: dict[int, tuple[QPixmap, float]] = {}
        self._colours: dict[str, QColor] = {}
        self._paths: dict[str, QPainterPath] = {}

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

    def draw_text(self, painter: QPainter, x: float, y: float, text: str, *, strong: bool = False) -> None:
        """Draw a label with its upper left corner at (x, y); the painter's font must be the label's (or strong) one.

        On the screen a label that is drawn again and again (as while panning) becomes a kept picture, which costs a
        third of setting the text anew; one that just passes (as while zooming) is set from its kept layout.
        """
        if self.vector:
            metrics = self.strong_metrics if strong else self.metrics
            painter.drawText(QPointF(x, y + metrics.ascent()), text)
            return
        key = (text, strong)
        picture = self._label_pictures.get(key)
        if picture is not None:
            painter.drawPixmap(QPointF(x, y), picture)
            return
        static, seen = self._texts.get(key) or (self._static(text, strong), 0)
        painter.drawStaticText(QPointF(x, y), static)
        self._texts[key] = (static, seen + 1)
        if seen >= _SEEN_OFTEN and self.pictures_left > 0:
            self.pictures_left -= 1
            while len(self._label_pictures) >= _KEPT_PICTURES:
                del self._label_pictures[next(iter(self._label_pictures))]
            self._label_pictures[key] = self._text_picture(text, strong)

    def draw_texts(self, painter: QPainter, texts: list[tuple[float, float, str]]) -> None:
        """Many plain labels: (x, y, text) each, put on whole device pixels so that kept pictures stay sharp."""
        if self.vector or self.ratio != 1.0:
            for x, y, text in texts:
                self.draw_text(painter, self.snapped(x), self.snapped(y), text)
            return
        kept, draw = self._label_pictures, painter.drawPixmap
        for x, y, text in texts:
            picture = kept.get((text, False))
            if picture is not None:
                draw(round(x), round(y), picture)
            else:
                self.draw_text(painter, float(round(x)), float(round(y)), text)

    def draw_shapes(self, painter: QPainter, shapes: list[tuple[float, float, str, bool]]) -> None:
        """Many shapes: (x, y, category, dashed) each."""
        if self.vector:
            for x, y, category, is_dashed in shapes:
                self.draw_shape(painter, x, y, category, dashed=is_dashed)
            return
        kept, draw = self._pictures, painter.drawPixmap
        for x, y, category, is_dashed in shapes:
            picture = kept.get((category, is_dashed))
            if picture is None:
                picture = kept[(category, is_dashed)] = self._shape_picture(category, is_dashed)
            draw(QPointF(x - 9, y - 9), picture)

    def width(self, text: str) -> float:
        """Pixels of a label: the sum of its letters, which is never less than the set text by more than a hair.

        Thirty times faster than asking the font for the whole text; scripts that join letters are asked for.
        """
        known = self._letters
        total = 0.5
        for letter in text:
            advance = known.get(letter)
            if advance is None:
                if ord(letter) >= _JOINING:
                    return self.metrics.horizontalAdvance(text)
                advance = known[letter] = self.metrics.horizontalAdvance(letter)
            total += advance
        return total

    def _static(self, text: str, strong: bool) -> QStaticText:
        if len(self._texts) > _KEPT_TEXTS:
            self._texts.clear()
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self.strong if strong else self.label)
        return static

    def _text_picture(self, text: str, strong: bool) -> QPixmap:
        metrics = self.strong_metrics if strong else self.metrics
        picture = self.blank(math.ceil(metrics.horizontalAdvance(text)) + 4, math.ceil(metrics.height()) + 1)
        painter = QPainter(picture)
        painter.setFont(self.strong if strong else self.label)
        painter.setPen(self.text)
        painter.drawText(QPointF(0, metrics.ascent()), text)
        painter.end()
        return picture

    def snapped(self, value: float) -> float:
        """The nearest whole device pixel, so that kept pictures of text stay sharp."""
        return (
            value
            if self.vector
            else float(round(value))
            if self.ratio == 1.0
            else round(value * self.ratio) / self.ratio
        )

    # --- shapes --------------------------------------------------------------------------------------

    def draw_shape(self, painter: QPainter, x: float, y: float, category: str, *, dashed: bool = False) -> None:
        """A category's shape around (x, y); dashed where the day is not known."""
        if self.vector:
            painter.save()
            painter.translate(x, y)
            self._paint_shape(painter, category, dashed)
            painter.restore()
            return
        self.draw_shapes(painter, [(x, y, category, dashed)])

    def _shape_picture(self, category: str, dashed: bool) -> QPixmap:
        picture = self.blank(18, 18)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(9, 9)
        self._paint_shape(painter, category, dashed)
        painter.end()
        return picture

    def _paint_shape(self, painter: QPainter, category: str, dashed: bool) -> None:
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

    def draw_badge(self, painter: QPainter, x: float, y: float, count: int) -> None:
        """A "+n" badge around (x, y)."""
        width = self.badge_size(count)
        if self.vector:
            painter.save()
            painter.translate(x - width / 2, y - 9)
            self._paint_badge(painter, width, count)
            painter.restore()
            return
        self.draw_badges(painter, [(x, y, count)])

    def draw_badges(self, painter: QPainter, badges: list[tuple[float, float, int]]) -> None:
        """Many badges: (x, y, count) each."""
        if self.vector:
            for x, y, count in badges:
                self.draw_badge(painter, x, y, count)
            return
        kept, draw = self._badges, painter.drawPixmap
        for x, y, count in badges:
            found = kept.get(count)
            if found is None:
                found = kept[count] = self._badge_picture(count)
            draw(QPointF(x - found[1], y - 10), found[0])

    def _badge_picture(self, count: int) -> tuple[QPixmap, float]:
        width = self.badge_size(count)
        picture = self.blank(math.ceil(width) + 2, 20)
        inner = QPainter(picture)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.translate(1, 1)
        self._paint_badge(inner, width, count)
        inner.end()
        return picture, width / 2 + 1

    @staticmethod
    def badge_size(count: int) -> float:
        """The width of a badge."""
        return 20.0 + 7.0 * len(str(count))

    def _paint_badge(self, painter: QPainter, width: float, count: int) -> None:
        painter.setPen(QPen(self.badge_edge, 1))
        painter.setBrush(self.sunken)
        painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, 17), 8.5, 8.5)
        painter.setFont(self.small)
        painter.setPen(self.text)
        painter.drawText(QRectF(0, 0, width, 17.5), Qt.AlignmentFlag.AlignCenter, f"+{count}")

    def blank(self, width: int, height: int) -> QPixmap:
        """An empty transparent picture of ``width`` by ``height`` design pixels at the screen's resolution."""
        picture = QPixmap(math.ceil(width * self.ratio), math.ceil(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture
