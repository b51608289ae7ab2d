"""Where pages end: pieces of a known height onto pages, so that what belongs together stays together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

LEAST_START = 1 / 3
"""A group higher than a page begins where it stands only if this share of the page is left."""


class Piece(Protocol):
    """Something set, that stands at one place of a page. All lengths in one unit."""

    @property
    def above(self) -> float:
        """Room before it, dropped at the top of a page."""

    @property
    def height(self) -> float:
        """How high it is when nothing parts it."""

    @property
    def least(self) -> float:
        """The height of its smallest first part."""

    @property
    def keep(self) -> bool:
        """Whether it does not end a page."""

    @property
    def head(self) -> Piece | None:
        """What is repeated before it on each page (a table's head)."""

    def split(self, room: float) -> tuple[Piece, Piece] | None:
        """A first part at most ``room`` high, and the rest; None when it cannot be parted there."""
        ...


P = TypeVar("P", bound=Piece)


@dataclass(frozen=True, slots=True)
class Together(Generic[P]):
    """Pieces of one group (``paper.model.Group``)."""

    pieces: Sequence[P]
    new_page: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Placed(Generic[P]):
    """A piece and the distance of its top from the top of the page's text area."""

    piece: P
    top: float


@dataclass(slots=True)
class _Page(Generic[P]):
    placed: list[Placed[P]] = field(default_factory=list)
    used: float = 0.0


def paginate(groups: Sequence[Together[P]], room: float) -> list[list[Placed[P]]]:
    """Pages of ``room`` height, each with its pieces from top to bottom; at least one page.

    A group that fits a page is never parted, unless it is loose. A higher one is parted between pieces or inside
    them, never after a piece that keeps. What is higher than a page and cannot be parted runs over its foot.
    """
    return _Filling[P](room).all(groups)


class _Filling(Generic[P]):
    def __init__(self, room: float) -> None:
        self._room = room
        self._pages: list[_Page[P]] = [_Page()]

    def all(self, groups: Sequence[Together[P]]) -> list[list[Placed[P]]]:
        for group in groups:
            if self._page.placed and (group.new_page or self._should_turn(group)):
                self._turn()
            self._group(group.pieces)
        return [page.placed for page in self._pages]

    @property
    def _page(self) -> _Page[P]:
        return self._pages[-1]

    @property
    def _left(self) -> float:
        return self._room - self._page.used

    def _turn(self) -> None:
        self._pages.append(_Page())

    def _should_turn(self, group: Together[P]) -> bool:
        if group.loose or _height(group.pieces) <= self._left:
            return False
        alone = _height(group.pieces) - (group.pieces[0].above if group.pieces else 0.0)
        return alone <= self._room or self._left < self._room * LEAST_START

    def _group(self, pieces: Sequence[P]) -> None:
        for at, piece in enumerate(pieces):
            begins_a_chain = at == 0 or not pieces[at - 1].keep
            # Inside a chain there is always room, for it was asked for where the chain began; a chain higher than
            # a page is parted wherever the page ends.
            needed = self._needed(pieces, at) if begins_a_chain else self._first_height(piece)
            if self._page.placed and needed > self._left:
                self._turn()
            self._put(piece)

    def _needed(self, pieces: Sequence[P], at: int) -> float:
        """Room for the piece and all that it keeps to itself, down to the first part of the last of them."""
        total = 0.0
        last: Piece | None = self._page.placed[-1].piece.head if self._page.placed else None
        for piece in pieces[at:]:
            total += piece.head.height if piece.head is not None and piece.head is not last else 0.0
            last = piece.head
            total += piece.above
            if not piece.keep:
                return total + piece.least
            total += piece.height
        return total

    def _first_height(self, piece: P) -> float:
        """Room for the first part of a piece, with the head that is repeated before it."""
        head = piece.head.height if piece.head is not None and self._wants_head(piece) else 0.0
        return head + piece.above + piece.least

    def _wants_head(self, piece: P) -> bool:
        placed = self._page.placed
        return piece.head is not None and (not placed or placed[-1].piece.head is not piece.head)

    def _put(self, piece: P) -> None:
        while True:
            above = piece.above if self._page.placed else 0.0
            if self._wants_head(piece):
                head: P = piece.head  # type: ignore[assignment]  # a piece's head is of its own kind
                self._place(head, above)
                above = 0.0
            room = self._left - above
            if piece.height <= room:
                self._place(piece, above)
                return
            parts = piece.split(room)
            if parts is None:
                if not self._only_heads():
                    self._turn()
                    continue
                self._place(piece, above)
                return
            first: P
            first, piece = parts  # type: ignore[assignment]  # parts are of the piece's own kind
            self._place(first, above)
            self._turn()

    def _only_heads(self) -> bool:
        """Whether nothing but a repeated head stands on the page, so that turning would not help."""
        placed = self._page.placed
        return len(placed) <= 1 and all(one.piece.head is None and one.piece.keep for one in placed)

    def _place(self, piece: P, above: float) -> None:
        self._page.placed.append(Placed(piece, self._page.used + above))
        self._page.used += above + piece.height


def _height(pieces: Sequence[P]) -> float:
    """Of all pieces, with a table's head once for each table."""
    total, last = 0.0, None
    for piece in pieces:
        if piece.head is not None and piece.head is not last:
            total += piece.head.height
        last = piece.head
        total += piece.above + piece.height
    return total
