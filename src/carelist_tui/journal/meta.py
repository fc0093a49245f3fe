"""What every reading needs and no person holds: the roster, the service's hours, and what the Dues were made by.

Standard library only: this is on the way to the first frame.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from carelist_tui.domain.calendar import OutOfHours, ServiceHours
from carelist_tui.domain.clock import Said
from carelist_tui.domain.moments import sortable
from carelist_tui.domain.refusal import Refused

DIGEST, ROSTER, SERVICE, RELEASE, ADOPTIONS = "digest", "roster", "service", "release", "adoptions"
DEVICE, AGREED, MET = "device", "agreed", "met"
"""The Standards and the release that the Dues were made by; who works here; when the service is open; which Standards
were adopted since when. Under which name this laptop last recorded here; and, where that name was found to be another
laptop's too, up to which entry the two agree. By which id the shared folder at each path was met."""
VISITS, ATTEMPTS = "visits", "attempts"
"""Who is out, and when each worker recorded anything last; between which local times attempts are made."""
NEWEST, SAID = "newest", "clock_said"
"""The newest moment at which anything was recorded; that somebody said the machine's clock is right."""

SCHEMA_VERSION = 2
"""`PRAGMA user_version` of a store: the tables, the projections and the text in their columns."""


def check_version(found: int) -> bool:
    """Whether a store has to be brought up to this version. Refuses (status 3) one made by a newer Carelist, or by
    none."""
    if found > SCHEMA_VERSION:
        raise Refused("this store was made by a newer version of Carelist: update Carelist on this laptop", status=3)
    if found < 1:
        raise Refused("carelist.db holds no Carelist store: another program made it", status=3)
    return found < SCHEMA_VERSION


def service_text(service: ServiceHours) -> str:
    """The service's hours as JSON; `read_service` reads it back."""

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date | time) else sorted(value)

    return json.dumps(asdict(service), default=plain)


def read_service(text: str) -> ServiceHours:
    """The service's hours; the inverse of `service_text`."""
    said = json.loads(text)
    clock = time.fromisoformat
    return ServiceHours(
        **said
        | {
            "weekdays": tuple(said["weekdays"]),
            "opens": clock(said["opens"]),
            "closes": clock(said["closes"]),
            "closed": frozenset(map(date.fromisoformat, said["closed"])),
            "other_hours": tuple((day, clock(opens), clock(closes)) for day, opens, closes in said["other_hours"]),
            "out_of_hours": OutOfHours(**said["out_of_hours"]),
        }
    )


def attempts_text(begins: time, ends: time) -> str:
    """Between which local times attempts are made, as JSON; `read_attempts` reads it back."""
    return json.dumps([begins.isoformat(), ends.isoformat()])


def read_attempts(text: str) -> tuple[time, time]:
    """The inverse of `attempts_text`."""
    begins, ends = map(time.fromisoformat, json.loads(text))
    return begins, ends


def said_text(said: Said) -> str:
    """That somebody said the clock is right, as JSON; `read_said` reads it back."""
    return json.dumps({"at": sortable(said.at), "newest": sortable(said.newest)})


def read_said(text: str) -> Said:
    """The inverse of `said_text`."""
    kept = json.loads(text)
    return Said(datetime.fromisoformat(kept["at"]), datetime.fromisoformat(kept["newest"]))
