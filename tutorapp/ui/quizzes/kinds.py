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


_ICONS = {
    "multiple_choice": "circle-dot",
    "multiple_response": "square-check",
    "true_false": "toggle-left",
    "matching": "arrow-left-right",
    "ordering": "list-ordered",
    "gap_fill": "text-cursor-input",
    "numeric": "hash",
    "date": "calendar-days",
    "short_answer": "align-left",
    "structured": "list-tree",
    "essay": "file-text",
}


def type_icon(kind: str) -> str:
    """The type's icon name."""
    return _ICONS.get(kind, "file-text")


def type_title(kind: str) -> str:
    """The type as the choice of a form, e.g. "Structured explain"."""
    tr = QCoreApplication.translate
    names = {
        "multiple_choice": tr("kinds", "Multiple choice"),
        "multiple_response": tr("kinds", "Multiple response"),
        "true_false": tr("kinds", "True or false"),
        "matching": tr("kinds", "Matching"),
        "ordering": tr("kinds", "Ordering"),
        "gap_fill": tr("kinds", "Gap fill"),
        "numeric": tr("kinds", "Number"),
        "date": tr("kinds", "Date"),
        "short_answer": tr("kinds", "Short answer"),
        "structured": tr("kinds", "Structured explain"),
        "essay": tr("kinds", "Essay by levels"),
        "text": tr("kinds", "Page of text"),
    }
    return names.get(kind, kind)
