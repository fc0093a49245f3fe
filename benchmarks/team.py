"""What a team has on its lists: a simulated one that behaves well, through the one door, beside the aims of load.md.

    python benchmarks/team.py [--weeks 12] [--people 240] [--seed 1 2] [--first 2026-02-02] [--import bare|full]

Eight workers (two coordinators, who hold most, four support workers, a senior, a manager), duty by turns, leave and
sickness; intensive 8 %, enhanced 27 %, standard 50 %, light 15 %; 22 % of booked contacts are missed; zones, signs,
crises, wards, referrals, discharges, handovers. The first two weeks are lived and not counted. With `--import` the
caseload is not told but brought over from a file: `bare` says who they are, `full` all that its columns can; without it
both are read on their first morning only (with `--weeks 0` nothing else). What is *doubled*, *clean*, *silent* and what
typing takes is said in `tests/team/figures.py`. A figure that misses its aim is said kind by kind; exit status 1 for
what the laws forbid: somebody silent, somebody invisible.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.team.brought import first_morning, import_caseload
from tests.team.figures import Figures, Morning
from tests.team.lives import COORDINATORS, WORKERS
from tests.team.season import Season, begin, live
from tests.team.team import Team

WARM_UP = timedelta(weeks=2)
EASTER = date(2026, 4, 7)
"""The Tuesday after it."""
TOLD = 8
"""So many kinds are named where an aim is missed."""


def line(what: str, found: float, aim: float | None, more: str = "") -> bool:
    kept = aim is None or found <= aim
    beside = f"aim {aim:6.1f}" if aim is not None else " " * 10
    print(f"{what:62}{found:9.2f}   {beside}{'' if kept else '  MISSED'}{more}", flush=True)
    return kept


def kinds(counted: Mapping[str, float], over: float) -> None:
    """The kinds that make up most of a figure, each as a part of it."""
    most = sorted(counted.items(), key=lambda each: -each[1])[:TOLD]
    print("      " + ", ".join(f"{kind} {number / over:.2f}" for kind, number in most))


def lists(figures: Figures) -> None:
    """What a worker has at 9:00."""
    days = len(figures.mornings)

    def said(what: str, found: list[Morning], name: str, aim: float, counted: Counter[str]) -> None:
        numbers = [getattr(each, name) for each in found]
        if not line(what, mean(numbers), aim, f"  median {median(numbers):.0f}, most {max(numbers)}"):
            kinds(counted, days)

    everyone, coordinators = figures.of(WORKERS), figures.of(COORDINATORS)
    calm = "neither red, high, intensive nor with a sign"
    said(f"Dues a worker at 9:00, {calm}", everyone, "calm_dues", 15, figures.calm_kinds)
    said("  coordinators", coordinators, "calm_dues", 19, figures.calm_kinds)
    said("  rows a worker", everyone, "calm_rows", 11, figures.calm_kinds)
    said("Dues a worker at 9:00, about everybody", everyone, "dues", 20, figures.kinds)
    said("  rows a worker", everyone, "rows", 14, figures.kinds)
    if not line("  doubled a worker", figures.doubled.total() / days, 1):
        kinds(figures.doubled, days)
    line("  about somebody followed already", sum(each.followed for each in everyone) / days, None)
    kinds(figures.kinds, days)


def ends(figures: Figures) -> None:
    """What is left of a clean day, what a long weekend brings, what is typed."""
    if figures.left:
        left = [each.total() for each in figures.left.values()]
        more = f"  median {median(left):.0f}, {len(left)} clean days of {len({m.day for m in figures.mornings})}"
        if not line("the team's Dues at 17:05 after a clean day", mean(left), 10, more):
            kinds(sum(figures.left.values(), Counter()), len(left))
    wednesday = figures.a_wednesday()
    if EASTER in figures.totals and wednesday:
        tuesday = figures.totals[EASTER]
        without = tuesday.total() - tuesday["gap_return"]
        more = f"  {without} beside {wednesday:.0f}"
        if not line("the Tuesday after Easter, of a Wednesday, without gap_return", without / wednesday, 1.6, more):
            kinds(tuesday, 1)
        line("  with it", tuesday.total() / wednesday, 2.2, f"  {tuesday.total()}")
    typed = sum(figures.minutes.values()) / figures.worker_days
    if not line("recording, minutes a worker-day (assumed by type of entry)", typed, 30):
        kinds(figures.minutes, figures.worker_days)


def silence(figures: Figures) -> bool:
    """Whether anybody was silent; spells by whose interval."""
    for name, (count, late, silent) in sorted(figures.spells().items()):
        line(f"spells of nobody's list saying so, {name}", silent, 0, f"  of {count}; {late} late, and on a list")
    for day, person, interval in figures.silent[:TOLD]:
        print(f"      {day}: {person}, {interval}")
    return not figures.silent and line("invisible", figures.invisible, 0)


def mornings_after(season: Season, folder: Path) -> Iterator[bool]:
    """The first morning after an import, bare and full."""
    for how in ("bare", "full"):
        team = import_caseload(season, folder / how, how)
        yield after_import(team, how)
        team.office.door.close()


def after_import(team: Team, how: str) -> bool:
    found = first_morning(team)
    people = len(team.lives)
    kept = [
        line(f"first morning after a {how} import of {people}: on the list", found.on_list.total(), 1.5 * people),
        line("  due that day", found.due_that_day.total(), 0.5 * people),
        line("  paper, first_look or allocation overdue", found.too_early.total(), 0),
    ]
    kinds(found.on_list, 1)
    return all(kept)


def one(season: Season, how: str | None, folder: Path) -> bool:
    """One seed, from its first morning to the end of the season."""
    began = time.perf_counter()
    print(f"\nseed {season.seed}: {season.people} people, {season.weeks} weeks from {season.first}", flush=True)
    if how is None:
        list(mornings_after(season, folder))
    if not season.weeks:
        return True
    team = begin(season, folder / "store") if how is None else import_caseload(season, folder / "store", how)
    if how is not None:
        after_import(team, how)
    figures = Figures(season.first + (WARM_UP if timedelta(weeks=season.weeks) > WARM_UP else timedelta()))
    team.office.watches.append(partial(figures.saved, team))
    if how is not None:
        season = replace(season, first=season.first + timedelta(days=1))
    live(team, season, figures.at_nine, figures.at_five)
    lists(figures)
    ends(figures)
    kept = silence(figures)
    if team.left_alone:
        print(f"      kinds that nobody here knows what to do about: {dict(team.left_alone)}")
    print(f"      {time.perf_counter() - began:.0f} s")
    team.office.door.close()
    return kept


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--weeks", type=int, default=12)
    arguments.add_argument("--people", type=int, default=240)
    arguments.add_argument("--seed", type=int, nargs="+", default=[1, 2])
    arguments.add_argument("--first", type=date.fromisoformat, default=date(2026, 2, 2))
    arguments.add_argument("--import", choices=("bare", "full"), dest="how")
    asked = arguments.parse_args()
    kept = []
    for seed in asked.seed:
        with tempfile.TemporaryDirectory() as folder:
            kept.append(one(Season(asked.first, asked.weeks, asked.people, seed), asked.how, Path(folder)))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
