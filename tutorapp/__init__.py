"""TutorApp: offline revision with notes, a timeline and timed practice questions."""

__version__ = "0.1.0"
