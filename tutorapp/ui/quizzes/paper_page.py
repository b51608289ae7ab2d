"""The tab Paper: the quiz in front as pages, with its questions and pictures brought together first."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from tutorapp.domain.library import Library
from tutorapp.domain.quiz import Quiz, resolve
from tutorapp.ui.context import UiContext
from tutorapp.ui.paper.view import PaperView
from tutorapp.ui.practice.parts import label
from tutorapp.ui.quizzes.sources_form import picture_reader
from tutorapp.ui.quizzes.store import BankStore


class PaperPage(QWidget):
    """A word where there is no quiz yet, else the paper."""

    def __init__(self, context: UiContext, store: BankStore) -> None:
        super().__init__()
        self._ctx, self._store = context, store
        self._shown: tuple[object, ...] = ()
        self.setObjectName("quizzes.paper")
        self.stack = QStackedWidget()
        empty = label(
            self.tr("Build a quiz under Quizzes; here it becomes a paper with its mark scheme and key."),
            "secondary",
            wrap=True,
        )
        empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.view = PaperView(context)
        self.stack.addWidget(empty)
        self.stack.addWidget(self.view)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def show_quiz(self, quiz: Quiz) -> None:
        """Show ``quiz``; its pictures are read on the worker first."""
        library = self._ctx.library
        if library is None:
            return
        questions = self._store.questions()
        if self._shown == (quiz, questions):
            return
        self._shown = (quiz, questions)
        asked = resolve(quiz, questions).questions
        names = {source.media for question in asked for source in question.sources if source.media}
        read = picture_reader(self._ctx)
        manifest = replace(library.manifest, media={**library.manifest.media, **self._store.alternatives})
        unit = replace(library.unit, manifest=manifest, questions=tuple(questions.values()))

        def show(pictures: dict[str, bytes | None]) -> None:
            images = {name: QImage.fromData(data) for name, data in pictures.items() if data is not None}

            def picture(name: str, width: int) -> QImage | None:
                image = images.get(name)
                if image is None or image.isNull() or image.width() <= width:
                    return image
                return image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)

            self.stack.setCurrentWidget(self.view)
            self.view.show_quiz(quiz, Library(unit), picture)

        self._ctx.jobs.run(lambda: {name: read(name) for name in sorted(names)}, show)
