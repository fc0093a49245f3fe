"""How a laptop comes to belong: it asks with an empty store, and takes what a manager's laptop gave it.

Nothing is recorded on it before: who works here comes with the invitation.
"""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import WAITS, check_folder, close_umask, collects, making_folder, waits_to_join

if TYPE_CHECKING:
    from carelist_tui.domain.roster import Roster
    from carelist_tui.vault.keys import WorkFactor
    from carelist_tui.vault.team.age_keys import Team

NOT_KNOWN = tr(
    "nobody works there under the id {}: a manager adds her first (`carelist worker add`), and invites again"
)
OWN_TEAM = tr("this store belongs to a team of its own: make a fresh one, elsewhere, with `carelist device request`")
NOT_COME = tr(
    "the invitation has not come into the folder yet: it comes once your manager has typed the six words, and their "
    "laptop or the drive has passed it on"
)
HOLDS_ENTRIES = tr(
    "this store belongs to a laptop of a team: a collector has one of its own, which holds nothing "
    "(`carelist --store PATH device request FILE`)"
)
NOT_EMPTY = tr("something is recorded in this store: it is not thrown away")
_LARGEST_WAITS = 100_000
_NO_INVITATION = tr("this invitation is damaged: ask for another one")


@dataclass(frozen=True, slots=True)
class Joined:
    """What an invitation brought: the team, and how many of its own entries were new."""

    team: str
    entries: int
    is_collector: bool = False


def ask_to_join(
    store: Path,
    *,
    worker: str,
    name: str,
    passphrase: str,
    factor: WorkFactor | None = None,
    folder: Path | None = None,
) -> tuple[bytes, str]:
    """Makes an empty encrypted store that opens by this worker's passphrase; gives a request for a manager, and the
    store's recovery key. `folder`: the shared folder it is to ask in. Refuses a passphrase that may be none, and a path
    where something is already."""
    from carelist_tui.exchange.sync.chosen_folder import remember_folder
    from carelist_tui.journal.book import Journal
    from carelist_tui.vault.keys import make_keys

    close_umask()
    with making_folder(store) as made:
        key, recovery_key = make_keys(made, worker, passphrase, factor)
        journal = Journal.make(made, key)
        try:
            journal.rebuild()
        finally:
            journal.close()
        (made / WAITS).write_text(json.dumps({"name": name}), encoding="utf-8")
        if folder is not None:
            remember_folder(made, folder)
        return request_of(made, key, name, worker), recovery_key


def request_of(store: Path, key: bytes, name: str, worker: str) -> bytes:
    """The request of an encrypted store: the same laptop may ask again, as after a restore."""
    from nacl.signing import SigningKey

    from carelist_tui.vault.device import read_secret
    from carelist_tui.vault.team.papers import write_request

    return write_request(SigningKey(read_secret(store, key)), name, worker)


def join(store: Path, key: bytes, worker: str, paper: bytes, code: str, now: datetime) -> Joined:
    """Takes an invitation in: the team's keys, then who works there and what holds there; as a collector the keys
    alone. `now` is aware.

    Refuses (status 2) a wrong code, an invitation for another laptop or of another team than this store's, and one of
    a team where nobody works under this id. Nothing is kept then. Doing it again is harmless.
    """
    from nacl.signing import SigningKey

    from carelist_tui.exchange.enrolment.laptop_entries import recovered
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.sync.heads import read_heads
    from carelist_tui.vault.device import read_secret
    from carelist_tui.vault.team.age_keys import read_team, team_from_json, write_team
    from carelist_tui.vault.team.collected_teams import COLLECTS
    from carelist_tui.vault.team.papers import read_invitation

    folder = check_folder(store)
    said = read_invitation(paper, SigningKey(read_secret(folder, key)), code)
    given, entries = team_from_json(said.get("team")), said.get("entries")
    if not isinstance(entries, list) or not given.keys:
        raise Refused(_NO_INVITATION)
    if said.get("reads_only") is True:
        return _join_as_collector(folder, key, given)
    if collects(folder):
        raise Refused(COLLECTS)
    _check_works_there(_roster_of(entries), worker)
    journal = Journal.open(folder, key)
    try:
        ours = read_team(folder, key)
        with journal.store.reading() as connection:
            heads = read_heads(connection)
            is_empty = not heads
        _check_same_team(ours, given, is_empty=is_empty)
        write_team(folder, key, _together(ours, given))
        taken = journal.take_in(entries).new
        if is_empty or (waits_to_join(folder) and journal.device not in heads):  # stopped before it could say so
            journal.record([recovered(worker, journal.device, "invitation", now)], author=worker, now=now)
        (folder / WAITS).unlink(missing_ok=True)
        return Joined(given.name, taken)
    finally:
        journal.close()


