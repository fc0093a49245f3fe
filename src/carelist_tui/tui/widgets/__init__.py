"""What is drawn: lines of plain text. Widgets get values and post messages; they hold no state of the work."""
