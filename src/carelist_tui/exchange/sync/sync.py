"""A whole sync: the folder is looked at, what came is merged, what is ours goes out, and the answer says what is so."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from carelist_tui.catalogue import ntr, tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.segments.header import FORMAT
from carelist_tui.exchange.segments.pack import AGE, unseal
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.inbox import Inbox, Progress
from carelist_tui.exchange.sync.outbox import Outbox
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import Heard, Report, Trouble
from carelist_tui.journal.append.witness_check import ELSEWHERE, Missing, missing_from
from carelist_tui.journal.book import Journal
from carelist_tui.journal.sync.folders import read_seen, write_seen
from carelist_tui.journal.sync.heads import Head, count_conflicts, read_heads
from carelist_tui.vault.garbage import put_off_meanwhile

_ASTRAY = timedelta(minutes=5)
_UNREADABLE = tr("what stands in it is not seen until the folder can be read: check the rights, or the connection")


def meet(
    journal: Journal,
    path: Path,
    party_now: Callable[[], Party],
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress = lambda words, entries: None,
    before_sending: Callable[[], bool] = lambda: False,
) -> Report:
    """Exchanges with a shared folder, both ways; gives what was done and what is wrong. With `dry_run` nothing is
    written, here or there, and `before_sending` is not called: it settles what is sealed to, by what has come in, and
    says whether `party_now` is another than before.

    Refuses (status 2) a folder that is not there, one that lies in the store or holds it, and one that belongs to
    another team: one that is encrypted where this store is not, the other way round, or sealed to keys that this
    laptop does not have.
    """
    folder = SharedFolder(path)
    _refuse_one_in_the_other(journal.store.folder, path)
    folder.check_team((party := party_now()).team)
    with put_off_meanwhile():
        found = folder.look(party.device)
    witnessed = journal.witness.read()
    with journal.store.reading() as connection:
        lost = [*missing_from(connection, witnessed)]
        known = read_seen(connection, here := folder.identity(make=False))
        heads = read_heads(connection)
    if not known:
        _refuse_another_team(folder, found, party)
    folder_id = here or folder.identity(make=not dry_run)
    unreadable = [Trouble("unreadable", where, tr("it can't be read"), _UNREADABLE) for where in found.unreadable]
    report = Report(dry_run=dry_run, problems=[*unreadable])
    while True:
        opened_with = set(party.sealing.secret)
        inbox = Inbox(journal, folder, party, party_now, report)
        inbox.take_in(found, {device: head.held for device, head in heads.items()}, known, progress)
        if report.came:
            with journal.store.reading() as connection:
                heads = read_heads(connection)
        party = inbox.party
        if opened_with.issuperset(party.sealing.secret):
            break
        report = Report(dry_run=dry_run, problems=[*unreadable]).after(report)  # what came tells who gives more keys
    if not dry_run and before_sending():
        party = party_now()
    report.problems += [_lost(each, heads.get(each.device), party) for each in lost]
    last = heads[party.device].held if party.device in heads else 0
    sent = Outbox(journal, folder, folder_id, party, report).send(found, last, inbox.would_be_back)
    if folder_id and not dry_run:
        _remember_shown(journal, folder_id, inbox.shown(found) | {party.device: sent}, known)
    _tell_standing(journal, heads, party, now, report)
    return report


def bring_back(journal: Journal, path: Path, party_now: Callable[[], Party], devices: Iterable[str]) -> Report:
    """Takes in again what was lost here of these devices, as far as a shared folder holds it; nothing is sent.

    Refuses (status 2) a folder that is not there.
    """
    folder, party, report = SharedFolder(path), party_now(), Report()
    found = folder.look(party.device)
    with journal.store.reading() as connection:
        heads = read_heads(connection)
    inbox = Inbox(journal, folder, party, party_now, report)
    inbox.bring_back(found, {device: head.held for device, head in heads.items()}, devices, lambda *_: None)
    return report


def _refuse_one_in_the_other(store: Path, path: Path) -> None:
    ours, theirs = os.path.realpath(store), os.path.realpath(path)
    if ours == theirs or Path(ours) in Path(theirs).parents:
        raise Refused(tr("the shared folder may not lie inside the store"))
    if Path(theirs) in Path(ours).parents:
        raise Refused(tr("the store may not lie inside the shared folder: its keys would be shared with everybody"))


def _refuse_another_team(folder: SharedFolder, found: Found, party: Party) -> None:
    """Before anything is written into a folder that is new to us: whose is it? A file that is neither kind of segment
    says nothing about that."""
    first = [places[0] for device, places in sorted(found.segments.items()) if device != party.device and places]
    begun = [(place, folder.begins(place)) for place in first]
    sealed = [place for place, raw in begun if raw.startswith(AGE)]
    plain = [place for place, raw in begun if raw.startswith(FORMAT.encode())]
    if party.sealing.is_plain and sealed:
        raise Refused(tr("this folder belongs to an encrypted team, and this store is not encrypted: they never mix"))
    if party.sealing.is_plain:
        return
    if plain and not sealed:
        raise Refused(tr("this folder belongs to an unencrypted team, and this store is encrypted: they never mix"))
    if sealed and not any(_opens(folder, place, party) for place in sealed):
        raise Refused(
            tr(
                "this folder belongs to another service, whose keys this laptop does not have: "
                "ask a manager there to enrol it (`carelist device request`)"
            )
        )


def _opens(folder: SharedFolder, place: Place, party: Party) -> bool:
    try:
        unseal(folder.read(place), party.sealing.secret)
    except Refused:
        return False
    return True


def _lost(missing: Missing, head: Head | None, party: Party) -> Trouble:
    """What was lost here, and what of it is back: whoever looks after the laptop should know of either."""
    where, here = party.name_of(missing.device), head.last if head is not None else 0
    if missing.others or here < missing.last:
        still = missing if missing.others else replace(missing, first=max(missing.first, here + 1))
        return Trouble("lost", where, str(still), ELSEWHERE)
    what = ntr(
        "{numbers} was gone from this store, and was brought back from the folder",
        "{numbers} were gone from this store, and were brought back from the folder",
        missing.last - missing.first + 1,
        numbers=missing.numbers,
    )
    return Trouble("lost", where, what, tr("have the disk of this laptop looked at, and make a backup now"))


def _remember_shown(journal: Journal, folder_id: str, shown: dict[str, int], seen: dict[str, tuple[int, str]]) -> None:
    further = {device: (upto, "") for device, upto in shown.items() if upto > seen.get(device, (0, ""))[0]}
    if further:
        with journal.store.writing() as connection:
            write_seen(connection, folder_id, further)


def _tell_standing(journal: Journal, heads: dict[str, Head], party: Party, now: datetime, report: Report) -> None:
    """When each laptop was last heard from, and what waits to be settled."""
    with journal.store.reading() as connection:
        standards = journal.standards_in(connection)
        report.conflicts = count_conflicts(connection)
    report.problems += _clocks_astray(heads, party, now)
    for device, head in heads.items():
        laptop = party.laptops.get(device)
        if device == party.device or (laptop is not None and laptop.is_revoked):
            continue
        heard = datetime.fromisoformat(head.newest_at)
        limit = standards.calendar.after(heard, standards.limits.silent_device)
        report.devices.append(
            Heard(device, party.name_of(device), head.entries, heard.isoformat(timespec="seconds"), now > limit)
        )


def _clocks_astray(heads: dict[str, Head], party: Party, now: datetime) -> Iterator[Trouble]:
    """Laptops whose newest entry was recorded later than now: their clock, or ours, runs wrong."""
    for device, head in heads.items():
        if datetime.fromisoformat(head.newest_at) > now + _ASTRAY:
            yield Trouble(
                "clock", party.name_of(device),
                tr("its newest entry was recorded at a time that is still to come: its clock or this one's runs wrong"),
                tr("set both clocks by the network; entries keep their place by when they happened"),
            )  # fmt: skip
