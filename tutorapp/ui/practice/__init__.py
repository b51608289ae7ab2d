"""The practice pane: choose, sit, mark, result and the answers so far."""
