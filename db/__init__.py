"""The one room that knows SQL: engine, models, unit of work and migrations."""

from db.database import Database, Opening, open_database, replace_damaged
from db.errors import DamagedError, NewerError

__all__ = ["DamagedError", "Database", "NewerError", "Opening", "open_database", "replace_damaged"]
