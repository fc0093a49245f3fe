"""The months before a demonstration's day: what happened in them, so that charts have something to show."""
