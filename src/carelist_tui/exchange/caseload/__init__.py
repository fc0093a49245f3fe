"""A caseload as a spreadsheet has it: one row a person, each becoming ordinary entries."""
