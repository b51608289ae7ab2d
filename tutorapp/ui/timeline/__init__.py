"""The timeline pane: a painted line, its list, its card, quizzes from it and what it exports."""
