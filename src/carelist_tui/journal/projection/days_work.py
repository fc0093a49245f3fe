"""What was settled of one person on a day, by the full rules. Each story is folded again only once it has grown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from carelist_tui.domain.calendar import Calendar
from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.settled_today import acts_since, settled
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import Standards
from carelist_tui.domain.worklist import Item
from carelist_tui.journal.projection.earlier import owed_on
from carelist_tui.journal.projection.people import read_stored
from carelist_tui.journal.rows import Owed, Told, read_owed


@dataclass(frozen=True, slots=True)
class _Settling:
    at: datetime
    types: frozenset[str]
    before: list[Owed]
    after: list[Owed]


class DaysWork:
    """What was settled from the moment `begins` on, by Standards of this digest."""

    def __init__(self, begins: datetime, digest: str) -> None:
        self.begins, self.digest = begins, digest
        self._known: dict[str, tuple[int, list[_Settling]]] = {}

    def items(
        self,
        person: str,
        grown: int,
        tell: Callable[[], Told],
        at: datetime,
        standards: Callable[[], Standards],
        roster: Roster,
        calendar: Calendar,
    ) -> list[Item]:
        """Up to `at`, each as it stood when it was settled. `grown` is another number once their story has grown."""
        kept = self._known.get(person)
        if kept is None or kept[0] != grown:
            kept = grown, self._settlings(person, tell(), standards(), roster)
            self._known[person] = kept
        found = {}
        for each in (settling for settling in kept[1] if settling.at <= at):
            before, after = (read_owed(owed, each.at, roster, calendar) for owed in (each.before, each.after))
            found.update({item.key: item for item in settled(each.types, before, after)})
        return list(found.values())

    def _settlings(self, person: str, told: Told, standards: Standards, roster: Roster) -> list[_Settling]:
        def owed_by(story: list[Entry]) -> list[Owed]:
            state = fold(person, story)
            return owed_on(stand_on(state, standards, roster.staff, told.namesakes))

        found = []
        for act in acts_since(read_stored(told.story), self.begins):
            before = (
                [each for each in owed_by(act.before) if act.types & set(each[1].resolved_by)] if act.before else []
            )
            if before:
                keys = {each[1].key for each in before}
                after = [each for each in owed_by(act.after) if each[1].key in keys]
                found.append(_Settling(act.at, act.types, before, after))
        return found
