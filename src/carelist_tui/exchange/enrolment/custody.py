"""Keys follow the journal: which team key a laptop opens with, takes, seals with and passes on, by what it has heard.

* It opens with every key that is in a paper for it: to read is no harm, and word of a renewal may be sealed to the
  renewed key itself.
* It takes a key once its own journal holds the renewer's entries up to the renewal and counts as revoked whoever the
  key was made without; only then does it seal with it, or pass it on.
* It seals with the newest one, as long as that was made without everybody who is revoked by now. Else it renews it.
* It passes its keys on to every laptop that belongs here, and to none that was revoked, or that any of them was made
  without. A collector is passed them like a laptop, and what it passes on itself nobody takes.

Of a key that a release before 0.2 renewed nothing was said: it opens, and counts as known to whoever was revoked. Pure,
but for the randomness of a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.enrolment.key_papers import KeyPaper
from carelist_tui.vault.team.age_keys import Team, TeamKey
from carelist_tui.vault.team.renewals import Renewal, write_renewal

if TYPE_CHECKING:
    from nacl.signing import SigningKey


@dataclass(frozen=True, slots=True)
class Heard:
    """What this laptop has heard: who belongs here and who no longer does, and the hash of any entry that is here with
    all before it (by device and number; None of one that is not)."""

    device: str
    laptops: Mapping[str, Laptop]
    roots: frozenset[str]
    hash_at: Callable[[str, int], str | None]

    @property
    def revoked(self) -> frozenset[str]:
        """The laptops that no longer belong here."""
        return frozenset(device for device, each in self.laptops.items() if each.is_revoked)

    def belonged(self, device: str) -> bool:
        """Whether this one ever belonged here, as one that has a say: a collector renews no key and passes none on."""
        known = self.laptops.get(device)
        if known is not None and known.reads_only:
            return False
        return device == self.device or device in self.roots or known is not None

    def up_to(self, renewal: Renewal) -> bool:
        """Whether all that the renewer had recorded by then is here, and every revocation it knew of."""
        is_here = renewal.seq == 0 or self.hash_at(renewal.device, renewal.seq) == renewal.head
        return is_here and self.belonged(renewal.device) and self.revoked.issuperset(renewal.without)


def keys_to_open_with(papers: Iterable[KeyPaper], heard: Heard) -> frozenset[TeamKey]:
    """The keys in these papers, of who ever belonged here: what they seal is checked by itself."""
    return frozenset(key for paper in papers if heard.belonged(paper.device) for key in paper.keys)


def with_taken(team: Team, papers: Iterable[KeyPaper], heard: Heard) -> Team:
    """The team with every key in these papers whose renewal this laptop has heard of."""
    for paper in papers:
        if heard.belonged(paper.device):
            keys = {key.public: key for key in paper.keys}
            said = [each for each in paper.renewals if each.public in keys and heard.up_to(each)]
            team = team.with_keys((keys[each.public] for each in said), said)
    return team


def must_renew(team: Team, papers: Iterable[KeyPaper], heard: Heard) -> bool:
    """Whether somebody who is revoked may have the newest key: it was not made without them, they made it, or a release
    before 0.2 passed it on to them. A laptop that is revoked itself renews nothing."""
    revoked, renewal = heard.revoked, team.renewal
    if not revoked or heard.device in revoked:
        return False
    if renewal is None or renewal.device in revoked or not revoked.issubset(renewal.without):
        return True
    trusted = (paper for paper in papers if heard.belonged(paper.device) and paper.device not in revoked)
    return any(team.keys[-1] in paper.keys and paper.to & revoked for paper in trusted)


def renewed(team: Team, key: SigningKey, position: tuple[int, str], heard: Heard, now: datetime) -> Team:
    """The team with a fresh key, made for every laptop that belongs here; `position` is our own last entry."""
    fresh = team.renewed(now)
    to = {device for device in (heard.device, *heard.laptops) if device not in heard.revoked}
    said = write_renewal(fresh.keys[-1].public, key, position, to, heard.revoked)
    return fresh.with_keys((), [said])


def boxes_to_pass_to(team: Team, papers: Iterable[KeyPaper], heard: Heard) -> dict[str, str]:
    """The box keys of all laptops that the keys are passed on to, by device; none where there is nothing to pass on, or
    our own paper tells all of them already. Everybody passes their own on: whoever believes what this laptop seals
    finds the key to it."""
    if team.renewal is None or heard.device in heard.revoked:
        return {}
    out = heard.revoked | team.shut_out
    boxes = {device: each.box_key for device, each in heard.laptops.items() if each.box_key and device not in out}
    ours = (paper for paper in papers if paper.device == heard.device and team.keys[-1] in paper.keys)
    told = {device for paper in ours for device in paper.to}
    return {} if told.issuperset(boxes) else boxes
