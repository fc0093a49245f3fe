"""What the door does with laptops: which belong here, one more invited, a lost one revoked; and the team's keys."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.holding import NOT_JOINED, Holding
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from carelist_tui.domain.roster.laptops import Laptop
    from carelist_tui.exchange.enrolment.custody import Heard
    from carelist_tui.exchange.enrolment.key_papers import KeyPaper
    from carelist_tui.journal.append.batch import Receipt
    from carelist_tui.vault.team.age_keys import Team

NEEDS_ENCRYPTION = "this store is not encrypted: an unencrypted team needs no enrolment, it only signs"


class Enrolling(Holding):
    """One store, and the laptops of its service."""

    @abstractmethod
    def record(self, drafts: Sequence[Mapping[str, Any]], now: datetime) -> list[Receipt]:
        """Appends these drafts, all or none."""

    def laptops(self) -> dict[str, Laptop]:
        """Every laptop that was enrolled or revoked, by device."""
        from carelist_tui.journal.sync.laptops import read_laptops

        with self.journal.store.reading() as connection:
            return read_laptops(connection)

    def laptops_known(self) -> list[dict[str, Any]]:
        """Every device that wrote something here, or was enrolled: by name, as `device list --json` answers."""
        from carelist_tui.domain.roster.laptops import laptop_name
        from carelist_tui.journal.sync.heads import read_heads

        known, here = self.laptops(), self.journal.device
        with self.journal.store.reading() as connection:
            heads = read_heads(connection)
        return [
            {
                "device": device,
                "name": laptop_name(known, device),
                "here": device == here,
                "revoked": device in known and known[device].is_revoked,
                "entries": heads[device].entries if device in heads else 0,
                "last_heard": heads[device].newest_at if device in heads else None,
            }
            for device in sorted({*known, *heads, here})
        ]

    def _held_of(self, device: str) -> int:
        """Up to which number a device's entries are here without a gap."""
        from carelist_tui.journal.sync.heads import read_heads

        with self.journal.store.reading() as connection:
            head = read_heads(connection).get(device)
        return head.held if head else 0

    def laptop_called(self, name: str) -> str:
        """The device of an enrolled laptop, by its device or what it is called. Refuses none, and more than one."""
        found = [each.device for each in self.laptops().values() if name in (each.device, each.name)]
        if len(found) != 1:
            raise Refused("no laptop, or more than one, was enrolled under this name: see `carelist device list`")
        return found[0]

    def team_key(self, now: datetime) -> str | None:
        """The team's public key, to which another team seals what it passes on; None in a store that is not
        encrypted."""
        team = self._clean_team(now)
        return team.public[0] if team is not None else None

    def ask_again(self, name: str) -> bytes:
        """A request of this laptop as it is now: after a restore, or with a renewed name. Refuses a store that is not
        encrypted."""
        from carelist_tui.carelist.joining import request_of

        if self._key is None or self.worker is None:
            raise Refused(NEEDS_ENCRYPTION)
        return request_of(self.store, self._key, name, self.worker)

    def check_encrypted(self) -> None:
        """Refuses (status 2) a store that is not encrypted: it asks nobody to be enrolled."""
        if self._key is None:
            raise Refused(NEEDS_ENCRYPTION)

    def invite(self, paper: bytes, name: str, now: datetime) -> tuple[bytes, str]:
        """Enrols the laptop that asks in this request; gives an invitation for it, and the code to tell by voice.

        Refuses (status 2) a request that does not hold, one for a worker who is not known here, a laptop that was
        revoked, and whoever may not enrol.
        """
        from carelist_tui.exchange.enrolment.laptop_entries import WAS_REVOKED, enrolment, invitation
        from carelist_tui.journal.sync.laptops import team_lines
        from carelist_tui.vault.keys.spoken import make_spoken
        from carelist_tui.vault.team.papers import CODE_GROUPS, read_request

        asked = read_request(paper)
        team = self._clean_team(now)
        if team is None:
            raise Refused(NEEDS_ENCRYPTION)
        if asked.device in team.shut_out:
            raise Refused(WAS_REVOKED)
        if not any(each.id == asked.worker and each.active for each in self.workers()):
            raise Refused(
                f"the laptop asks for {asked.worker}, and nobody works here under that id: add them first with "
                "`carelist worker add`, and invite again"
            )
        drafts = enrolment(asked, name, self._signing_key(), self.laptops(), now)
        if drafts:
            self.record(drafts, now)
        code = make_spoken(CODE_GROUPS)
        with self.journal.store.reading() as connection:
            told = team_lines(connection)
        return invitation(asked, code, team, self.journal.device, told), code

    def revoke(self, device: str, now: datetime) -> None:
        """This laptop writes and reads no longer: what is here of it stays, and the team has a new key from now on.

        Refuses (status 2) a laptop nobody enrolled, this one, and whoever may not revoke.
        """
        from carelist_tui.exchange.enrolment.laptop_entries import revocation

        self.record([revocation(device, self.journal.device, self.laptops(), self._held_of(device), now)], now)
        self._clean_team(now)

    def _signing_key(self) -> SigningKey:
        from nacl.signing import SigningKey

        from carelist_tui.vault.device import read_secret

        return SigningKey(read_secret(self.store, self._key))

    def _team(self, now: datetime) -> Team | None:
        """The team's keys, made when they are first needed; None in a store that is not encrypted."""
        from carelist_tui.vault.team.age_keys import Team, read_team

        if self._key is None:
            return None
        team = read_team(self.store, self._key)
        if team is None:
            if not self.workers():
                raise Refused(NOT_JOINED, status=3)
            team = Team(self._team_name()).renewed(now)
            self._keep_team(team)
        return team

    def _clean_team(self, now: datetime, papers: Sequence[KeyPaper] = ()) -> Team | None:
        """The team's keys, renewed first where somebody who is revoked may have the newest, also by these papers."""
        from carelist_tui.exchange.enrolment.custody import must_renew, renewed
        from carelist_tui.journal.sync.heads import hash_at

        if (team := self._team(now)) is None:
            return None
        from carelist_tui.domain.entries.stored import NO_ENTRY

        heard = self._heard(team)
        if must_renew(team, papers, heard):
            seq = self._held_of(heard.device)
            with self.journal.store.reading() as connection:
                position = (seq, hash_at(connection, heard.device, seq) or NO_ENTRY)
            team = renewed(team, self._signing_key(), position, heard, now)
            self._keep_team(team)
        return team

    def _heard(self, team: Team) -> Heard:
        from carelist_tui.exchange.enrolment.custody import Heard
        from carelist_tui.journal.sync.heads import hash_at, read_heads

        def known(device: str, seq: int) -> str | None:
            with self.journal.store.reading() as connection:
                head = read_heads(connection).get(device)
                return hash_at(connection, device, seq) if head is not None and head.held >= seq else None

        return Heard(self.journal.device, self.laptops(), frozenset(team.roots), known)

    def _keep_team(self, team: Team) -> None:
        from carelist_tui.vault.team.age_keys import write_team

        assert self._key is not None  # noqa: S101 - whoever has a team has a key
        write_team(self.store, self._key, team)

    def _team_name(self) -> str:
        from carelist_tui.journal.sync.laptops import first_team

        with self.journal.store.reading() as connection:
            return first_team(connection, self.journal.device) or "team"
