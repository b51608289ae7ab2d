"""Full text search behind one seam: SQLite's FTS5. Another engine would replace this module and nothing else.

The index holds its own copy of the words. The filters (kind, unit, item) are words in it too, in ``facets``: a
filter on a joined table would make SQLite walk every hit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from tutorapp.domain.search_text import SearchText
from tutorapp.services.ports import SearchHit, VariantExpander

CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(title, names, body, facets, label UNINDEXED, kind UNINDEXED, "
    "unit_id UNINDEXED, item_id UNINDEXED, tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 3')"
)
DROP = "DROP TABLE search_index"
CONTENT = "kcontent"
"""Facet of everything that came with a unit and goes when the unit is replaced."""

MAX_WORDS = 16
RANKED = 2000
"""Up to so many hits are ordered by relevance; more are so common that title hits first is as good, and quick."""

_WORD = re.compile(r"[^\W_]+")
_INSERT = text(
    "INSERT INTO search_index (title, names, body, facets, label, kind, unit_id, item_id) "
    "VALUES (:title, :names, :body, :facets, :label, :kind, :unit_id, :item_id)"
)
_COLUMNS = "kind, unit_id, item_id, label, snippet(search_index, 2, char(2), char(3), '…', 24)"
_WEIGHTS = "10.0, 8.0, 1.0, 0.0"


def add(connection: Connection, entries: Iterable[SearchText]) -> None:
    """Index ``entries``; those of one kind, unit and id that are there already stay (see ``remove``)."""
    rows = [_values(entry) for entry in entries]
    if rows:
        connection.execute(_INSERT, rows)


def remove_item(connection: Connection, kind: str, item_id: str) -> None:
    """Forget one thing a person wrote."""
    _remove(connection, f"{_kind(kind)} {_item(item_id)}")


def remove_unit(connection: Connection, unit_id: str) -> None:
    """Forget the content of a unit; what a person wrote about it stays."""
    _remove(connection, f"{CONTENT} {_unit(unit_id)}")


class Fts5Index:
    """``services.ports.SearchIndex`` on FTS5."""

    def __init__(self, session: Session, expand: VariantExpander) -> None:
        self._session = session
        self._expand = expand

    def find(
        self, query: str, kinds: Sequence[str] = (), unit_id: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        """Hits, best first. Any text is a query; one without a letter or digit finds nothing."""
        wanted = expression(query, self._expand)
        if not wanted or limit <= 0:
            return ()
        match = _with_filters(wanted, kinds, unit_id)
        if self._common(match):
            rows = self._titles_first(match, limit, offset)
        else:
            rows = self._rows(match, f"ORDER BY bm25(search_index, {_WEIGHTS}), rowid", limit, offset)
        return tuple(SearchHit(kind=k, unit_id=u, item_id=i, title=t, snippet=s) for k, u, i, t, s in rows)

    def _common(self, match: str) -> bool:
        counted = text("SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH :match LIMIT :most)")
        return bool(self._session.execute(counted, {"match": match, "most": RANKED + 1}).scalar_one() > RANKED)

    def _titles_first(self, match: str, limit: int, offset: int) -> list[tuple[str, str, str, str, str]]:
        return self._rows(match, "ORDER BY rowid", limit, offset)

    def _rows(self, match: str, order: str, limit: int, offset: int) -> list[tuple[str, str, str, str, str]]:
        found = self._session.execute(
            text(f"SELECT {_COLUMNS} FROM search_index WHERE search_index MATCH :match {order} LIMIT :n OFFSET :skip"),
            {"match": match, "n": limit, "skip": offset},
        )
        return [tuple(row) for row in found]


def expression(query: str, expand: VariantExpander) -> str:
    """An FTS5 expression asking for every word of ``query``; empty when there is none.

    Only letters and digits of the query get in, each word inside quotes, so no input is ever FTS5 syntax.
    """
    words = _WORD.findall(_folded(query))[:MAX_WORDS]
    return " AND ".join(_alternatives(word, expand) for word in words)


def _alternatives(word: str, expand: VariantExpander) -> str:
    others = (" ".join(_WORD.findall(_folded(other))) for other in expand(word))
    spellings = dict.fromkeys((word, *(other for other in others if other)))
    return "(" + " OR ".join(f'"{spelling}" *' for spelling in spellings) + ")"


def _folded(words: str) -> str:
    """Lower case without diacritics, as the tokeniser does it."""
    bare = (c for c in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare))


def _with_filters(wanted: str, kinds: Sequence[str], unit_id: str | None) -> str:
    filters = [f"{{title names body}} : ({wanted})"]
    if kinds:
        filters.append("facets : (" + " OR ".join(_kind(kind) for kind in kinds) + ")")
    if unit_id is not None:
        filters.append(f"facets : {_unit(unit_id)}")
    return " AND ".join(filters)


def _remove(connection: Connection, facets: str) -> None:
    connection.execute(
        text("DELETE FROM search_index WHERE rowid IN (SELECT rowid FROM search_index WHERE search_index MATCH :m)"),
        {"m": f"facets : ({facets})"},
    )


def _values(entry: SearchText) -> dict[str, str]:
    facets = [_kind(entry.kind), _unit(entry.unit_id)]
    facets.append(_item(entry.item_id) if entry.kind in {"answer", "note"} else CONTENT)
    return {
        "title": entry.title,
        "names": entry.names,
        "body": entry.body,
        "facets": " ".join(facets),
        "label": entry.label,
        "kind": entry.kind,
        "unit_id": entry.unit_id,
        "item_id": entry.item_id,
    }


def _kind(kind: str) -> str:
    return f"k{kind.encode().hex()}"


def _unit(unit_id: str) -> str:
    return f"u{unit_id.encode().hex()}"  # one token whatever the id holds, and no other unit's prefix


def _item(item_id: str) -> str:
    return f"i{item_id.encode().hex()}"
