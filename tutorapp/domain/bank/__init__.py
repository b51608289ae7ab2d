"""The teacher's question bank: its list, its checks, and editing a question; rules only."""
