"""Draw the program's icon from its SVG in every form that an installer wants.

python packaging/bundle/icons.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SOURCE = Path(__file__).resolve().parent.parent / "icon" / "tutorapp.svg"
SIZES = (16, 32, 48, 64, 128, 256)


def draw(size: int) -> QImage:
    """The icon, ``size`` pixels each way."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(str(SOURCE)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def main() -> int:
    """Write PNG files, one .ico and one .icns."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication([])
    names = [f"tutorapp-{size}.png" for size in SIZES] + ["tutorapp.ico", "tutorapp.icns"]
    sizes = [*SIZES, 256, 256]
    written = [draw(size).save(str(target / name)) for name, size in zip(names, sizes, strict=True)]
    application.quit()
    if not all(written):
        print(f"not written: {', '.join(name for name, done in zip(names, written, strict=True) if not done)}")
    return 0 if all(written) else 1


if __name__ == "__main__":
    sys.exit(main())
