"""Historical dates: one door to the notation (``edtf``), the words (``date_words``) and what people type."""

from tutorapp.domain.date_reading import TypedDate, read_typed
from tutorapp.domain.date_words import certainty_words, in_words, short_words
from tutorapp.domain.edtf import DAY_MAX, DAY_MIN, DateError, HistoricalDate, parse_edtf

__all__ = [
    "DAY_MAX",
    "DAY_MIN",
    "DateError",
    "HistoricalDate",
    "TypedDate",
    "certainty_words",
    "in_words",
    "parse_edtf",
    "read_typed",
    "short_words",
]
