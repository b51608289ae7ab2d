"""A quiz on paper: question paper, mark scheme and key as trees of blocks, from which PDF, print and .docx are set."""

from tutorapp.domain.paper.compose import (
    KINDS,
    Kind,
    Version,
    answer_key,
    composed,
    mark_scheme,
    question_paper,
    versions,
)
from tutorapp.domain.paper.model import Document
from tutorapp.domain.paper.options import Layout

__all__ = [
    "KINDS",
    "Document",
    "Kind",
    "Layout",
    "Version",
    "answer_key",
    "composed",
    "mark_scheme",
    "question_paper",
    "versions",
]
