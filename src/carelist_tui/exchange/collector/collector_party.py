"""As whom a collector reads one team's folder: an unencrypted team's as anybody may, an encrypted one's by the keys
with which a manager there let it in, and by those that were renewed since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carelist_tui.catalogue import tr
from carelist_tui.domain.measures.nameless import Pseudonyms
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.enrolment.custody import Heard, keys_to_open_with
from carelist_tui.exchange.enrolment.key_papers import KeyPaper, read_papers
from carelist_tui.exchange.segments.pack import AGE, Sealing, unseal
from carelist_tui.exchange.segments.paths import Place
from carelist_tui.exchange.segments.shared_folder import Found, SharedFolder
from carelist_tui.exchange.sync.party import Party
from carelist_tui.vault.team.age_keys import Team
from carelist_tui.vault.team.collected_teams import CollectedTeam

if TYPE_CHECKING:
    from nacl.signing import SigningKey

_UNENCRYPTED = "team"
_NOBODY_WROTE = tr("no laptop has written to this folder: sync one with it first, or connect the drive")
_NOBODYS = tr("this folder belongs to an encrypted team, and nobody there has let this store in as a collector")
_OTHERS = tr(
    "this folder belongs to an encrypted team, and to none of those that let this store in, or all of it is damaged: "
    "have a manager there invite this store, or the folder looked at"
)


@dataclass(frozen=True, slots=True)
class Membership:
    """What a collector is in one folder. `team`: whose keys open it; None where it is not encrypted. `device`: the
    collector's own name in that team."""

    names: Pseudonyms
    key: SigningKey
    team: Team | None = None
    papers: tuple[KeyPaper, ...] = ()
    device: str = ""

    def party(self, here: str, laptops: Mapping[str, Laptop]) -> Party:
        """As whom the folder is read into a private journal of the device `here`, by what was heard so far."""
        if self.team is None:
            return Party(_UNENCRYPTED, here, self.key, Sealing(), laptops)
        roots = frozenset(self.team.roots)
        heard = Heard(self.device, laptops, roots, lambda *_: None)
        given = sorted(keys_to_open_with(self.papers, heard) - {*self.team.keys})
        sealing = Sealing(self.team.public, (*self.team.secret, *(each.secret for each in given)))
        return Party(self.team.name, here, self.key, sealing, laptops, roots)

    def is_revoked(self, laptops: Mapping[str, Laptop]) -> bool:
        """Whether the team let this collector go."""
        ours = laptops.get(self.device)
        return ours is not None and ours.is_revoked


def membership_in(
    shared: SharedFolder, found: Found, identity: str, key: SigningKey, device: str, teams: Sequence[CollectedTeam]
) -> Membership:  # fmt: skip
    """What the collector with this signing key is in a folder of this id, which a team that is not encrypted is told
    by. Refuses (status 2) an encrypted team's that did not let it in, and one that no laptop has written to."""
    ends = [place for _, places in sorted(found.segments.items()) for place in dict.fromkeys((places[0], places[-1]))]
    sealed = [place for place in ends if shared.begins(place).startswith(AGE)]
    if not sealed and not identity:
        raise Refused(_NOBODY_WROTE)
    if not sealed:
        return Membership(Pseudonyms.by_folder(identity), key)
    for each in teams:
        papers = tuple(read_papers(shared.path, each.team.name, key))
        secrets = [*each.team.secret, *(key.secret for paper in papers for key in paper.keys)]
        if any(_opens(raw, secrets) for raw in _read(shared, sealed)):
            return Membership(Pseudonyms.by_secret(each.naming), key, each.team, papers, device)
    raise Refused(_OTHERS if teams else _NOBODYS)


def _read(shared: SharedFolder, places: Iterable[Place]) -> Iterator[bytes]:
    """What of these can be read, one at a time."""
    for place in places:
        try:
            yield shared.read(place)
        except Refused:
            continue


def _opens(raw: bytes, secrets: Sequence[str]) -> bool:
    try:
        unseal(raw, secrets)
    except Refused:
        return False
    return True
