"""How a story is planted: drafts for the one door, with the moments at which they were recorded, and what they should
count as, said by hand."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zlib import crc32

from carelist_tui.carelist import Carelist
from carelist_tui.journal.append.batch import Sitting
from tests.domain.telling import CHECK, DECISION, KEPT, PLAN
from tests.planted.hours import LONDON, next_service_day

OPENED = "2025-06-02 08:00"
READ = "2026-10-01 09:00"
"""When a story is read, unless it says otherwise."""
TEAM = (
    ("w-tom", "Tom Reed", "coordinator"),
    ("w-ann", "Ann Able", "coordinator"),
    ("w-sue", "Sue Dale", "senior"),
)
"""The North team; w-mgr, Maya Grant, manages it."""
HANDOVER = {
    "current_risks": "none new", "medication": "as listed", "safeguarding_status": "none", "recent_incidents": "none",
    "agreed_goals": "the allotment", "contingency_plan": "ring the crisis line",
}  # fmt: skip


def london(text: str) -> datetime:
    """`2026-03-02 10:30` or with seconds, as people in London read it; an hour that comes twice says its offset."""
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)


def written(moment: datetime) -> str:
    return moment.astimezone(LONDON).isoformat()


def later(text: str, **by: float) -> str:
    """So much real time later, as people in London read it."""
    moment = london(text).astimezone(UTC) + timedelta(**by)
    return moment.astimezone(LONDON).isoformat(sep=" ")


def on_day(text: str, days: int, time: str = "10:00") -> str:
    """So many days later (or earlier), at that time of day."""
    return f"{date.fromisoformat(text[:10]) + timedelta(days=days)} {time}"


@dataclass
class Line:
    """A draft, who records it, and when."""

    draft: dict[str, Any]
    by: str
    recorded: datetime
    is_import: bool = False


@dataclass
class Planted:
    """One person's story, read at a moment, and what each measure should make of it."""

    name: str
    at: str = READ
    expects: dict[str, list[str]] = field(default_factory=dict)
    known_at: str | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def number(self) -> int:
        return crc32(self.name.encode())

    @property
    def ref(self) -> str:
        return f"P-{self.number:08x}"

    def says(
        self,
        when: str,
        type: str,
        body: Mapping[str, Any],
        *,
        by: str = "w-tom",
        recorded: str | None = None,
        learned: str | None = None,
        is_import: bool = False,
        **envelope: Any,
    ) -> str:
        """Somebody records something; its id. Recorded as it happens, unless said."""
        id = f"{self.number:08x}-0000-7000-8000-{len(self.lines) + 1:012x}"
        draft = {"id": id, "type": type, "occurred_at": written(london(when)), "body": dict(body), **envelope}
        if learned:
            draft["learned_at"] = written(london(learned))
        if type not in {"person.accepted", "referral.received"}:
            draft["ref"] = self.ref
        self.lines.append(Line(draft, by, london(recorded or learned or when).astimezone(UTC), is_import))
        return id

    def expect(self, key: str, *verdicts: str) -> Planted:
        """What a measure makes of it, case by case."""
        self.expects[key] = list(verdicts)
        return self

    # What most stories say, a line each.

    def accepts(self, when: str, **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "is_import", "learned") if name in more}
        body = {"ref": self.ref, "given": "Amina", "family": f"Yusuf {self.ref}", "source": "gp", "team": "North",
                "tier": "standard", "zone": "green", "coordinator": "w-tom"} | more  # fmt: skip
        return self.says(when, "person.accepted", body, **envelope)

    def is_known(self, before: str, **more: Any) -> str:
        """Accepted two weeks before a day, a plan agreed, met the next service day: green, calm, nothing open."""
        accepted = on_day(before, -14)
        id = self.accepts(accepted, **more)
        review = {"review_on": on_day(before, 90)[:10]}
        self.says(later(accepted, minutes=1), "engagement_plan.agreed", PLAN | review)
        self.says(later(accepted, minutes=2), "risk_check.completed", CHECK)
        self.keeps(f"{next_service_day(date.fromisoformat(accepted[:10]))} 11:00")
        return id

    def keeps(self, when: str, **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "by", "replaces", "learned") if name in more}
        return self.says(when, "contact.completed", KEPT | more, **envelope)

    def books(self, when: str, at: str, **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "by") if name in more}
        body = {"at": written(london(at)), "method": "visit", "purpose": "routine", "worker": "w-tom"} | more
        return self.says(when, "contact.planned", body, **envelope)

    def misses(self, when: str, **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "by", "replaces", "learned") if name in more}
        expected = more.pop("expected", when)
        body = {"expected_at": written(london(expected)), "method": "call", "how": "no_reply"} | more
        return self.says(when, "contact.missed", body, **envelope)

    def tries(self, when: str, episode: str | None, outcome: str = "no_answer", **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "by", "learned") if name in more}
        body = {"method": "call", "to": "person", "outcome": outcome} | more
        if outcome in {"reached", "seen"}:
            body |= {"how_are_they": "as_usual"}
        return self.says(when, "outreach.attempted", body | ({"episode": episode} if episode else {}), **envelope)

    def decides(self, when: str, episode: str | None, decision: str = "do_not_escalate", **more: Any) -> str:
        envelope = {name: more.pop(name) for name in ("recorded", "by", "replaces", "on_behalf_of") if name in more}
        review = more.pop("review", None)
        body = DECISION | {"decision": decision} | ({"episode": episode} if episode else {}) | more
        return self.says(
            when, "decision.recorded", body | ({"review_at": written(london(review))} if review else {}), **envelope
        )

    def checks(self, when: str, overall: str = "no_new_concern", **more: Any) -> str:
        return self.says(when, "risk_check.completed", CHECK | {"overall": overall} | more)

    def turns(self, when: str, zone: str, **more: Any) -> str:
        days = {"red": 7, "amber": 14}.get(zone)
        body = {"zone": zone, "reason": "as seen today"} | ({"review_on": on_day(when, days)[:10]} if days else {})
        return self.says(when, "zone.set", body, **more)

    def dies(self, when: str, *, confirmed: bool = True) -> str:
        body = {"reported_by": "her sister", "confirmed": confirmed} | ({"source": "the coroner"} if confirmed else {})
        return self.says(when, "person.died", body)

    def goes_away(self, when: str, kind: str = "general_ward", *, confirmed: bool = True) -> str:
        with_whom = {"confirmed_with": "the ward"} if confirmed else {}
        return self.says(when, "person.admitted", {"kind": kind, "where": "City Hospital"} | with_whom)

    def returns(self, when: str, **envelope: Any) -> str:
        return self.says(when, "person.returned", {"note": "home again"}, **envelope)

    def refuses(self, when: str) -> str:
        body = {"scope": "contact", "given": False, "basis": "consent", "rationale": "She asked us not to come.",
                "review_on": on_day(when, 7)[:10]}  # fmt: skip
        return self.says(when, "consent.recorded", body)

    def stops(self, when: str, episode: str, review: str, *, confirmed: str | None = None) -> str:
        body = {"episode": episode, "reason": "He threatens whoever comes.", "safety_plan": "His brother looks in.",
                "authorised_by": "w-sue", "review_at": written(london(review))}  # fmt: skip
        id = self.says(when, "outreach.stopped", body)
        if confirmed:
            self.says(confirmed, "report.confirmed", {"about": id, "true": True}, by="w-sue")
        return id

    def strikes(self, when: str, entry: str, **body: Any) -> str:
        chosen = body or {"replacement": None}
        return self.says(when, "entry.corrected", {"entry": entry, "reason": "typed in error", **chosen})

    def breaks(self, when: str, kind: str = "ae", **envelope: Any) -> str:
        """A crisis."""
        return self.says(when, "crisis.recorded", {"kind": kind, "source": "A&E liaison"}, **envelope)

    def of_line(self, id: str) -> dict[str, Any]:
        """The body that was recorded under an id, to be corrected."""
        return dict(next(line.draft["body"] for line in self.lines if line.draft["id"] == id))


