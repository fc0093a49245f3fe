"""The caseload of the simulated team as a file that is brought over: who they are alone (`bare`), or all that the
columns of a caseload can say (`full`). And what the first morning after it has on the lists."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from carelist_tui.cli.caseload_rows import take_rows
from carelist_tui.cli.door import Progress
from carelist_tui.demo import notes
from carelist_tui.demo.batches import fill
from carelist_tui.demo.people import STREETS, phone_number
from carelist_tui.demo.team import MANAGER
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.standards import default_standards
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.columns import named_columns
from carelist_tui.exchange.caseload.csv_file import read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from tests.team.lives import SOURCES, Life, Lives, tell_workers
from tests.team.season import BEGAN, Season, opened
from tests.team.team import Team

BROUGHT_AT = time(14)
NEW = 0.03
"""So many were accepted within three weeks before."""
LAST = {"intensive": 2, "enhanced": 6, "standard": 12, "light": 27}
"""Days since they were spoken to, at the most."""
PAPER = ("first_look", "allocate_coordinator", "confirm_consent", "baseline_risk_screen", "engagement_plan",
         "risk_plan", "zone_review", "review", "indicator", "consent_review")  # fmt: skip


@dataclass(frozen=True, slots=True)
class FirstMorning:
    """What stands at 9:00 on the service day after an import, by kind."""

    on_list: Counter[str]
    due_that_day: Counter[str]
    too_early: Counter[str]
    """Paper, first_look and allocation that is overdue already, of whom they are staggered: who was accepted a short
    time before is newly accepted, and owed all that is owed to somebody new."""


def import_caseload(season: Season, store: Path, how: str) -> Team:
    """The team with its caseload brought over in the afternoon of the first day. Refuses (AssertionError) a row that
    was not taken."""
    calendar, random = default_standards().calendar, Random(season.seed)
    people = Lives(random)
    lives = [people.born() for _ in range(season.people)]
    teller = Teller(season.first, calendar, random)
    tell_workers(teller, BEGAN)
    fill(store, teller, worker=MANAGER)
    team = opened(store, random, people, [], season.first)
    now = team.office.now = calendar.at(season.first, BROUGHT_AT)
    content = as_file([row_of(life, season.first, random, how) for life in lives]).encode()
    door = team.office.door
    caseload = read_caseload(content, Mapped(), Clock(calendar.zone, now))
    outcomes = list(take_rows(door, caseload.rows, now, dry_run=False, progress=Progress("")))
    assert all(each.what == "taken" for each in outcomes), [each for each in outcomes if each.what != "taken"][:3]
    for life in lives:
        life.who.id = door.people.whom(life.who.ref)
    door.close()
    return opened(store, random, people, lives, season.first)


def first_morning(team: Team) -> FirstMorning:
    """Reads the lists at 9:00 on the service day after the import."""
    calendar = team.office.calendar
    day = calendar.service_day_after(team.today)
    team.office.now = calendar.opens(day)
    items = [item for item in team.office.today() if item.person is not None]
    overdue = [item for item in items if item.kind in PAPER and item.status == "overdue"]
    return FirstMorning(
        Counter(item.kind for item in items),
        Counter(item.kind for item in items if calendar.day_of(item.due_at) == day),
        Counter(item.kind for item in overdue if team.office.ground(team.life(item).id).is_brought_over),
    )


def as_file(rows: list[dict[str, str]]) -> str:
    """The rows as a CSV file, with the columns that this release takes."""
    names = [name for name in dict.fromkeys(name for row in rows for name in row) if name in named_columns()]
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return sheet.getvalue()


def row_of(life: Life, today: date, random: Random, how: str) -> dict[str, str]:
    """One person's row."""
    who = life.who
    since = random.randint(5, 20) if random.random() < NEW else random.randint(40, 700)
    accepted = today - timedelta(days=since)
    row = {"ref": who.ref, "given": who.given, "family": who.family, "source": SOURCES[random.randrange(len(SOURCES))],
           "team": who.team, "tier": who.tier, "accepted_on": accepted.isoformat(), "coordinator": who.coordinator,
           "nhs_number": life.nhs_number, "born": f"{random.randint(1948, 2004)}-05-17",
           "phone": phone_number(random)}  # fmt: skip
    return row if how == "bare" else {**row, **dict(_known(life, accepted, today, random))}


def _known(life: Life, accepted: date, today: date, random: Random) -> Iterator[tuple[str, str]]:
    """What a team that kept its spreadsheet well knows besides."""

    def ago(least: int, most: int) -> str:
        return max(accepted, today - timedelta(days=random.randint(least, most))).isoformat()

    spoke = ago(1, LAST[life.who.tier])
    yield from (("consent_to_contact", "yes"), ("address", f"{random.randint(1, 90)} {STREETS[0]}"))
    yield from (("last_contact_on", spoke), ("last_contact_method", "call"), ("last_seen_on", min(spoke, ago(2, 25))))
    if life.zone != "green":
        yield "zone_review_on", (today + timedelta(days=random.randint(1, 7))).isoformat()
        yield "zone_reason", notes.ZONE_REASONS[life.zone][0]
    yield "zone", life.zone
    signs = notes.SIGNS[random.randrange(len(notes.SIGNS))]
    yield from (("contact_methods", "call; text; visit"), ("safe_places", "home"), ("if_missed", notes.IF_MISSED[0]),
                ("early_warning_signs", "; ".join(signs)), ("agreed_with_person", "yes"))  # fmt: skip
    yield "plan_review_on", (today + timedelta(days=random.randint(5, 175))).isoformat()
    yield from (("last_risk_check_on", ago(2, 80)), ("last_risk_check_overall", "no_new_concern"))
    yield "risk_plan_review_on", (today + timedelta(days=random.randint(5, 175))).isoformat()
    yield "last_review_on", ago(2, 80)
    yield from _next(life, today, random)


def _next(life: Life, today: date, random: Random) -> Iterator[tuple[str, str]]:
    calendar = default_standards().calendar
    day = calendar.service_day_after(today, random.randint(1, {"intensive": 1, "enhanced": 4}.get(life.who.tier, 8)))
    at = datetime.combine(day, time(random.randint(10, 15)))
    yield from (("next_contact_at", at.isoformat(sep=" ", timespec="minutes")), ("next_contact_method", "visit"))
    yield "next_contact_worker", life.who.coordinator
