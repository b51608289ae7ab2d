"""The teacher's pages: the bank, quizzes, bringing questions in, results."""
