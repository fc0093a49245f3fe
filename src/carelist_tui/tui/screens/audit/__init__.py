"""Audit on screen: samples drawn, their cases scored, and what came of them."""
