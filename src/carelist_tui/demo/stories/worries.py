"""Worry without a missed contact: worse at a visit, a crisis by night, a relative who rings, red over a weekend."""

from __future__ import annotations

from carelist_tui.demo.settled import book, meet, set_zone, settle
from carelist_tui.demo.team import EWA, KOFI
from carelist_tui.demo.teller import Somebody, Teller


def worse_at_a_visit(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """An ordinary visit yesterday afternoon, and a red flag: nobody has responded yet."""
    who.zone, who.tier = "amber", "enhanced"
    settle(teller, who, nhs_number=nhs_number, last=-4)
    set_zone(teller, who, -4, 5)
    flag = who.tags["red_flag"]
    meet(
        teller,
        who,
        -1,
        clock="15:30",
        method="visit",
        how_are_they="worse",
        what_we_did="Sat with them, rang the out-of-hours line together, put the tablets in the safe.",
        signs_seen=[{"sign": flag, "seen": "yes"}, {"sign": who.tags["sign"], "seen": "yes"}],
        triggers=["personal_red_flag"],
        plan_72h="Senior rings before ten, visit by two tomorrow, sister stays the night.",
    )
    book(teller, who, -1, 0, "14:00")
    book(teller, who, -1, 1, "14:00")


def crisis_by_night(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """At A&E the night before last; the team learned of it yesterday morning."""
    settle(teller, who, nhs_number=nhs_number, last=-5)
    body = {
        "kind": "ae",
        "source": "A&E liaison nurse",
        "summary": "Came by themselves after an argument, seen by the liaison nurse, home at two with a friend.",
    }
    learned = teller.text(-1, "09:10")
    teller.say("crisis.recorded", teller.at(-2, "22:15"), body, who, author=EWA, typed=-1, learned_at=learned)
    book(teller, who, -5, 3, "10:00")


def relative_worries(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """A relative rang this morning."""
    last = settle(teller, who, nhs_number=nhs_number)
    book(teller, who, last, 2, "11:00")
    body = {
        "direction": "in",
        "who": who.tags["relative"],
        "summary": "Has not slept for three nights, talks through the wall. Please do not say I rang.",
        "worried": True,
    }
    teller.say("partner.contacted", teller.at(0, "08:45"), body, who, author=EWA)


def held_over_no_weekend(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Put in red before the weekend, and nobody wrote down who holds them while the team is closed."""
    who.zone = "red"
    settle(teller, who, nhs_number=nhs_number, last=-6)
    set_zone(teller, who, -6, 0, clock="15:30")
    book(teller, who, -6, 0, "13:00")
    book(teller, who, -6, 2, "13:00")


def two_zones(teller: Teller, who: Somebody, nhs_number: str) -> None:
    """Amber on one laptop and red on another, neither knowing of the other."""
    last = settle(teller, who, nhs_number=nhs_number, last=-3)
    seen = set_zone(teller, who, -20, clock="12:00")
    for author, zone, clock, why in (
        (None, "amber", "14:20", "rang twice about the flat upstairs"),
        (KOFI, "red", "15:10", "met at the shop: not eating, says they are watched"),
    ):
        body = {"zone": zone, "reason": why, "review_on": teller.in_days(1)}
        teller.say("zone.set", teller.at(-1, clock), body, who, author=author, replaces=[seen])
    book(teller, who, last, 1, "11:00")
    book(teller, who, last, 4, "11:00")
