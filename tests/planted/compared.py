"""Where the program and the independent count differ, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isclose
from typing import Any

from tests.planted.case import median
from tests.planted.count import AT_THE_END, RATES, cases_of, count
from tests.planted.service import Measure, Service
from tests.planted.telling import london

TIMED = {"first_response", "access"}
"""Measures that give a median and a 90th centile."""
AS_AT = {"open_28", "cadence_kept", "late_entries", "instruments", *AT_THE_END}
"""Measures whose cases the program lists as spans, or several at once: their figures are compared."""
BESIDE = {"cancelled"}
"""What missed_rate shows beside: it stands in the list, and is of no share."""
BEGINS = {
    "died": "died", "away": "away", "refus": "refused", "consent": "refused", "stop": "stopped", "skip": "skipped",
    "before": "before_carelist", "not on": "not_on_the_caseload",
}  # fmt: skip
"""How a reason is called here, by what the program's word for it begins with: the design gives no words."""


@dataclass(frozen=True)
class Reading:
    """From, to, at and known at, as they are asked for."""

    since: str
    until: str
    at: str
    known_at: str | None = None
    by: str | None = None

    def count(self, service: Service, key: str) -> dict[str, Any]:
        known_at = london(self.known_at) if self.known_at else None
        period = date.fromisoformat(self.since), date.fromisoformat(self.until)
        return count(service.people, service.team, key, *period, london(self.at), known_at, self.by)


def reason(text: str | None) -> str | None:
    """The independent count's name of a reason."""
    folded = (text or "").casefold().replace("confirmed", "").strip(" _")
    return next((name for begins, name in BEGINS.items() if folded.startswith(begins)), text)


def differences(service: Service, reading: Reading, key: str, said: Measure) -> list[str]:
    """How the program's answer of one measure differs from the count: case by case, figure by figure; its figures from
    its own cases; its groups from where the count puts those cases."""
    counted = reading.count(service, key)
    found: list[str] = []
    if key not in AS_AT:
        found += differing_cases(said["cases"], counted["cases"], london(reading.at))
        found += wrong_sums(key, said)
    found += differing_figures(key, said, counted)
    if "beside" in counted and +Counter(counted["beside"]) != +Counter(said["more"]):
        found.append(f"beside it: the program {+Counter(said['more'])}, counted {counted['beside']}")
    if key in RATES:
        found += differing_rates(said, counted, reading.by)
    if reading.by is not None and (key in AT_THE_END or key in RATES):
        found += differing_sums_of_groups(key, said, counted)
    elif reading.by is not None and key not in AS_AT:
        found += differing_groups(service, reading, key, said)
    return [f"{key} {reading}: {text}" for text in found]


def verdict(case: Mapping[str, Any]) -> str:
    """What the program makes of a case, in the words of the count."""
    if case["left_out"]:
        return f"left out: {reason(case['left_out'])}"
    if not case["ripe"]:
        return "not ripe"
    return "counted" if case["counted"] else "not"


def differing_cases(
    said: list[dict[str, Any]], counted: list[dict[str, Any]], at: datetime
) -> Iterator[str]:  # fmt: skip
    """Cases that one of the two has and the other has not."""
    program: Counter[tuple[str, datetime, str]] = Counter()
    for case in said:
        starts_at = datetime.fromisoformat(case["starts_at"])
        if case["left_out"] not in BESIDE and starts_at <= at:
            program[case["person"], starts_at, verdict(case)] += 1
    mine = Counter((case["person"], case["starts_at"], case["verdict"]) for case in counted)
    for who, only in (("program", program - mine), ("count", mine - program)):
        for person, starts_at, text in only.elements():
            yield f"only the {who} has: {person} {starts_at} {text}"


def wrong_sums(key: str, said: Measure) -> Iterator[str]:
    """Every figure is a sum over cases: n, d, what is not ripe and the left out are those of the list."""
    left = Counter(case["left_out"] for case in said["cases"] if case["left_out"] and case["left_out"] not in BESIDE)
    if left != Counter(said["left_out"]):
        yield f"left out {said['left_out']}, in its list {dict(left)}"
    found = Counter(verdict(case) for case in said["cases"])
    of = said["d"] if key in RATES else found["counted"] + found["not"]
    listed = found["counted"], of, found["not ripe"]
    if (said["n"], said["d"], said["not_ripe"]) != listed:
        yield f"n {said['n']} of d {said['d']}, not ripe {said['not_ripe']}, in its list {listed}"