def _join_as_collector(folder: Path, key: bytes, given: Team) -> Joined:
    """Keeps the keys of one more team, and no entry of it. Refuses (status 2) a store that anything was recorded in."""
    from carelist_tui.journal.book import Journal
    from carelist_tui.journal.sync.heads import read_heads
    from carelist_tui.vault.team.age_keys import read_team
    from carelist_tui.vault.team.collected_teams import keep_collected_team

    journal = Journal.open(folder, key)
    try:
        with journal.store.reading() as connection:
            holds_entries = bool(read_heads(connection))
    finally:
        journal.close()
    if holds_entries or read_team(folder, key) is not None:
        raise Refused(HOLDS_ENTRIES)
    keep_collected_team(folder, key, given)
    (folder / WAITS).unlink(missing_ok=True)
    return Joined(given.name, 0, is_collector=True)


class AskingLaptop:
    """A laptop that asks in the shared folder to be let in, and its way in: a new one, or one that has to be invited
    again. `key` opens its store."""

    def __init__(self, store: Path, key: bytes, worker: str, name: str, folder: Path | None) -> None:
        from carelist_tui.vault.device import read_device

        self.store, self.worker, self.name, self.folder = store, worker, name, folder
        self._key, self._device = key, read_device(store)
        self.meets_a_team = False
        """Whether any laptop has synced with the folder, as of the last time that it asked."""

    @classmethod
    def new(cls, store: Path, key: bytes, worker: str) -> AskingLaptop:
        """The one of a store that waits to join."""
        from carelist_tui.exchange.sync.chosen_folder import remembered_folder
        from carelist_tui.vault.given import read_given

        name = ""
        with suppress(Refused, ValueError, RecursionError, AttributeError):
            name = str(json.loads(read_given(store / WAITS, _LARGEST_WAITS, tr("file of this kind"))).get("name", ""))
        return cls(store, key, worker, name or f"{worker}'s laptop", remembered_folder(store))

    def has_come(self) -> bool:
        """Whether it was let in and has said so, and only stopped before anything else: then it waits no more."""
        from carelist_tui.journal.book import Journal
        from carelist_tui.journal.sync.heads import read_heads

        journal = Journal.open(self.store, self._key)
        try:
            with journal.store.reading() as connection:
                is_in = journal.device in read_heads(connection)
        finally:
            journal.close()
        if is_in:
            (self.store / WAITS).unlink(missing_ok=True)
        return is_in

    def words(self) -> tuple[str, ...]:
        """The words that tell this laptop from any other, for whoever lets it in."""
        from nacl.signing import SigningKey

        from carelist_tui.vault.device import read_secret
        from carelist_tui.vault.team.fingerprint import fingerprint_words

        return fingerprint_words(bytes(SigningKey(read_secret(self.store, self._key)).verify_key).hex())

    def meet_in(self, folder: Path) -> None:
        """Asks in this folder from now on, and no longer in another."""
        from carelist_tui.exchange.enrolment.folder_papers import take_papers
        from carelist_tui.exchange.sync.chosen_folder import remember_folder

        if self.folder is not None and self.folder != folder:
            take_papers(self.folder, self._device)
        self.folder = folder
        remember_folder(self.store, folder)

    def ask(self, now: datetime) -> bool:
        """Asks in the folder, and says whether the invitation has come. Refuses (status 2) a folder that is gone or
        can't be written, and where none was chosen."""
        from carelist_tui.exchange.enrolment.folder_papers import holds_a_team, invitation_in, put_request

        folder = self._folder_chosen()
        self.meets_a_team = holds_a_team(folder)
        put_request(folder, request_of(self.store, self._key, self.name, self.worker), now)
        return invitation_in(folder, self._device) is not None

    def take(self, code: str, now: datetime) -> Joined:
        """Takes the invitation in, by the code that was told; what was asked and answered goes from the folder. Refuses
        (status 2) what `join` refuses, and where it has not come."""
        from carelist_tui.exchange.enrolment.folder_papers import invitation_in, take_papers

        folder = self._folder_chosen()
        if (paper := invitation_in(folder, self._device)) is None:
            raise Refused(NOT_COME)
        joined = join(self.store, self._key, self.worker, paper, code, now)
        take_papers(folder, self._device)
        return joined

    def give_up(self) -> None:
        """Takes the request back, and throws the empty store away. Refuses (status 2) a store where anything was
        recorded or taken in."""
        from carelist_tui.exchange.enrolment.folder_papers import take_papers
        from carelist_tui.journal.book import Journal
        from carelist_tui.journal.sync.heads import read_heads

        journal = Journal.open(self.store, self._key)
        try:
            with journal.store.reading() as connection:
                if read_heads(connection) or not waits_to_join(self.store):
                    raise Refused(NOT_EMPTY)
        finally:
            journal.close()
        if self.folder is not None:
            take_papers(self.folder, self._device)
        gone = self.store.with_name(f".{self.store.name}.{os.getpid()}")
        self.store.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _folder_chosen(self) -> Path:
        if self.folder is None:
            raise Refused(tr("no shared folder was chosen yet"))
        return self.folder


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
