"""A simulated community mental health team that behaves well and records through the one door (load.md): what becomes
of its people is drawn by chance from a seed, what its workers do follows from their own lists. `benchmarks/team.py`
prints what such a team has on its lists; a week of it is held to the laws by tests/stories/test_team_week.py."""
