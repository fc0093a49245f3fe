"""What the screens work from, and what is kept for the next time."""

from carelist_tui.tui.desk.desk import Desk, Kept, settle_memory

__all__ = ["Desk", "Kept", "settle_memory"]
