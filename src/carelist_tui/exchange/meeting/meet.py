"""A whole sync: the folder is looked at, what came is merged, what is ours goes out, and the answer says what is so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.meeting.party import Party
from carelist_tui.exchange.meeting.sending import Sending
from carelist_tui.exchange.meeting.syncing import Coming, Progress, clocks_astray, clone_of_us
from carelist_tui.exchange.meeting.telling import Heard, Report, Trouble
from carelist_tui.exchange.segments.folder import Found, SharedFolder
from carelist_tui.exchange.segments.packing import AGE, unseal
from carelist_tui.exchange.segments.planning import shown_upto
from carelist_tui.journal.book import Journal
from carelist_tui.journal.meeting.heads import count_conflicts, read_heads
from carelist_tui.journal.meeting.remembering import read_seen, write_seen

_UNREADABLE = "what stands in it is not seen until the folder can be read: check the rights, or the connection"


def meet(
    journal: Journal,
    path: Path,
    party_now: Callable[[], Party],
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress = lambda words, entries: None,
) -> Report:
    """Exchanges with a shared folder, both ways; gives what was done and what is wrong. With `dry_run` nothing is
    written, here or there.

    Refuses (status 2) a folder that is not there, can't be written, or belongs to another team: one that is encrypted
    where this store is not, the other way round, or sealed to keys that this laptop does not have.
    """
    folder = SharedFolder(path)
    found = folder.look()
    party = party_now()
    with journal.store.reading() as connection:
        known = read_seen(connection, folder.identity(make=False))
    if not known:
        _refuse_another_team(folder, found, party)
    folder_id = folder.identity(make=not dry_run)
    report = Report(dry_run=dry_run)
    report.problems += [Trouble("unreadable", where, "it can't be read", _UNREADABLE) for where in found.unreadable]
    Coming(journal, folder, folder_id, party_now, report).take_in(found, progress)
    party = party_now()
    with journal.store.reading() as connection:
        last = getattr(read_heads(connection).get(party.device), "held", 0)
    report.problems += clone_of_us(found, party, last)
    Sending(journal, folder, folder_id, party, report).send(found, last)
    if not dry_run:
        _remember_shown(journal, folder_id, found, party, last)
    _tell_standing(journal, party, now, report)
    return report


def _refuse_another_team(folder: SharedFolder, found: Found, party: Party) -> None:
    """Before anything is written into a folder that is new to us: whose is it?"""
    first = [places[0] for device, places in sorted(found.segments.items()) if device != party.device and places]
    begun = [folder.begins(place) for place in first]
    sealed = [place for place, raw in zip(first, begun, strict=True) if raw.startswith(AGE)]
    if party.sealing.is_plain and sealed:
        raise Refused("this folder belongs to an encrypted team, and this store is not encrypted: they never mix")
    if party.sealing.is_plain or not first:
        return
    if not sealed:
        raise Refused("this folder belongs to an unencrypted team, and this store is encrypted: they never mix")
    if not any(_opens(folder.read(place), party) for place in sealed):
        raise Refused(
            "this folder belongs to another service, whose keys this laptop does not have: "
            "ask a manager there to enrol it (`carelist device request`)"
        )


def _opens(raw: bytes, party: Party) -> bool:
    try:
        unseal(raw, party.sealing.secret)
    except Refused:
        return False
    return True


def _remember_shown(journal: Journal, folder_id: str, found: Found, party: Party, last: int) -> None:
    with journal.store.reading() as connection:
        seen = read_seen(connection, folder_id)
    shown = {**shown_upto(found.segments), party.device: last} if last else shown_upto(found.segments)
    further = {device: (upto, "") for device, upto in shown.items() if upto > seen.get(device, (0, ""))[0]}
    if further:
        with journal.store.writing() as connection:
            write_seen(connection, folder_id, further)


def _tell_standing(journal: Journal, party: Party, now: datetime, report: Report) -> None:
    """When each laptop was last heard from, and what waits to be settled."""
    with journal.store.reading() as connection:
        heads = read_heads(connection)
        standards = journal.standards_in(connection)
        report.conflicts = count_conflicts(connection)
    report.problems += clocks_astray(heads, party, now)
    for device, head in heads.items():
        laptop = party.laptops.get(device)
        if device == party.device or (laptop is not None and laptop.is_revoked):
            continue
        heard = datetime.fromisoformat(head.newest_at)
        limit = standards.calendar.after(heard, standards.limits.silent_device)
        report.devices.append(
            Heard(device, party.name_of(device), head.entries, heard.isoformat(timespec="seconds"), now > limit)
        )
