"""Setting up: a store the first time, and what a worker sets for themselves."""
