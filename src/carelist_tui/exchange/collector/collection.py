"""One team's folder counted into a service's database: looked at, taken in by the rules of a sync, counted, written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui import __version__
from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.nameless import Pseudonyms
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.collector.collector_party import Membership, membership_in
from carelist_tui.exchange.collector.private_journal import private_journal
from carelist_tui.exchange.segments.plan import rolled_back, shown_upto
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.inbox import Inbox
from carelist_tui.exchange.sync.party import Party
from carelist_tui.exchange.sync.report import ANOTHER_FOLDER, Report, Trouble, run_words
from carelist_tui.journal.book import Journal
from carelist_tui.journal.collected.service_database import ServiceDatabase
from carelist_tui.journal.collected.team_cases import (
    CountedTeam,
    Readings,
    read_alike,
    read_readings,
    read_team,
    take_team,
    write_team,
)
from carelist_tui.journal.queries.nameless_cases import counted_team, nameless_cases
from carelist_tui.journal.sync.heads import hash_at, read_heads
from carelist_tui.journal.sync.laptops import first_team, read_laptops

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from carelist_tui.vault.team.collected_teams import CollectedTeam

Progress = Callable[[str, int], None]
NO_TEAM = "team"
_GONE = tr("the figures stay as they were; put the folder back as it was, or ask who looks after it, and collect again")
_ELSEWHERE = tr(
    "say only the folder that the team's laptops sync with; where this one is new, sync all of them with it first, and "
    "collect again"
)
_AHEAD = tr(
    "some entries are dated later than this machine's clock, and count once that has come: check that it is right"
)
_LET_GO = Trouble(
    "revoked", tr("this collector"), tr("a manager there revoked it: nothing more of the team is counted"),
    tr("ask the team; its figures stay as they were until a collector that it lets in counts it again"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reader:
    """Who collects: a store, the key and the name of its device, and the teams that let it in."""

    store: Path
    device: str
    key: SigningKey
    teams: tuple[CollectedTeam, ...] = ()


@dataclass(slots=True)
class Collected:
    """What came of one folder: which team it is, how many entries were read, how many people's cases were written, what
    is waited for and what is wrong."""

    folder: str
    team: str | None = None
    id: str | None = None
    entries: int = 0
    people: int = 0
    is_new: bool = False
    """Whether anything of it was read; else all of it had been counted."""
    waiting: list[str] = field(default_factory=list)
    problems: list[Trouble] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.problems

    def as_json(self) -> dict[str, Any]:
        """One row of what `collect --json` answers."""
        told = [
            {"kind": each.kind, "where": each.where, "what": each.what, "repair": each.repair} for each in self.problems
        ]
        return {
            "folder": self.folder, "team": self.team, "id": self.id, "read": self.entries, "written": self.people,
            "new": self.is_new, "waiting": self.waiting, "problems": told,
        }  # fmt: skip


def collect(
    folder: Path, database: ServiceDatabase, reader: Reader, now: datetime, progress: Progress = lambda *_: None
) -> Collected:
    """Counts one folder as of `now` (aware), unless all that stands in it was counted. A private journal lies in the
    reader's store meanwhile; nothing is written into the folder.

    Refuses (status 2) a folder that is not there, that no laptop has written to, or that is of an encrypted team which
    did not let this store in.
    """
    shared = SharedFolder(folder)
    identity, found = shared.identity(make=False), shared.look()
    member = membership_in(shared, found, identity, reader.key, reader.device, reader.teams)
    names = member.names
    told = Collected(str(folder), id=names.of_team)
    told.problems += [_unreadable(where) for where in found.unreadable]
    with database.reading() as connection:
        known, readings = read_team(connection, names.of_team), read_readings(connection, names.of_team)
    told.team = known.name if known is not None else None
    _check_release(known)
    if gone := _vanished(found, readings):
        told.problems += gone
        return told
    is_counted = known is not None and known.release == __version__ and not known.ahead
    if is_counted and shown_upto(found.segments) == {device: last for device, (last, _) in readings.items()}:
        return told
    revoked = dict[str, Laptop]()
    while True:
        with private_journal(reader.store) as journal:
            report = _take_in(journal, shared, found, member, revoked, progress)
            if later := _revoked_later(journal, revoked):
                revoked |= later
                continue
            told.entries, told.is_new = report.taken, True
            told.waiting += [each.words for each in report.waiting]
            told.problems += [each for each in report.problems if each.kind != "clock"]
            if member.is_revoked(_laptops(journal)):
                told.problems.append(_LET_GO)
            else:
                _count(journal, names, database, told, now)
            return told


def _check_release(known: CountedTeam | None) -> None:
    """Refuses (status 3) what a later release counted."""
    if known is not None and _is_later(known.release):
        raise Refused(
            tr("the service's database was counted by Carelist {release}: update Carelist here", release=known.release),
            status=3,
        )


def _is_later(release: str) -> bool:
    """Whether another release than this counted, and a later one."""
    numbers = [[int(part) for part in each.split(".") if part.isdigit()] for each in (release, __version__)]
    return numbers[0] > numbers[1]


def _vanished(found: Found, readings: Readings) -> list[Trouble]:
    """That a folder shows less than was counted of it."""
    counted = {device: last for device, (last, _) in readings.items()}
    return [
        Trouble(
            "rolled_back", each.device[:8],
            tr("the folder shows its entries up to {last}, and {run_words} "
               "were counted", last=each.last, run_words=run_words(1, each.seen)), _GONE,
        )
        for each in rolled_back(shown_upto(found.segments), counted)
    ]  # fmt: skip


def _unreadable(where: str) -> Trouble:
    return Trouble(
        "unreadable", where, tr("it can't be read"), tr("check the rights, or the connection, and collect again")
    )


def _take_in(
    journal: Journal, shared: SharedFolder, found: Found, member: Membership, revoked: Mapping[str, Laptop],
    progress: Progress,
) -> Report:  # fmt: skip
    """All that the folder holds, by the rules by which a laptop takes it in; `revoked`: of whom it is known before any
    entry says so. What comes may tell of laptops whose papers hold more keys: then it is looked at again."""
    report = Report()

    def party() -> Party:
        return member.party(journal.device, {**_laptops(journal), **revoked})

    while True:
        inbox = Inbox(journal, shared, party(), party, report)
        opened_with = {*inbox.party.sealing.secret}
        inbox.take_in(found, _held(journal), {}, progress)
        if opened_with.issuperset(inbox.party.sealing.secret):
            return report
        report = Report().after(report)


def _laptops(journal: Journal) -> dict[str, Laptop]:
    with journal.store.reading() as connection:
        return read_laptops(connection)


def _held(journal: Journal) -> dict[str, int]:
    with journal.store.reading() as connection:
        return {device: head.held for device, head in read_heads(connection).items()}


def _revoked_later(journal: Journal, known: Mapping[str, Laptop]) -> dict[str, Laptop]:
    """The laptops of which more was taken in than counts, since word of their being revoked, or collectors, came after
    it."""
    laptops, held = _laptops(journal), _held(journal)
    counts = {device: 0 if each.reads_only else each.through for device, each in laptops.items()
              if each.is_revoked or each.reads_only}  # fmt: skip
    return {
        device: laptops[device]
        for device, through in counts.items()
        if through is not None and device not in known and held.get(device, 0) > through
    }


def _count(journal: Journal, names: Pseudonyms, database: ServiceDatabase, told: Collected, now: datetime) -> None:
    """Writes what was taken in, as long as it goes as far as what stands there: another collector may have come first,
    and read more."""
    with journal.store.reading() as own:
        standards, here = journal.standards_in(own), _readings(own)
        if not here:
            return  # nothing of it could be read, and a team of which nothing is known is none
        told.team = first_team(own, journal.device) or NO_TEAM
        team = counted_team(own, names, told.team, standards, now)
        with database.writing_team(team.id) as connection:
            _check_release(read_team(connection, team.id))  # whoever came first may be of another release
            if lost := _lost(own, read_readings(connection, team.id)):
                told.problems += lost
                return
            replaced, alike = _elsewhere(own, here, read_alike(connection, team.id, here))
            if alike:
                told.problems += alike
                if not read_readings(connection, team.id):
                    take_team(connection, team.id)
                return
            for other in replaced:
                take_team(connection, other)
            told.people = write_team(connection, team, here, nameless_cases(own, names, standards, now))
        if team.ahead:
            told.waiting.append(_AHEAD)


def _readings(own: Any) -> dict[str, tuple[int, str]]:
    heads = read_heads(own)
    return {device: (each.held, hash_at(own, device, each.held) or "") for device, each in heads.items() if each.held}


def _elsewhere(own: Any, here: Readings, others: Mapping[str, Readings]) -> tuple[list[str], list[Trouble]]:
    """The teams in whose place this one is by now: all that was counted of them is here, and more, since their folder
    was begun anew, merged or encrypted. And, so that nobody counts twice, that some of this was counted as another
    team's. Laptops copied from each other that went on apart have one name, and are two."""
    replaced, told = list[str](), list[Trouble]()
    for other, counted in others.items():
        same = {device for device, (last, head) in counted.items() if hash_at(own, device, last) == head}
        behind = {device for device, (last, _) in counted.items() if device in here and here[device][0] < last}
        if same.issuperset(counted) and dict(counted) != dict(here):
            replaced.append(other)
        elif same or behind:
            told += [_counted_elsewhere(device, counted[device][0]) for device in sorted(behind or same)]
    return replaced, told


def _counted_elsewhere(device: str, last: int) -> Trouble:
    what = tr(
        "{run_words} of it were counted from another folder, and nobody is counted twice", run_words=run_words(1, last)
    )
    return Trouble(ANOTHER_FOLDER, device[:8], what, _ELSEWHERE)


def _lost(own: Any, counted: Mapping[str, tuple[int, str]]) -> list[Trouble]:
    """What was counted before and is not in what was taken in now, or is another entry there."""
    return [
        Trouble(
            "lost", device[:8], tr("{run_words} of it were counted, and the folder does not hold them "
                                   "any more", run_words=run_words(1, last)),
            _GONE,
        )
        for device, (last, head) in sorted(counted.items())
        if hash_at(own, device, last) != head
    ]  # fmt: skip
