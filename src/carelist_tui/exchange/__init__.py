"""What comes and leaves: lines of JSON, and a caseload as a spreadsheet has it."""
