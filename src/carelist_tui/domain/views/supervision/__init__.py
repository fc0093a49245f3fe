"""The pack for a supervision: what of a worker's cases is looked at together, since the last time (S0:34, S4:105)."""
