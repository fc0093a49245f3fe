"""Two versions of one thing: what each side says, in what they differ, how they are drawn, and what settles them."""
