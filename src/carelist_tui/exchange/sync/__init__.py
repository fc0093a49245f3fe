"""Laptops that meet in a shared folder: what comes in is checked and merged, what is ours goes out."""
