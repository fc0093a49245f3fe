"""What the door does with other laptops: exchange with a shared folder, enrol, revoke; and what a copy of a store does
to have a name of its own again."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from carelist_tui.carelist.holding import Holding
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from nacl.signing import SigningKey

    from carelist_tui.domain.roster.laptops import Laptop
    from carelist_tui.exchange.meeting.party import Party
    from carelist_tui.exchange.meeting.telling import Report
    from carelist_tui.journal.appending.batch import Receipt
    from carelist_tui.vault.team.keys import Team

Progress = Callable[[str, int], None]
NEEDS_ENCRYPTION = "this store is not encrypted: an unencrypted team needs no enrolment, it only signs"


class Meeting(Holding):
    """One store among those of a service."""

    @abstractmethod
    def record(self, drafts: Sequence[Mapping[str, Any]], now: datetime) -> list[Receipt]:
        """Appends these drafts, all or none."""

    def sync(
        self, folder: Path, now: datetime, *, dry_run: bool = False, progress: Progress = lambda words, entries: None
    ) -> Report:
        """Exchanges with a shared folder, both ways; gives what came, what went, what is waited for and what is wrong.

        Refuses (status 2) a folder that is not there, can't be written, lies in the store, or belongs to another team.
        """
        from carelist_tui.exchange.meeting.meet import meet
        from carelist_tui.exchange.meeting.passing_keys import exchange_keys
        from carelist_tui.vault.keys.files import held

        if self.store == folder.absolute() or self.store in folder.absolute().parents:
            raise Refused("the shared folder may not lie inside the store")
        with held(self.store / "sync.lock", "another sync of this store is running: wait until it is done"):
            if (team := self._team(now)) is not None:
                with_news = exchange_keys(folder, team, self._signing_key(), self.laptops(), write=not dry_run)
                if with_news != team and not dry_run:
                    self._keep_team(with_news)
            return meet(self.journal, folder, lambda: self._party(now), now, dry_run=dry_run, progress=progress)

    def laptops(self) -> dict[str, Laptop]:
        """Every laptop that was enrolled or revoked, by device."""
        from carelist_tui.journal.meeting.laptops import read_laptops

        with self.journal.store.reading() as connection:
            return read_laptops(connection)

    def laptops_known(self) -> list[dict[str, Any]]:
        """Every device that wrote something here, or was enrolled: by name, as `device list --json` answers."""
        from carelist_tui.domain.roster.laptops import laptop_name
        from carelist_tui.journal.meeting.heads import read_heads

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

    def invite(self, paper: bytes, name: str, now: datetime) -> tuple[bytes, str]:
        """Enrols the laptop that asks in this request; gives an invitation for it, and the code to tell by voice.

        Refuses (status 2) a request that does not hold, a laptop that was revoked, and whoever may not enrol.
        """
        from carelist_tui.exchange.meeting.enrolling import enrolment, invitation
        from carelist_tui.vault.keys.spoken import make_spoken
        from carelist_tui.vault.team.papers import CODE_GROUPS, read_request

        asked = read_request(paper)
        team = self._team(now)
        if team is None:
            raise Refused(NEEDS_ENCRYPTION)
        drafts = enrolment(asked, name, self._signing_key(), self.laptops(), now)
        if drafts:
            self.record(drafts, now)
        code = make_spoken(CODE_GROUPS)
        told = [line for story in self._team_lines() for line in story]
        return invitation(asked, code, team, self.journal.device, told), code

    def revoke(self, device: str, now: datetime) -> None:
        """This laptop writes and reads no longer: what is here of it stays, and the team has a new key from now on.

        Refuses (status 2) a laptop nobody enrolled, this one, and whoever may not revoke.
        """
        from carelist_tui.exchange.meeting.enrolling import revocation
        from carelist_tui.journal.meeting.heads import read_heads

        with self.journal.store.reading() as connection:
            head = read_heads(connection).get(device)
        self.record([revocation(device, self.journal.device, self.laptops(), head.held if head else 0, now)], now)
        if (team := self._team(now)) is not None:
            self._keep_team(team.renewed(now))

    def _team_lines(self) -> list[list[str]]:
        from carelist_tui.journal.meeting.laptops import team_lines

        with self.journal.store.reading() as connection:
            return [team_lines(connection)]

    def _signing_key(self) -> SigningKey:
        from nacl.signing import SigningKey

        from carelist_tui.vault.device import read_secret

        return SigningKey(read_secret(self.store, self._key))

    def _team(self, now: datetime) -> Team | None:
        """The team's keys, made when they are first needed; None in a store that is not encrypted."""
        from carelist_tui.vault.team.keys import Team, read_team

        if self._key is None:
            return None
        team = read_team(self.store, self._key)
        if team is None:
            team = Team(self._team_name()).renewed(now)
            self._keep_team(team)
        return team

    def _keep_team(self, team: Team) -> None:
        from carelist_tui.vault.team.keys import write_team

        assert self._key is not None  # noqa: S101 - whoever has a team has a key
        write_team(self.store, self._key, team)

    def _team_name(self) -> str:
        from carelist_tui.journal.meeting.laptops import first_team

        with self.journal.store.reading() as connection:
            return first_team(connection, self.journal.device) or "team"

    def _party(self, now: datetime) -> Party:
        from carelist_tui.exchange.meeting.party import Party
        from carelist_tui.exchange.segments.packing import Sealing

        team = self._team(now)
        known: dict[str, Any] = {"laptops": self.laptops(), "roots": frozenset(team.roots if team else ())}
        sealing = Sealing(team.public, team.secret) if team else Sealing()
        return Party(
            team.name if team else self._team_name(), self.journal.device, self._signing_key(), sealing, **known
        )
