"""Starts TutorApp; see ``tutorapp.__main__``."""

import sys

from tutorapp.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
