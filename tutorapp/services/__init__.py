"""Use cases over the unit of work: the one way in for each kind of change."""
