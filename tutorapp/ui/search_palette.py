"""One box for notes, terms, events, questions, own answers and commands (Ctrl+K)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from tutorapp.services.ports import SearchHit
from tutorapp.ui.bus import Target
from tutorapp.ui.context import UiContext
from tutorapp.ui.words import counted

WIDTH = 680
TOP = 56
DEBOUNCE_MS = 60
_HIT_START, _HIT_END = "\x02", "\x03"
_GROUPS = (
    ("event", "chart-no-axes-gantt"),
    ("section", "book-open"),
    ("care", "triangle-alert"),
    ("term", "layers"),
    ("question", "pencil"),
    ("answer", "file-text"),
    ("note", "sticky-note"),
)
_TEXTS = frozenset({"section", "care", "answer", "note"})
_TARGET_KIND = {"answer": "attempt"}
ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list: a heading (no ``act``), a hit or a command."""

    text: str  # hit words between U+0002 and U+0003
    right: str = ""
    icon: str = ""
    act: Callable[[], None] | None = None
    category: str = ""  # an event's, shown by its shape and colour in place of an icon


def segments(text: str) -> list[tuple[str, bool]]:
    """``text`` split into runs and whether each is a hit."""
    parts: list[tuple[str, bool]] = []
    for index, piece in enumerate(text.split(_HIT_START)):
        hit, found, rest = piece.partition(_HIT_END)
        if index and found:
            parts.append((hit, True))
            piece = rest
        if piece:
            parts.append((piece, False))
    return [(run, hit) for run, hit in parts if run]


def with_hits(title: str, query: str) -> str:
    """``title`` with the beginnings of words that ``query`` asks for between U+0002 and U+0003."""
    wanted = "|".join(re.escape(word) for word in sorted(query.split(), key=len, reverse=True))
    if not wanted:
        return title
    return re.sub(rf"\b({wanted})", rf"{_HIT_START}\1{_HIT_END}", title, flags=re.IGNORECASE)


