"""Where pages end: nothing lost, nothing out of order, groups and chains whole where they fit."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from tutorapp.domain.paper.pages import Together, paginate

ROOM = 100.0


@dataclass(frozen=True)
class Block:
    """A piece of ``height``; with ``step`` it can be parted at its multiples."""

    name: str
    height: float
    above: float = 0.0
    keep: bool = False
    step: float = 0.0
    head: "Block | None" = None

    @property
    def least(self):
        return min(self.step or self.height, self.height)

    def split(self, room):
        fits = int(room / self.step) * self.step if self.step else 0
        if not 0 < fits < self.height:
            return None
        return (
            Block(self.name, fits, self.above, self.keep, self.step, self.head),
            Block(self.name, self.height - fits, 0, self.keep, self.step, self.head),
        )


def names(pages):
    return [[one.piece.name for one in page] for page in pages]


def test_a_group_that_does_not_fit_what_is_left_begins_a_page():
    question = Together([Block("stem", 10, keep=True), Block("lines", 50, step=10)])
    assert names(paginate([Together([Block("a", 60)]), question], ROOM)) == [["a"], ["stem", "lines"]]
    assert names(paginate([Together([Block("a", 40)]), question], ROOM)) == [["a", "stem", "lines"]]


def test_a_group_higher_than_a_page_goes_on_overleaf_in_parts():
    essay = Together([Block("stem", 20, keep=True), Block("lines", 150, step=10)])
    pages = paginate([Together([Block("a", 50)]), essay], ROOM)
    assert names(pages) == [["a", "stem", "lines"], ["lines"], ["lines"]]
    assert [one.piece.height for page in pages for one in page] == [50, 20, 30, 100, 20]


def test_such_a_group_begins_a_page_when_little_is_left():
    essay = Together([Block("stem", 10, keep=True), Block("lines", 150, step=10)])
    assert names(paginate([Together([Block("a", 70)]), essay], ROOM))[0] == ["a"]


def test_what_keeps_never_ends_a_page():
    rows = [Block("a", 50), Block("heading", 10, keep=True), Block("b", 50)]
    assert names(paginate([Together(rows, loose=True)], ROOM)) == [["a"], ["heading", "b"]]


def test_room_above_is_dropped_at_the_top_of_a_page():
    pages = paginate([Together([Block("a", 10, above=5)]), Together([Block("b", 10, above=5)])], ROOM)
    assert [one.top for one in pages[0]] == [0, 15]


def test_a_tables_head_stands_on_each_of_its_pages():
    head = Block("head", 10, keep=True)
    rows = [Block(f"r{n}", 40, head=head) for n in range(4)]
    assert names(paginate([Together(rows, loose=True)], ROOM)) == [["head", "r0", "r1"], ["head", "r2", "r3"]]


def test_a_head_that_does_not_fit_goes_to_the_next_page_with_its_row():
    head = Block("head", 8, keep=True)
    rows = [Block("a", 50), Block("b", 46, keep=True), Block("r", 1, above=3, head=head)]
    pages = paginate([Together(rows, loose=True)], ROOM)
    assert names(pages) == [["a"], ["b", "head", "r"]]


def test_a_new_page_is_begun_where_one_is_asked_for():
    assert names(paginate([Together([Block("a", 1)], new_page=True), Together([Block("b", 1)], new_page=True)], 9)) == [
        ["a"],
        ["b"],
    ]


def test_what_is_higher_than_a_page_and_whole_stands_alone():
    pages = paginate([Together([Block("a", 10), Block("b", 300), Block("c", 10)])], ROOM)
    assert names(pages) == [["a"], ["b"], ["c"]]


def test_no_groups_make_one_empty_page():
    assert paginate([], ROOM) == [[]]


blocks = st.builds(
    Block,
    st.just("x"),
    st.integers(1, 250).map(float),
    st.sampled_from([0.0, 3.0]),
    st.booleans(),
    st.sampled_from([0.0, 5.0, 20.0]),
    st.sampled_from([None, Block("head", 8.0, keep=True)]),
)
groups = st.lists(
    st.builds(Together, st.lists(blocks, max_size=6), st.booleans(), st.booleans()),
    max_size=6,
)


@given(groups)
@settings(max_examples=150, deadline=None)
def test_everything_is_placed_once_in_order_and_nothing_overlaps(made):
    pages = paginate(made, ROOM)
    assert sum(one.piece.height for page in pages for one in page if one.piece.name == "x") == sum(
        piece.height for group in made for piece in group.pieces
    )
    for page in pages:
        at = 0.0
        for one in page:
            assert one.top >= at - 1e-9
            at = one.top + one.piece.height
        whole = [one for one in page if one.piece.height > ROOM - 8]
        assert at <= ROOM + 1e-9 or whole


@given(groups)
@settings(max_examples=150, deadline=None)
def test_a_group_that_fits_a_page_is_on_one_page(made):
    marked = [
        Together([Block(f"g{n}", p.height, p.above, p.keep, p.step) for p in group.pieces], group.new_page)
        for n, group in enumerate(made)
    ]
    pages = paginate(marked, ROOM)
    for n, group in enumerate(marked):
        height = sum(p.height + p.above for p in group.pieces)
        if group.pieces and height <= ROOM:
            assert sum(any(one.piece.name == f"g{n}" for one in page) for page in pages) == 1
