"""What is asked before a sample is drawn, on screen and in plain lines: of what, of when, how many, by which seed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast, get_args

from carelist_tui.catalogue import tr
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS, AuditKind

TITLE = tr("Draw a sample")
OF_WHAT, OF_WHEN, HOW_MANY, BY_WHICH_SEED = (
    tr("{title}: of what?", title=TITLE),
    tr("{title}: of when?", title=TITLE),
    tr("How many?"),
    tr("By which seed?"),
)
USUAL, MOST, LARGEST_SEED = 20, 1_000, 2**53 - 1
SEED_ABOUT = tr("The same seed, period and entries give the same sample on any laptop: note it down before you draw.")
PERIODS = (tr("The last 13 months"), tr("The last three months that are over"), tr("The last month that is over"))


def kinds_asked(owed: str = "") -> list[tuple[AuditKind, str]]:
    """What may be drawn of, each with its words; the one that is owed first."""
    kinds = cast(tuple[AuditKind, ...], get_args(AuditKind))
    told = [(kind, AUDITS_IN_WORDS[kind]) for kind in sorted(kinds, key=lambda kind: kind != owed)]
    return [(kind, f"{words[:1].upper()}{words[1:]}") for kind, words in told]


def number_asked(typed: str, least: int, most: int) -> int:
    """The number that was typed. Raises ValueError, with a sentence, for what is none."""
    if not typed.strip().isdecimal() or not least <= int(typed.strip()[:17]) <= most:
        raise ValueError(tr("a number from {least} to {most:,}", least=least, most=most))
    return int(typed)


def period_asked(choice: int, today: date) -> tuple[date | None, date | None]:
    """From which day on and before which; None, None: the 13 months up to now."""
    if choice == 0:
        return None, None
    until = today.replace(day=1)
    since = until
    for _ in range(3 if choice == 1 else 1):
        since = (since - timedelta(days=1)).replace(day=1)
    return since, until
