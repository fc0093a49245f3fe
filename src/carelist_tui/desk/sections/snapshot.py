"""What a store said at a moment, sorted into the sections. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.desk.sections.open_things import action_rows, board_rows, handover_rows, review_rows
from carelist_tui.desk.sections.rows import NOT_A_DUE, Row, is_missed, missed_rows, rows_of
from carelist_tui.domain.roster import Out
from carelist_tui.domain.slotted import dataclass
from carelist_tui.domain.worklist import Item, due_first
from carelist_tui.journal.queries.open_things import StandingOut

SECTIONS = (tr("Today"), tr("Missed"), tr("Board"), tr("Handovers"), tr("Actions"), tr("Plans & reviews"))
SHORT_NAMES = (tr("Today"), tr("Missed"), tr("Board"), tr("Handovers"), tr("Actions"), tr("Plans"))
PLACES = ("Today", "Missed", "Board", "Handovers", "Actions", "Plans & reviews")
"""What is kept of where somebody was, and of which section a saved filter is: the same in every language."""
TODAY, MISSED, BOARD, HANDOVERS, ACTIONS, PLANS = range(6)
NOTHING = (
    tr("Nothing is owed now. f finds anyone, + records anything, H opens the huddle."),
    tr("No missed contact waits for anything. f1 shows what is owed today."),
    tr("Nobody is red, amber or high. f finds anyone; z then sets their zone."),
    tr("No handover is open. f finds anyone; h then begins one."),
    tr("No action is open. f finds anyone; a then adds one."),
    tr("No review and no plan is due in the next week. f1 shows what is owed today."),
)
"""What a section says when it is empty, and what to do next."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a store said at a moment: every item kept, the rows of each section, and when something reads otherwise.

    A section that was not read yet has None for its rows.
    """

    at: datetime
    items: tuple[Item, ...]
    rows: tuple[list[Row] | None, ...]
    turns_at: datetime
    out: tuple[Out, ...] = ()
    """Who went out alone and is not late yet."""

    def owed_to(self, person: str) -> list[Item]:
        """All that is owed to a person: first what is due, in order, then what any section shows of what comes."""
        found = [item for item in self.items if item.person is not None and item.person.id == person]
        shown = [row for rows in self.rows[BOARD:] for row in rows or () if row.person == person]
        coming = (item for row in shown for item in row.items if not item.key.startswith(NOT_A_DUE))
        return due_first({item.key: item for item in (*found, *coming)}.values())


def midnight_after(at: datetime, zone: ZoneInfo) -> datetime:
    """When the next local day begins: what is told in days reads otherwise then."""
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, tzinfo=zone)


def reading_of(
    at: datetime,
    items: Iterable[Item],
    zone: ZoneInfo,
    standing: StandingOut | None = None,
    out: Iterable[Out] = (),
) -> Reading:
    """Sort what was read into sections: the first two from `items` alone, the others where `standing` was read too.

    Of what is only coming no more is kept than the sections show.
    """
    everything = list(items)
    kept = tuple(item for item in everything if item.status != "upcoming" or is_missed(item))
    due = [item for item in kept if item.status != "upcoming"]
    rows: list[list[Row] | None] = [rows_of(due), missed_rows(kept), None, None, None, None]
    turning = everything
    if standing is not None:
        owed: dict[str, list[Item]] = {}
        for item in due:
            if item.person is not None:
                owed.setdefault(item.person.id, []).append(item)
        rows[BOARD] = board_rows(standing, owed, at, zone)
        rows[HANDOVERS] = handover_rows(standing, at, zone)
        rows[ACTIONS] = action_rows(standing.items)
        rows[PLANS] = review_rows(everything)
        turning = [*everything, *standing.items]
    turns = (m for item in turning for m in (item.due_at, item.from_at) if m is not None and m >= at)
    return Reading(at, kept, tuple(rows), min([midnight_after(at, zone), *turns]), tuple(out))
