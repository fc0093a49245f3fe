"""Two versions, or two records, of one thing in plain lines."""
