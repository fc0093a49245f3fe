"""The cases of many teams in one database, SQLite or PostgreSQL: no journal, and nobody's name (service.md)."""
