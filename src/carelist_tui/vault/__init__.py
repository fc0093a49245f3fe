"""The store's folder, this laptop's key, and the one place where a database is opened."""
