"""The Dues of handovers, actions, reviews and authority: each takes the ground of one person, as dues/families does."""
