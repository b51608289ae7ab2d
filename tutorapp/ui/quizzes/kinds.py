"""The types of questions in words and pictures."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def type_words(kind: str) -> str:
    """The type for people; a foreign one stays as the file says it."""
    tr = QCoreApplication.translate
    names = {
        "multiple_choice": tr("kinds", "multiple choice"),
        "multiple_response": tr("kinds", "several answers"),
        "true_false": tr("kinds", "true or false"),
        "matching": tr("kinds", "matching"),
        "ordering": tr("kinds", "ordering"),
        "gap_fill": tr("kinds", "gap fill"),
        "numeric": tr("kinds", "numeric"),
        "date": tr("kinds", "date"),
        "short_answer": tr("kinds", "short answer"),
        "structured": tr("kinds", "explain"),
        "essay": tr("kinds", "essay"),
        "text": tr("kinds", "page of text"),
    }
    return names.get(kind, kind)
