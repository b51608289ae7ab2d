"""Builds a section's QTextDocument from our markup tree: block by block with a cursor, never from HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
    QTextOption,
)

from tutorapp.domain import markup
from tutorapp.domain.content import CareNote, Section
from tutorapp.domain.date_words import MONTHS
from tutorapp.domain.library import Library
from tutorapp.domain.work import Annotation
from tutorapp.ui.notes.built import PANEL_PADDING, BuiltPage, Panel, Segment, Side
from tutorapp.ui.notes.look import Look
from tutorapp.ui.notes.pictures import ReadMedia, icon, picture, shipped_media
from tutorapp.ui.notes.placing import Placed

PARAGRAPH_GAP = 10
PANEL_INDENT = 15
LIST_INDENT = 20
WHY_SLOT = "why"


def tr(text: str) -> str:
    """``text`` in the language of the window."""
    return QCoreApplication.translate("NotesPage", text)


class PageBuilder:
    """Writes sections into one document. ``inline``: care and own notes stand in the text, not beside it;
    ``compact``: titles one size smaller, for a small pane; ``paper``: nothing that can only be clicked.
    """

    def __init__(
        self,
        library: Library,
        look: Look,
        *,
        inline: bool,
        column: int,
        compact: bool = False,
        paper: bool = False,
        read_media: ReadMedia = shipped_media,
    ) -> None:
        self.library = library
        self.look = look
        self.inline = inline
        self.column = column
        self._titles = ("h2", "h3", "ui_strong") if compact else ("h1", "h2", "h3")
        self._paper = paper
        self._read_media = read_media
        self._plain = 0
        self._parts = 0
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setUndoRedoEnabled(False)
        document.setDefaultFont(look.font("body"))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        self.page = BuiltPage(document)
        self.cursor = QTextCursor(document)
        self._fresh = True

    # --- a section -----------------------------------------------------------------------------------

    def section(self, section: Section, placed: Sequence[Placed] = (), *, new_page: bool = False) -> None:
        """Add a whole section with its highlights and notes."""
        self._plain = self._parts = 0
        first = len(self.page.segments)
        self._head(section, new_page)
        self._body(section, placed)
        if section.remember:
            self._remember(section, placed)
        self._loose_notes(placed)
        self._mark(placed, self.page.segments[first:])

    def why(self, section: Section, answer: str | None = None) -> None:
        """Keep room for the why-prompt's box or, with ``answer``, write prompt and answer as text."""
        if answer is None:
            self.block("ui", above=14)
            self.page.slots[WHY_SLOT] = self.number
            return
        self.block("ui", above=16)
        self.write(markup.plain(section.why, self.library.titles), self.style("ui_strong"))
        self.block("body", above=4)
        self.write(answer, self.style("body"))

    def links(self, items: Iterable[tuple[str, str]]) -> None:
        """A last line of links (label, target)."""
        self.block("ui", above=18)
        for index, (label, target) in enumerate(items):
            if index:
                self.write("     ", self.style("ui"))
            self.write(label, self._link_style("ui", target, "accent"))

    def _head(self, section: Section, new_page: bool) -> None:
        line = spec_line(self.library, section)
        if line:
            self.block("caption", page_break=new_page)
            self.page.starts[section.id] = self.number
            self.page.headings.append(self.number)
            self.write(line, self.style("caption", "text.muted"))
        self.block(self._titles[0], above=2, level=1, page_break=new_page and not line)
        self.page.starts.setdefault(section.id, self.number)
        self.page.headings.append(self.number)
        self.write(section.title, self.style(self._titles[0]))

    def _body(self, section: Section, placed: Sequence[Placed]) -> None:
        for index, block in enumerate(markup.parse(section.body)):
            start = self._plain
            self._markup_block(block, first=index == 0)
            self._notes_between(placed, start, self._plain)

    def _markup_block(self, block: markup.Block, *, first: bool) -> None:
        match block:
            case markup.Heading():
                token = self._titles[block.level - 1]
                self.block(token, above=12 if first else 22, below=0, level=block.level)
                self.page.headings.append(self.number)
                self._part(block.inlines, self.style(token))
            case markup.Paragraph():
                self.block("body", above=8 if first else PARAGRAPH_GAP)
                self._part(block.inlines, self.style("body"))
            case markup.Quote():
                self.block("body", above=PARAGRAPH_GAP, left=24, right=24)
                self._part(block.inlines, self.style("body", "text.secondary"))
            case markup.ItemList():
                self._list(block.items, block.ordered)
            case markup.Figure():
                self._figure(block)
            case markup.CareRef():
                self._care(block.id)

    def _list(self, items: Sequence[tuple[markup.Inline, ...]], ordered: bool) -> None:
        for number, item in enumerate(items, start=1):
            self._item(f"{number}" if ordered else "•", item, PARAGRAPH_GAP if number == 1 else 4)

    def _item(self, sign: str, item: tuple[markup.Inline, ...], above: int) -> None:
        self.block("body", above=above, hang=self.look.px(LIST_INDENT))
        self.write(f"{sign}\t", self.style("ui", "text.secondary"))
        self._part(item, self.style("body"))

    def _figure(self, figure: markup.Figure) -> None:
        manifest = self.library.manifest
        image = picture(manifest, figure.media, self.look, self.column, self._read_media)
        alternative = figure.alternative or manifest.media.get(figure.media, "")
        if image is None:
            self.block("ui", above=PARAGRAPH_GAP)
            self.write(alternative, self.style("ui", "text.secondary"))
        else:
            self.block("figure", above=PARAGRAPH_GAP + 2)
            self._image(image, f"media:{figure.media}", alternative, scale=0.5)
        if figure.caption:
            self.block("caption", above=6)
            self._part((markup.Text(figure.caption),), self.style("caption", "text.muted"))
        else:
            self._skip(figure.alternative)

    def _remember(self, section: Section, placed: Sequence[Placed]) -> None:
        self.block("caption", above=16)
        self.page.panels.append(Panel("rule", "", self.number, self.number))
        self.block("h3", above=6, level=2)
        self.page.headings.append(self.number)
        self.write(tr("What to remember"), self.style("h3"))
        for number, line in enumerate(section.remember, start=1):
            start = self._plain
            self._item(f"{number}", markup.parse_inline(line), 8 if number == 1 else 3)
            self._notes_between(placed, start, self._plain)

    # --- side notes ----------------------------------------------------------------------------------

    def _care(self, care_id: str) -> None:
        note = self.library.care.get(care_id)
        if note is None:
            return
        if not self.inline:
            self.page.sides.append(Side("care", care_id, self.number))
            return
        first = self.number + 1
        self.care(note, indent=PANEL_INDENT)
        self.page.panels.append(Panel("care", care_id, first, self.number))

    def care(self, note: CareNote, *, indent: int = 0) -> None:
        """The blocks of a care note: what, then why it matters."""
        self.block("label", above=16 + PANEL_PADDING if indent else 0, left=indent, right=indent)
        self._icon("triangle-alert", "warning")
        self.write("\u00a0 " + tr("Care: {0}").format(note.title), self.style("label", "warning"))
        self.prose(note.text, left=indent)
        if note.why:
            self.block("ui", above=6, left=indent, right=indent)
            self.write(tr("Why this matters:") + " ", self.style("ui_strong", "text.secondary"))
            self.inlines(markup.parse_inline(note.why), self.style("ui", "text.secondary"))
        self._close_panel(indent)

    def own_note(self, note: Annotation, *, indent: int = 0, lost: bool = False) -> None:
        """The blocks of an own note: when it was written, the words, and a way to change it."""
        self.block("caption", above=16 + PANEL_PADDING if indent else 0, left=indent, right=indent)
        self._icon("sticky-note", "accent", 14)
        self.write("\u00a0 " + note_head(note, lost), self.style("caption", "text.muted"))
        if not self._paper:
            self.write("   ", self.style("caption"))
            self.write(tr("Change"), self._link_style("caption", f"note:{note.thread}", "accent"))
        for line in note.text.splitlines() or [""]:
            self.block("body", above=2, left=indent, right=indent)
            self.write(line, self.style("body"))
        self._close_panel(indent)

    def _close_panel(self, indent: int) -> None:
        if indent:
            fmt = self.cursor.blockFormat()
            fmt.setBottomMargin(PANEL_PADDING + 6)
            self.cursor.setBlockFormat(fmt)

    def _notes_between(self, placed: Sequence[Placed], start: int, end: int) -> None:
        for one in placed:
            if one.annotation.kind == "note" and one.place and start < one.place.end <= end:
                self._note(one.annotation, lost=False)

    def _loose_notes(self, placed: Sequence[Placed]) -> None:
        for one in placed:
            if one.annotation.kind == "note" and one.place is None:
                self._note(one.annotation, lost=one.is_lost)

    def _note(self, note: Annotation, *, lost: bool) -> None:
        if not self.inline:
            self.page.sides.append(Side("note", note.thread, self.number))
            return
        first = self.number + 1
        self.own_note(note, indent=PANEL_INDENT, lost=lost)
        self.page.panels.append(Panel("note", note.thread, first, self.number))

    # --- highlights ----------------------------------------------------------------------------------

    def _mark(self, placed: Sequence[Placed], segments: list[Segment]) -> None:
        own = BuiltPage(self.page.document, segments)
        for one in placed:
            if one.place is None:
                continue
            fmt = QTextCharFormat()
            if one.annotation.kind == "highlight":
                fmt.setBackground(self.look.colour(f"mark.{one.annotation.colour}"))
            else:
                fmt.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                fmt.setUnderlineColor(self.look.colour("accent"))
            for start, end in own.ranges(one.place.start, one.place.end):
                cursor = QTextCursor(self.page.document)
                cursor.setPosition(start)
                cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(fmt)

    # --- blocks and runs -----------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """The number of the block being written."""
        return self.cursor.blockNumber()

    def block(
        self,
        token: str,
        *,
        above: int = 0,
        below: int = 0,
        left: int = 0,
        right: int = 0,
        hang: int = 0,
        level: int = 0,
        page_break: bool = False,
    ) -> None:
        """Begin a block in the line height of a type token ("figure": as high as what stands in it)."""
        fmt = QTextBlockFormat()
        if token != "figure":
            fmt.setLineHeight(self.look.line(token), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        fmt.setTopMargin(self.look.px(above) if not self._fresh else 0)
        fmt.setBottomMargin(below)
        fmt.setLeftMargin(left + hang)
        fmt.setRightMargin(right)
        if hang:
            fmt.setTextIndent(-hang)
            fmt.setTabPositions([QTextOption.Tab(hang, QTextOption.TabType.LeftTab)])
        fmt.setHeadingLevel(level)
        if page_break:
            fmt.setPageBreakPolicy(QTextBlockFormat.PageBreakFlag.PageBreak_AlwaysBefore)
        style = self.style("ui" if token == "figure" else token)
        if self._fresh:
            self.cursor.setBlockFormat(fmt)
            self.cursor.setBlockCharFormat(style)
        else:
            self.cursor.insertBlock(fmt, style)
        self._fresh = False

    def write(self, text: str, style: QTextCharFormat) -> None:
        """Add characters that are not part of the section's text."""
        self.cursor.insertText(text.replace("\n", " "), style)

    def prose(self, text: str, *, left: int = 0) -> None:
        """Small paragraphs of markup in the interface font."""
        for block in markup.parse(text):
            if isinstance(block, markup.Paragraph | markup.Quote | markup.Heading):
                self.block("ui", above=4, left=left, right=left)
                self.inlines(block.inlines, self.style("ui"))
            elif isinstance(block, markup.ItemList):
                for item in block.items:
                    self.block("ui", above=4, left=left, right=left)
                    self.inlines((markup.Text("• "), *item), self.style("ui"))

    def inlines(self, inlines: Sequence[markup.Inline], style: QTextCharFormat) -> None:
        """Runs and links, each in its own style on top of ``style``."""
        for run in inlines:
            if isinstance(run, markup.Text):
                self.cursor.insertText(run.text, _emphasised(style, run))
            else:
                self._link(run, style)

    def _part(self, inlines: tuple[markup.Inline, ...], style: QTextCharFormat) -> None:
        """Runs that are part of the section's text, remembered so that notes find their place."""
        start = self.cursor.position()
        self.inlines(inlines, style)
        length = self.cursor.position() - start
        if self._parts:
            self._plain += 2
        self.page.segments.append(Segment(self._plain, start, length))
        self._plain += length
        self._parts += 1

    def _skip(self, text: str) -> None:
        """A part of the section's text that is not shown."""
        self._plain += len(text) + (2 if self._parts else 0)
        self._parts += 1

    def _link(self, link: markup.Link, style: QTextCharFormat) -> None:
        title = self.library.titles.get((link.kind, link.target))
        label = link.label or title or link.target
        if title is None:
            self.cursor.insertText(label, style)
            return
        fmt = QTextCharFormat(style)
        fmt.setAnchor(True)
        fmt.setAnchorHref(f"{link.kind}:{link.target}")
        if link.kind == "term":
            fmt.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            fmt.setUnderlineColor(self.look.colour("text.muted"))
        else:
            fmt.setForeground(self.look.colour("accent"))
            fmt.setFontUnderline(self.look.underline_links)
        self.cursor.insertText(label, fmt)

    def _link_style(self, token: str, target: str, role: str) -> QTextCharFormat:
        fmt = self.style(token, role)
        fmt.setAnchor(True)
        fmt.setAnchorHref(target)
        fmt.setFontUnderline(self.look.underline_links)
        return fmt

    def style(self, token: str, role: str = "text.primary") -> QTextCharFormat:
        """The character format of a type token in a colour."""
        fmt = QTextCharFormat()
        fmt.setFont(self.look.font(token))
        fmt.setForeground(self.look.colour(role))
        return fmt

    def _icon(self, name: str, role: str, size: int = 16) -> None:
        side = self.look.px(size)
        self._image(icon(name, self.look, role, side), f"icon:{name}.{role}.{side}", "", scale=0.5)

    def _image(self, image: QImage, name: str, alternative: str, scale: float) -> None:
        self.page.document.addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name), image)
        fmt = QTextImageFormat()
        fmt.setName(name)
        fmt.setWidth(image.width() * scale)
        fmt.setHeight(image.height() * scale)
        fmt.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        fmt.setProperty(QTextImageFormat.Property.ImageAltText.value, alternative)
        fmt.setToolTip(alternative)
        self.cursor.insertImage(fmt)


