"""Where the program and the independent count differ, in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tests.planted.count import count
from tests.planted.service import Measure, Service
from tests.planted.telling import london

TIMED = {"first_response", "first_response_same_day", "access"}
"""Measures whose median and 90th centile are compared."""
SAID = {
    "died": "died",
    "away": "away",
    "refused": "refused",
    "refus": "refused",
    "consent": "refused",
    "stop": "stopped",
    "skip": "skipped",
    "before": "before_carelist",
}
"""How a reason is called, by what the word for it begins with: the design gives the reasons and not their names."""


def reason(text: str) -> str:
    """The independent count's name of a reason."""
    folded = text.casefold().replace("confirmed", "").strip(" _")
    return next((name for begins, name in SAID.items() if folded.startswith(begins)), text)


def differences(
    service: Service, key: str, since: str, until: str, at: str, known_at: str | None, by: str | None, said: Measure
) -> Iterator[str]:
    """Every figure of one measure that the two give differently, and every case."""
    period = date.fromisoformat(since), date.fromisoformat(until)
    known = london(known_at) if known_at else None
    counted = count(service.people, service.team, key, *period, london(at), known, by)
    for name in ("n", "d", "not_ripe"):
        if said[name] != counted[name]:
            yield f"{name}: the program {said[name]}, counted {counted[name]}"
    left: Counter[str] = Counter()
    for text, n in said["left_out"].items():
        left[reason(text)] += n
    if +left != +Counter(counted["left_out"]):
        yield f"left out: the program {dict(left)}, counted {counted['left_out']}"
    if key in TIMED:
        for name in ("median", "p90"):
            if said[name] != counted[name]:
                yield f"{name}: the program {said[name]}, counted {counted[name]}"
    yield from differing_cases(said["cases"], counted["cases"])
    if by is not None:
        told = {group["key"]: (group["n"], group["d"]) for group in said["groups"] if group["by"] == by}
        mine = {name: (group["n"], group["d"]) for name, group in counted["groups"].items() if group["d"]}
        if {name: pair for name, pair in told.items() if pair[1]} != mine:
            yield f"by {by}: the program {told}, counted {mine}"


def differing_cases(said: list[dict[str, Any]], counted: list[dict[str, Any]]) -> Iterator[str]:
    program: Counter[tuple[str, datetime, bool, str | None]] = Counter()
    mine: Counter[tuple[str, datetime, bool, str | None]] = Counter()
    unripe = Counter((case["person"], case["starts_at"]) for case in counted if case["verdict"] == "not ripe")
    for case in said:
        starts_at = datetime.fromisoformat(case["starts_at"])
        why = reason(case["left_out"]) if case["left_out"] else None
        if unripe[case["person"], starts_at] and not case["counted"] and why is None:
            unripe[case["person"], starts_at] -= 1
            continue
        program[case["person"], starts_at, case["counted"] and why is None, why] += 1
    for case in counted:
        if case["verdict"] != "not ripe":
            mine[case["person"], case["starts_at"], case["counted"], case["left_out"]] += 1
    for person, starts_at, is_counted, why in (program - mine).elements():
        yield f"only the program has: {person} {starts_at} {why or ('counted' if is_counted else 'not')}"
    for person, starts_at, is_counted, why in (mine - program).elements():
        yield f"only the count has: {person} {starts_at} {why or ('counted' if is_counted else 'not')}"
