"""Hit words in a line of the search box."""

from hypothesis import given
from hypothesis import strategies as st

from tutorapp.ui.search_palette import segments, with_hits

START, END = "\x02", "\x03"


def test_hit_words_are_told_from_the_rest():
    text = f"{START}Trotsky{END} and Zinoviev {START}exp{END}elled"
    assert segments(text) == [("Trotsky", True), (" and Zinoviev ", False), ("exp", True), ("elled", False)]


def test_a_line_without_hits_is_one_run():
    assert segments("Kirov murdered") == [("Kirov murdered", False)]
    assert segments("") == []


@given(st.lists(st.tuples(st.text(alphabet="ab ", min_size=1), st.booleans()), max_size=6))
def test_no_letter_is_lost(runs):
    text = "".join(f"{START}{run}{END}" if hit else run for run, hit in runs)
    assert "".join(run for run, _ in segments(text)) == "".join(run for run, _ in runs)


@given(st.text(alphabet=f"ab{START}{END}"))
def test_stray_marks_do_no_harm(text):
    assert "".join(run for run, _ in segments(text)).replace(END, "") == text.replace(START, "").replace(END, "")


def test_a_title_shows_the_beginnings_that_were_asked_for():
    marked = with_hits("Trotsky and Zinoviev expelled", "trotsky exp")
    assert marked == f"{START}Trotsky{END} and Zinoviev {START}exp{END}elled"
    assert with_hits("Kirov (Leningrad) murdered", "(len") == "Kirov (Leningrad) murdered"
    assert with_hits("Kirov murdered", "") == "Kirov murdered"
