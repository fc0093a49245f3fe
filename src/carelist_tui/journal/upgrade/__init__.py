"""Bringing a store of an earlier version up to this one: a backup first, then every step at once, or none."""

from carelist_tui.journal.upgrade.store_upgrade import upgrade, upgrade_stand_in

__all__ = ["upgrade", "upgrade_stand_in"]
