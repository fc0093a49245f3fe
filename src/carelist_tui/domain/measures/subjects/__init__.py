"""What the measures count of one person, a module a subject."""
