"""The sources of a question, words and pictures, as a pupil sees them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout
from shiboken6 import isValid

from tutorapp.domain import markup
from tutorapp.domain.content import Source
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import clear, label

MOST_HIGH = 320
"""Design pixels of a picture: the question and the answer need their room too."""


class _Sheet(QLabel):
    """A picture that is never wider than its column."""

    def __init__(self, context: UiContext, alternative: str) -> None:
        super().__init__()
        self._ctx = context
        self._image = QImage()
        self.setAccessibleName(alternative)
        self.setToolTip(alternative)
        self.setMinimumWidth(40)

    def set_image(self, image: QImage) -> None:
        """Show ``image``."""
        self._image = image
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        ratio = self.devicePixelRatioF()
        wide = min(self.width(), self._image.width())
        high = self._ctx.theme.px(MOST_HIGH)
        size = self._image.size().scaled(wide, high, Qt.AspectRatioMode.KeepAspectRatio)
        image = self._image.scaled(size * ratio, mode=Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        self.setPixmap(QPixmap.fromImage(image))
        self.setFixedHeight(size.height())


class SourceView(QFrame):
    """Title, words, picture and where it is from, one source below the other."""

    def __init__(self, context: UiContext, name: str) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName(name)
        self.setProperty("role", "note")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 4, 4, 4)
        self._column.setSpacing(4)
        self.hide()

    def show_sources(self, sources: Sequence[Source]) -> None:
        """Show ``sources``; pictures follow when they have been read."""
        clear(self._column)
        self.setVisible(bool(sources))
        for source in sources:
            if source.title:
                self._column.addWidget(label(source.title, "strong", wrap=True))
            if source.text:
                self._column.addWidget(label(markup.plain(source.text), "body", wrap=True))
            if source.media:
                self._add_picture(source.media)
            if source.attribution:
                self._column.addWidget(label(source.attribution, "muted", wrap=True))

    def _add_picture(self, name: str) -> None:
        library, bank = self._ctx.library, self._ctx.services.bank
        alternative = library.manifest.media.get(name, "") if library else ""
        unit_id = library.manifest.id if library else ""
        sheet = _Sheet(self._ctx, alternative)
        self._column.addWidget(sheet)

        def read() -> bytes | None:
            found = bank.picture(name)
            if found is None:
                from tutorapp.ui.notes.pictures import shipped_media  # the unit's own pictures are drawn by the notes

                found = shipped_media(unit_id, name)
            return found

        def show(data: bytes | None) -> None:
            image = QImage.fromData(data) if data else QImage()
            if isValid(sheet):
                if image.isNull():
                    sheet.setText(alternative)
                    sheet.setWordWrap(True)
                else:
                    sheet.set_image(image)

        self._ctx.jobs.run(read, show)
