"""The end of a worker's day (screens.md): what they recorded, what is left, what was sent, whom the night holds; and
their notes for the main record in one copy. Lines for whichever face shows them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING

from carelist_tui.catalogue import ntr, tr
from carelist_tui.desk.person_text import Copy, handing_of
from carelist_tui.desk.sections.rows import rows_of
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.words import by_in_words, clock_in_words, inside, moment_in_words
from carelist_tui.domain.worklist import Item
from carelist_tui.journal.sync.heard import read_hearing
from carelist_tui.vault.device import read_device

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.desk.desk import Desk

Section = tuple[str, list[str]]
"""A heading, and the lines under it."""
TITLE = tr("End of the day")
NOTHING = tr("Nothing.")
NO_COVER = tr("NO COVER ARRANGED")
NO_NOTES = tr("Nothing that you recorded today is about anybody: there is nothing to copy.")


def day_end(door: Carelist, worker: str, at: datetime, synced: str = "") -> list[Section]:
    """The end of this worker's day at a moment; `synced` is what came of the last sync, where one was made since they
    signed in. Refuses (status 3) a store that can't be read."""
    here = read_device(door.store)
    to_send, today = read_hearing(door.glance.look, here).to_send, _recorded_here(door, here, at)
    recorded, left = list(_recorded(door, worker, at)), _left(door, worker, at)
    return [
        (tr("What you recorded today ({n})", n=len(recorded)), recorded or [NOTHING]),
        (tr("What is left on your list ({n})", n=len(left)), left or [NOTHING]),
        (tr("What was sent"), [*([synced] if synced else []), sent_words(to_send, today)]),
        *_night(door, worker, at),
    ]


def _recorded(door: Carelist, worker: str, at: datetime) -> Iterator[str]:
    zone = door.glance.calendar.zone
    for shown, entries in door.exports.recorded_by(worker, _midnight(door, at), at, and_ahead=True):
        card = door.people.card(shown["person"], at)
        whom = card.listed if card is not None else shown["name"]
        for entry in entries:
            when = clock_in_words(datetime.fromisoformat(entry["recorded_at"]), zone)
            struck = tr("entered in error, ") if entry.get("struck") else ""
            yield f"{when} {whom}: {struck}{str(entry.get('in_words') or entry['type']).removesuffix('.')}"


def _left(door: Carelist, worker: str, at: datetime) -> list[str]:
    """A line a person, as the list has them: the worst of what is due, and how much more."""
    zone, said = door.glance.calendar.zone, []
    for row in rows_of(door.people.today(at, worker=worker)):
        more = tr(", and {n} more", n=len(row.items) - 1) if len(row.items) > 1 else ""
        said.append(f"{_whose(row.item)}: {inside(row.item.title)}, {by_in_words(row.item.due_at, at, zone)}{more}")
    return said


def _whose(item: Item) -> str:
    return item.person.listed if item.person is not None else tr("The team")


def _recorded_here(door: Carelist, device: str, at: datetime) -> int:
    """How many entries were recorded on this laptop on the day of a moment, whosever they are."""
    return sum(json.loads(line)["device"] == device for line in door.people.stored_lines(None, _midnight(door, at)))


def sent_words(to_send: int | None, today: int = 0) -> str:
    """Whether the others have what was recorded on this laptop, in a sentence; and of what was recorded on it `today`
    how much they have."""
    if to_send is None:
        return tr("No shared folder was ever used: what was recorded on this laptop is on no other.")
    if not to_send:
        of_today = tr("; today {entries}", entries=_entries(today)) if today else ""
        return tr("All that was recorded on this laptop was sent{of_today}.", of_today=of_today)
    of_today = (
        tr(" Of {today:,} recorded on it today {value:,} were sent.", today=today, value=max(0, today - to_send))
        if today
        else ""
    )
    return ntr(
        "{entries} of this laptop waits to be sent.{of_today}",
        "{entries} of this laptop wait to be sent.{of_today}",
        to_send,
        entries=_entries(to_send),
        of_today=of_today,
    )


def _entries(count: int) -> str:
    return ntr("{count:,} entry", "{count:,} entries", count, count=count)


def _night(door: Carelist, worker: str, at: datetime) -> Iterator[Section]:
    """Whom the night holds: who is held by whom until when, and of whom nothing is arranged yet, who stand first."""
    calendar = door.glance.calendar
    closes, opens = calendar.closure_at(at)
    team = next((each.team for each in door.people.workers() if each.id == worker), None) or None
    gap = [
        f"{NO_COVER}: {_whose(item)}, {item.because}"
        for item in door.people.today(at, kind="gap_cover", team=team, days=0)
    ]
    held = []
    for each in door.people.covers(at):
        card = door.people.card(each.person, at)
        if card is not None and (team is None or card.team in ("", team)):
            until = moment_in_words(each.until, at, calendar.zone)
            held.append(
                tr(
                    "{listed}: {route}, until {until}",
                    listed=card.listed,
                    route=choice_in_words(each.route),
                    until=until,
                )
            )
    service = calendar.service.out_of_hours
    ring = ", ".join(filter(None, (service.name, service.number, service.hours)))
    zone = calendar.zone
    between = tr(
        "Closed from {moment} to {moment2}.",
        moment=moment_in_words(closes, at, zone),
        moment2=moment_in_words(opens, at, zone),
    )
    out = tr("Out of hours: {ring}.", ring=ring) if ring else tr("No out-of-hours team is named.")
    yield (
        tr("Whom the night holds ({n}, and {n2} not arranged)", n=len(held), n2=len(gap)),
        [f"{between} {out}", *gap, *sorted(held)],
    )


def _midnight(door: Carelist, at: datetime) -> datetime:
    zone = door.glance.calendar.zone
    return datetime.combine(at.astimezone(zone).date(), time.min, tzinfo=zone)


async def copy_own_day(desk: Desk, setting: str, reason: str, give: Callable[[str], None]) -> str:
    """Copy what whoever is signed in recorded today, over people, as one note: by the way in which a person is copied
    (desk/person_text.py), with the same words in the access log and the same marks; gives what is to be said of it."""
    door, now = await desk.door(), desk.now()
    try:
        copy = await asyncio.to_thread(copy_of_own_day, door, desk.worker or "", now)
        said = handing_of(desk, setting, give)(copy, now.astimezone(desk.zone), desk.entry_id())
    except Refused as refused:
        return str(refused)
    for person in copy.people:
        desk.looks.note("copied", person, reason=reason)
    return said + copy.mark(door, now)


def copy_of_own_day(door: Carelist, worker: str, at: datetime) -> Copy:
    """What this worker recorded today as one note, whichever face asks. Refuses where that is nothing."""
    from carelist_tui.exchange.note import Noting, own_note

    since, zone = _midnight(door, at), door.glance.calendar.zone
    people = door.exports.recorded_by(worker, since, at, and_ahead=True)
    if not people:
        raise Refused(NO_NOTES)
    names = {each.id: each.name for each in door.people.workers()}
    noting = Noting(names, zone, {shown["person"]: shown["name"] for shown, _ in people}, door.exports.copied())
    text = "".join(f"{line}\n" for line in own_note(people, worker, noting, since, at))
    whom = ntr("your notes about {n} person", "your notes about {n} people", len(people), n=len(people))
    entries = tuple(entry["id"] for _, entries in people for entry in entries)
    return Copy(text, whom, tuple(shown["person"] for shown, _ in people), entries)
