"""Bringing a store of an earlier version up to this one: a backup first, then every step at once, or none."""

from carelist_tui.journal.upgrading.bringing_up import upgrade, upgrade_stand_in

__all__ = ["upgrade", "upgrade_stand_in"]
