"""The line as a table: CSV for spreadsheets, HTML for reading with a screen reader or printing."""

from __future__ import annotations

import csv
import io
from html import escape

from tutorapp.domain.dates import certainty_words, in_words
from tutorapp.domain.timeline.index import TimelineIndex

COLUMNS = ("Date", "Certainty", "Event", "Lane", "Importance", "EDTF")


def rows(index: TimelineIndex, items: list[int] | None = None) -> list[tuple[str, ...]]:
    """One row an event, in order of time; ``items`` limits them."""
    lanes = {lane.id: lane.title for lane in index.lanes}
    found: list[tuple[str, ...]] = []
    for number in range(len(index)) if items is None else items:
        item = index.items[number]
        lane = lanes.get(item.lane, "")
        doubt = certainty_words(item.date)
        found.append((in_words(item.date), doubt, item.title, lane, str(item.importance), item.date.edtf))
    return found


def as_csv(index: TimelineIndex, items: list[int] | None = None) -> str:
    """RFC 4180 text with a header row; a cell that a spreadsheet would run as a formula gets an apostrophe first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows(index, items):
        writer.writerow([f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in row])
    return out.getvalue()


def as_html(index: TimelineIndex, title: str, items: list[int] | None = None) -> str:
    """A page with one table: a caption, column heads with scope, and the event as each row's head."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in COLUMNS[:-1])
    lines = []
    for date, doubt, event, lane, importance, edtf in rows(index, items):
        cells = f"<td>{escape(date)}</td><td>{escape(doubt)}</td>"
        cells += f'<th scope="row">{escape(event)}</th><td>{escape(lane)}</td><td>{escape(importance)}</td>'
        lines.append(f'<tr data-edtf="{escape(edtf)}">{cells}</tr>')
    body = "\n".join(lines)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        "<style>table{border-collapse:collapse}th,td{text-align:left;padding:.3em .6em;border:1px solid}"
        "tbody th{font-weight:600}</style>\n</head>\n<body>\n"
        f"<table>\n<caption>{escape(title)}: {len(lines)} events</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )
