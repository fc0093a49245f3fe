"""Signing in: the lock and what opens it, a passphrase chosen, a recovery key shown once."""
