"""What is asked before a sample is drawn: of what, over which time, how many, by which seed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast, get_args

from carelist_tui.carelist.audit import Wanted
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS, AuditKind
from carelist_tui.tui.screens.choice import ChooseScreen
from carelist_tui.tui.screens.page import Page
from carelist_tui.tui.screens.question import AskScreen

TITLE = "Draw a sample"
MOST, LARGEST_SEED = 1_000, 2**53 - 1
SEED_ABOUT = "The same seed, period and entries give the same sample on any laptop: note it down before you draw."
PERIODS = ("The last 13 months", "The last three months that are over", "The last month that is over")


async def ask_sample(page: Page, owed: str = "") -> Wanted | None:
    """Which sample is to be drawn; None where that was left. `owed`: the kind that is asked about first."""
    app, desk = page.app, page.desk
    kinds = sorted(get_args(AuditKind), key=lambda kind: kind != owed)
    words = [f"{AUDITS_IN_WORDS[kind][:1].upper()}{AUDITS_IN_WORDS[kind][1:]}" for kind in kinds]
    chosen = await app.push_screen_wait(ChooseScreen(desk, f"{TITLE}: of what?", words, led_by="d"))
    period = None if chosen is None else await app.push_screen_wait(ChooseScreen(desk, f"{TITLE}: of when?", PERIODS))
    if chosen is None or period is None:
        return None
    ask_many = AskScreen(desk, TITLE, [], "How many?", lambda typed: f"{_number(typed, 1, MOST)} cases", typed="20")
    many = await app.push_screen_wait(ask_many)
    if many is None:
        return None
    ask_seed = AskScreen(
        desk, TITLE, [SEED_ABOUT], "By which seed? Any number.", lambda typed: f"seed {_number(typed, 0, LARGEST_SEED)}"
    )
    seed = await app.push_screen_wait(ask_seed)
    if seed is None:
        return None
    since, until = _period(period, desk.now().astimezone(desk.zone).date())
    return Wanted(cast(AuditKind, kinds[chosen]), _number(many, 1, MOST), _number(seed, 0, LARGEST_SEED), since, until)


def _number(typed: str, least: int, most: int) -> int:
    """The number that was typed. Raises ValueError, with a sentence, for what is none."""
    if not typed.strip().isdecimal() or not least <= int(typed.strip()[:17]) <= most:
        raise ValueError(f"a number from {least} to {most:,}")
    return int(typed)


def _period(choice: int, today: date) -> tuple[date | None, date | None]:
    """From which day on and before which; None, None: the 13 months up to now."""
    if choice == 0:
        return None, None
    until = today.replace(day=1)
    since = until
    for _ in range(3 if choice == 1 else 1):
        since = (since - timedelta(days=1)).replace(day=1)
    return since, until
