"""Full text search behind one seam: SQLite's FTS5. Another engine would replace this module and nothing else.

Two indexes: what came with the units, small and ordered by relevance; and what the person wrote, which grows
for years and is ordered newest first, so that its first page costs the same however much there is. The filters
(kind, unit) are words in the index too, in ``facets``: a filter on a joined table would make SQLite walk every
hit. Prefixes of up to seven letters have lists of their own, so typing never waits for one to be put together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from db.base import storable
from tutorapp.domain.own import OWN_UNIT
from tutorapp.domain.records import dataclass
from tutorapp.domain.search_text import SearchText
from tutorapp.services.ports import SearchHit, VariantExpander

_OPTIONS = "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5 6 7'"
CREATE = (
    "CREATE VIRTUAL TABLE content_index USING fts5(title, names, body, facets, "
    f"kind UNINDEXED, unit_id UNINDEXED, item_id UNINDEXED, {_OPTIONS})",
    f"CREATE VIRTUAL TABLE own_index USING fts5(body, facets, "
    f"title UNINDEXED, kind UNINDEXED, unit_id UNINDEXED, item_id UNINDEXED, {_OPTIONS})",
)
OWN_KINDS = frozenset({"answer", "note"})
MAX_WORDS = 16
RANKED_ROWS = 5000
"""Up to so many rows, hits are weighed against each other; beyond, title hits come first and nothing is weighed."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
"""Letters and digits with their accents: what the tokeniser keeps, as far as it can be said in one line."""
_INSERT_CONTENT = (
    "INSERT INTO content_index (title, facets, kind, unit_id, item_id, body, names) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_INSERT_OWN = "INSERT INTO own_index (title, facets, kind, unit_id, item_id, body) VALUES (?, ?, ?, ?, ?, ?)"


def add_content(connection: Connection, entries: Iterable[SearchText]) -> None:
    """Index items of a unit; see ``remove_unit``."""
    if rows := [(*_values(entry), entry.names) for entry in entries]:
        connection.exec_driver_sql(_INSERT_CONTENT, rows)


def add_own(connection: Connection, entries: Iterable[SearchText]) -> None:
    """Index what the person wrote, oldest first."""
    if rows := [_values(entry) for entry in entries]:
        connection.exec_driver_sql(_INSERT_OWN, rows)


def remove_note(connection: Connection, thread: str) -> None:
    """Forget a note; its text may have changed."""
    _remove(connection, "own_index", _item(thread))


def remove_own_item(connection: Connection, item_id: str) -> None:
    """Forget an own question or event; its text may have changed."""
    _remove(connection, "content_index", _item(item_id))


def remove_unit(connection: Connection, unit_id: str) -> None:
    """Forget the content of a unit; what a person wrote about it stays."""
    _remove(connection, "content_index", _unit(unit_id))


def remove_all_own(connection: Connection) -> None:
    """Forget everything a person wrote, to index it anew."""
    connection.execute(text("DELETE FROM own_index"))


@dataclass(frozen=True, slots=True)
class _Stage:
    """Some of the hits, in their order; the whole answer is one stage after another."""

    table: Literal["content_index", "own_index"]
    match: str
    order: str

    def page(self, session: Session, limit: int, skip: int) -> list[SearchHit]:
        body = 2 if self.table == "content_index" else 0
        found = session.execute(
            text(
                f"SELECT kind, unit_id, item_id, title, snippet({self.table}, {body}, char(2), char(3), '…', 24) "
                f"FROM {self.table} WHERE {self.table} MATCH :match ORDER BY {self.order} LIMIT :limit OFFSET :skip"
            ),
            {"match": self.match, "limit": limit, "skip": skip},
        )
        return [SearchHit(kind=k, unit_id=u, item_id=i, title=t, snippet=s) for k, u, i, t, s in found]

    def count(self, session: Session) -> int:
        counted = text(f"SELECT count(*) FROM {self.table} WHERE {self.table} MATCH :match")
        return int(session.execute(counted, {"match": self.match}).scalar_one())


class Fts5Index:
    """``services.ports.SearchIndex`` on FTS5."""

    def __init__(self, session: Session, expand: VariantExpander) -> None:
        self._session = session
        self._expand = expand

    def find(
        self, query: str, kinds: Sequence[str] = (), unit_id: str | None = None, limit: int = 20, offset: int = 0
    ) -> tuple[SearchHit, ...]:
        """Hits, best first: content by relevance, then own writing newest first.

        Any text is a query; one without a letter or digit finds nothing.
        """
        wanted = expression(query, self._expand)
        hits: list[SearchHit] = []
        skip = max(offset, 0)
        for stage in self._stages(wanted, kinds, unit_id) if wanted else ():
            if len(hits) >= limit:
                break
            page = stage.page(self._session, limit - len(hits), skip)
            hits += page
            skip = 0 if page or not skip else max(0, skip - stage.count(self._session))
        return tuple(hits)

    def _stages(self, wanted: str, kinds: Sequence[str], unit_id: str | None) -> Iterator[_Stage]:
        content = [kind for kind in kinds if kind not in OWN_KINDS]
        own = [kind for kind in kinds if kind in OWN_KINDS]
        if content or not kinds:
            filters = _filters(content, unit_id)
            anywhere = f"{{title names body}} : ({wanted})"
            if self._content_rows <= RANKED_ROWS:
                yield _Stage("content_index", anywhere + filters, "bm25(content_index, 10, 8, 1, 0), rowid")
            else:
                titled = f"{{title names}} : ({wanted})"
                yield _Stage("content_index", titled + filters, "rowid")
                yield _Stage("content_index", f"({anywhere}{filters}) NOT ({titled})", "rowid")
        if own or not kinds:
            yield _Stage("own_index", f"body : ({wanted})" + _filters(own, unit_id), "rowid DESC")

    @cached_property
    def _content_rows(self) -> int:
        # The highest row number, at once; rows of replaced units count too, which only makes it cautious.
        return int(self._session.execute(text("SELECT coalesce(max(rowid), 0) FROM content_index")).scalar_one())


def expression(query: str, expand: VariantExpander) -> str:
    """An FTS5 expression asking for every word of ``query``; empty when there is none.

    Only letters and digits of the query get in, each word inside quotes, so no input is ever FTS5 syntax.
    """
    words = {folded(word): word for word in _WORD.findall(query)}
    return " AND ".join(_alternatives(word, expand(plain)) for plain, word in list(words.items())[:MAX_WORDS])


def folded(word: str) -> str:
    """Lower case without diacritics, for looking up other spellings; the tokeniser itself folds a little less."""
    bare = (c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", "".join(bare))


def _alternatives(word: str, others: Iterable[str]) -> str:
    phrases = (" ".join(_WORD.findall(other)) for other in others)
    spellings = dict.fromkeys((word, *(phrase for phrase in phrases if phrase)))
    return "(" + " OR ".join(f'"{spelling}" *' for spelling in spellings) + ")"


def _filters(kinds: Sequence[str], unit_id: str | None) -> str:
    filters = ""
    if kinds:
        filters += " AND facets : (" + " OR ".join(_kind(kind) for kind in kinds) + ")"
    if unit_id is not None:
        filters += f" AND facets : {_unit(unit_id)}"
    return filters


def _remove(connection: Connection, table: str, facet: str) -> None:
    connection.execute(
        text(f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE {table} MATCH :match)"),
        {"match": f"facets : {facet}"},
    )


def _values(entry: SearchText) -> tuple[str, ...]:
    facets = [_kind(entry.kind), _unit(entry.unit_id)]
    if entry.kind == "note" or entry.unit_id == OWN_UNIT:
        facets.append(_item(entry.item_id))
    return storable(entry.title), " ".join(facets), entry.kind, entry.unit_id, entry.item_id, storable(entry.body)


# One token each whatever the id holds, and never the prefix of another.


def _kind(kind: str) -> str:
    return f"k{kind.encode().hex()}"


def _unit(unit_id: str) -> str:
    return f"u{unit_id.encode().hex()}"


def _item(item_id: str) -> str:
    return f"i{item_id.encode().hex()}"
