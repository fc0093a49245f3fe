"""Appointments of another program's diary, from the bytes of a file."""
