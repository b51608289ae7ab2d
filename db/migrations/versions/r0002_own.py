"""Own questions, events and quizzes, imports, sittings of a quiz, and results of a class.

Revision ID: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db.base import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """New tables only: nothing that is there is touched."""
    _own()
    _sittings()
    _results()


def downgrade() -> None:
    """Without them."""
    for table in (
        "result_marks",
        "results",
        "sitting_attempts",
        "sittings",
        "imports",
        "own_pictures",
        "own_items",
    ):
        op.drop_table(table)


def _made() -> tuple[sa.Column[str], sa.Column[str], sa.Column[object]]:
    return (
        _string("id", 36),
        _string("device_id", 36),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _string(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _own() -> None:
    op.create_table(
        "own_items",
        *_made(),
        _string("kind", 32),
        _string("item_id", 64),
        _integer("version"),
        _string("state", 32),
        _string("origin", 36),
        _text("body"),
        _key("own_items", "id"),
    )
    _index("own_items", "kind", "item_id", "at")
    _index("own_items", "origin")
    op.create_table(
        "own_pictures",
        _string("name", 80),
        _text("alternative"),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        _key("own_pictures", "name"),
    )
    op.create_table(
        "imports",
        *_made(),
        _text("source"),
        _string("sha256", 64),
        _string("format", 32),
        _text("report"),
        _string("undoes", 36),
        _key("imports", "id"),
    )


def _sittings() -> None:
    op.create_table("sittings", *_made(), _string("quiz_id", 64), _text("quiz"), _key("sittings", "id"))
    op.create_table(
        "sitting_attempts",
        _string("sitting_id", 36),
        _string("attempt_id", 36),
        _integer("position"),
        _key("sitting_attempts", "sitting_id", "attempt_id"),
        _refers("sitting_attempts", "sitting_id", "sittings"),
        _refers("sitting_attempts", "attempt_id", "attempts"),
    )


def _results() -> None:
    op.create_table(
        "results",
        *_made(),
        _string("quiz_id", 64),
        _text("name"),
        _string("sha256", 64),
        _text("body"),
        _key("results", "id"),
    )
    _index("results", "quiz_id")
    op.create_table(
        "result_marks",
        *_made(),
        _string("result_id", 36),
        _string("question_id", 64),
        _integer("marks"),
        _string("level", 64),
        _text("decisions"),
        _key("result_marks", "id"),
        _refers("result_marks", "result_id", "results"),
    )
    _index("result_marks", "result_id")
