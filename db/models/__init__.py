"""The tables: one mapped class each, nothing but columns."""

from db.models.content import ContentItemRow, UnitRow
from db.models.meta import MetaRow
from db.models.notes import AnnotationRow, SectionMarkRow
from db.models.practice import (
    AcceptedWordsRow,
    AnswerRow,
    AttemptRow,
    DecisionRow,
    DraftRow,
    FrozenQuestionRow,
    LogRow,
    MarkingRow,
    QuestionProgressRow,
)

__all__ = [
    "AcceptedWordsRow",
    "AnnotationRow",
    "AnswerRow",
    "AttemptRow",
    "ContentItemRow",
    "DecisionRow",
    "DraftRow",
    "FrozenQuestionRow",
    "LogRow",
    "MarkingRow",
    "MetaRow",
    "QuestionProgressRow",
    "SectionMarkRow",
    "UnitRow",
]
