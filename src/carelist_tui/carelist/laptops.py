"""The laptops of a service at the door: which belong here, one more invited, a lost one revoked."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.carelist.record import Record
from carelist_tui.carelist.team_keys import TeamKeys
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.carelist.joined_laptop import AskingLaptop
    from carelist_tui.domain.roster.laptops import Laptop
    from carelist_tui.exchange.enrolment.folder_papers import Asking
    from carelist_tui.vault.team.age_keys import Team
    from carelist_tui.vault.team.papers import Request

NEEDS_ENCRYPTION = tr("this store is not encrypted: an unencrypted team needs no enrolment, it only signs")

OTHER_WORDS = tr(
    "these are not the words of the laptop that asks here: have them read to you again; if they stay so, this is "
    "another laptop, and is not let in"
)


class Laptops:
    """The laptops of the service that an open store is one of."""

    def __init__(self, store: OpenStore, people: People, record: Record, team: TeamKeys) -> None:
        self._store, self._people, self._record, self._team = store, people, record, team

    def __call__(self) -> dict[str, Laptop]:
        """Every laptop that was enrolled or revoked, by device."""
        from carelist_tui.journal.sync.laptops import read_laptops

        with self._store.journal.store.reading() as connection:
            return read_laptops(connection)

    def known(self) -> list[dict[str, Any]]:
        """Every device that wrote something here, or was enrolled: by name, as `device list --json` answers."""
        from carelist_tui.domain.roster.laptops import laptop_name
        from carelist_tui.journal.sync.heads import read_heads

        known, here = self(), self._store.journal.device
        with self._store.journal.store.reading() as connection:
            heads = read_heads(connection)
        return [
            {
                "device": device,
                "name": laptop_name(known, device),
                "here": device == here,
                "revoked": device in known and known[device].is_revoked,
                "reads_only": device in known and known[device].reads_only,
                "entries": heads[device].entries if device in heads else 0,
                "last_heard": heads[device].newest_at if device in heads else None,
            }
            for device in sorted({*known, *heads, here})
        ]

    def held_of(self, device: str) -> int:
        """Up to which number a device's entries are here without a gap."""
        from carelist_tui.journal.sync.heads import read_heads

        with self._store.journal.store.reading() as connection:
            head = read_heads(connection).get(device)
        return head.held if head else 0

    def called(self, name: str) -> str:
        """The device of an enrolled laptop, by its device or what it is called. Refuses none, and more than one."""
        found = [each.device for each in self().values() if name in (each.device, each.name)]
        if len(found) != 1:
            raise Refused(tr("no laptop, or more than one, was enrolled under this name: see `carelist device list`"))
        return found[0]

    def team_key(self, now: datetime) -> str | None:
        """The team's public key, to which another team seals what it passes on; None in a store that is not
        encrypted."""
        team = self._team.clean(now)
        return team.public[0] if team is not None else None

    def ask_again(self, name: str) -> bytes:
        """A request of this laptop as it is now: after a restore, or with a renewed name. Refuses a store that is not
        encrypted, and one whose service is this laptop's alone: nobody else could let it in."""
        from carelist_tui.carelist.joined_laptop import OWN_TEAM, request_of

        if self._store.key is None or self._store.worker is None:
            raise Refused(NEEDS_ENCRYPTION)
        laptops = self.known()
        if all(each["here"] for each in laptops) and any(each["entries"] for each in laptops):
            raise Refused(OWN_TEAM)
        return request_of(self._store.folder, self._store.key, name, self._store.worker)

    def asks_again(self, name: str, folder: Path | None) -> AskingLaptop:
        """This laptop, as it asks in a shared folder to be let in again. Refuses as `ask_again`."""
        from carelist_tui.carelist.joined_laptop import AskingLaptop

        self.ask_again(name)
        assert self._store.key is not None  # noqa: S101 - else it was refused
        assert self._store.worker is not None  # noqa: S101
        return AskingLaptop(self._store.folder, self._store.key, self._store.worker, name, folder)

    @property
    def is_known(self) -> bool:
        """Whether others take in what is recorded here: false once others were enrolled, and this laptop was not."""
        return self._store.key is None or not (laptops := self()) or self._store.journal.device in laptops

    def check_encrypted(self) -> None:
        """Refuses (status 2) a store that is not encrypted: it asks nobody to be enrolled."""
        if self._store.key is None:
            raise Refused(NEEDS_ENCRYPTION)

    def invite(self, paper: bytes, name: str, now: datetime) -> tuple[bytes, str]:
        """Enrols the laptop that asks in this request; gives an invitation for it, and the code to tell by voice.

        Refuses (status 2) a request that does not hold, one for a worker who is not known here, a laptop that was
        revoked, a collector, and whoever may not enrol.
        """
        from carelist_tui.exchange.enrolment.laptop_entries import enrolment, invitation
        from carelist_tui.journal.sync.laptops import team_lines
        from carelist_tui.vault.keys.spoken import make_spoken
        from carelist_tui.vault.team.papers import CODE_GROUPS

        asked, team = self._asks_by(paper, now)
        if not any(each.id == asked.worker and each.active for each in self._people.workers()):
            raise Refused(
                tr(
                    "the laptop asks for {worker}, and nobody works here under that id: add them first with "
                    "`carelist worker add`, and invite again",
                    worker=asked.worker,
                )
            )
        drafts = enrolment(asked, name, self._store.signing_key(), self(), now)
        if drafts:
            self._record(drafts, now)
        code = make_spoken(CODE_GROUPS)
        with self._store.journal.store.reading() as connection:
            told = team_lines(connection)
        return invitation(asked, code, team, self._store.journal.device, told), code

    def invite_collector(self, paper: bytes, name: str, now: datetime) -> tuple[bytes, str]:
        """Enrols a service's collector that asks in this request: it may read, and no entry of it ever counts. Nobody
        has to work here under the id that opens its store. Gives an invitation and the code, as `invite` does.

        Refuses (status 2) a request that does not hold, one that was revoked, a laptop, and whoever may not enrol.
        """
        from carelist_tui.exchange.enrolment.laptop_entries import collectors_invitation, enrolment
        from carelist_tui.vault.keys.spoken import make_spoken
        from carelist_tui.vault.team.papers import CODE_GROUPS

        asked, team = self._asks_by(paper, now)
        self.check_may_enrol()
        if drafts := enrolment(asked, name, self._store.signing_key(), self(), now, reads_only=True):
            self._record(drafts, now)
        code = make_spoken(CODE_GROUPS)
        return collectors_invitation(asked, code, team, self._store.journal.device), code

    def _asks_by(self, paper: bytes, now: datetime) -> tuple[Request, Team]:
        """What a request says, and the team's keys. Refuses an unencrypted team, and a laptop that was revoked."""
        from carelist_tui.exchange.enrolment.laptop_entries import WAS_REVOKED
        from carelist_tui.vault.team.papers import read_request

        asked, team = read_request(paper), self._team.clean(now)
        if team is None:
            raise Refused(NEEDS_ENCRYPTION)
        if asked.device in team.shut_out:
            raise Refused(WAS_REVOKED)
        return asked, team

    def asking(self, folder: Path) -> list[Asking]:
        """The other laptops that ask in this shared folder to be let in and have not come yet; none in a store that is
        not encrypted."""
        from carelist_tui.exchange.enrolment.folder_papers import requests_in
        from carelist_tui.journal.sync.heads import read_heads

        if self._store.key is None or not (asking := requests_in(folder)):
            return []
        with self._store.journal.store.reading() as connection:
            came = {*read_heads(connection), self._store.journal.device}
        return [each for each in asking if each.request.device not in came]

    def check_may_enrol(self) -> None:
        """Refuses (status 2) whoever may not say which laptops belong here."""
        from carelist_tui.domain.checks.set_up import may_set_up_by

        standards, roster = self._store.journal.standards, self._store.glance.read_roster()
        if faults := [*may_set_up_by(standards, roster, self._store.worker or "", "device.enrolled")]:
            raise Refused(faults)

    def let_in(self, asking: Asking, words: str, folder: Path, now: datetime) -> str:
        """Enrols a laptop that asks in the shared folder, leaves an invitation for it there, and gives the code to tell
        by voice. `words` are those that its screen shows, as they were heard.

        Refuses (status 2) other words, whoever may not enrol, what `invite` refuses, and a folder that can't be
        written. Doing it again gives another code.
        """
        from carelist_tui.exchange.enrolment.folder_papers import put_invitation
        from carelist_tui.vault.team.fingerprint import fingerprint_words, typed_words

        self.check_may_enrol()
        if typed_words(words) != fingerprint_words(asking.request.signing_key):
            raise Refused(OTHER_WORDS)
        invitation, code = self.invite(asking.paper, "", now)
        put_invitation(folder, asking.request.device, invitation)
        return code

    def revoke(self, device: str, now: datetime) -> None:
        """This laptop writes and reads no longer: what is here of it stays, and the team has a new key from now on.

        Refuses (status 2) a laptop nobody enrolled, this one, and whoever may not revoke.
        """
        from carelist_tui.exchange.enrolment.laptop_entries import revocation

        self._record([revocation(device, self._store.journal.device, self(), self.held_of(device), now)], now)
        self._team.clean(now)
