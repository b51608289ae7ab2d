"""The left side of the paper page: which documents, versions and sizes, and what was checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tutorapp.domain import paper
from tutorapp.domain.paper.compose import Kind
from tutorapp.domain.records import dataclass
from tutorapp.ui.context import UiContext
from tutorapp.ui.practice.parts import Rule, label

WIDTH = 304


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be made; ``letters`` is empty for one version without a letter."""

    kinds: tuple[Kind, ...]
    letters: tuple[str, ...]
    layout: paper.Layout


class Segments(QWidget):
    """Two or more buttons of which one is pressed.

    Signals:
        chosen: another one is pressed.
    """

    chosen = Signal()

    def __init__(self, words: Sequence[str], name: str, spoken: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        for number, text in enumerate(words):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("role", "segment")
            button.setObjectName(f"{name}.{number}")
            button.setAccessibleName(f"{spoken}: {text}")
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda _number: self.chosen.emit())

    def index(self) -> int:
        """Which is pressed, from 0."""
        return self._group.checkedId()


class PaperChoices(QFrame):
    """All choices of a paper.

    Signals:
        changed: a choice is another one now.
    """

    changed = Signal()

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._ctx = context
        self.setObjectName("paper.choices")
        self.setProperty("role", "side")
        self.setFixedWidth(context.theme.px(WIDTH))
        self._checks: list[QWidget] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setProperty("role", "surface")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 12, 16, 16)
        self._column.setSpacing(8)
        scroll.setWidget(inner)
        outer.addWidget(scroll)
        self.title = label("", "h3", name="paper.title", wrap=True)
        self._column.addWidget(self.title)
        self._column.addWidget(Rule())
        self._build_documents()
        self._build_look()
        self._build_checks()

    def wanted(self) -> Wanted:
        """The choices as they stand."""
        return Wanted(
            kinds=tuple(kind for kind in paper.KINDS if self._documents[kind].isChecked()),
            letters=("A", "B") if self._versions.index() else (),
            layout=paper.Layout(
                large=self._size.index() == 1,
                lines_per_mark=self._lines.value(),
                cover=self._cover.isChecked(),
                candidate_lines=self._names.isChecked(),
                sections_on_new_page=self._sections.isChecked(),
                full=self._full.isChecked(),
            ),
        )

    def show_pages(self, pages: Mapping[Kind, int]) -> None:
        """How many pages each document has, all versions together."""
        for kind, shown in self._pages.items():
            count = pages.get(kind)
            words = "" if count is None else self.tr("1 page") if count == 1 else self.tr("{0} pages").format(count)
            shown.setText(words)

    def show_checks(self, checks: Sequence[tuple[bool, str]]) -> None:
        """Sentences, each with whether it is well."""
        for old in self._checks:
            old.hide()
            old.deleteLater()
        self._checks = [self._check_line(good, words) for good, words in checks]
        for line in self._checks:
            self._checked.addWidget(line)

    # --- building ------------------------------------------------------------------------------------

    def _build_documents(self) -> None:
        self._column.addWidget(label(self.tr("Documents"), "label"))
        names: dict[Kind, str] = {
            "paper": self.tr("Question paper"),
            "scheme": self.tr("Mark scheme"),
            "key": self.tr("Answer key"),
        }
        self._documents: dict[Kind, QCheckBox] = {}
        self._pages: dict[Kind, QLabel] = {}
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        for row, (kind, name) in enumerate(names.items()):
            self._documents[kind] = self._box(name, f"paper.{kind}", checked=kind != "key")
            self._pages[kind] = label("", "secondary", name=f"paper.{kind}.pages")
            grid.addWidget(self._documents[kind], row, 0)
            grid.addWidget(self._pages[kind], row, 1, Qt.AlignmentFlag.AlignRight)
        self._column.addLayout(grid)
        self._column.addWidget(Rule())

    def _build_look(self) -> None:
        self._versions = Segments(("A", self.tr("A and B")), "paper.versions", self.tr("Versions"))
        self._size = Segments((self.tr("12 pt"), self.tr("18 pt")), "paper.size", self.tr("Text size"))
        self._lines = QSpinBox()
        self._lines.setRange(0, 8)
        self._lines.setValue(3)
        self._lines.setObjectName("paper.lines")
        self._lines.setAccessibleName(self.tr("Answer lines for each mark"))
        self._lines.lineEdit().setTextMargins(6, 0, 0, 0)
        self._lines.valueChanged.connect(lambda _value: self.changed.emit())
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(2, 1)
        for row, (name, control) in enumerate(
            ((self.tr("Versions"), self._versions), (self.tr("Text size"), self._size))
        ):
            grid.addWidget(label(name, "label"), row, 0)
            grid.addWidget(control, row, 1, 1, 2)
            control.chosen.connect(self.changed)
        grid.addWidget(label(self.tr("Answer lines"), "label"), 2, 0)
        grid.addWidget(self._lines, 2, 1)
        grid.addWidget(label(self.tr("for each mark"), "secondary"), 2, 2)
        self._column.addLayout(grid)
        self._cover = self._box(self.tr("Cover page"), "paper.cover", checked=True)
        self._names = self._box(self.tr("Lines for name and number"), "paper.names", checked=True)
        self._sections = self._box(self.tr("Start each section on a new page"), "paper.sections")
        self._full = self._box(self.tr("Words and samples in the scheme"), "paper.full")
        for box in (self._cover, self._names, self._sections, self._full):
            self._column.addWidget(box)
        self._column.addWidget(Rule())

    def _build_checks(self) -> None:
        self._column.addWidget(label(self.tr("Checked"), "label"))
        self._checked = QVBoxLayout()
        self._checked.setSpacing(6)
        self._column.addLayout(self._checked)
        self._column.addStretch(1)

    def _box(self, text: str, name: str, *, checked: bool = False) -> QCheckBox:
        box = QCheckBox(text)
        box.setObjectName(name)
        box.setAccessibleName(text)
        box.setChecked(checked)
        box.toggled.connect(lambda _on: self.changed.emit())
        return box

    def _check_line(self, good: bool, words: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        sign = QLabel()
        icon, role = ("check", "success") if good else ("triangle-alert", "warning")
        sign.setPixmap(self._ctx.icons.pixmap(icon, role))
        text = label(words, "" if good else "warning", name="paper.check", wrap=True)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(text, 1)
        return line
