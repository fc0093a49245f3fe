"""Half a year of one person's life, told to a store: something for every tab of the person page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from carelist_tui.domain.ids import uuid7
from tests.tui.telling import ME, NOW, RISK_PLAN, accepted, entry, missed, phones, plan, spoke, tried, zone

WREN = "P-0050"
GONE = "P-0051"
ENTRY_IDS = {name: uuid7(NOW - timedelta(days=days), bytes([days]) * 10) for name, days in
             (("wren", 99), ("gone", 98), ("visit", 97), ("library", 96), ("action", 95), ("handover", 94),
              ("agreed", 93), ("wrong", 92), ("lock", 91))}  # fmt: skip
SUMMARY = {"current_risks": "Self-neglect when low.", "medication": "Taken daily.", "safeguarding_status": "None.",
           "recent_incidents": "None.", "agreed_goals": "The library group.",
           "contingency_plan": "Ring Noor."}  # fmt: skip
CHECKED: dict[str, Any] = {
    "recent_disclosures": "None.", "environmental_concerns": "Post piling up.", "third_party_information": "None.",
    "relapse_indicators": ["curtains shut"], "safeguarding_indicators": ["none"], "capacity": "no_concern",
    "overall": "concern",
}  # fmt: skip
TABS = ("Story", "Plan", "Risk", "Missed", "Actions", "Handovers", "Indicators", "rhythm")


def live(store: Path) -> dict[str, str]:
    """Record both lives; gives the ids of the two people by their identifiers."""
    door = Carelist.open(store, ME)
    try:
        receipts = door.record([*wren(), *gone()], NOW)
        agrees = Carelist.open(store, "w-ada")
        said = {"about": ENTRY_IDS["agreed"], "true": True}
        agrees.record([entry("report.confirmed", "2026-02-20T11:30", said, ref=GONE)], NOW)
        agrees.close()
        door.record(corrections(), NOW)
        assert receipts
        return {found.ref: found.person for found in door.people.find("") if found.ref in (WREN, GONE)}
    finally:
        door.close()


def wren() -> list[dict[str, Any]]:
    """Wren: contact most weeks, two missed contacts, a crisis, an indicator that goes up, actions, a handover."""
    person = accepted(WREN, "Wren", "Adeyemi", born="1990-06-01", phones=phones("07700 900555"),
                      must_not_contact=["her brother Sean"])  # fmt: skip
    person["occurred_at"] = "2025-09-15T10:00:00+01:00"
    weeks = ("2025-09-16", "2025-09-30", "2025-10-14", "2025-11-04", "2025-11-18", "2025-12-02", "2025-12-16",
             "2026-01-13", "2026-01-27", "2026-02-10", "2026-02-24")  # fmt: skip
    ratings = [(0, 3), (2, 3), (4, 5), (7, 4), (9, 6)]
    return [
        person, plan(WREN, safe_times=[{"days": ["mon", "thu"], "from": "10:00", "to": "15:30"}]),
        entry("risk_plan.updated", "2026-02-10T10:00", RISK_PLAN, ref=WREN),
        *(spoke(WREN, f"{day}T11:00", "visit" if n % 2 else "call") for n, day in enumerate(weeks)),
        missed(WREN, "2025-12-30T11:00"), tried(WREN, "2025-12-30T11:40"),
        entry("risk_check.completed", "2025-12-30T15:00", CHECKED, ref=WREN),
        entry("crisis.recorded", "2026-01-01T23:00", {"kind": "ae", "source": "A&E liaison nurse",
              "summary": "Came in with Noor."}, ref=WREN),
        spoke(WREN, "2026-01-02T10:00", "visit"),
        zone(WREN, "amber", "not opening the post"),
        entry("indicator.agreed", "2025-09-30T11:30", INDICATOR, ref=WREN, id=ENTRY_IDS["library"]),
        *(entry("indicator.rated", f"{weeks[n]}T11:45", {"indicator": ENTRY_IDS["library"], "value": value,
                "support_level": "prompted"}, ref=WREN) for n, value in ratings if n),
        entry("action.opened", "2026-02-24T12:00", {"title": "Ask housing for a form", "owner": ME, "area": "housing",
              "due_at": "2026-03-02T17:00:00+00:00"}, ref=WREN, id=ENTRY_IDS["action"]),
        entry("action.opened", "2026-02-10T12:00", {"title": "New lock", "owner": "Jo Hill", "area": "housing",
              "due_at": "2026-02-20T17:00:00+00:00"}, ref=WREN, id=ENTRY_IDS["lock"]),
        entry("action.closed", "2026-02-19T12:00", {"action": ENTRY_IDS["lock"], "outcome": "done",
              "note": "Fitted, Wren has the keys."}, ref=WREN),
        entry("handover.opened", "2026-02-26T10:00", {"kind": "staff_change", "to_team": "North", "to_worker": "w-leah",
              "higher_risk": False, "summary": SUMMARY, "complete_by": "2026-03-10"}, ref=WREN,
              id=ENTRY_IDS["handover"]),
        entry("zone.set", "2026-02-28T10:00", {"zone": "red", "reason": "meant for somebody else",
              "review_on": "2026-03-05"}, ref=WREN, id=ENTRY_IDS["wrong"]),
        spoke(WREN, "2026-03-01T16:00") | {"id": ENTRY_IDS["visit"]},
    ]  # fmt: skip


INDICATOR: dict[str, Any] = {
    "area": "connection", "name": "Goes to the library group", "frequency": "Once a week", "quality": "Stays an hour.",
    "support_level": "accompanied", "kind": "rating_0_10", "baseline": 2, "aim": 7, "every": "week",
}  # fmt: skip


def gone() -> list[dict[str, Any]]:
    """Somebody who met their goals and left in February."""
    agreed = {"about": "discharge", "decision": "agree", "what_changed": "Goals met since autumn.",
              "rationale": "All three goals are met and held for two months.", "authorised_by": "w-ada"}  # fmt: skip
    left = {"destination": "Their GP", "reason": "goals_met", "note": "May ring at any time.",
            "decision": ENTRY_IDS["agreed"]}  # fmt: skip
    return [
        accepted(GONE, "Lowri", "Bevan", born="1979-02-02"), spoke(GONE, "2026-02-03T10:00"),
        entry("decision.recorded", "2026-02-20T10:00", agreed, ref=GONE, id=ENTRY_IDS["agreed"]),
        entry("person.discharged", "2026-02-20T11:00", left, ref=GONE),
    ]  # fmt: skip


def corrections() -> list[dict[str, Any]]:
    """One entry struck out, one put right."""
    put_right = {"method": "visit", "purpose": "routine", "how_are_they": "worse", "what_we_did": "Sat with her."}
    return [
        entry("entry.corrected", "2026-03-02T10:00", {"entry": ENTRY_IDS["wrong"], "reason": "wrong person",
              "replacement": None}, ref=WREN),
        entry("entry.corrected", "2026-03-02T10:05", {"entry": ENTRY_IDS["visit"], "reason": "it was a visit",
              "replacement": put_right}, ref=WREN),
    ]  # fmt: skip
