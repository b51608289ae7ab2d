"""The one room that knows SQL: engine, models, unit of work and migrations."""

from db import keeping
from db.database import Database, Opening, open_database, replace_damaged
from db.errors import DamagedError, FullError, NewerError
from db.newer import NewerWork, read_newer

__all__ = [
    "DamagedError",
    "Database",
    "FullError",
    "NewerError",
    "NewerWork",
    "Opening",
    "keeping",
    "open_database",
    "read_newer",
    "replace_damaged",
]
