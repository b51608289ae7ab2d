"""The two families of failure: what a person can act on, and what is our fault."""


class KnownError(Exception):
    """Something outside the program's control went wrong.

    ``message`` is shown to the person as it stands: one or two plain sentences saying what happened
    and what to do. It never holds a traceback, an exception's name or a word of SQL.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class BugError(Exception):
    """A broken promise inside the program; logged with its traceback, told as a short apology."""
