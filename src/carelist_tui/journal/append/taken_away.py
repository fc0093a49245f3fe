"""What an entry takes away: inside the transaction that records it, and again for whoever sends it twice."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from carelist_tui.catalogue import tr
from carelist_tui.domain.checks.corrections import is_manager, with_and_without
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import TYPES, EntryCorrected, EntryErased
from carelist_tui.domain.entries.entry import Entry
from carelist_tui.domain.entries.erased import asked_by, meant
from carelist_tui.domain.person import fold
from carelist_tui.domain.roster import fold_roster
from carelist_tui.domain.views.taken_away import Standing, known_of_person, known_of_team, taken_away, words_that_go
from carelist_tui.journal.projection.people import read_stored, records_of, whose
from carelist_tui.journal.projection.touched import Touched
from carelist_tui.journal.sql.entry_sql import BEFORE_ABOUT_PERSON, BEFORE_ABOUT_TEAM
from carelist_tui.vault.connection import Connection

MAY_TAKE_AWAY = frozenset({EntryCorrected.TYPE, *(kind.TYPE for kind in TYPES.values() if kind.REPLACES)})
"""Types of entry after which something that stood may be gone."""


def stands_now(touched: Touched, entry: Entry) -> Standing:
    """What stands inside the transaction of what the entry may replace; nothing for an entry that replaces nothing."""
    if entry.type not in MAY_TAKE_AWAY:
        return {}
    return known_of_person(touched.state(entry.person)) if entry.person else known_of_team(touched.roster)


WAITS = tr("nothing has gone yet: it goes once another manager records it too")


def erased_by_it(touched: Touched, find: Callable[[str, str | None], Entry | None], entry: Entry) -> list[str]:
    """What goes for good with an erasure that is about to be recorded, where a manager has recorded it already; `find`
    says what an erasure means. Of whoever is on the caseload also what stands and is owed no longer by it."""
    target = find(entry.body.entry, entry.person) if isinstance(entry.body, EntryErased) else None
    if target is None:
        return []
    story, zone = touched.about(target.person or ""), touched.standards.calendar.zone
    others = {each.author for each in asked_by(story).get(meant(target), ())} - {entry.author}
    if not any(is_manager(touched.roster, each) for each in others):
        return []
    sentences = list(words_that_go(target, story, zone))
    state = touched.state(target.person) if target.person is not None else None
    if state is None or not state.on_caseload:
        return sentences
    before, after = with_and_without(state.person, story, target, touched.roster)
    sentences += taken_away(known_of_person(before), known_of_person(after), zone)
    was, will_be = (owed(each, touched.standards, touched.roster.staff) for each in (before, after))
    kept = {due.kind for due in will_be}
    return [
        *sentences,
        *dict.fromkeys(tr("No longer owed: {title}", title=due.title) for due in was if due.kind not in kept),
    ]


def taken_away_then(connection: Connection, entry: Entry, zone: ZoneInfo) -> list[str]:
    """What a stored entry took away when it came: of the story as it was here before it."""
    if entry.type not in MAY_TAKE_AWAY:
        return []
    place = {"device": entry.device, "seq": entry.seq}
    person = whose(connection, entry.person) if entry.person else None
    records = [person, *records_of(connection, person)] if person else []
    about = [row for record in records for row in BEFORE_ABOUT_PERSON.rows(connection, person=record, **place)]
    earlier = read_stored(about if person else BEFORE_ABOUT_TEAM.rows(connection, **place))
    before, after = (_known_by(story, person) for story in (earlier, [*earlier, entry]))
    return taken_away(before, after, zone)


def _known_by(story: list[Entry], person: str | None) -> Standing:
    return known_of_person(fold(person, story)) if person else known_of_team(fold_roster(story))
