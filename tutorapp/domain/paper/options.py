"""How a paper is wanted: text size, answer lines, cover; and what a version may shuffle."""

from __future__ import annotations

from dataclasses import dataclass

from tutorapp.domain.closed import closed_marks
from tutorapp.domain.content import CLOSED_TYPES, Question

MOST_LINES = 120
"""Four pages and more; a longer answer goes on paper of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Choices that change the look of a paper, never what is asked.

    ``full``: a mark scheme also tells what the offline marker accepts, why each option is right or wrong, and the
    sample answers.
    """

    large: bool = False  # 18 point instead of 12
    lines_per_mark: int = 3
    cover: bool = True
    candidate_lines: bool = True
    sections_on_new_page: bool = False
    full: bool = False


def answer_lines(question: Question, per_mark: int) -> int:
    """Ruled lines for the answer: by marks, and none for what is answered in a box or a gap.

    A 20-mark essay at 3 lines a mark has room for some 600 words, which half an hour of handwriting fills.
    """
    if question.type == "text":
        return 0
    marks = question.marks
    if question.type in CLOSED_TYPES:
        marks -= closed_marks(question)
        if marks <= 0:
            return 0
    return min(max(marks * per_mark, 2 if per_mark else 0), MOST_LINES)