def record(stories: Iterable[Planted], folder: Path, of_team: Iterable[Line] = ()) -> Carelist:
    """A service in which all of these happened, recorded through the one door, line by line as it went: of people, and
    `of_team`, about nobody."""
    opened = london(OPENED).astimezone(UTC)
    worker = {"worker": "w-mgr", "name": "Maya Grant", "role": "manager", "team": "North"}
    door = Carelist.init(folder, **worker, now=opened, encrypted=False)
    team = [
        {"type": "worker.added", "occurred_at": OPENED.replace(" ", "T") + ":00+01:00",
         "body": {"worker": id, "name": name, "role": role, "team": "North"}}
        for id, name, role in TEAM
    ]  # fmt: skip
    door.record(team, opened)
    lines = [(line.recorded, index, n, line) for index, s in enumerate(stories) for n, line in enumerate(s.lines)]
    lines += [(line.recorded, -1, n, line) for n, line in enumerate(of_team)]
    in_order = [line for *_, line in sorted(lines, key=lambda each: each[:3])]
    for is_import, together in groupby(in_order, key=lambda line: line.is_import):
        sittings = [Sitting(line.by, line.recorded, [line.draft]) for line in together]
        door.record.in_turn(sittings, is_import=is_import)
    door.worker = "w-mgr"
    return door


@contextmanager
def in_memory() -> Iterator[Path]:
    """A folder for a store of one example, gone after it."""
    with TemporaryDirectory(dir=os.environ.get("PYTEST_DEBUG_TEMPROOT")) as folder:
        yield Path(folder)


def read_back(text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Entries as they were exported: those about people, and those of the team."""
    raws = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [raw for raw in raws if raw.get("person")], [raw for raw in raws if not raw.get("person")]
