"""What is asked before a sample is drawn: of what, over which time, how many, by which seed."""

from __future__ import annotations

from carelist_tui.carelist.audit import Wanted
from carelist_tui.catalogue import tr
from carelist_tui.desk.audit.sample_asked import (
    BY_WHICH_SEED,
    HOW_MANY,
    LARGEST_SEED,
    MOST,
    OF_WHAT,
    OF_WHEN,
    PERIODS,
    SEED_ABOUT,
    TITLE,
    USUAL,
    kinds_asked,
    number_asked,
    period_asked,
)
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen


async def ask_sample(page: Page, owed: str = "") -> Wanted | None:
    """Which sample is to be drawn; None where that was left. `owed`: the kind that is asked about first."""
    app, desk, kinds = page.app, page.desk, kinds_asked(owed)
    chosen = await app.push_screen_wait(ChooseScreen(desk, OF_WHAT, [words for _, words in kinds], led_by="d"))
    period = None if chosen is None else await app.push_screen_wait(ChooseScreen(desk, OF_WHEN, PERIODS))
    if chosen is None or period is None:
        return None
    ask_many = AskScreen(
        desk,
        TITLE,
        [],
        HOW_MANY,
        lambda typed: tr("{number_asked} cases", number_asked=number_asked(typed, 1, MOST)),
        typed=f"{USUAL}",
    )
    many = await app.push_screen_wait(ask_many)
    if many is None:
        return None
    ask_seed = AskScreen(
        desk, TITLE, [SEED_ABOUT], tr("{by_which_seed} Any number.", by_which_seed=BY_WHICH_SEED),
        lambda typed: tr("seed {number_asked}", number_asked=number_asked(typed, 0, LARGEST_SEED)),
    )  # fmt: skip
    seed = await app.push_screen_wait(ask_seed)
    if seed is None:
        return None
    since, until = period_asked(period, desk.now().astimezone(desk.zone).date())
    return Wanted(kinds[chosen][0], number_asked(many, 1, MOST), number_asked(seed, 0, LARGEST_SEED), since, until)
