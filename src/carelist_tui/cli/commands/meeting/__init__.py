"""Commands for the meetings of a team."""
