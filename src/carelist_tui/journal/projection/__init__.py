"""What the tables of people and Dues stand for: made from the journal, kept up entry by entry, made afresh."""
