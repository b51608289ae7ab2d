"""Foreign HTML to our markup by allow-list, and our markup to plain HTML.

Read with ``html.parser``; only the plainest, a few tags without attributes, is cut up here, since thousands of
questions hold nothing else. No style, link, script or address outlives it. What a tag meant and our markup cannot
say is dropped with a reason, its words kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from html.parser import HTMLParser

from tutorapp.domain import markup
from tutorapp.formats import literal
from tutorapp.formats.pictures import Lookup, Pictures
from tutorapp.formats.report import Reason
from tutorapp.formats.safe_xml import Node

_BLOCKS = frozenset(
    {"p", "div", "br", "tr", "dt", "dd", "dl", "section", "article", "header", "footer", "figure", "figcaption", "pre"}
    | {"body", "html", "hr", "center", "address", "table", "tbody", "thead", "tfoot", "caption", "main", "aside"}
)
_STRONG = frozenset({"b", "strong"})
_EMPHASIS = frozenset({"i", "em", "cite", "dfn", "var"})
_LISTS = frozenset({"ul", "ol"})
_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### "}
_GONE = frozenset(
    {"script", "style", "iframe", "object", "embed", "applet", "noscript", "template", "head", "svg", "math"}
)
_GONE |= {"select", "textarea", "title"}
_SOUNDS = frozenset({"audio", "video", "source", "track", "object", "embed"})
_SILENT = frozenset({"span", "font", "wbr", "small", "big", "tt", "code", "q", "abbr", "nobr", "time", "label", "bdo"})
_VOID = frozenset(
    {"br", "hr", "img", "wbr", "input", "meta", "link", "source", "track", "col", "area", "base", "embed"}
)
_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
KNOWN = _BLOCKS | _STRONG | _EMPHASIS | _LISTS | frozenset(_HEADINGS) | _GONE | _SILENT | _SOUNDS
KNOWN |= {"a", "u", "s", "sup", "sub", "li", "blockquote", "img", "td", "th", "strike", "del", "ins"}
_LONGEST_STRONG = 400  # what the markup's own pattern holds
_ONE_PARAGRAPH = re.compile(r"\s*<p>([^<>&]*)</p>\s*")
_PLAIN_TAG = r"</?(?:p|br|div|em|strong|i|b|ul|ol|li)>"
_PLAIN_WORDS = r"(?:[^<>&]|&#?\w{1,31};)+"
_PLAIN = re.compile(f"(?:{_PLAIN_TAG}|{_PLAIN_WORDS})*+")
_PIECE = re.compile(f"{_PLAIN_TAG}|{_PLAIN_WORDS}")


class Builder:
    """Takes tags and words in order and makes our markup of them."""

    def __init__(
        self, pictures: Pictures | None = None, lookup: Lookup | None = None, *, shield_braces: bool = False
    ) -> None:
        """``shield_braces``: gaps of ours will stand in the text, so braces of its own must not look like one."""
        self.reasons: set[Reason] = set()
        self._shield_braces = shield_braces
        self._pictures = pictures
        self._lookup = lookup
        self._blocks: list[tuple[str, int]] = []  # markup, and the list it is an item of (0 for none)
        self._runs: list[tuple[str, bool, bool]] = []
        self._strong = self._emphasis = self._quote = self._gone = 0
        self._script = ""
        self._lists: list[list[object]] = []  # [ordered, number so far]
        self._list_id = 0
        self._prefix = ""
        self._raw: list[str] = []

    def start(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        """An element begins."""
        if tag in _GONE or self._gone:
            self._gone += tag not in _VOID
            self.reasons.add("media-type" if tag in _SOUNDS else "html-removed")
        elif tag in _STRONG:
            self._strong += 1
        elif tag in _EMPHASIS:
            self._emphasis += 1
        elif tag in {"sup", "sub"}:
            self._script = tag
        elif tag == "img":
            self._image(attrs)
        elif tag in {"td", "th"}:
            self.reasons.add("html-removed")
            if self._runs:
                self._runs.append((" | ", False, False))
        else:
            self._start_block(tag, attrs)

    def _start_block(self, tag: str, attrs: Mapping[str, str | None]) -> None:
        if tag in _LISTS:
            self._flush()
            if self._lists:
                self.reasons.add("html-removed")
            self._lists.append([tag == "ol", 0])
            self._list_id += 1
        elif tag == "li":
            self._flush()
            self._prefix = self._bullet()
        elif tag == "blockquote":
            self._flush()
            self._quote += 1
        elif tag in _HEADINGS:
            self._flush()
            self._prefix = _HEADINGS[tag]
        elif tag in _BLOCKS:
            if tag in {"hr", "table"}:
                self.reasons.add("html-removed")
            self._flush()
        elif tag not in _SILENT or attrs.get("style"):
            self.reasons.add("media-type" if tag in _SOUNDS else "html-removed")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._gone:
            self._gone -= tag not in _VOID
        elif tag in _STRONG:
            self._strong = max(self._strong - 1, 0)
        elif tag in _EMPHASIS:
            self._emphasis = max(self._emphasis - 1, 0)
        elif tag in {"sup", "sub"}:
            self._script = ""
        elif tag in _LISTS:
            self._flush()
            if self._lists:
                self._lists.pop()
            self._prefix = ""
        elif tag == "li" or tag in _HEADINGS:
            self._flush()
            self._prefix = ""
        elif tag == "blockquote":
            self._flush()
            self._quote = max(self._quote - 1, 0)
        elif tag in _BLOCKS:
            self._flush()

    def data(self, text: str) -> None:
        """Words stand here."""
        if self._gone or not text:
            return
        if self._script:
            text = self._scripted(text)
        if self._shield_braces:
            text = literal.shield_braces(text)
        self._runs.append((text, self._strong > 0, self._emphasis > 0))

    def raw(self, text: str) -> None:
        """Markup of ours stands here and is let through, e.g. a gap."""
        self._raw.append(text)
        self._runs.append((f"\ue000{len(self._raw) - 1}\ue001", False, False))

    def result(self) -> str:
        """The markup of all that came."""
        self._flush()
        joined: list[str] = []
        before = 0
        for block, item in self._blocks:
            joined += ["\n" if item and item == before else "\n\n", block] if joined else [block]
            before = item
        return "".join(joined)

    def _bullet(self) -> str:
        if not self._lists:
            return "- "
        top = self._lists[-1]
        top[1] = int(str(top[1])) + 1
        return f"{top[1]}. " if top[0] else "- "

    def _image(self, attrs: Mapping[str, str | None]) -> None:
        alt = attrs.get("alt") or ""
        source = attrs.get("src") or ""
        made, reason = self._pictures.take(source, alt, self._lookup) if self._pictures else (alt, "media-missing")
        if reason is not None:
            self.reasons.add(reason)
            self.data(f" {made} ")
            return
        self._flush()
        caption = " ".join((attrs.get("title") or "").replace('"', "”").split())[:400]
        self._blocks.append((f'{made[:-1]} "{caption}")' if caption else made, 0))

    def _scripted(self, text: str) -> str:
        table = _RAISED if self._script == "sup" else _LOWERED
        if all(ord(character) in table for character in text.strip()):
            return text.translate(table)
        self.reasons.add("html-removed")
        return f"^{text}" if self._script == "sup" else text

    def _flush(self) -> None:
        runs = _tidy(self._runs)
        self._runs = []
        if not runs:
            return
        start = "> " if self._quote else self._prefix
        item = self._list_id if self._prefix[:1] in "-123456789" and self._prefix and not self._quote else 0
        self._prefix = ""
        line = _as_markup(runs, shield=not start)
        for number, text in enumerate(self._raw):
            line = line.replace(f"\ue000{number}\ue001", text)
        self._blocks.append((start + line, item))


def _tidy(runs: list[tuple[str, bool, bool]]) -> list[markup.Text]:
    """Runs of one block with single spaces, no space at either end, and equal neighbours joined."""
    made: list[markup.Text] = []
    space = True
    for text, strong, emphasis in runs:
        flat = " ".join(text.split())
        lead = not space and (text[:1].isspace())
        if not flat and (not lead or not made):
            continue
        trail = " " if flat and text[-1:].isspace() else ""
        words = (" " if lead else "") + flat + trail
        space = words.endswith(" ")
        emphasis = emphasis and not strong
        if made and (made[-1].strong, made[-1].emphasis) == (strong, emphasis):
            made[-1] = markup.Text(made[-1].text + words, strong, emphasis)
        else:
            made.append(markup.Text(words, strong, emphasis))
    if made:
        made[-1] = markup.Text(made[-1].text.rstrip(), made[-1].strong, made[-1].emphasis)
    return [run for run in made if run.text]


def _as_markup(runs: list[markup.Text], *, shield: bool) -> str:
    """The runs as a line of markup that parses back to them."""
    line = _joined(runs, safe=False)
    if len(runs) == 1 and line == runs[0].text:
        return literal.words(line) if shield else literal.words("x " + line)[2:]
    if markup.parse(line) == (markup.Paragraph(tuple(runs)),):
        return line
    line = _joined(runs, safe=True)
    return literal.shield_start(line) if shield and not (runs[0].strong or runs[0].emphasis) else line


def _joined(runs: list[markup.Text], *, safe: bool) -> str:
    parts = []
    for run in runs:
        if run.strong or run.emphasis:
            mark = "**" if run.strong else "*"
            inner = run.text.replace("*", literal.STAR)
            pieces = [inner[at : at + _LONGEST_STRONG] for at in range(0, len(inner), _LONGEST_STRONG)]
            parts += [f"{mark}{piece}{mark}" for piece in pieces]
        else:
            parts.append(literal.shield_inside(run.text) if safe else run.text)
    return "".join(parts)


class PatientParser(HTMLParser):
    """The library's parser, which gives up with an AssertionError at "<![" before what is no keyword."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            self.handle_data("<!")
            return i + 2


