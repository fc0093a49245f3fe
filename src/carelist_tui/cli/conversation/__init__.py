"""Carelist in plain lines: prompts and numbered lists, for screen readers and simple terminals."""
