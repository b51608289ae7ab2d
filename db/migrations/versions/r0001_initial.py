"""The first schema: units, sittings, own notes, and the search index.

Revision ID: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# As it was in this revision, whatever ``db.search`` says today.
_SEARCH = (
    "CREATE VIRTUAL TABLE content_index USING fts5(title, names, body, facets, kind UNINDEXED, unit_id UNINDEXED, "
    "item_id UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5 6 7')",
    "CREATE VIRTUAL TABLE own_index USING fts5(body, facets, title UNINDEXED, kind UNINDEXED, unit_id UNINDEXED, "
    "item_id UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5 6 7')",
)


def upgrade() -> None:
    """From nothing."""
    _meta_and_content()
    _attempts()
    _answers()
    _markings()
    _accepted_words_and_progress()
    _notes()
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SEARCH:
            op.execute(statement)


def downgrade() -> None:
    """To nothing."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE own_index")
        op.execute("DROP TABLE content_index")
    for table in (
        "section_marks",
        "annotations",
        "question_progress",
        "accepted_words",
        "decisions",
        "markings",
        "answers",
        "log_entries",
        "drafts",
        "attempts",
        "frozen_questions",
        "content_items",
        "units",
        "meta",
    ):
        op.drop_table(table)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(36), nullable=False)


def _made() -> tuple[sa.Column[str], sa.Column[str], sa.Column[object]]:
    return _id(), sa.Column("device_id", sa.String(36), nullable=False), _instant("at")


def _instant(name: str, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _string(name: str, length: int, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _integer(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _real(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _attempt_key(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f(f"fk_{table}_attempt_id_attempts"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _meta_and_content() -> None:
    op.create_table("meta", _string("key", 64), _text("value"), _key("meta", "key"))
    op.create_table(
        "units",
        _string("id", 64),
        _text("title"),
        _text("short_title"),
        _string("version", 64),
        _string("digest", 128),
        _instant("installed_at"),
        _text("manifest"),
        _key("units", "id"),
    )
    op.create_table(
        "content_items",
        _string("unit_id", 64),
        _string("kind", 32),
        _string("item_id", 64),
        _integer("position"),
        _text("title"),
        _text("body"),
        _key("content_items", "unit_id", "kind", "item_id"),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_content_items_unit_id_units"), ondelete="CASCADE"
        ),
    )
    _index("content_items", "unit_id", "kind", "position")


def _attempts() -> None:
    op.create_table("frozen_questions", _string("digest", 64), _text("body"), _key("frozen_questions", "digest"))
    op.create_table(
        "attempts",
        *_made(),
        _string("unit_id", 64),
        _string("question_id", 64),
        _string("question_digest", 64),
        _string("mode", 32),
        _integer("base_seconds"),
        _integer("extra_percent"),
        _integer("allowed_seconds"),
        _key("attempts", "id"),
        sa.ForeignKeyConstraint(
            ["question_digest"],
            ["frozen_questions.digest"],
            name=op.f("fk_attempts_question_digest_frozen_questions"),
        ),
    )
    _index("attempts", "question_id", "at", "id")
    _index("attempts", "at", "id")


def _answers() -> None:
    op.create_table(
        "drafts",
        _string("attempt_id", 36),
        _instant("saved_at"),
        _text("text"),
        _text("response"),
        _text("clock"),
        _key("drafts", "attempt_id"),
        _attempt_key("drafts"),
    )
    op.create_table(
        "log_entries",
        *_made(),
        _string("attempt_id", 36),
        _string("kind", 32),
        _text("detail"),
        _real("seconds"),
        _key("log_entries", "id"),
        _attempt_key("log_entries"),
    )
    _index("log_entries", "attempt_id")
    op.create_table(
        "answers",
        *_made(),
        _string("attempt_id", 36),
        _text("text"),
        _text("response"),
        _real("used_seconds"),
        _real("break_seconds"),
        _key("answers", "id"),
        _attempt_key("answers"),
    )
    _index("answers", "attempt_id")


def _markings() -> None:
    op.create_table(
        "markings",
        *_made(),
        _string("attempt_id", 36),
        _string("marker", 32),
        _integer("low"),
        _integer("high"),
        _integer("max"),
        _text("arithmetic"),
        _string("level", 64),
        _key("markings", "id"),
        _attempt_key("markings"),
    )
    _index("markings", "attempt_id")
    op.create_table(
        "decisions",
        _string("marking_id", 36),
        _integer("position"),
        _string("point_id", 64),
        _flag("awarded"),
        _text("evidence"),
        _integer("evidence_start"),
        _integer("evidence_end"),
        _string("suggested", 32),
        _text("note"),
        _key("decisions", "marking_id", "position"),
        sa.ForeignKeyConstraint(["marking_id"], ["markings.id"], name=op.f("fk_decisions_marking_id_markings")),
    )


def _accepted_words_and_progress() -> None:
    op.create_table(
        "accepted_words",
        *_made(),
        _string("unit_id", 64),
        _string("question_id", 64),
        _string("point_id", 64),
        _text("words"),
        _flag("deleted"),
        _key("accepted_words", "id"),
    )
    _index("accepted_words", "question_id")
    op.create_table(
        "question_progress",
        _string("unit_id", 64),
        _string("question_id", 64),
        _integer("tries"),
        _string("attempt_id", 36),
        _instant("answered_at"),
        _string("marking_id", 36, nullable=True),
        _instant("marked_at", nullable=True),
        _integer("low", nullable=True),
        _integer("high", nullable=True),
        _integer("max"),
        _key("question_progress", "unit_id", "question_id"),
    )


def _notes() -> None:
    op.create_table(
        "annotations",
        *_made(),
        _string("thread", 36),
        _string("kind", 32),
        _string("unit_id", 64),
        _string("section_id", 64),
        _text("anchor"),
        _string("colour", 32),
        _text("text"),
        _flag("deleted"),
        _key("annotations", "id"),
    )
    _index("annotations", "thread")
    _index("annotations", "unit_id", "section_id")
    op.create_table(
        "section_marks",
        *_made(),
        _string("unit_id", 64),
        _string("section_id", 64),
        _string("state", 32),
        _key("section_marks", "id"),
    )
    _index("section_marks", "unit_id", "section_id")
