"""What the door of the measures is made of: which cases are asked, and which figures stand."""
