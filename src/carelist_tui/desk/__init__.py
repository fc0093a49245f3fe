"""What both faces work from, tested without a terminal: desk, drafts, undo, settings, sections, calls, questions."""
