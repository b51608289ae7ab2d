"""The tables: one mapped class each, nothing but columns."""

from db.models.content import ContentItemRow, UnitRow
from db.models.meta import MetaRow
from db.models.notes import AnnotationRow, SectionMarkRow
from db.models.own import (
    ImportRow,
    OwnItemRow,
    OwnPictureRow,
    ResultMarkRow,
    ResultRow,
    SittingAttemptRow,
    SittingRow,
)
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
    "ImportRow",
    "LogRow",
    "MarkingRow",
    "MetaRow",
    "OwnItemRow",
    "OwnPictureRow",
    "QuestionProgressRow",
    "ResultMarkRow",
    "ResultRow",
    "SectionMarkRow",
    "SittingAttemptRow",
    "SittingRow",
    "UnitRow",
]
