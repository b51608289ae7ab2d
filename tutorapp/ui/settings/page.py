"""Reading, exam arrangements, data, shortcuts and this installation on one page; changes apply at once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from tutorapp.settings import BOUNDS, CHOICES, Settings
from tutorapp.ui.context import UiContext
from tutorapp.ui.dock import QWIDGETSIZE_MAX
from tutorapp.ui.settings.fields import Segments, SizeSlider, field_words, number_box, percent_box, switch
from tutorapp.ui.settings.finder import Finder, FindField
from tutorapp.ui.settings.sample import Sample
from tutorapp.ui.settings.tints import Tints
from tutorapp.ui.words import tint_words

NAV_WIDTH = 232
SAMPLE_WIDTH = 400
ROOMY_WIDTH = 1240  # from here on there is room for the sample beside the settings
TAB = Qt.FocusPolicy.TabFocus
TIGHT_WIDTH = 900  # below this each field stands under its name


class SettingsPage(QWidget):
    """The page; ``facts`` gives (name, value) rows for "About this installation"."""

    def __init__(
        self,
        context: UiContext,
        facts: Callable[[], list[tuple[str, str]]],
        open_folder: Callable[[], None],
    ) -> None:
        super().__init__()
        self._ctx = context
        self._facts = facts
        self._open_folder = open_folder
        self._finder = Finder()
        self._heads: list[QLabel] = []
        self._rows: list[QBoxLayout] = []
        self._holders: list[QWidget] = []
        self._fields: list[QWidget] = []
        self._showers: list[Callable[[Settings], None]] = []
        self.setObjectName("settings.page")
        self.setProperty("role", "surface")
        self._build()
        self._show()
        context.settings.changed.connect(self._show)
        context.theme.changed.connect(self._sample_frame.refresh)
        context.theme.changed.connect(self._fit)

    # --- layout --------------------------------------------------------------------------------------

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QFrame()
        head.setProperty("role", "panehead")
        head.setMinimumHeight(40)
        head_row = QHBoxLayout(head)
        head_row.setContentsMargins(16, 0, 16, 0)
        name = QLabel(self.tr("Settings"))
        name.setProperty("role", "strong")
        head_row.addWidget(name)
        head_row.addStretch(1)
        self.seek = FindField(self._ctx)
        self.seek.setObjectName("settings.find")
        self.seek.setAccessibleName(self.tr("Find a setting"))
        self.seek.setPlaceholderText(self.tr("Find a setting"))
        self.seek.setMaximumWidth(240)
        self.seek.textChanged.connect(self._on_sought)
        self.seek.went_on.connect(self._to_first)
        head_row.addWidget(self.seek, 1)
        column.addWidget(head)
        row = QHBoxLayout()
        row.setSpacing(0)
        column.addLayout(row, 1)
        form = self._build_form()
        row.addWidget(self._build_nav())
        row.addWidget(form, 1)
        self._sample_frame = Sample(self._ctx)
        row.addWidget(self._sample_frame)

    def _build_nav(self) -> QWidget:
        frame = QFrame()
        frame.setProperty("role", "side")
        self._nav_frame = frame
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 16, 12, 16)
        self._nav = QListWidget()
        self._nav.setObjectName("settings.headings")
        self._nav.setAccessibleName(self.tr("Headings"))
        self._nav.setProperty("role", "nav")
        self._nav.setFrameShape(QFrame.Shape.NoFrame)
        for icon, head in zip(("book-open", "timer", "hard-drive", "keyboard", "info"), self._heads, strict=True):
            item = QListWidgetItem(self._ctx.icons.icon(icon), head.text())
            item.setSizeHint(QSize(0, 38))
            self._nav.addItem(item)
        self._nav.setCurrentRow(0)
        self._nav.currentRowChanged.connect(self._scroll_to)
        column.addWidget(self._nav)
        self.setFocusProxy(self._nav)
        return frame

    def _build_form(self) -> QScrollArea:
        body = QWidget()
        body.setProperty("role", "surface")
        self._form = QVBoxLayout(body)
        self._form.setContentsMargins(40, 24, 32, 32)
        self._form.setSpacing(8)
        self._build_reading()
        self._build_exam()
        self._build_data()
        self._build_shortcuts()
        self._build_about()
        self._nothing = QLabel()
        self._nothing.setProperty("role", "secondary")
        self._nothing.setTextFormat(Qt.TextFormat.PlainText)
        self._nothing.setWordWrap(True)
        self._nothing.hide()
        self._form.addWidget(self._nothing)
        self._form.addStretch(1)
        area = QScrollArea()
        area.setObjectName("settings.form")
        area.setAccessibleName(self.tr("All settings"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        area.setWidgetResizable(True)
        self._area = area
        return area

    def _heading(self, text: str) -> None:
        above: QWidget | None = None
        if self._heads:
            above = QWidget()
            around = QVBoxLayout(above)
            around.setContentsMargins(0, 16, 0, 16)
            rule = QFrame()
            rule.setProperty("role", "rule")
            around.addWidget(rule)
            self._form.addWidget(above)
        label = QLabel(text)
        label.setProperty("role", "h2")
        self._heads.append(label)
        self._form.addWidget(label)
        self._finder.add_section(text, label, above)

    def _row(self, key: str, text: str, field: QWidget, hint: str = "") -> None:
        """One setting; a locked one is greyed and says who manages it."""
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.append(row)
        words = QVBoxLayout()
        words.setSpacing(0)
        label = QLabel(text)
        label.setBuddy(field)
        words.addWidget(label)
        if hint:
            quiet = QLabel(hint)
            quiet.setProperty("role", "muted")
            quiet.setWordWrap(True)
            words.addWidget(quiet)
        if key in self._ctx.settings.locked:
            field.setEnabled(False)
            locked = QLabel(self.tr("Managed by your school"))
            locked.setProperty("role", "locked")
            words.addSpacing(4)
            words.addWidget(locked, 0, Qt.AlignmentFlag.AlignLeft)
        holder = QWidget()
        holder.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._holders.append(holder)
        self._fields.append(field)
        high = field.hasHeightForWidth()
        row.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop if high else Qt.AlignmentFlag(0))
        if field.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding:
            row.addWidget(field, 1)
        else:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignLeft)
            row.addStretch(1)
        self._form.addLayout(row)
        self._finder.add_entry(f"{text} {hint} {field_words(field)}", [holder, field])

    def _segments(self, key: str, text: str, options: list[tuple[str, str]], hint: str = "") -> None:
        field = Segments(f"settings.{key}", text, options)
        field.chosen.connect(lambda value: self._ctx.settings.update(**{key: value}))
        self._showers.append(lambda settings: field.set_value(getattr(settings, key)))
        self._row(key, text, field, hint)

    def _switch(self, key: str, text: str, words: str, hint: str = "") -> None:
        field = switch(f"settings.{key}", text, words, lambda on: self._ctx.settings.update(**{key: on}))
        self._showers.append(lambda settings: field.setChecked(getattr(settings, key)))
        self._row(key, text, field, hint)

    def _number(self, key: str, text: str, unit: str, hint: str) -> None:
        def update(value: int) -> None:
            self._ctx.settings.update(**{key: value})

        field = number_box(f"settings.{key}", text, *BOUNDS[key], unit, update)
        self._showers.append(lambda settings: field.setValue(getattr(settings, key)))
        self._row(key, text, field, hint)

    # --- the five headings ---------------------------------------------------------------------------

    def _build_reading(self) -> None:
        tr = self.tr
        self._heading(tr("Reading"))
        low, high = BOUNDS["text_percent"]
        size = SizeSlider("settings.text_percent", tr("Text size"), low, high, 5)
        size.moved.connect(lambda percent: self._ctx.settings.update(text_percent=percent))
        self._showers.append(lambda settings: size.set_value(settings.text_percent))
        self._row("text_percent", tr("Text size"), size, tr("90 to 160 %"))
        self._segments(
            "reading_font",
            tr("Reading font"),
            [("serif", tr("Serif")), ("sans", tr("Sans")), ("easy", tr("Easy reading"))],
        )
        self._segments(
            "line_spacing",
            tr("Line spacing"),
            [("close", tr("Close")), ("normal", tr("Normal")), ("wide", tr("Wide"))],
        )
        self._segments(
            "theme",
            tr("Theme"),
            [
                ("system", tr("As the system")),
                ("light", tr("Light")),
                ("dark", tr("Dark")),
                ("contrast", tr("High contrast")),
            ],
        )
        tints = [(name, tint_words(name, tr)) for name in CHOICES["overlay"]]
        tint = Tints(self._ctx, "settings.overlay", tr("Overlay tint"), tints)
        tint.chosen.connect(lambda name: self._ctx.settings.update(overlay=name))
        self._showers.append(lambda settings: tint.set_value(settings.overlay))
        self._row("overlay", tr("Overlay tint"), tint, tr("like a coloured film over the whole window"))
        self._segments("reduced_motion", tr("Motion"), [("system", tr("As the system")), ("on", tr("None at all"))])

    def _build_exam(self) -> None:
        tr = self.tr
        self._heading(tr("Exam arrangements"))
        low, high = BOUNDS["extra_percent"]
        extra = percent_box(
            "settings.extra_percent",
            tr("Extra time"),
            low,
            high,
            lambda percent: self._ctx.settings.update(extra_percent=percent),
        )
        self._showers.append(lambda settings: extra.setValue(settings.extra_percent))
        self._row("extra_percent", tr("Extra time"), extra, tr("0 to 100 %, exact to the second"))
        self._switch("rest_breaks", tr("Rest breaks"), tr("stop the clock, and are logged"))
        self._segments(
            "clock",
            tr("Clock"),
            [("hidden", tr("Hidden")), ("shown", tr("Shown")), ("last5", tr("Last 5 min"))],
            tr("a click on it changes it while you write"),
        )
        self._switch("exam_conditions", tr("While sitting"), tr("notes, search and timeline are closed"))
        self._switch(
            "strict_clock",
            tr("Strict clock"),
            tr("writing ends when the time is over"),
            tr("in exam conditions sleep and a closed program cost time"),
        )
        self._number(
            "prompter_minutes",
            tr("Reminder to go on"),
            tr(" min"),
            tr("after minutes without a word; 0 for none. No sound, and it is logged"),
        )
        self._number(
            "reader_percent",
            tr("Reading aloud"),
            " %",
            tr("its speed; F2 reads the question, F3 the sources, F4 your answer"),
        )

    def _build_data(self) -> None:
        tr = self.tr
        self._heading(tr("Data and backups"))
        words = QLabel(
            tr(
                "Your work is kept on this computer and saved as you type; nothing goes onto the internet. “Export my "
                "progress” in the File menu takes it to another computer, “Bring back a backup” leads back to an "
                "earlier state."
            )
        )
        words.setWordWrap(True)
        self._form.addWidget(words)
        self._finder.add_entry(words.text(), [words])
        button = QPushButton(tr("Open the folder of your work"))
        button.setObjectName("settings.open_folder")
        button.clicked.connect(lambda _checked=False: self._open_folder())
        if "file.folder" in self._ctx.actions.off:  # showing it before it has a place would make it a window
            button.hide()
        self._button_row(button)

    def _build_shortcuts(self) -> None:
        self._heading(self.tr("Shortcuts"))
        words = QLabel(self.tr("Every action, with a box to search them:"))
        self._form.addWidget(words)
        button = QPushButton(self.tr("Show all shortcuts"))
        button.setObjectName("settings.shortcuts")
        button.clicked.connect(lambda _checked=False: self._ctx.actions["help.shortcuts"].trigger())
        self._finder.add_entry(words.text(), [words])
        self._button_row(button)

    def _button_row(self, button: QPushButton) -> None:
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        self._form.addLayout(row)
        self._fields.append(button)
        self._finder.add_entry(button.text(), [button])

    def _build_about(self) -> None:
        self._heading(self.tr("About this installation"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        for line, (name, value) in enumerate(self._facts()):
            label = QLabel(name)
            label.setProperty("role", "secondary")
            shown = QLabel(value)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, line, 1)
            self._finder.add_entry(f"{name} {value}", [label, shown])
        grid.setColumnStretch(1, 1)
        self._form.addLayout(grid)

    # --- finding -------------------------------------------------------------------------------------

    def _on_sought(self, text: str) -> None:
        found = self._finder.show(text)
        self._nothing.setVisible(not found)
        told = self.tr("No setting is called “{0}”. Try fewer letters; the headings show them all.")
        self._nothing.setText("" if found else told.format(text.strip()))
        self._area.verticalScrollBar().setValue(0)

    def _to_first(self) -> None:
        """The keyboard to the first field that is shown."""
        for field in self._fields:
            widgets = [field, *field.findChildren(QWidget)]
            can = next((w for w in widgets if w.isVisible() and w.isEnabled() and w.focusPolicy() & TAB), None)
            if can is not None:
                can.setFocus(Qt.FocusReason.TabFocusReason)
                return

    # --- room ----------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give the settings the room they need: the sample goes first, then fields move under their names."""
        px = self._ctx.theme.px
        self._sample_frame.setVisible(self.width() >= px(ROOMY_WIDTH))
        self._sample_frame.setFixedWidth(px(SAMPLE_WIDTH))
        self._nav_frame.setFixedWidth(min(px(NAV_WIDTH), self.width() // 3))
        tight = self.width() < px(TIGHT_WIDTH)
        side = 16 if tight else 40
        self._form.setContentsMargins(side, 24, min(side, 32), 32)
        for row, holder in zip(self._rows, self._holders, strict=True):
            row.setDirection(QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight)
            holder.setMinimumWidth(0 if tight else px(232))
            holder.setMaximumWidth(QWIDGETSIZE_MAX if tight else px(232))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    # --- showing -------------------------------------------------------------------------------------

    def _show(self) -> None:
        for show in self._showers:
            show(self._ctx.settings.value)
        self._sample_frame.refresh()

    def _scroll_to(self, row: int) -> None:
        self.seek.clear()  # who goes to a heading wants all of it
        self._area.verticalScrollBar().setValue(max(0, self._heads[row].y() - 24))
