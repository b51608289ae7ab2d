"""Kept pictures of shapes with their labels, of badges and of short words: drawn often, painted once.

All are painted and put down in whole device pixels, which keeps them sharp at any scaling and lets Qt copy them without
looking at a transformation. For paper and files (``Ink.vector``) nothing is kept: every sign is drawn anew as paths
and text.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap, QStaticText

from tutorapp.domain.timeline.boxes import LABEL_GAP, SHAPE
from tutorapp.ui.timeline.ink import Ink

_SMALL_LINE = 2000
"""Up to so many events labels come back often enough to keep a picture of each; of more only their set text is kept."""
_MOST_PIXELS, _FEWER_PIXELS = 2_200_000, 300_000
"""Pixels of the kept labels of a small and of a large line at 100 %, four bytes each."""
_KEPT_TEXTS = 1800
_KEPT_SMALL = 400
_KEPT_COUNTS = 100
_LABEL = SHAPE + LABEL_GAP
_HALF = 10.0
"""Half the height of a picture, and left of a shape's centre."""

Key = tuple[str, str, bool, bool]
"""Label, category ("" for no shape), dashed?, label right?"""
_DOTS: Key = ("…", "", False, True)
_Picture = tuple[QPixmap, int, int]
"""A picture, and where its origin is in it."""


