"""The keys of the teams that let this store in as their collector: several, as no laptop's has, and no entry of any.

They lie sealed under the store's database key, like a laptop's team keys, which such a store has none of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.disk import words_of
from carelist_tui.vault.folder import COLLECTED, keys_of
from carelist_tui.vault.keys.files import read_whole
from carelist_tui.vault.seal import Sealer
from carelist_tui.vault.team.age_keys import Team, team_from_json
from carelist_tui.vault.whole_file import write_whole

_PURPOSE = "collected"
_LARGEST = 64 * 1024 * 1024
_DAMAGED = tr("the keys of the teams that this store collects are damaged: have each team invite it again")
COLLECTS = tr("this store collects for a service: it holds no entries, records nothing, and syncs with no folder")


@dataclass(frozen=True, slots=True)
class CollectedTeam:
    """One team as its collector knows it, and the secret of its pseudonyms, which stays the same when keys are
    renewed."""

    team: Team
    naming: str

    @classmethod
    def of(cls, team: Team) -> CollectedTeam:
        """A team as an invitation gave it."""
        return cls(team, naming_secrets(team)[0])

    def with_keys_of(self, later: Team) -> CollectedTeam:
        """With what another invitation of the same team brought."""
        roots = tuple(sorted({*self.team.roots, *later.roots}))
        return replace(self, team=replace(self.team.with_keys(later.keys, later.renewals), roots=roots))


def naming_secrets(team: Team) -> list[str]:
    """What this team's pseudonyms may be made under, in hex: of its first key, which every laptop of it has, and where
    a collector was given another first one, of that."""
    return [sha256(b"carelist pseudonyms of a team\0" + key.secret.encode()).hexdigest() for key in team.keys]


def read_collected_teams(store: Path, key: bytes | None) -> list[CollectedTeam]:
    """Every team that let this store in; none of a store that is no collector's. Refuses (status 3) damaged keys."""
    if key is None or (sealed := read_whole(keys_of(store) / COLLECTED, _LARGEST)) is None:
        return []
    try:
        return [_read(each) for each in json.loads(Sealer(key, _PURPOSE).open(sealed))["teams"]]
    except (KeyError, TypeError, ValueError):
        raise Refused(_DAMAGED, status=3) from None


def keep_collected_team(store: Path, key: bytes, given: Team) -> None:
    """Keeps a team that let this store in, beside the others; of one that did so before its newer keys too. Refuses
    (status 3) a store that can't be written."""
    teams = read_collected_teams(store, key)
    same = next((each for each in teams if set(each.team.keys) & set(given.keys)), None)
    others = [each for each in teams if each is not same]
    _write(store, key, [*others, same.with_keys_of(given) if same is not None else CollectedTeam.of(given)])


def _write(store: Path, key: bytes, teams: Iterable[CollectedTeam]) -> None:
    told = {"teams": [{"team": each.team.as_json(), "naming": each.naming} for each in teams]}
    try:
        write_whole(keys_of(store) / COLLECTED, Sealer(key, _PURPOSE).seal(json.dumps(told).encode()))
    except OSError as trouble:
        raise Refused(
            tr("the store's keys can't be written: {words_of}", words_of=words_of(trouble)), status=3
        ) from None


def _read(raw: Mapping[str, Any]) -> CollectedTeam:
    return CollectedTeam(team_from_json(raw["team"]), str(raw["naming"]))
