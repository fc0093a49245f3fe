"""Every act that there is for several people, for a screen on which they are chosen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from carelist_tui.desk.several import Chosen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.several.act_for_all import ActForAll, Lent
from carelist_tui.tui.screens.several.closure_of_all import ClosureOfAll
from carelist_tui.tui.screens.several.dues_of_all import DuesOfAll
from carelist_tui.tui.screens.several.people_of_all import PeopleOfAll


class SeveralActs:
    """What may be done to all who are chosen: with what is due in their lines, with the people, over a closure."""

    def __init__(
        self,
        page: Page,
        chosen: Callable[[], list[Chosen]],
        lend: Callable[[str], Awaitable[Lent | None]],
        done: Callable[[str], Awaitable[None]],
    ) -> None:
        act = ActForAll(page, chosen, lend, done)
        self.dues, self.people, self.closure = DuesOfAll(act), PeopleOfAll(act), ClosureOfAll(act)
