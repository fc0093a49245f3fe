"""PersonState and its fold: what one person's entries, in story order, leave to know."""

from carelist_tui.domain.person.state import PersonState, dump_state, load_state
from carelist_tui.domain.person.story import advance, fold, follows, retold

__all__ = ["PersonState", "advance", "dump_state", "fold", "follows", "load_state", "retold"]
