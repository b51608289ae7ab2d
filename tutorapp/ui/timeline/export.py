"""The line on paper and in files: SVG and PDF as vectors, PNG at a chosen sharpness; always light, doubt hatched."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QIODevice, QMarginsF, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from tutorapp.domain.records import dataclass
from tutorapp.domain.timeline.axis import period_words
from tutorapp.domain.timeline.bands import arrange
from tutorapp.domain.timeline.index import TimelineIndex
from tutorapp.domain.timeline.layout import LevelLayout
from tutorapp.domain.timeline.view import View, fitted
from tutorapp.settings import Settings
from tutorapp.ui.theme import Theme
from tutorapp.ui.timeline.ink import Ink
from tutorapp.ui.timeline.labels import Labels
from tutorapp.ui.timeline.legend import draw_entries
from tutorapp.ui.timeline.painter import LinePainter
from tutorapp.ui.timeline.sight import Sight

TITLE, FOOT = 44.0, 34.0
_POINTS = 0.62
"""Printer's points of a design pixel on a PDF page."""
_YEAR_PX = 110.0
"""Pixels of a year where a whole line is tiled over pages."""
_MARGIN_MM = 10.0


class PaperTheme(Theme):
    """The light colours at 100 %, whatever is on the screen; nothing of the application is touched."""

    def __init__(self) -> None:
        super().__init__(Settings(theme="light"))
        self._colours = {role: QColor(value) for role, value in self._tokens["colour"]["light"].items()}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is exported: an index, its title and period, and the days (None: the whole line)."""

    index: TimelineIndex
    title: str
    home: tuple[float, float]
    view: tuple[float, float] | None = None

    @property
    def days(self) -> tuple[float, float]:
        """First and last day shown."""
        if self.view is not None:
            return self.view
        low, high = self.index.extent
        pad = (high - low) * 0.02
        return low - pad, high + pad


def as_svg(sheet: Sheet, width: int = 1600, height: int = 1000) -> bytes:
    """One SVG picture; text stays text, nothing is a bitmap."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(QSize(width, height))
    generator.setViewBox(QRectF(0, 0, width, height))
    generator.setTitle(sheet.title)
    generator.setDescription(_tr("Timeline made with TutorApp"))
    painter = QPainter(generator)
    _Page(PaperTheme(), sheet).paint(painter, width, height, sheet.days, "")
    painter.end()
    buffer.close()
    return bytes(data.data())


def as_png(sheet: Sheet, scale: int = 2, width: int = 1600, height: int = 1000) -> bytes:
    """One picture of ``width`` by ``height`` design pixels at ``scale`` (1 to 3) times as many dots."""
    scale = min(3, max(1, scale))
    image = QImage(width * scale, height * scale, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _Page(PaperTheme(), sheet).paint(painter, width, height, sheet.days, "")
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub leaves the device form out
    buffer.close()
    return bytes(data.data())


def as_pdf(sheet: Sheet, page: str = "A4") -> bytes:
    """Landscape pages of "A4" or "A3": the view on one, the whole line tiled along time, each with the legend."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    size = QPageSize(QPageSize.PageSizeId.A3 if page == "A3" else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter))
    writer.setResolution(300)
    writer.setTitle(sheet.title)
    writer.setCreator("TutorApp")
    area = writer.pageLayout().paintRectPoints()
    width, height = area.width() / _POINTS, area.height() / _POINTS
    painter = QPainter(writer)
    dots = _POINTS * 300 / 72
    painter.scale(dots, dots)
    paper = _Page(PaperTheme(), sheet)
    tiles = [sheet.days] if sheet.view is not None else tiled(sheet.days, width - 148.0)
    for number, days in enumerate(tiles):
        if number:
            writer.newPage()
        place = _tr("page {n} of {all}").format(n=number + 1, all=len(tiles)) if len(tiles) > 1 else ""
        paper.paint(painter, width, height, days, place)
    painter.end()
    buffer.close()
    return bytes(data.data())


def tiled(days: tuple[float, float], width: float) -> list[tuple[float, float]]:
    """Stretches of equal length, each ``width`` px wide at the printed scale, that cover ``days`` without a gap."""
    length = width / _YEAR_PX * 365.25
    count = max(1, round((days[1] - days[0]) / length + 0.35))
    step = (days[1] - days[0]) / count
    return [(days[0] + n * step, days[0] + (n + 1) * step) for n in range(count)]


class _Page:
    """Title, line and legend on one sheet of paper."""

    def __init__(self, theme: PaperTheme, sheet: Sheet) -> None:
        self.ink = Ink(theme, vector=True)
        self.theme = theme
        self.sheet = sheet

    def paint(self, painter: QPainter, width: float, height: float, days: tuple[float, float], place: str) -> None:
        """Paint within ``width`` by ``height`` design pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, 0, width, height), self.ink.surface)
        index = self.sheet.index
        counts = [len(column.ids) for column in index.columns]
        bands = arrange(width, height - TITLE - FOOT, counts)
        view: View = fitted(*days, width - bands.head)
        self._title(painter, width, view, place)
        if len(index):
            labels = Labels(self.ink, index, short=bands.is_compact)
            # Made for this page alone: nothing stands across its edges.
            ends = view.start, view.end
            layout = LevelLayout(index, 0, bands.rows, labels.width, ends, view.scale)
            painter.save()
            painter.translate(0, TITLE)
            painter.setClipRect(QRectF(0, 0, width, height - TITLE - FOOT))
            LinePainter(self.ink).paint(painter, Sight(index, layout, view, bands, labels, hints=False))
            painter.restore()
        draw_entries(painter, self.ink, _meanings(), 16.0, height - FOOT / 2)

    def _title(self, painter: QPainter, width: float, view: View, place: str) -> None:
        font = QFont(self.ink.strong)
        font.setPixelSize(18)
        painter.setFont(font)
        painter.setPen(self.ink.text)
        painter.drawText(QPointF(16, 28), self.sheet.title)
        right = " · ".join(part for part in (period_words(view), place) if part)
        painter.setFont(self.ink.label)
        painter.setPen(self.ink.secondary)
        room = self.ink.metrics.horizontalAdvance(right)
        painter.drawText(QPointF(width - room - 16, 28), right)


def _meanings() -> list[tuple[str, str]]:
    return [
        ("day", _tr("day known")),
        ("month", _tr("only the month or year known")),
        ("fade", _tr("hatched: start or end not exact")),
        ("badge", _tr("seven more events")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("TimelineExport", text)


def whole(sheet: Sheet) -> Sheet:
    """The same line from end to end."""
    return replace(sheet, view=None)
