"""Several teams' shared folders counted into one service's database; nothing is sent to any of them (service.md)."""
