"""A form as no terminal need draw it: what it asks about this person, what stands in it, and the entries it makes."""
