"""The schema's history: alembic revisions, run by ``db.migrate``."""
