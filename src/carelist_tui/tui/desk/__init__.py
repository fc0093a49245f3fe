"""What the screens work from, and what is kept for the next time."""

from carelist_tui.tui.desk.desk import Desk, settle_memory
from carelist_tui.tui.desk.drafting import Unfinished

__all__ = ["Desk", "Unfinished", "settle_memory"]