class _Reader(PatientParser):
    def __init__(self, builder: Builder) -> None:
        super().__init__(convert_charrefs=True)
        self._builder = builder

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._builder.start(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._builder.end(tag)

    def handle_data(self, data: str) -> None:
        self._builder.data(data)


def from_html(
    html: str, pictures: Pictures | None = None, lookup: Lookup | None = None, raw: Mapping[str, str] | None = None
) -> tuple[str, frozenset[Reason]]:
    """Our markup for ``html``, and what was lost. ``raw``: placeholder to our markup that replaces it."""
    if "<" not in html and "&" not in html and not raw:
        return literal.words(html), frozenset()
    if not raw and (one := _ONE_PARAGRAPH.fullmatch(html)):
        return literal.words(one[1]), frozenset()
    builder = Builder(pictures, lookup, shield_braces=bool(raw))
    if _PLAIN.fullmatch(html):
        _feed_plain(html, builder)
    else:
        _feed(html, builder)
    made = builder.result()
    for placeholder, text in (raw or {}).items():
        made = made.replace(placeholder, text)
    return made, frozenset(builder.reasons)


def _feed(html: str, builder: Builder) -> None:
    reader = _Reader(builder)
    reader.feed(html)
    reader.close()


def _feed_plain(html: str, builder: Builder) -> None:
    """What ``_feed`` does, for HTML of ``_PLAIN``: a sixth of the time."""
    for piece in _PIECE.findall(html):
        if piece[0] != "<":
            builder.data(unescape(piece))
        elif piece[1] == "/":
            builder.end(piece[2:-1])
        else:
            builder.start(piece[1:-1], {})


def looks_like_html(text: str) -> bool:
    """Whether a known tag stands in ``text``; signs such as "<" alone are words."""
    if "<" not in text and "&" not in text:
        return False
    probe = _Probe()
    probe.feed(text)
    probe.close()
    return probe.found


class _Probe(PatientParser):
    found = False

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found = self.found or tag in KNOWN

    def handle_endtag(self, tag: str) -> None:
        self.found = self.found or tag in KNOWN

    def handle_entityref(self, name: str) -> None:
        self.found = self.found or name in {"nbsp", "amp", "lt", "gt", "quot", "eacute", "ndash", "mdash", "rsquo"}

    def handle_charref(self, name: str) -> None:
        self.found = True


def feed_node(node: Node, builder: Builder, special: Callable[[Node, Builder], bool] | None = None) -> None:
    """Hand the inside of an XML element to ``builder``; ``special`` may take an element for itself (True)."""
    builder.data(node.text)
    for child in node.children:
        if special is None or not special(child, builder):
            tag = child.name.lower()
            builder.start(tag, child.attrs)
            feed_node(child, builder, special)
            if tag not in _VOID or tag == "br":
                builder.end(tag)
        builder.data(child.tail)


# --- and back --------------------------------------------------------------------------------------------


def to_html(text: str, media_prefix: str = "@@PLUGINFILE@@/") -> str:
    """Plain HTML of our markup; links become their words."""
    return "".join(_block_html(block, media_prefix) for block in markup.parse(text))


def _block_html(block: markup.Block, media_prefix: str) -> str:
    match block:
        case markup.Heading():
            return f"<h{block.level}>{_inline_html(block.inlines)}</h{block.level}>"
        case markup.Paragraph():
            return f"<p>{_inline_html(block.inlines)}</p>"
        case markup.Quote():
            return f"<blockquote><p>{_inline_html(block.inlines)}</p></blockquote>"
        case markup.ItemList():
            tag = "ol" if block.ordered else "ul"
            inside = "".join(f"<li>{_inline_html(item)}</li>" for item in block.items)
            return f"<{tag}>{inside}</{tag}>"
        case markup.Figure():
            caption = f' title="{escape(block.caption)}"' if block.caption else ""
            source = escape(media_prefix + block.media)
            return f'<p><img src="{source}" alt="{escape(block.alternative)}"{caption} /></p>'
        case markup.CareRef():
            return ""


def _inline_html(inlines: tuple[markup.Inline, ...]) -> str:
    parts = []
    for run in inlines:
        words = escape(literal.bare(run.text if isinstance(run, markup.Text) else run.label or run.target), quote=False)
        if isinstance(run, markup.Text) and run.strong:
            words = f"<strong>{words}</strong>"
        elif isinstance(run, markup.Text) and run.emphasis:
            words = f"<em>{words}</em>"
        parts.append(words)
    return "".join(parts)


def is_plain(text: str) -> bool:
    """Whether ``text`` is one paragraph without any markup."""
    blocks = markup.parse(text)
    if not blocks:
        return True
    first = blocks[0]
    return len(blocks) == 1 and isinstance(first, markup.Paragraph) and first.inlines == (markup.Text(text),)
