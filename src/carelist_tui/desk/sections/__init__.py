"""What each section shows: the rows, and what a filter leaves of them. Pure."""
