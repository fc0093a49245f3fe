"""A huddle while it goes on, whichever face leads it: where it stands, who is here, who decides."""