class Tags:
    """Puts signs down; a label that has no picture yet is set as text and remembered for ``keep``."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.left = 0
        """Pictures that may be made in this frame, of labels asked for again."""
        self.kept: dict[Key, _Picture] = {}
        self._pixels, self._most = 0, 0
        self.is_small = True
        self._wanted: dict[Key, None] = {}
        self._texts: dict[str, QStaticText] = {}
        self._later: list[tuple[float, float, QStaticText]] = []
        self._small: dict[object, _Picture] = {}
        self.badges: dict[int, _Picture] = {}
        self._counts: set[int] = set()
        self._digits: dict[str, float] = {}
        self.fit(0)

    def fit(self, count: int) -> None:
        """Keep what a line of ``count`` events needs."""
        self.is_small = count <= _SMALL_LINE
        most = _MOST_PIXELS if self.is_small else _FEWER_PIXELS
        self._most = round(most * max(1.0, self.ink.ratio * self.ink.ratio))
        self._wanted.clear()

    # --- shapes and labels ---------------------------------------------------------------------------

    def put(self, painter: QPainter, x: float, middle: float, key: Key) -> None:
        """A shape around (x, middle) with its label beside it; without a category the label alone begins at ``x``.

        Without a label the shape alone. In design pixels; the painter works in device pixels.
        """
        ink = self.ink
        if ink.vector:
            self._paint(painter, x, middle, key)
            return
        label, category, dashed, right = key
        picture = self.kept.get(key)
        ratio = ink.ratio
        if picture is not None:
            painter.drawPixmap(round(x * ratio) - picture[1], round(middle * ratio) - picture[2], picture[0])
            return
        if not label:
            picture = self._keep(key)
            painter.drawPixmap(round(x * ratio) - picture[1], round(middle * ratio) - picture[2], picture[0])
            return
        if self.left > 0 and (label in self._texts or key in self._wanted):
            self.left -= 1
            self._wanted.pop(key, None)
            self._keep(key)
            self.put(painter, x, middle, key)
            return
        if category:
            self.put(painter, x, middle, ("", category, dashed, True))
            x += _LABEL if right else -_LABEL - ink.width(label)
        self._set(painter, x, middle, label, key)

    def put_later(self, painter: QPainter, x: float, middle: float, key: Key) -> None:
        """As ``put``; a label that has its text set but no picture comes with the next ``flush``, in one go."""
        static = self._texts.get(key[0])
        if static is None or self.left > 0 or key in self.kept:
            self.put(painter, x, middle, key)
            return
        label, category, dashed, right = key
        if category:
            self.put(painter, x, middle, ("", category, dashed, True))
            x += _LABEL if right else -_LABEL - self.ink.width(label)
        self._later.append((x, middle, static))

    def flush(self, painter: QPainter) -> None:
        """Draw the labels of ``put_later``: one font and one pen for all of them."""
        if not self._later:
            return
        ink = self.ink
        up, draw = ink.metrics.height() / 2, painter.drawStaticText
        painter.setFont(ink.label)
        painter.setPen(ink.text)
        if ink.ratio == 1.0:
            for x, middle, static in self._later:
                draw(round(x), round(middle - up), static)
        else:
            painter.save()
            painter.scale(ink.ratio, ink.ratio)
            for x, middle, static in self._later:
                draw(QPointF(ink.snapped(x), ink.snapped(middle - up)), static)
            painter.restore()
        self._later.clear()

    def put_passing(self, painter: QPainter, x: float, middle: float, label: str, *, strong: bool = False) -> None:
        """A label that will look different in the next frame, or stands out: nothing of it is kept."""
        ink = self.ink
        painter.setFont(ink.strong if strong else ink.label)
        painter.setPen(ink.text)
        if ink.ratio == 1.0:
            painter.drawText(QPointF(ink.snapped(x), self.baseline(middle)), label)
            return
        painter.save()
        painter.scale(ink.ratio, ink.ratio)
        painter.drawText(QPointF(ink.snapped(x), self.baseline(middle)), label)
        painter.restore()

    def put_beginning(self, painter: QPainter, x: float, middle: float, room: float, key: Key) -> None:
        """As many words of a label as ``room`` px hold, and an ellipsis."""
        text = self.ink.beginning(key[0], room)
        if text:
            self.put_part(painter, x, middle, text, key)

    def put_part(self, painter: QPainter, x: float, middle: float, text: str, key: Key) -> None:
        """The label of ``key`` or its beginning (``text``) from ``x`` on, from its own picture where it has one."""
        picture = None if self.ink.vector else self.kept.get(key)
        if picture is None:
            self.put_passing(painter, x, middle, text)
            return
        ink, ratio = self.ink, self.ink.ratio
        is_whole = text == key[0]
        wide = round(ink.width(text if is_whole else text[:-1]) * ratio)
        left = 0 if not key[1] else picture[1] + round(_LABEL * ratio) if key[3] else round(2 * ratio)
        top = round(middle * ratio) - picture[2]
        painter.drawPixmap(round(x * ratio), top, picture[0], left, 0, wide + is_whole, picture[0].height())
        if not is_whole:
            dots = self.kept.get(_DOTS) or self._keep(_DOTS)
            painter.drawPixmap(round(x * ratio) + wide, top + picture[2] - dots[2], dots[0])

    def keep(self, most: int) -> bool:
        """Keep up to ``most`` labels that were set anew, to be called when idle; True if any is left."""
        for key in list(self._wanted)[:most]:
            if not self.is_small:
                self._keep_text(key[0])
            elif key not in self.kept:
                self._keep(key)
            del self._wanted[key]
        while self._counts:
            count = self._counts.pop()
            picture, _left, middle = self._badge(count, f"+{count}")
            self.badges[count] = (picture, round((self.ink.badge_size(count) / 2 + 1) * self.ink.ratio), middle)
        return bool(self._wanted)

    def _set(self, painter: QPainter, x: float, middle: float, label: str, key: Key) -> None:
        """Text from its kept layout; without one it is set anew, which takes half the time of making a layout."""
        ink, ratio = self.ink, self.ink.ratio
        static = self._texts.get(label)
        if static is None:
            self._wanted[key] = None
            self.put_passing(painter, x, middle, label)
            return
        painter.setFont(ink.label)
        painter.setPen(ink.text)
        top = middle - ink.metrics.height() / 2
        if ratio == 1.0:
            painter.drawStaticText(round(x), round(top), static)
            return
        painter.save()
        painter.scale(ratio, ratio)
        painter.drawStaticText(QPointF(ink.snapped(x), ink.snapped(top)), static)
        painter.restore()

    def _keep_text(self, label: str) -> None:
        while len(self._texts) >= _KEPT_TEXTS:
            del self._texts[next(iter(self._texts))]
        static = self._texts[label] = QStaticText(label)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.prepare(font=self.ink.label)

    def _keep(self, key: Key) -> _Picture:
        label, category, _dashed, right = key
        ink, ratio = self.ink, self.ink.ratio
        width = ink.width(label) if label else 0.0
        gap = (_LABEL if category and label else 0.0) + (_HALF if category else 0.0)
        centre = _HALF if category and right else _LABEL + width + 2 if category else 0.0
        wide = math.ceil((width + gap + (_HALF if category and not label else 4)) * ratio)
        picture = QPixmap(wide + (math.ceil(_HALF * ratio) if not right else 0), 2 * math.ceil(_HALF * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        x, y = round(centre * ratio), picture.height() // 2
        inner = QPainter(picture)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.translate(x, y)
        inner.scale(ratio, ratio)
        self._paint(inner, 0.0, 0.0, key)
        inner.end()
        found = self.kept[key] = (picture, x, y)
        self._pixels += picture.width() * picture.height()
        while self._pixels > self._most:
            old = self.kept.pop(next(iter(self.kept)))[0]
            self._pixels -= old.width() * old.height()
        return found

    def _paint(self, painter: QPainter, x: float, middle: float, key: Key) -> None:
        label, category, dashed, right = key
        ink = self.ink
        if category:
            ink.draw_shape(painter, x, middle, category, dashed=dashed)
        if not label:
            return
        left = x if not category else x + _LABEL if right else x - _LABEL - ink.width(label)
        painter.setFont(ink.label)
        painter.setPen(ink.text)
        painter.drawText(QPointF(left, self.baseline(middle)), label)

    def baseline(self, middle: float) -> float:
        """Where a label around ``middle`` stands, on a whole device pixel."""
        metrics = self.ink.metrics
        return self.ink.snapped(middle - metrics.height() / 2 + metrics.ascent())

    # --- badges and words ----------------------------------------------------------------------------

    def put_badge(self, painter: QPainter, x: float, middle: float, count: int) -> None:
        """A "+n" badge around (x, middle), in design pixels; the painter works in device pixels."""
        ink = self.ink
        if ink.vector:
            ink.draw_badge(painter, x, middle, count)
            return
        picture = self.badges.get(count)
        if picture is not None:
            painter.drawPixmap(round(x * ink.ratio) - picture[1], round(middle * ink.ratio) - picture[2], picture[0])
            return
        if count < _KEPT_COUNTS:
            self._counts.add(count)
        left = round((x - ink.badge_size(count) / 2) * ink.ratio)
        self._put_together(painter, left, round(middle * ink.ratio), f"+{count}")

    def _put_together(self, painter: QPainter, left: int, top: int, text: str) -> None:
        """A badge whose count has no picture of its own: an empty one of its width and the digits on it, all kept."""
        size = -len(text)
        plate = self._small.get(size) or self._badge(size, "")
        painter.drawPixmap(left - plate[1], top - plate[2], plate[0])
        ratio, advances = self.ink.ratio, self._digits
        for sign in text:
            if sign not in advances:
                advances[sign] = self.ink.small_metrics.horizontalAdvance(sign)
        x = left / ratio + (20.0 + 7.0 * (len(text) - 1) - sum([advances[sign] for sign in text])) / 2
        base = top + round(4.5 * ratio)
        for sign in text:
            key = ("badge", sign)
            picture = self._small.get(key) or self._words(key, sign, self.ink.small, self.ink.text)
            painter.drawPixmap(round(x * ratio), base - picture[2], picture[0])
            x += advances[sign]

    def _badge(self, key: int, text: str) -> _Picture:
        """A kept badge with ``text``; -n: an empty one for n signs."""
        signs = -key if key < 0 else len(text)
        width = 20.0 + 7.0 * (signs - 1)
        picture = self._blank(math.ceil(width) + 2, 20)
        inner = self._inside(picture)
        self.ink.paint_badge(inner, width / 2 + 1, 10.0, width, text)
        inner.end()
        return self._hold(key, (picture, round(self.ink.ratio), round(10 * self.ink.ratio)))

    def put_words(self, painter: QPainter, x: float, baseline: float, words: str, *, strong: bool) -> None:
        """A few small words (a date on the axis) from ``x`` on; the painter works in device pixels."""
        ink = self.ink
        font, colour = (ink.badge, ink.text) if strong else (ink.small, ink.secondary)
        if ink.vector:
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(QPointF(x, baseline), words)
            return
        key = (words, strong)
        picture = self._small.get(key) or self._words(key, words, font, colour)
        painter.drawPixmap(round(x * ink.ratio), round(baseline * ink.ratio) - picture[2], picture[0])

    def _words(self, key: object, words: str, font: QFont, colour: QColor) -> _Picture:
        picture = self._blank(math.ceil(self.ink.small_metrics.horizontalAdvance(words) * 1.1) + 6, 20)
        inner = self._inside(picture)
        inner.setFont(font)
        inner.setPen(colour)
        inner.drawText(QPointF(0, 15), words)
        inner.end()
        return self._hold(key, (picture, 0, round(15 * self.ink.ratio)))

    def _hold(self, key: object, picture: _Picture) -> _Picture:
        while len(self._small) >= _KEPT_SMALL:
            del self._small[next(iter(self._small))]
        self._small[key] = picture
        return picture

    def _blank(self, width: int, height: int) -> QPixmap:
        ratio = self.ink.ratio
        picture = QPixmap(math.ceil(width * ratio), math.ceil(height * ratio))
        picture.fill(Qt.GlobalColor.transparent)
        return picture

    def _inside(self, picture: QPixmap) -> QPainter:
        inner = QPainter(picture)
        inner.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner.scale(self.ink.ratio, self.ink.ratio)
        return inner
