"""The keys of a team: made when first needed, renewed where somebody who is revoked may have the newest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.carelist.open_store import OpenStore
from carelist_tui.carelist.people import People
from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused

if TYPE_CHECKING:
    from carelist_tui.exchange.enrolment.custody import Heard
    from carelist_tui.exchange.enrolment.key_papers import KeyPaper
    from carelist_tui.vault.team.age_keys import Team

NOT_JOINED = tr(
    "this laptop has not joined its team yet: write a request with `carelist device request FILE`, have a manager "
    "invite it, and take the invitation with `carelist device join FILE --code CODE`"
)


class TeamKeys:
    """What an encrypted team seals by, and opens what others of it sealed."""

    def __init__(self, store: OpenStore, people: People) -> None:
        self._store, self._people = store, people

    def kept(self, now: datetime) -> Team | None:
        """The team's keys, made when they are first needed; None in a store that is not encrypted."""
        from carelist_tui.vault.team.age_keys import Team, read_team

        if self._store.key is None:
            return None
        team = read_team(self._store.folder, self._store.key)
        if team is None:
            from carelist_tui.vault.folder import collects
            from carelist_tui.vault.team.collected_teams import COLLECTS

            if not self._people.workers():
                raise Refused(COLLECTS if collects(self._store.folder) else NOT_JOINED, status=3)
            team = Team(self.name()).renewed(now)
            self.keep(team)
        return team

    def clean(self, now: datetime, papers: Sequence[KeyPaper] = ()) -> Team | None:
        """The team's keys, renewed first where somebody who is revoked may have the newest, also by these papers."""
        from carelist_tui.exchange.enrolment.custody import must_renew, renewed
        from carelist_tui.journal.sync.heads import hash_at, read_heads

        if (team := self.kept(now)) is None:
            return None
        from carelist_tui.domain.entries.stored import NO_ENTRY

        heard = self.heard(team)
        if must_renew(team, papers, heard):
            with self._store.journal.store.reading() as connection:
                head = read_heads(connection).get(heard.device)
                seq = head.held if head else 0
                position = (seq, hash_at(connection, heard.device, seq) or NO_ENTRY)
            team = renewed(team, self._store.signing_key(), position, heard, now)
            self.keep(team)
        return team

    def heard(self, team: Team) -> Heard:
        """What this laptop has heard of the service, as far as it bears on who may have these keys."""
        from carelist_tui.exchange.enrolment.custody import Heard
        from carelist_tui.journal.sync.heads import hash_at, read_heads
        from carelist_tui.journal.sync.laptops import read_laptops

        def known(device: str, seq: int) -> str | None:
            with self._store.journal.store.reading() as connection:
                head = read_heads(connection).get(device)
                return hash_at(connection, device, seq) if head is not None and head.held >= seq else None

        with self._store.journal.store.reading() as connection:
            laptops = read_laptops(connection)
        return Heard(self._store.journal.device, laptops, frozenset(team.roots), known)

    def keep(self, team: Team) -> None:
        """These are the team's keys from now on. Only in an encrypted store."""
        from carelist_tui.vault.team.age_keys import write_team

        assert self._store.key is not None  # noqa: S101 - whoever has a team has a key
        write_team(self._store.folder, self._store.key, team)

    def name(self) -> str:
        """What the team is called: as it was when its first worker came."""
        from carelist_tui.journal.sync.laptops import first_team

        with self._store.journal.store.reading() as connection:
            return first_team(connection, self._store.journal.device) or "team"
