"""Quizzes on paper: documents of ``domain.paper`` set into pages for PDF, printer and preview."""
