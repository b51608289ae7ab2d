"""The timeline's rules: what is where, what is drawn, what is counted; pure, so tested without a window."""
