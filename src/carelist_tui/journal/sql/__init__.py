"""What the journal asks its database: built from the tables, and written out, so that no command builds it again."""
