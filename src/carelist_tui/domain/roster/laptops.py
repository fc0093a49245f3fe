"""Which laptops belong to the service: enrolled, revoked, and up to which entry a revoked one counts. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from carelist_tui.catalogue import tr
from carelist_tui.domain.roster.corrections import Recorded, as_corrected
from carelist_tui.domain.slotted import dataclass

LAPTOP_TYPES = ("device.enrolled", "device.revoked")


@dataclass(frozen=True, slots=True)
class Laptop:
    """One device as the journal knows it. Keys in hex; empty where no entry said them."""

    device: str
    name: str
    signing_key: str = ""
    box_key: str = ""
    is_revoked: bool = False
    through: int | None = None
    """Of a revoked one: the last of its entries that counts, where that was said."""
    manages: bool = False
    """Whether laptops were enrolled or revoked on it: what it says of others is heard before them."""
    reads_only: bool = False
    """Whether any entry enrolled it as a service's collector: it may read, and no entry of it counts."""


def fold_laptops(entries: Iterable[Recorded]) -> dict[str, Laptop]:
    """The laptops after these entries, by device, whatever order they come in. The later of two words holds; of
    several that revoke, the farthest `through`: what one manager's laptop held and another's did not, counts. Whatever
    was ever enrolled as a collector stays one: no word that comes later makes entries of it count."""
    laptops: dict[str, Laptop] = {}
    recorded = list(entries)
    for told in as_corrected(recorded, LAPTOP_TYPES):
        body = told.body
        device = body.get("device")
        if not isinstance(device, str):
            continue
        keys: dict[str, Any] = {
            field: str(body[field]) for field in ("name", "signing_key", "box_key") if body.get(field)
        }
        before = laptops.get(device) or Laptop(device, device)
        is_revoked, through = told.type == "device.revoked", body.get("through")
        upto = [each for each in (before.through, through) if is_revoked and isinstance(each, int)]
        reads_only = before.reads_only or body.get("reads_only") is True
        laptops[device] = replace(
            before, **keys, is_revoked=is_revoked, through=max(upto, default=None), reads_only=reads_only
        )
    managing = {str(each.raw.get("device")) for each in recorded if each.type in LAPTOP_TYPES}
    return {device: replace(known, manages=device in managing) for device, known in laptops.items()}


def laptop_name(laptops: dict[str, Laptop], device: str) -> str:
    """What a laptop is called; without a name by the beginning of its device: `laptop 3f9a01`."""
    known = laptops.get(device)
    return known.name if known is not None and known.name != device else tr("laptop {device}", device=device[:6])
