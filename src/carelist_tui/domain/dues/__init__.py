"""What is owed, derived from a state by the Standards: owed.py gives it, kinds.py says what each kind is."""
