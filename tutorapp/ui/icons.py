"""Line icons in the theme's colours, drawn from the shipped SVG files and cached by theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from tutorapp import assets
from tutorapp.ui.theme import Theme


class Icons(QObject):
    """Icons by name; ``currentColor`` is replaced first, since Qt would draw it black."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icons: dict[tuple[str, str, int], QIcon] = {}
        self._sources: dict[str, str] = {}
        theme.changed.connect(self._icons.clear)

    def icon(self, name: str, role: str = "text.secondary", size: int = 16) -> QIcon:
        """The icon ``name`` (a file of resources/icons) in the colour of ``role`` at ``size`` pixels."""
        key = (name, role, size)
        if key not in self._icons:
            icon = QIcon()
            # One pixmap for each scale a screen has; Qt greys the disabled state itself.
            for scale in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()}):
                icon.addPixmap(self._draw(name, self._theme.colour(role), size, scale))
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, role: str = "text.secondary", size: int = 16, scale: float = 2.0) -> QPixmap:
        """The icon as a pixmap of ``size`` logical pixels, drawn at ``scale``."""
        return self._draw(name, self._theme.colour(role), size, scale)

    def _draw(self, name: str, colour: QColor, size: int, scale: float) -> QPixmap:
        if name not in self._sources:
            self._sources[name] = assets.text(f"icons/{name}.svg")
        source = self._sources[name].replace("currentColor", colour.name())
        pixmap = QPixmap(QSize(round(size * scale), round(size * scale)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(pixmap.rect()))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        return pixmap