def _emphasised(style: QTextCharFormat, run: markup.Text) -> QTextCharFormat:
    if not (run.strong or run.emphasis):
        return style
    fmt = QTextCharFormat(style)
    if run.strong:
        fmt.setFontWeight(QFont.Weight.DemiBold.value)
    if run.emphasis:
        fmt.setFontItalic(True)
    return fmt


def spec_line(library: Library, section: Section) -> str:
    """The line above the title: the specification point in words, or the points' ids."""
    points = [library.spec_points[one] for one in section.spec if one in library.spec_points]
    if len(points) == 1:
        return f"{points[0].id} · {points[0].title}"
    ids = [point.id for point in points]
    known = list(library.spec_points)
    if len(ids) > 2 and ids == known[known.index(ids[0]) : known.index(ids[0]) + len(ids)]:
        return tr("{0} to {1}").format(ids[0], ids[-1])
    return ", ".join(ids)


def note_head(note: Annotation, lost: bool) -> str:
    """The line above an own note, e.g. "Your note · 28 March"."""
    day = short_day(note.at)
    if lost and note.anchor is not None:
        words = " ".join(note.anchor.quote.split())
        short = words if len(words) <= 60 else words[:57] + "…"
        return tr("Your note · {0} · on “{1}”, words that the text no longer has").format(day, short)
    return tr("Your note · {0}").format(day)


def short_day(at: datetime) -> str:
    """The day of an instant here, e.g. "28 March"."""
    local = at.astimezone()
    return f"{local.day} {MONTHS[local.month - 1]}"
