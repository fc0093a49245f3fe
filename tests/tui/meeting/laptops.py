"""Two laptops of one team and the folder between them; both stores are real and plain."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from tests.tui.telling import ME, NOW, entry

LONG_AGO = NOW - timedelta(days=12)


def leahs_laptop(root: Path, shared: Path, *, name: str = "Leah Obi") -> Carelist:
    """A second store, which has taken in what the first has left in the folder."""
    who = {"worker": "w-leah", "name": name, "role": "senior", "team": "North"}
    began = datetime(2026, 2, 1, 8, 0, tzinfo=NOW.tzinfo)
    door = Carelist.init(root, **who, now=began, encrypted=False)
    door.sync(shared, NOW)
    return door


def sync_as(store: Path, shared: Path, now: datetime = NOW) -> None:
    """The first laptop syncs, from a command."""
    door = Carelist.open(store, ME)
    door.sync(shared, now)
    door.close()


def zone_said(ref: str, colour: str, at: str, reason: str = "seen today", **more: Any) -> dict[str, Any]:
    """The zone, set by hand."""
    review = {} if colour == "green" else {"review_on": "2026-03-05"}
    return {**entry("zone.set", at, {"zone": colour, "reason": reason} | review, ref=ref), **more}


def in_two_versions(
    store: Path, root: Path, shared: Path, *, reason: str = "sounded well", name: str = "Leah Obi"
) -> None:
    """Both laptops set Bilal's zone without knowing of each other; then they meet."""
    sync_as(store, shared)
    leah = leahs_laptop(root, shared, name=name)
    leah.record([zone_said("P-0043", "green", "2026-03-03T08:40", reason)], NOW)
    leah.sync(shared, NOW)
    leah.close()
    door = Carelist.open(store, ME)
    door.record([zone_said("P-0043", "amber", "2026-03-03T08:50", "quieter than last week")], NOW)
    door.sync(shared, NOW)
    door.close()


def told_apart(store: Path, root: Path, shared: Path) -> str:
    """What became of Bilal's contact, whether Rita is on the caseload, who P-0077 is: each laptop says otherwise. Gives
    the contact's id."""
    at_eight = {"at": "2026-03-03T08:00:00+00:00", "until": "2026-03-03T08:30:00+00:00", "method": "visit",
                "purpose": "routine", "worker": ME, "place": "at home"}  # fmt: skip
    rita = {"ref": "P-0090", "given": "Rita", "family": "Vane", "source": "gp", "team": "North", "reason": "low mood"}
    una = {"ref": "P-0077", "given": "Una", "source": "gp", "team": "North", "tier": "standard"}
    met = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Went through the week."}
    door = Carelist.open(store, ME)
    referred = entry("referral.received", "2026-03-02T09:00", rita)
    planned = entry("contact.planned", "2026-03-02T09:00", at_eight, ref="P-0043")
    booked = door.record([referred, planned], NOW)[1].id
    door.sync(shared, NOW)
    leah = leahs_laptop(root, shared)
    leah.record([entry("contact.completed", "2026-03-03T08:30", met, ref="P-0090"),
                 entry("contact.completed", "2026-03-03T08:05", met | {"planned": booked}, ref="P-0043"),
                 entry("person.accepted", "2026-03-03T08:30", una | {"family": "Ash"})], NOW)  # fmt: skip
    leah.sync(shared, NOW)
    leah.close()
    declined = {"reason": "lives elsewhere", "told": "the GP"}
    missed = {"expected_at": at_eight["at"], "method": "visit", "how": "no_access", "planned": booked}
    door.record([entry("referral.declined", "2026-03-03T08:00", declined, ref="P-0090"),
                 entry("contact.missed", "2026-03-03T08:20", missed, ref="P-0043"),
                 entry("person.accepted", "2026-03-03T08:30", una | {"family": "Ashe"})], NOW)  # fmt: skip
    door.sync(shared, NOW)
    door.close()
    return booked
