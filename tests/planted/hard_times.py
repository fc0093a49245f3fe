"""Planted crises, returns from a ward and transitions."""

from __future__ import annotations

from collections.abc import Iterator

from tests.planted.ladders import around
from tests.planted.telling import Planted, later, on_day


def crises_after_misses() -> Iterator[Planted]:
    crisis = "2026-04-08 10:00"
    for words, t, verdict in (
        ("28 days before, to the second", later(crisis, days=-28), "counted"),
        ("a second longer ago", later(crisis, days=-28, seconds=-1), "not"),
        ("an hour before", later(crisis, hours=-1), "counted"),
        ("an hour after", later(crisis, hours=1), "not"),
    ):
        story = Planted(f"a crisis, a contact missed {words}")
        story.is_known(on_day(crisis, -30))
        story.misses(t)
        story.breaks(crisis)
        yield story.expect("crisis_after_miss", verdict)
    story = Planted("a crisis after a miss that was struck out")
    story.is_known(on_day(crisis, -30))
    story.strikes("2026-04-07 12:00", story.misses("2026-04-07 10:00"))
    story.breaks(crisis)
    yield story.expect("crisis_after_miss", "not")
    story = Planted("a crisis after a joined miss")
    story.is_known("2026-03-03 10:30")
    story.misses("2026-03-03 10:30")
    story.misses("2026-03-20 10:30")
    story.breaks(crisis)
    yield story.expect("crisis_after_miss", "counted")
    for words, hours, verdicts in (("within 72 hours", 71.99, ["not"]), ("72 hours apart", 72, ["not", "not"])):
        story = Planted(f"two crises, {words}")
        story.is_known(on_day(crisis, -5))
        story.breaks(crisis)
        story.breaks(later(crisis, hours=hours), "police")
        yield story.expect("crisis_after_miss", *verdicts)
    story = Planted("a crisis on a ward")
    story.is_known(on_day(crisis, -5))
    story.goes_away(on_day(crisis, -1), "mental_health_ward")
    story.breaks(crisis, "self_harm")
    yield story.expect("crisis_after_miss", "left out: away").expect("crisis_rate", "left out: away")
    story = Planted("the crisis is the admission")
    story.is_known(on_day(crisis, -5))
    story.misses(on_day(crisis, -1))
    story.breaks(crisis, "admission")
    story.goes_away(crisis, "mental_health_ward")
    yield story.expect("crisis_after_miss", "counted").expect("crisis_again_30", "left out: away")
    story = Planted("a crisis learned of five days later")
    story.is_known(on_day(crisis, -5))
    story.misses(on_day(crisis, -1))
    story.breaks(crisis, learned=on_day(crisis, 5))
    yield story.expect("crisis_after_miss", "counted")


def crises_again() -> Iterator[Planted]:
    first = "2026-03-10 10:00"
    for words, again, verdict in (
        ("to the second", later(first, days=30), "counted"),
        ("and a second", later(first, days=30, seconds=1), "not"),
    ):
        story = Planted(f"another crisis after 30 days {words}")
        story.is_known(on_day(first, -5))
        story.breaks(first)
        story.breaks(again)
        yield story.expect("crisis_again_30", verdict, "not")
    for words, at, verdict in (
        ("a second before 30 days", later(first, days=30, seconds=-1), "not ripe"),
        ("after 30 days", later(first, days=30), "not"),
    ):
        story = Planted(f"one crisis, read {words}", at=at)
        story.is_known(on_day(first, -5))
        story.breaks(first)
        yield story.expect("crisis_again_30", verdict)
    story = Planted("on a ward after a crisis, home, and another crisis")
    story.is_known(on_day(first, -5))
    story.breaks(first)
    story.goes_away(on_day(first, 1), "mental_health_ward")
    story.returns(on_day(first, 5))
    story.breaks(on_day(first, 20))
    yield story.expect("crisis_again_30", "counted", "not").expect("crisis_after_transition", "counted")
    story = Planted("on a ward after a crisis, home, and nothing more")
    story.is_known(on_day(first, -5))
    story.breaks(first)
    story.goes_away(on_day(first, 1), "general_ward")
    story.returns(on_day(first, 5))
    yield story.expect("crisis_again_30", "left out: away").expect("crisis_after_transition", "not")
    story = Planted("dies ten days after a crisis")
    story.is_known(on_day(first, -5))
    story.breaks(first)
    story.dies(on_day(first, 10))
    yield story.expect("crisis_again_30", "left out: died").expect("crisis_after_miss", "not")


