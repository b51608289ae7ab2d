"""The one room that knows SQL: engine, models, unit of work and migrations."""