def differing_figures(key: str, said: Measure, counted: dict[str, Any]) -> Iterator[str]:
    left: Counter[str | None] = Counter()
    for text, n in said["left_out"].items():
        left[reason(text)] += n
    if +left != +Counter(counted["left_out"]):
        yield f"left out: the program {dict(left)}, counted {counted['left_out']}"
    for name in ("n", *(() if key in RATES else ("d",)), "not_ripe", *(("median", "p90") if key in TIMED else ())):
        if said[name] != counted[name]:
            yield f"{name}: the program {said[name]}, counted {counted[name]}"


def differing_rates(said: Measure, counted: dict[str, Any], by: str | None) -> Iterator[str]:
    """A rate is what happened for every 100 person-months; d is these, rounded."""
    months = sum(counted["months"].values())
    value = 100 * counted["n"] / months if months else None
    if not is_close(said["value"], value) or abs(said["d"] - months) > 0.5 + 1e-6:
        yield f"the program {said['value']} of {said['d']} months, counted {value} of {months}"
    for group in said["groups"] if by else ():
        if abs(group["d"] - counted["months"].get(named(group), 0.0)) > 0.5 + 1e-6:
            yield f"months of {group['key']}: the program {group['d']}, counted {counted['months']}"


def is_close(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and isclose(one, other, rel_tol=1e-9))


def named(group: Mapping[str, Any]) -> str | None:
    return group["key"] or None


def differing_sums_of_groups(key: str, said: Measure, counted: dict[str, Any]) -> Iterator[str]:
    """Each group's n (and d, where that is of people) is that of the count."""
    for name in ("n",) if key in RATES else ("n", "d"):
        program = Counter({named(group): group[name] for group in said["groups"]})
        mine = Counter({group: sums[name] for group, sums in counted["groups"].items()})
        if +program != +mine:
            yield f"{name} by group: only the program {program - mine}, only the count {mine - program}"


def differing_groups(service: Service, reading: Reading, key: str, said: Measure) -> Iterator[str]:
    """Each of the program's cases in the group in which the count puts it, or else another of that person's."""
    groups = group_by_case(service, reading, "first_response") | group_by_case(service, reading, key)
    of_person = {who: group for (who, _), group in groups.items()}
    mine: Counter[tuple[str | None, str]] = Counter()
    for case in said["cases"]:
        if not case["left_out"] and case["ripe"]:
            place = case["person"], datetime.fromisoformat(case["starts_at"])
            group = groups.get(place, of_person.get(case["person"]))
            mine[group, "d"] += 1
            mine[group, "n"] += case["counted"]
    program: Counter[tuple[str | None, str]] = Counter()
    for group in said["groups"]:
        program[group["key"], "d"] += group["d"]
        program[group["key"], "n"] += group["n"]
    if +program != +mine:
        yield f"only the program has {dict(program - mine)}, only the count {dict(mine - program)}"


def group_by_case(service: Service, reading: Reading, key: str) -> dict[tuple[str, datetime], str | None]:
    known_at = london(reading.known_at) if reading.known_at else None
    period = date.fromisoformat(reading.since), date.fromisoformat(reading.until)
    at = london(reading.at)
    return {
        (case.told.person, case.start): group
        for case, group in cases_of(service.people, service.team, key, *period, at, known_at, str(reading.by))
    }


def median_of(said: Measure) -> float | None:
    """The median of the program's own cases, what is unanswered the longest."""
    times = sorted(
        (datetime.fromisoformat(case["stops_at"]) - datetime.fromisoformat(case["starts_at"])).total_seconds()
        if case["stops_at"]
        else float("inf")
        for case in said["cases"]
        if not case["left_out"]
    )
    found = median(times)
    return None if found == float("inf") else found