def returns() -> Iterator[Planted]:
    for back, due in (
        ("2026-03-03 10:00", "2026-03-06 10:00"),
        ("2026-03-27 10:00", "2026-03-30 11:00"),
        ("2025-10-24 10:00", "2025-10-27 09:00"),
    ):
        for words, moment, verdict in around(due):
            story = Planted(f"home from a ward {back}, met {words}")
            story.is_known(on_day(back, -10))
            story.goes_away(on_day(back, -8), "mental_health_ward")
            story.returns(back)
            story.keeps(moment)
            yield story.expect("seen_72h", verdict)
    back = "2026-03-03 10:00"
    for words, moment, verdict in around("2026-03-05 10:00"):
        story = Planted(f"home from a ward while red, met {words}")
        story.is_known(on_day(back, -10))
        story.turns(on_day(back, -9), "red")
        story.goes_away(on_day(back, -8), "mental_health_ward")
        story.returns(back)
        story.keeps(moment)
        yield story.expect("seen_72h", verdict)
        story = Planted(f"home from a ward after self-harm three weeks before it, met {words}")
        story.is_known(on_day(back, -40))
        story.breaks(on_day(back, -38), "self_harm")
        story.goes_away(on_day(back, -17), "mental_health_ward")
        story.returns(back)
        story.keeps(moment)
        yield story.expect("seen_72h", verdict)
    for kind in ("general_ward", "custody"):
        story = Planted(f"home from {kind}")
        story.is_known(on_day(back, -10))
        story.goes_away(on_day(back, -8), kind)
        story.returns(back)
        yield story.expect("seen_72h")
    story = Planted("home from a ward, a nod through the door")
    story.is_known(on_day(back, -10))
    story.goes_away(on_day(back, -8), "mental_health_ward")
    story.returns(back)
    story.keeps(on_day(back, 1), partial=True)
    yield story.expect("seen_72h", "not")
    story = Planted("home from a ward, and back on it the next day")
    story.is_known(on_day(back, -10))
    story.goes_away(on_day(back, -8), "mental_health_ward")
    story.returns(back)
    story.goes_away(on_day(back, 1), "mental_health_ward")
    yield story.expect("seen_72h", "left out: away")
    story = Planted("home from a ward, known five days later: late all the same")
    story.is_known(on_day(back, -10))
    story.goes_away(on_day(back, -8), "mental_health_ward")
    story.returns(back, learned=on_day(back, 6))
    story.keeps(on_day(back, 6, "11:00"))
    yield story.expect("seen_72h", "not")
    story = Planted("home from a ward, read before 72 hours", at=later(back, hours=71))
    story.is_known(on_day(back, -10))
    story.goes_away(on_day(back, -8), "mental_health_ward")
    story.returns(back)
    yield story.expect("seen_72h", "not ripe")


def transitions() -> Iterator[Planted]:
    back = "2026-03-03 10:00"
    for words, crisis, verdict in (
        ("30 days later", later(back, days=30), "counted"),
        ("30 days and a second later", later(back, days=30, seconds=1), "not"),
    ):
        story = Planted(f"home from a ward, a crisis {words}")
        story.is_known(on_day(back, -10))
        story.goes_away(on_day(back, -8), "general_ward")
        story.returns(back)
        story.breaks(crisis)
        yield story.expect("crisis_after_transition", verdict)
    for before, after, verdicts in (("intensive", "standard", ["not"]), ("enhanced", "standard", [])):
        story = Planted(f"from {before} to {after}")
        story.is_known(back, tier=before)
        body = {"tier": after, "reason": "settled", "authorised_by": "w-sue"}
        story.says(back, "tier.set", body, by="w-sue")
        yield story.expect("crisis_after_transition", *verdicts)
    story = Planted("a lighter tier that no senior has confirmed")
    story.is_known(back, tier="intensive")
    story.says(back, "tier.set", {"tier": "standard", "reason": "settled", "authorised_by": "w-sue"})
    yield story.expect("crisis_after_transition")


ALL_STORIES = [*crises_after_misses(), *crises_again(), *returns(), *transitions()]
