"""Why something leaves in clear, asked on screen: one of the usual reasons by a key, or what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from carelist_tui.carelist.exports import why_it_leaves
from carelist_tui.catalogue import tr
from carelist_tui.desk.person_text import REASONS
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen

ANOTHER = tr("another reason")
ABOUT = [tr("It leaves in clear. Why stands in the access log.")]


async def reason_to_leave(page: Page, title: str, *, led_by: str = "", usual: Sequence[str] = REASONS) -> str | None:
    """The reason, as it is kept; None when it is left. `led_by` is the key that led here, which chooses nothing;
    `usual` are the reasons that there mostly are."""
    chosen = await page.app.push_screen_wait(ChooseScreen(page.desk, title, [*usual, ANOTHER], led_by=led_by))
    if chosen is None or chosen < len(usual):
        return None if chosen is None else usual[chosen]
    typed = await page.app.push_screen_wait(AskScreen(page.desk, title, ABOUT, tr("Why?"), why_it_leaves))
    return why_it_leaves(typed) if typed is not None else None