class RowDelegate(QStyledItemDelegate):
    """Paints headings small and hit words bold."""

    def __init__(self, context: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = context

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW)
        return QSize(0, self._ctx.theme.px(32 if row.act else 28))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Row = index.data(ROW)
        theme = self._ctx.theme
        rect = option.rect
        state = option.state
        painter.save()
        if row.act is None:
            painter.setFont(theme.font("label"))
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(rect.adjusted(8, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, row.text)
            painter.restore()
            return
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("bg.selected"))
            painter.drawRoundedRect(QRectF(rect), 6, 6)
        self._paint_sign(painter, rect.left() + 8, rect.center().y(), row)
        right = rect.right() - 8
        if chosen:
            right = self._paint_enter(painter, right, rect.center().y()) - 10
        right = self._paint_right(painter, right, rect.top(), rect.height(), row.right)
        self._paint_runs(painter, rect.left() + 34, rect.top(), rect.height(), right - 12, row.text)
        painter.restore()

    def _paint_sign(self, painter: QPainter, left: int, middle: int, row: Row) -> None:
        if not row.category:
            icon = self._ctx.icons.pixmap(row.icon, "text.secondary", 16, painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(left, middle - 8), icon)
            return
        from tutorapp.ui.timeline.ink import shape_path  # the same shapes as on the line

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ctx.theme.category_colour(row.category))
        painter.translate(left + 8, middle)
        painter.drawPath(shape_path(self._ctx.theme.category_shape(row.category)))
        painter.restore()

    def _paint_enter(self, painter: QPainter, right: int, middle: int) -> int:
        """The key that opens the chosen row, in a box; where it begins."""
        theme, word = self._ctx.theme, self.tr("Enter")
        font = theme.font("caption")
        width, height = QFontMetrics(font).horizontalAdvance(word) + 12, theme.px(12) + 7
        box = QRectF(right - width + 0.5, middle - height / 2, width - 1, height)
        painter.setFont(font)
        painter.setPen(theme.colour("border.strong"))
        painter.setBrush(theme.colour("bg.surface"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.colour("text.muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)
        return right - width

    def _paint_right(self, painter: QPainter, right: int, top: int, height: int, text: str) -> int:
        font = self._ctx.theme.font("label")
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(self._ctx.theme.colour("text.muted"))
        width = QFontMetrics(font).horizontalAdvance(text)
        painter.drawText(right - width, top, width, height, Qt.AlignmentFlag.AlignVCenter, text)
        return right - width

    def _paint_runs(self, painter: QPainter, left: int, top: int, height: int, limit: int, text: str) -> None:
        theme = self._ctx.theme
        painter.setPen(theme.colour("text.primary"))
        for run, hit in segments(text):
            font = theme.font("ui_strong" if hit else "ui")
            metrics = QFontMetrics(font)
            room = limit - left
            shown = metrics.elidedText(run, Qt.TextElideMode.ElideRight, room) if room > 12 else ""
            painter.setFont(font)
            width = metrics.horizontalAdvance(shown)
            painter.drawText(left, top, width, height, Qt.AlignmentFlag.AlignVCenter, shown)
            left += width
            if shown != run:
                break


class SearchPalette(QWidget):
    """The box over the dimmed window. Arrows move, Enter opens, Esc closes and gives the focus back."""

    def __init__(self, context: UiContext, host: QWidget) -> None:
        super().__init__(host)
        self._ctx = context
        self._host = host
        self._generation = 0
        self._focus_before: QWidget | None = None
        self.setObjectName("search")
        self._build()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)
        self.hide()

    def _build(self) -> None:
        self._card = QFrame(self)
        self._card.setProperty("role", "popover")
        column = QVBoxLayout(self._card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(self._build_field())
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        self._list = QListWidget()
        self._list.setObjectName("search.results")
        self._list.setAccessibleName(self.tr("Results"))
        self._list.setItemDelegate(RowDelegate(self._ctx, self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.itemClicked.connect(self._act)
        holder = QVBoxLayout()
        holder.setContentsMargins(8, 8, 8, 8)
        holder.addWidget(self._list)
        column.addLayout(holder, 1)
        rule = QFrame()
        rule.setProperty("role", "rule")
        column.addWidget(rule)
        column.addWidget(self._build_foot())

    def _build_foot(self) -> QWidget:
        foot = QWidget()
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 7, 16, 8)
        line.setSpacing(6)
        for keys, words in (((self.tr("↑"), self.tr("↓")), self.tr("move")), ((self.tr("Enter"),), self.tr("open"))):
            for key in keys:
                line.addWidget(_quiet(key, "key"))
            line.addWidget(_quiet(words, "muted"))
            line.addSpacing(8)
        line.addStretch(1)
        self._spellings = _quiet(self.tr("Spellings such as Zinovyev are found too"), "muted")
        line.addWidget(self._spellings)
        return foot

    def _build_field(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(10)
        self._lens = QLabel()
        self._field = QLineEdit()
        self._field.setObjectName("search.field")
        self._field.setAccessibleName(self.tr("Search notes, terms, events, questions, answers and commands"))
        self._field.setPlaceholderText(self.tr("Search notes, terms, events, questions"))
        self._field.setProperty("role", "bare")
        self._field.setMaxLength(200)
        self._field.textChanged.connect(lambda _text: self._timer.start())
        self._field.installEventFilter(self)
        self._count = QLabel()
        self._count.setObjectName("search.count")
        self._count.setProperty("role", "muted")
        line.addWidget(self._lens)
        line.addWidget(self._field, 1)
        line.addWidget(self._count)
        line.addWidget(_quiet(self.tr("Esc"), "key"), 0, Qt.AlignmentFlag.AlignVCenter)
        return line

    # --- opening and closing -------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Show the box, with ``text`` in it."""
        self._focus_before = self.window().focusWidget()
        self._lens.setPixmap(self._ctx.icons.pixmap("search", "text.secondary", 20))
        self.setGeometry(self._host.rect())
        width = min(WIDTH, self.width() - 48)
        height = min(self._ctx.theme.px(526), self.height() - TOP - 24)
        self._card.setGeometry((self.width() - width) // 2, TOP, width, height)
        self._spellings.setVisible(width >= self._ctx.theme.px(500))
        self.show()
        self.raise_()
        self._field.setText(text)
        self._field.selectAll()
        self._field.setFocus()
        self._search()

    def close_palette(self, *, give_back: bool = True) -> None:
        """Hide the box; the focus goes back where it was unless something was opened."""
        self.hide()
        if give_back and self._focus_before is not None:
            self._focus_before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible() and self.window().isActiveWindow():
            # The box is modal in spirit: Tab must not wander off behind the scrim.
            QTimer.singleShot(0, lambda: self._field.setFocus() if self.isVisible() else None)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Tab):
            self._step(1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Backtab):
            self._step(-1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act(self._list.currentItem())
        else:
            return False
        return True

    def mousePressEvent(self, event: object) -> None:
        self.close_palette()

    def paintEvent(self, event: QPaintEvent) -> None:
        scrim = self._ctx.theme.colour("bg.sunken" if self._ctx.theme.is_dark else "text.primary")
        scrim.setAlphaF(0.6 if self._ctx.theme.is_dark else 0.28)
        QPainter(self).fillRect(event.rect(), scrim)

    # --- searching -----------------------------------------------------------------------------------

    def _search(self) -> None:
        text = self._field.text().strip()
        self._generation += 1
        generation = self._generation
        if not text or not self._ctx.is_ready:
            self._show(text, ())
            return
        find = self._ctx.services.search.find
        # A result that comes after a newer question is dropped.
        self._ctx.jobs.run(
            lambda: [hit for found in find(text) for hit in found.hits],
            lambda hits: self._show(text, hits) if generation == self._generation else None,
        )

    def _show(self, text: str, hits: Sequence[SearchHit]) -> None:
        rows: list[Row] = []
        for kind, icon in _GROUPS:
            found = [hit for hit in hits if hit.kind == kind]
            if found:
                rows.append(Row(self._heading(kind)))
                rows.extend(self._row(hit, icon, text) for hit in found)
        commands = self._commands(text)
        if commands:
            rows.append(Row(self.tr("Commands")))
            rows.extend(commands)
        if text and not hits and not commands:
            rows.insert(0, Row(self.tr("Nothing is called “{0}”. Try fewer letters or another spelling.").format(text)))
        self._fill(rows)
        self._count.setText(counted(len(hits), self.tr("1 result"), self.tr("{0} results")) if text else "")

    def _heading(self, kind: str) -> str:
        return {
            "event": self.tr("Events"),
            "section": self.tr("Notes"),
            "care": self.tr("Care notes"),
            "term": self.tr("Terms"),
            "question": self.tr("Questions"),
            "answer": self.tr("Your answers"),
            "note": self.tr("Your notes"),
        }[kind]

    def _row(self, hit: SearchHit, icon: str, query: str) -> Row:
        target = Target(_TARGET_KIND.get(hit.kind, hit.kind), hit.item_id, query)
        right = self._where(hit)
        # A thing with a name is known by it; of a longer text the words around the hit tell more.
        # The snippet's hits hold other spellings too: who asks for Zinovyev sees Zinoviev in bold.
        found = " ".join([query, *(run for run, is_hit in segments(hit.snippet) if is_hit)])
        body = hit.snippet if hit.kind in _TEXTS and hit.snippet else with_hits(hit.title, found)
        event = self._ctx.library.events.get(hit.item_id) if hit.kind == "event" and self._ctx.library else None
        category = event.category if event is not None else ""
        return Row(" ".join(body.split()), right, icon, lambda: self._open(target), category)

    def _where(self, hit: SearchHit) -> str:
        library = self._ctx.library
        title = hit.title.replace(_HIT_START, "").replace(_HIT_END, "")
        if library is None:
            return ""
        if hit.kind == "event" and hit.item_id in library.events:
            from tutorapp.domain.dates import in_words, parse_edtf

            return in_words(parse_edtf(library.events[hit.item_id].when))
        if hit.kind == "section" and hit.item_id in library.sections:
            section = library.sections[hit.item_id]
            return f"{section.number} {section.title}".strip()
        if hit.kind == "question" and hit.item_id in library.questions:
            return counted(library.questions[hit.item_id].marks, self.tr("1 mark"), self.tr("{0} marks"))
        # A thing with a name has it as its words already.
        return title if hit.kind in _TEXTS and _HIT_START not in hit.title and hit.snippet else ""

    def _commands(self, text: str) -> list[Row]:
        words = text.lower().split()
        rows: list[Row] = []
        for action in self._ctx.actions:
            name = action.text().split("\t")[0].replace("&", "")
            group = self._ctx.actions.group(action)
            if action.isEnabled() and words and all(word in f"{group} {name}".lower() for word in words):
                keys = action.shortcut().toString()
                rows.append(
                    Row(f"{group}: {name}" if group else name, keys, "keyboard", partial(self._run, action.trigger))
                )
        return rows[:6]

    # --- the list ------------------------------------------------------------------------------------

    def _fill(self, rows: Sequence[Row]) -> None:
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(row.text.replace(_HIT_START, "").replace(_HIT_END, ""))
            item.setData(ROW, row)
            if row.act is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        first = next((i for i, row in enumerate(rows) if row.act), -1)
        self._list.setCurrentRow(first)

    def _step(self, direction: int) -> None:
        at = self._list.currentRow()
        while 0 <= (at := at + direction) < self._list.count():
            if self._list.item(at).data(ROW).act is not None:
                self._list.setCurrentRow(at)
                return

    def _act(self, item: QListWidgetItem | None) -> None:
        row: Row | None = item.data(ROW) if item is not None else None
        if row is not None and row.act is not None:
            row.act()

    def _open(self, target: Target) -> None:
        self.close_palette(give_back=False)
        self._ctx.bus.open(target)

    def _run(self, trigger: Callable[[], None]) -> None:
        self.close_palette()
        trigger()


def _quiet(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    return label
