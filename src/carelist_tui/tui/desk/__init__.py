"""What the screens work from, and what is kept for the next time."""

from carelist_tui.tui.desk.desk import Desk
from carelist_tui.tui.desk.drafting import Unfinished
from carelist_tui.tui.desk.waking import settle_memory

__all__ = ["Desk", "Unfinished", "settle_memory"]
