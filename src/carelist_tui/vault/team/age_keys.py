"""The team's keys, as age writes them: every one there ever was, so that old segments stay readable; the newest seals.

They lie sealed under the store's database key. A store that is not encrypted has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.moments import moment_text, parse_moment
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.folder import keys_of
from carelist_tui.vault.keys.files import read_whole
from carelist_tui.vault.seal import Sealer
from carelist_tui.vault.team.renewals import Renewal, read_renewal
from carelist_tui.vault.whole_file import write_whole

_FILE, _PURPOSE = "team.keys", "team"
_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class TeamKey:
    """One key of a team: since when (UTC), what is sealed to, what opens."""

    since: str
    public: str
    secret: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team's name, its keys, the oldest first, the devices that are trusted since they invited this one, and what
    was said of each key that was renewed: of a team's first, and of those that releases before 0.2 renewed, nothing."""

    name: str
    keys: tuple[TeamKey, ...] = ()
    roots: tuple[str, ...] = ()
    renewals: tuple[Renewal, ...] = ()

    @property
    def public(self) -> tuple[str, ...]:
        """What new segments are sealed to: the newest key."""
        return (self.keys[-1].public,) if self.keys else ()

    @property
    def secret(self) -> tuple[str, ...]:
        """What opens segments: every key, the newest first."""
        return tuple(key.secret for key in reversed(self.keys))

    @property
    def renewal(self) -> Renewal | None:
        """What was said of the newest key."""
        return next((each for each in self.renewals if self.keys and each.public == self.keys[-1].public), None)

    @property
    def shut_out(self) -> frozenset[str]:
        """Every laptop that one of the keys was made without."""
        return frozenset(device for each in self.renewals for device in each.without)

    def with_keys(self, keys: Iterable[TeamKey], renewals: Iterable[Renewal] = ()) -> Team:
        """The team with these keys too, each once, and what was said of them."""
        told = tuple(sorted({*self.renewals, *renewals}))
        return replace(self, keys=tuple(sorted({*self.keys, *keys})), renewals=told)

    def renewed(self, now: datetime) -> Team:
        """The team with a key that nobody has yet, the newest even where this laptop's clock runs late. `now` is
        aware."""
        import pyrage

        made = pyrage.x25519.Identity.generate()
        if self.keys:
            now = max(now, parse_moment(self.keys[-1].since) + timedelta(milliseconds=1))
        return self.with_keys([TeamKey(moment_text(now), str(made.to_public()), str(made))])

    def as_json(self) -> dict[str, Any]:
        """As it lies in a file, or goes into an invitation."""
        said = {"name": self.name, "keys": [asdict(key) for key in self.keys], "roots": list(self.roots)}
        return said | {"renewals": [each.as_json() for each in self.renewals]}


def team_from_json(said: Any) -> Team:
    """The inverse of `as_json`. Refuses (status 3) what is no team, or has a key that age does not know."""
    try:
        keys = [TeamKey(str(each["since"]), str(each["public"]), str(each["secret"])) for each in said["keys"]]
        for key in keys:
            _check_pair(key)
        told = (read_renewal(each) for each in said.get("renewals", ()))
        renewals = tuple(sorted(each for each in told if each is not None))
        return Team(str(said["name"]), tuple(sorted(keys)), tuple(map(str, said["roots"])), renewals)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise Refused(tr("the team's keys are damaged: put them back from a backup"), status=3) from None


def _check_pair(key: TeamKey) -> None:
    import pyrage

    try:
        agrees = str(pyrage.x25519.Identity.from_str(key.secret).to_public()) == key.public
    except pyrage.IdentityError:
        agrees = False
    if not agrees:
        raise ValueError(key.public)


def read_team(store: Path, key: bytes) -> Team | None:
    """The team's keys of an encrypted store; None where it has none yet. Refuses (status 3) damaged ones."""
    sealed = read_whole(keys_of(store) / _FILE, _LARGEST)
    if sealed is None:
        return None
    try:
        return team_from_json(json.loads(Sealer(key, _PURPOSE).open(sealed)))
    except ValueError:
        raise Refused(tr("the team's keys are damaged: put them back from a backup"), status=3) from None


def trust_too(store: Path, key: bytes, device: str) -> None:
    """Trusts a device besides those that invited this one: the name that this laptop itself had before."""
    if (team := read_team(store, key)) is not None:
        write_team(store, key, replace(team, roots=tuple(sorted({*team.roots, device}))))


def write_team(store: Path, key: bytes, team: Team) -> None:
    """Keeps the team's keys. Refuses (status 3) a store that can't be written."""
    try:
        write_whole(keys_of(store) / _FILE, Sealer(key, _PURPOSE).seal(json.dumps(team.as_json()).encode()))
    except OSError as trouble:
        raise Refused(
            tr("the store's keys can't be written: {words_of}", words_of=words_of(trouble)), status=3
        ) from None
