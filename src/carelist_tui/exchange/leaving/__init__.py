"""What leaves besides sync: entries sealed to another team, and entries for analysis that name nobody."""
