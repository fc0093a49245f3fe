"""One laptop for a day, a process of its own, as a language is chosen once: records what is put together by the program
itself among what people say, and syncs; or only says what its list says. Prints that as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.domain.views.audit.results import note_of
from tests.domain.telling import CHECK
from tests.journal.telling import accepted, attempted, completed, coordinator, draft, hours, missed, worker, zone

SYNCED = hours(8)


def a_day(door: Carelist, name: str) -> None:
    """A missed contact that is escalated with its why left open, a leaver, a change of details, a look, and an audit's
    note."""
    ref = f"P-{name}"
    door.record([accepted(ref, phones=[{"number": "07700 900123", "unsafe": True}], must_not_contact=["Housing"]),
                 worker("added", hours(0), f"w-{name}", role="coordinator"),
                 coordinator(ref, hours(0.2), f"w-{name}"), completed(ref, hours(0.5)), zone(ref, hours(0.6))],
                hours(1))  # fmt: skip
    episode = door.record([missed(ref, hours(1))], hours(1))[0].id
    tried = attempted(ref, hours(2), episode, "same_day_attempt")
    tried["body"] |= {"to": "partner", "name": "the desk", "outcome": "not_reached"}
    door.record([attempted(ref, hours(1.9), episode, "same_day_attempt"), tried], hours(2))
    door.record([draft("risk_check.completed", hours(2.1), CHECK | {"overall": "high"}, ref=ref)], hours(2.1))
    said = {"about": "missed_contact", "episode": episode, "decision": "escalate", "what_changed": "no answer",
            "rationale": "They always answer; the partner has not heard either."}  # fmt: skip
    decision = door.record([draft("decision.recorded", hours(2.2), said, ref=ref)], hours(2.3))[0].id
    raised = {"decision": decision, "route": "crisis_team", "to": "the desk", "owner": f"w-{name}",
              "respond_by": hours(5).isoformat()}  # fmt: skip
    door.record([draft("escalation.raised", hours(3), raised, ref=ref)], hours(3))
    noted = {"note": note_of({"cadence_kept": "a day late"}), "reason": "as agreed"}
    door.record([draft("person.details_updated", hours(4), {"address": noted["note"]}, ref=ref)], hours(4))
    door.record.leave(f"w-{name}", "w-ann", hours(5))
    door.people.person(ref, hours(6))


def told(door: Carelist) -> dict[str, Any]:
    """What a list says, and what decides."""
    verified = door.verify()
    items = [item for item in door.people.today(hours(9)) if item.person is not None]
    return {
        "ok": verified.ok,
        "problems": [str(each) for each in verified.problems],
        "digest": verified.digest,
        "titles": [item.title for item in items],
        "keys": [[item.key, item.kind, item.status, item.band, item.owner, sorted(item.detail)] for item in items],
        "warnings": [list(item.person.warnings) for item in items if item.person is not None],
    }


def main(asked: str, store: Path, folder: Path, name: str) -> None:
    if asked == "record":
        with Carelist.init(store, worker="w-ann", name="Ann Able", role="manager", team="north", now=hours(0),
                           encrypted=False) as door:  # fmt: skip
            a_day(door, name)
    with Carelist.open(store, "w-ann") as door:
        if asked in ("record", "sync"):
            report = door.sync(folder, SYNCED)
            assert report.is_sound, report
        if asked == "rebuild":
            door.rebuild()
        sys.stdout.write(json.dumps(told(door)))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
