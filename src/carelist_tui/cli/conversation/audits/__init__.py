"""The audits in plain lines."""
