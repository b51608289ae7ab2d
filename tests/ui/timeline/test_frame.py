"""Moving along the line paints strips only: the picture and what can be pressed in it are those of a fresh one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget

from tests.domain.timeline.lines import crowd
from tests.ui.timeline.conftest import a_timeline_unit
from tutorapp.ui.timeline.frame import Frame

pytestmark = [pytest.mark.gui, pytest.mark.qt_log_ignore("This plugin does not support")]
CATEGORIES = ("party_struggle", "ideology", "police_terror", "economy")


def a_crowded_unit():
    unit = a_timeline_unit()
    events = [replace(e, category=CATEGORIES[n % 4], spec=("SF1",)) for n, e in enumerate(crowd(400))]
    era = replace(unit.events[4], id="ERA", title="Years of plans", when="1928/1937", era=True)
    return replace(unit, events=(*events, era))


def picture(bench) -> QImage:
    bench.pane.canvas.viewport().repaint()
    return bench.pane.canvas.viewport().grab().toImage()


def fresh(bench) -> QImage:
    bench.pane.canvas._on_theme_changed()
    return picture(bench)


@pytest.mark.parametrize(
    ("theme", "percent", "most"),
    # Letters set on the screen and from a kept picture differ by a shade, more so where they are large and harsh; a
    # strip of 250 pixels that is one pixel off gives about twice as much as is let through here.
    [("light", 100, 0.0008), ("contrast", 100, 0.002), ("light", 130, 0.002), ("contrast", 130, 0.004)],
)
def test_a_moved_picture_is_the_one_painted_at_once(make_bench, theme, percent, most):
    bench = make_bench(theme=theme, unit=a_crowded_unit(), text_percent=percent)
    canvas = bench.pane.canvas
    canvas.zoom(3.0, 500)
    picture(bench)
    picture(bench)
    for pixels in (30.0, 31.4, -17.0, 250.0, 3000.0, -700.3, 0.4):
        canvas.set_view(canvas.view.panned(pixels))
        picture(bench)
    while canvas.picture.tags.keep(100):
        pass
    moved, hits = picture(bench), {(hit.item, hit.badge is None) for hit in canvas.hits}
    again = fresh(bench)
    while canvas.picture.tags.keep(100):
        pass
    again = picture(bench)
    assert {(hit.item, hit.badge is None) for hit in canvas.hits} == hits
    assert _different(moved, again) < most


def _different(one: QImage, other: QImage) -> float:
    """The share of pixels that are clearly another colour."""
    assert one.size() == other.size()
    a, b = (i.convertToFormat(QImage.Format.Format_Grayscale8).constBits().tobytes() for i in (one, other))
    return sum(abs(x - y) > 64 for x, y in zip(a, b, strict=True)) / len(a)


def test_what_is_pressed_is_what_is_seen_after_moving(make_bench):
    bench = make_bench(unit=a_crowded_unit())
    canvas = bench.pane.canvas
    canvas.zoom(2.0, 400)
    for pixels in (0.0, 40.0, 40.0, -200.0):
        canvas.set_view(canvas.view.panned(pixels))
        picture(bench)
        picture(bench)
    seen = [hit for hit in canvas.hits if hit.item >= 0 and hit.left > canvas.bands.head and not hit.jump]
    assert len(seen) > 20
    for hit in seen:
        middle = QPointF((hit.left + min(hit.right, canvas.bands.width)) / 2, (hit.top + hit.bottom) / 2)
        found = canvas.hit_at(middle * canvas.factor)
        assert found is not None
        assert found.item == hit.item or found.badge is not None


def test_a_ring_paints_only_the_columns_that_come_into_view(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    image = QImage(100, 10, QImage.Format.Format_RGB32)
    painted: list[tuple[int, int]] = []

    def strip(painter: QPainter, first: int, width: int) -> list:
        painted.append((first, width))
        return []

    frame, key = Frame(), "same"
    assert not frame.is_worth_keeping(key)
    assert frame.is_worth_keeping(key)
    for left in (1000, 1030, 1010, 5000):
        painter = QPainter(image)
        frame.show(painter, key, (left, 100), 10, strip)
        painter.end()
    assert painted[0] == (1000, 100)
    assert sum(width for _first, width in painted[1:-1]) == 50
    assert painted[-1] == (5000, 100)
    assert [strip[:2] for strip in frame.strips] == [(5000, 5100)]
