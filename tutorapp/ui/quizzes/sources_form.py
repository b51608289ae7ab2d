"""Source texts and pictures that stand before a question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from tutorapp.domain.content import Question, Source
from tutorapp.domain.errors import KnownError
from tutorapp.domain.own import OwnPicture
from tutorapp.ui.context import UiContext
from tutorapp.ui.quizzes import pictures
from tutorapp.ui.quizzes.fields import LineField, TextField
from tutorapp.ui.quizzes.form import Form, SchemeForm, link_button, part_getter, part_setter

_TOP = Qt.AlignmentFlag.AlignTop
THUMB = 120


class SourcesForm(SchemeForm):
    """Rows of sources; a picture needs its words."""

    def build(self, question: Question) -> None:
        self._thumbs: list[tuple[QLabel, str]] = []
        if not question.sources:
            return
        self.head("sources", self.tr("Sources a pupil reads before answering"))
        self.rows["sources"] = [self._row(at, source) for at, source in enumerate(question.sources)]

    def _row(self, at: int, source: Source) -> QWidget:
        made, row = self.line(left=10, top=4)
        spoken = self.tr("source {0}").format(at + 1)
        title = LineField(
            self.ctx,
            f"quizzes.edit.sources.{at}.title",
            self.tr("Title of source {0}").format(at + 1),
            self.tr("Title, such as Source A"),
        )
        text = TextField(
            self.ctx,
            f"quizzes.edit.sources.{at}.text",
            self.tr("Text of source {0}").format(at + 1),
            self.tr("The extract"),
            least=2,
            most=8,
            font="body",
        )
        credit = LineField(
            self.ctx,
            f"quizzes.edit.sources.{at}.attribution",
            self.tr("Where source {0} is from").format(at + 1),
            self.tr("Author, year, where it is from"),
        )
        for part, field in (("title", title), ("text", text), ("attribution", credit)):
            path = f"sources[{at}].{part}"
            self.form.bind(path, field, part_getter("sources", at, part), part_setter("sources", at, part))
        column = QVBoxLayout()
        column.setSpacing(4)
        for field in (title, text, credit):
            column.addWidget(field)
        column.addLayout(self._picture(at, source))
        row.addWidget(self.grip("sources", at, spoken, title), 0, _TOP)
        row.addLayout(column, 1)
        row.addWidget(self.trash("sources", at, spoken), 0, _TOP)
        return made

    def _picture(self, at: int, source: Source) -> QHBoxLayout:
        row = QHBoxLayout()
        name = f"quizzes.edit.sources.{at}"
        if not source.media:
            row.addWidget(link_button(self.tr("Choose a picture …"), f"{name}.choose", lambda: self.choose(at)))
            row.addStretch(1)
            return row
        thumb = QLabel()
        thumb.setFixedWidth(self.ctx.theme.px(THUMB))
        thumb.setAccessibleName(self.form.store.alternatives.get(source.media, ""))
        self._show_thumb(thumb, source.media)
        words = LineField(
            self.ctx,
            f"{name}.media",
            self.tr("What the picture of source {0} shows, in words").format(at + 1),
            self.tr("What the picture shows, for those who cannot see it"),
        )
        self.form.fields.pop(f"sources[{at}].media", None)
        self.form.bind(
            f"sources[{at}].media",
            words,
            lambda q: self.form.store.alternatives.get(q.sources[at].media, "") if at < len(q.sources) else "",
            lambda q, _text: q,
        )
        words.line.editingFinished.connect(lambda: self._describe(source.media, words.line.text()))
        column = QVBoxLayout()
        column.addWidget(words)
        buttons = QHBoxLayout()
        buttons.addWidget(link_button(self.tr("Another picture …"), f"{name}.choose", lambda: self.choose(at)))
        buttons.addWidget(link_button(self.tr("Without a picture"), f"{name}.clear", lambda: self._set(at, "")))
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        row.addWidget(thumb, 0, _TOP)
        row.addLayout(column, 1)
        return row

    def choose(self, at: int) -> None:
        """Ask for a picture file."""
        kinds = self.tr("Pictures ({0})").format(pictures.KINDS)
        name, _kind = QFileDialog.getOpenFileName(self, self.tr("Choose a picture"), "", kinds)
        if name:
            take_picture(self.form, at, Path(name))

    def _set(self, at: int, media: str) -> None:
        self.form.edit(lambda q: part_setter("sources", at, "media")(q, media))

    def _describe(self, media: str, words: str) -> None:
        store = self.form.store
        if words.strip() and words.strip() != store.alternatives.get(media, ""):
            picture = OwnPicture(name=media, data=b"", alternative=words.strip())
            store.add_picture(
                picture, lambda: store.changed.emit((self.form.question.id,) if self.form.question else ())
            )

    def _show_thumb(self, thumb: QLabel, media: str) -> None:
        read = picture_reader(self.ctx)

        def show(data: bytes | None) -> None:
            image = QImage.fromData(data) if data else QImage()
            if not image.isNull():
                wide = image.scaledToWidth(thumb.width(), Qt.TransformationMode.SmoothTransformation)
                thumb.setPixmap(QPixmap.fromImage(wide))

        self.ctx.jobs.run(lambda: read(media), _alive(thumb, show))


def take_picture(form: Form, at: int, path: Path) -> None:
    """Keep the picture of ``path`` and put it into the source at ``at``; a refusal is told."""
    try:
        name, data = pictures.read(path)
    except KnownError as error:
        form.ctx.bus.notice(error.message, level="warning")
        return

    def kept() -> None:
        form.edit(lambda q: part_setter("sources", at, "media")(q, name), "choose picture")
        form.focus(f"sources[{at}].media")

    form.store.add_picture(OwnPicture(name=name, data=data), kept)


def add_source(form: Form) -> None:
    """One more source at the end."""

    def change(question: Question) -> Question:
        title = f"Source {chr(65 + len(question.sources))}" if len(question.sources) < 26 else "Source"
        return replace(question, sources=(*question.sources, Source(title=title)))

    form.edit(change)
    if form.question is not None:
        form.focus(f"sources[{len(form.question.sources) - 1}].text")


def picture_reader(context: UiContext) -> Callable[[str], bytes | None]:
    """Reads an own picture, else one of the unit's; for the worker."""
    bank, library = context.services.bank, context.library

    def read(name: str) -> bytes | None:
        found = bank.picture(name)
        if found is None and library is not None:
            from tutorapp.ui.notes.pictures import shipped_media

            found = shipped_media(library.manifest.id, name)
        return found

    return read


def _alive(widget: QWidget, act: Callable[[bytes | None], None]) -> Callable[[bytes | None], None]:
    """``act``, unless the widget is gone when the answer comes."""
    from shiboken6 import isValid

    return lambda data: act(data) if isValid(widget) else None
