"""Who takes part in a sync: this laptop with its keys, the others as the journal knows them, and whether one counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carelist_tui.domain.roster.laptops import Laptop, laptop_name
from carelist_tui.exchange.segments.pack import Sealing

if TYPE_CHECKING:
    from nacl.signing import SigningKey


@dataclass(slots=True)
class Party:
    """This laptop: the team in whose folder it writes, its device and key, what it seals with.

    `roots`: devices that are trusted without an entry, since their invitation was taken. An unencrypted team needs no
    enrolment: every device is trusted that signs as itself.
    """

    team: str
    device: str
    key: SigningKey
    sealing: Sealing
    laptops: Mapping[str, Laptop] = field(default_factory=dict)
    roots: frozenset[str] = frozenset()

    def name_of(self, device: str) -> str:
        """What a laptop is called."""
        return laptop_name(dict(self.laptops), device)

    def belongs(self, device: str) -> bool:
        """Whether this device may write at all, revoked or not."""
        return self.sealing.is_plain or device == self.device or device in self.roots or device in self.laptops

    def reads_only(self, device: str) -> bool:
        """Whether it is a collector: it may read, and nothing that it writes counts."""
        laptop = self.laptops.get(device)
        return laptop is not None and laptop.reads_only

    def manages(self, device: str) -> bool:
        """Whether laptops are enrolled and revoked on this one."""
        laptop = self.laptops.get(device)
        return device in self.roots or (laptop is not None and laptop.manages)

    def first_of(self, devices: Iterable[str]) -> str | None:
        """Which of these is read first: those on which laptops are enrolled and revoked come before all others, so that
        what they say of another holds before it is looked at. None of who does not belong here."""
        ours = (device for device in devices if self.belongs(device))
        return min(ours, key=lambda device: (not self.manages(device), device), default=None)

    def counts_upto(self, device: str, held: int) -> int | None:
        """The last of its entries that is taken in; None for all. Of a revoked one: what was agreed, else what is
        here; of a collector none."""
        laptop = self.laptops.get(device)
        if laptop is not None and laptop.reads_only:
            return 0
        if laptop is None or not laptop.is_revoked:
            return None
        return laptop.through if laptop.through is not None else held
