"""The Dues, a module per family: each takes the ground of one person and gives what is owed."""
