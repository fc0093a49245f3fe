"""A small service whose missed contacts are audited, told to a store through the door, for the screens of audit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from tests.tui.telling import ME, accepted, entry, missed, phones

AT = datetime(2026, 3, 31, 9, 4, tzinfo=UTC)
PEOPLE = ("Amina Yusuf", "Bilal Khan", "Grace Obi", "Col Reed", "Ines Hall", "Joan Moss")
AUDITOR, MANAGER = "w-ruth", "w-ada"


def audited(store: Path) -> None:
    """Six people, each missed once in March by Tom, who rang again hours or days later; nothing is drawn yet."""
    who = {"worker": MANAGER, "name": "Ada Mann", "role": "manager", "team": "North"}
    began = datetime(2026, 2, 2, 9, tzinfo=UTC)
    door = Carelist.init(store, **who, now=began, encrypted=False)
    staff = [(ME, "Tom Price", "coordinator"), ("w-leah", "Leah Obi", "senior"), (AUDITOR, "Ruth Lane", "auditor")]
    added = [entry("worker.added", "2026-02-02T09:00", {"worker": id, "name": name, "role": role, "team": "North"})
             for id, name, role in staff]  # fmt: skip
    door.record(added, AT)
    door.close()
    with Carelist.open(store, ME) as tom:
        for n, name in enumerate(PEOPLE):
            given, family = name.split()
            person = accepted(f"P-{n}", given, family, phones=phones(f"07700 90010{n}"), coordinator=ME)
            body = {"method": "call", "to": "person", "outcome": "no_answer", "note": "Tom left word with Ada Mann."}
            tried = entry("outreach.attempted", f"2026-03-{3 + n:02}T{10 + n}:30", body, ref=f"P-{n}")
            person |= {"occurred_at": "2026-02-03T10:00:00+00:00"}
            miss = missed(f"P-{n}", f"2026-03-{3 + n:02}T10:00")
            miss["id"] = f"019cb{n:03}-0000-7000-8000-{n:012}"  # by their ids a sample is drawn: the same in each run
            tom.record([person, miss, tried], AT)


def drawn(store: Path, n: int = 5, by: str = AUDITOR) -> str:
    """A sample of so many of them; gives its id."""
    with Carelist.open(store, by) as door:
        return str(door.audits.draw(Wanted("ladder", n, 7), AT)["sample"])


def scored(store: Path, sample: str, by: str, *answers: dict[str, str], note: str = "") -> None:
    """Scores the first cases that wait for this worker, each with its answers."""
    with Carelist.open(store, by) as door:
        for given in answers:
            found = door.audits.sample(sample)
            first = door.audits.to_score(found).waiting[0]
            door.audits.score(found, first, given, note, AT)
