"""How a laptop comes to belong: it asks with an empty store, and takes what a manager's laptop gave it.

Nothing is recorded on it before: who works here comes with the invitation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import check_folder, close_umask, making_folder

if TYPE_CHECKING:
    from carelist_tui.domain.roster import Roster
    from carelist_tui.vault.keys import WorkFactor
    from carelist_tui.vault.team.age_keys import Team

NOT_KNOWN = "nobody works there under the id {}: a manager adds her first (`carelist worker add`), and invites again"
OWN_TEAM = "this store belongs to a team of its own: make a fresh one, elsewhere, with `carelist device request`"
_NO_INVITATION = "this invitation is damaged: ask for another one"


@dataclass(frozen=True, slots=True)
class Joined:
    """What an invitation brought: the team, and how many of its own entries were new."""

    team: str
    entries: int


def ask_to_join(
    store: Path, *, worker: str, name: str, passphrase: str, factor: WorkFactor | None = None
) -> tuple[bytes, str]:
    """Makes an empty encrypted store that opens by this worker's passphrase; gives a request for a manager, and the
    store's recovery key. Refuses a passphrase that may be none, and a path where something is already."""
    from carelist_tui.journal.book import Journal
    from carelist_tui.vault.keys import make_keys

    close_umask()
    with making_folder(store) as folder:
        key, recovery_key = make_keys(folder, worker, passphrase, factor)
        journal = Journal.make(folder, key)
        try:
            journal.rebuild()
        finally:
            journal.close()
        return request_of(folder, key, name, worker), recovery_key


def request_of(store: Path, key: bytes, name: str, worker: str) -> bytes:
    """The request of an encrypted store: the same laptop may ask again, as after a restore."""
    from nacl.signing import SigningKey

    from carelist_tui.vault.device import read_secret
    from carelist_tui.vault.team.papers import write_request

    return write_request(SigningKey(read_secret(store, key)), name, worker)


def join(store: Path, key: bytes, worker: str, paper: bytes, code: str, now: datetime) -> Joined:
    """Takes an invitation in: the team's keys, then who works there and what holds there. `now` is aware.

    Refuses (status 2) a wrong code, an invitation for another laptop or of another team than this store's, and one of
    a team where nobody works under this id. Nothing is kept then. Doing it again is harmless.
    """
    from nacl.signing import SigningKey

    from carelist_tui.exchange.enrolment.laptop_entries import recovered
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.sync.heads import read_heads
    from carelist_tui.vault.device import read_secret
    from carelist_tui.vault.team.age_keys import read_team, team_from_json, write_team
    from carelist_tui.vault.team.papers import read_invitation

    folder = check_folder(store)
    said = read_invitation(paper, SigningKey(read_secret(folder, key)), code)
    given, entries = team_from_json(said.get("team")), said.get("entries")
    if not isinstance(entries, list) or not given.keys:
        raise Refused(_NO_INVITATION)
    _check_works_there(_roster_of(entries), worker)
    journal = Journal.open(folder, key)
    try:
        ours = read_team(folder, key)
        with journal.store.reading() as connection:
            is_empty = not read_heads(connection)
        _check_same_team(ours, given, is_empty=is_empty)
        write_team(folder, key, _together(ours, given))
        taken = journal.take_in(entries).new
        if is_empty:
            journal.record([recovered(worker, journal.device, "invitation", now)], author=worker, now=now)
        return Joined(given.name, taken)
    finally:
        journal.close()


def _roster_of(entries: list[Any]) -> Roster:
    from carelist_tui.domain.entries import check_stored, read_entry
    from carelist_tui.domain.roster import fold_roster

    if any(check_stored(raw) for raw in entries):
        raise Refused(_NO_INVITATION)
    return fold_roster(read_entry(raw) for raw in entries)


def _check_works_there(roster: Roster, worker: str) -> None:
    known = roster.workers.get(worker)
    if known is None or not known.active:
        raise Refused(NOT_KNOWN.format(worker))


def _check_same_team(ours: Team | None, given: Team, *, is_empty: bool) -> None:
    """A store that holds entries joins no other team than its own."""
    if not is_empty and (ours is None or not set(ours.keys) & set(given.keys)):
        raise Refused(OWN_TEAM)


def _together(ours: Team | None, given: Team) -> Team:
    from dataclasses import replace

    if ours is None or not set(ours.keys) & set(given.keys):
        return given
    return replace(ours.with_keys(given.keys, given.renewals), roots=tuple(sorted({*ours.roots, *given.roots})))
