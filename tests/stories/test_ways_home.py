"""Days after a move: home from the ward, handed to a team whose worker falls ill, a tier made lighter twice. What
stands on whose list at nine each morning, and that nobody is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from carelist_tui.domain.dues.kinds import BRINGS_SOMEBODY
from carelist_tui.domain.refusal import Refused
from tests.domain.telling import moment
from tests.domain.undertaking import SUMMARY, TRANSITION
from tests.stories.telling import Service

SOUTH = (("w-zoe", "Zoe Hart", "coordinator"), ("w-dot", "Dot Lane", "coordinator"), ("w-max", "Max Orr", "manager"))
"""The South team: Zoe takes over, Dot is on duty, Max manages it."""
EVERYBODY = ("w-tom", "w-ann", "w-sue", "w-mgr", "w-zoe", "w-dot", "w-max")
AFTER = ("follow_up", "after_crisis_contact", "speak_to", "transition_check")
HANDED = ("handover_acceptance", "handover_first_contact", "handover_reverted", "ladder_step")
WARD = {"kind": "mental_health_ward", "where": "Elm ward", "confirmed_with": "Sister Ode"}


def lists(service: Service, *kinds: str) -> dict[str, list[str]]:
    """Who has what of these on their own list now: `today --worker`, each with its owner where that is another. Nobody
    is silent meanwhile: contact, a decision or a review falls due within the week, or has."""
    assert any(each["kind"] in BRINGS_SOMEBODY for each in service.items(days=7).values()), "silent"
    found: dict[str, list[str]] = {}
    for worker in EVERYBODY:
        for item in service.carelist.people.today_json(service.now, worker=worker)["items"]:
            if item["ref"] == service.ref and item["kind"] in kinds:
                assert worker in (item["owner"], *item.get("also", ()))
                whose = "" if item["owner"] == worker else f" of {item['owner']}"
                found.setdefault(worker, []).append(f"{item['kind']} {item['status']}{whose}")
    return {worker: sorted(said) for worker, said in found.items()}


def at_nine(service: Service, day: str, *kinds: str) -> dict[str, list[str]]:
    service.at(f"2026-03-{day} 09:00")
    return lists(service, *kinds)


def on_the_ward(folder: Path) -> Service:
    """Amina harms herself on a Friday night in February, is spoken to, and goes to the ward."""
    service = Service.opens(folder, "2026-02-09 09:00")
    service.accepts()
    service.knows()
    service.at("2026-02-13 22:00")
    service.says("crisis.recorded", {"kind": "self_harm", "source": "A&E"})
    service.at("2026-02-14 11:00")
    service.keeps("call")
    service.at("2026-02-16 10:00")
    service.says("person.admitted", WARD)
    return service


def test_home_from_the_ward_and_known_at_once(tmp_path: Path) -> None:
    service = on_the_ward(tmp_path / "store")
    assert at_nine(service, "03", *AFTER) == {}
    service.at("2026-03-03 10:00")
    service.says("person.returned", {})
    assert lists(service, *AFTER) == {"w-tom": ["follow_up due"]}
    assert at_nine(service, "04", *AFTER) == {"w-tom": ["follow_up due"]}
    assert service.owed("follow_up") == {"follow_up": "due Thu 10:00"}
    # On Thursday she opens the door and nods: it counts as contact, and settles none of this.
    assert at_nine(service, "05", *AFTER) == {"w-tom": ["follow_up due", "transition_check due"]}
    service.at("2026-03-05 09:30")
    service.keeps(partial=True)
    assert lists(service, *AFTER) == {"w-tom": ["follow_up due", "transition_check due"]}
    service.at("2026-03-05 15:00")
    assert lists(service, *AFTER) == {"w-tom": ["follow_up overdue", "transition_check due"]}
    service.keeps()
    assert lists(service, *AFTER) == {}
    # And she is looked in on again two service days later, for a fortnight.
    assert at_nine(service, "06", *AFTER) == {}
    assert at_nine(service, "09", *AFTER) == {"w-tom": ["transition_check due"]}
    service.keeps("call")
    assert at_nine(service, "11", *AFTER) == {"w-tom": ["transition_check due"]}
    service.closes()


def test_home_from_the_ward_and_known_five_days_late(tmp_path: Path) -> None:
    """She came home on Friday, and nobody told us until Wednesday: it is due that day, and not three days later."""
    service = on_the_ward(tmp_path / "store")
    assert at_nine(service, "02", *AFTER) == {}
    assert at_nine(service, "03", *AFTER) == {}
    assert at_nine(service, "04", *AFTER) == {}
    late = {"occurred_at": moment("2026-02-27 10:00"), "learned_at": service.now.isoformat()}
    service.says("person.returned", {}, **late, late_reason="told_late")
    assert lists(service, *AFTER) == {"w-tom": ["follow_up due"]}
    item = service.items()["follow_up"]
    assert (item["band"], item["title"]) == (1, "Follow-up within 48 hours")
    assert item["due_at"] == "2026-03-04T17:00:00+00:00"
    assert "ward Fri 27 Feb 10:00, known since 09:00; self-harm" in item["why"]
    assert at_nine(service, "05", *AFTER)["w-tom"][0] == "follow_up overdue"
    service.keeps("call")
    assert lists(service, *AFTER) == {}
    assert at_nine(service, "09", *AFTER) == {"w-tom": ["transition_check due"]}
    service.closes()


def test_a_transfer_and_the_receiver_falls_ill(tmp_path: Path) -> None:
    """Between acceptance and first contact the South team holds first contact, whoever of it is there, and Tom who
    hands over sees it; nobody of South at work is no reason that nobody has it."""
    service = Service.opens(tmp_path / "store", "2026-02-09 09:00")
    for id, name, role in SOUTH:
        service.says("worker.added", {"worker": id, "name": name, "role": role, "team": "South"}, by="w-mgr")
    service.accepts()
    service.knows()
    service.at("2026-02-27 09:00")
    service.keeps()
    for day in range(2, 7):
        for worker in ("w-dot", "w-ann"):
            said = {"date": f"2026-03-0{day}", "part": "day", "worker": worker}
            service.says("duty.set", said, by="w-mgr")
    service.at("2026-03-02 10:00")
    body = {"kind": "team_transfer", "to_team": "South", "higher_risk": False, "complete_by": "2026-03-13"}
    handover = service.says("handover.opened", body | {"summary": SUMMARY})
    assert at_nine(service, "03", *HANDED) == {}
    assert service.owner("handover_acceptance") == "w-tom"
    accepted = {"handover": handover, "first_contact_at": moment("2026-03-05 10:00"), "receiving_worker": "w-zoe"}
    service.says("handover.accepted", accepted, by="w-zoe")
    assert at_nine(service, "04", *HANDED) == {}
    assert service.items(days=2)["handover_first_contact"]["owner"] == "w-zoe"
    assert service.items(days=2)["handover_first_contact"]["also"] == ["w-tom"]
    ill = {"worker": "w-zoe", "from": moment("2026-03-04 09:00"), "reason": "sickness"}
    service.says("worker.away", ill, by="w-max")
    assert at_nine(service, "05", *HANDED) == {
        "w-tom": ["handover_first_contact due of w-dot"], "w-dot": ["handover_first_contact due"],
    }  # fmt: skip
    # Dot goes, and nobody opens: responsibility is Tom's again, the steps are South's, and Tom sees them.
    service.at("2026-03-05 10:30")
    service.misses(by="w-dot", handover=handover)
    assert lists(service, *HANDED) == {
        "w-tom": ["handover_reverted due", "ladder_step due of w-dot"], "w-dot": ["ladder_step due"],
    }  # fmt: skip
    assert at_nine(service, "06", *HANDED) == {
        "w-tom": ["handover_reverted overdue", "ladder_step due of w-dot", "ladder_step overdue of w-dot"],
        "w-dot": ["ladder_step due", "ladder_step overdue"],
    }
    # On Monday nobody is on duty: their manager has the steps.
    assert at_nine(service, "09", "ladder_step")["w-max"] == ["ladder_step due"] * 2 + ["ladder_step overdue"] * 2
    assert "w-dot" not in lists(service, *HANDED)
    service.keeps(handover=handover)
    assert lists(service, *HANDED) == {}
    service.closes()


def test_a_tier_lightened_twice_with_a_booking_four_weeks_off(tmp_path: Path) -> None:
    """From intensive to enhanced on Tuesday, to standard on Thursday, and the next visit on the 31st: neither the
    second word nor the visit takes away that they are looked in on a week after the first."""
    service = Service.opens(tmp_path / "store", "2026-02-09 09:00")
    service.accepts(tier="intensive")
    service.knows()
    service.at("2026-03-02 09:00")
    service.keeps()
    service.books("2026-03-31 10:00")
    service.books("2026-04-14 10:00")
    service.at("2026-03-03 10:00")
    lighter = {"reason": "well", "authorised_by": "w-sue"}
    service.says("tier.set", lighter | {"tier": "enhanced"}, by="w-sue")
    assert at_nine(service, "04", *AFTER) == {}
    service.at("2026-03-05 10:00")
    service.says("tier.set", lighter | {"tier": "standard"}, by="w-sue")
    for day in ("06", "09"):
        assert at_nine(service, day, *AFTER) == {}
        assert service.owed("transition_check", days=5) == {"transition_check": "upcoming Tue 17:00"}
    assert at_nine(service, "10", *AFTER) == {"w-tom": ["transition_check due"]}
    assert at_nine(service, "11", *AFTER) == {"w-tom": ["transition_check overdue"]}
    service.keeps("call")
    # A week on again, within the fortnight of the second; then contact at least every 14 days.
    assert at_nine(service, "18", *AFTER) == {"w-tom": ["transition_check due"]}
    service.keeps("call")
    assert at_nine(service, "25", *AFTER, "cadence") == {}
    service.closes()


def test_whoever_left_so_soon_after_a_move_is_asked_about(tmp_path: Path) -> None:
    """Handed over to the GP on Monday, discharged on Tuesday: a week later Tom asks the practice how she is. That is
    recorded about somebody who is not on the caseload, and stays so."""
    service = Service.opens(tmp_path / "store", "2026-02-09 09:00")
    service.accepts()
    service.knows()
    service.at("2026-02-27 09:00")
    service.keeps()
    body = {"kind": "discharge", "direction": "out", "to_team": "The practice", "higher_risk": False}
    body |= {"complete_by": "2026-03-13", "summary": SUMMARY, "transition": TRANSITION}
    handover = service.says("handover.opened", body)
    for item in service.carelist.journal.standards.checklists.items("discharge", higher_risk=False):
        service.says("handover.item_done", {"handover": handover, "item": item})
    first = {"first_contact_at": moment("2026-03-02 10:00"), "accepted_by_name": "Dr Lee", "how_confirmed": "call"}
    service.says("handover.accepted", first | {"handover": handover})
    service.at("2026-03-02 11:00")
    service.says("handover.first_contact", {"handover": handover, "achieved": True})
    service.says("handover.closed", {"handover": handover, "outcome": "completed"})
    assert at_nine(service, "03", "transition_check", "after_leaving") == {}
    service.keeps()
    agreed = service.decides("agree", None, about="discharge", authorised_by="w-mgr", by="w-mgr")
    left = {"destination": "The practice", "reason": "goals_met", "note": "well", "decision": agreed}
    service.says("person.discharged", left, by="w-mgr")
    assert service.owed(days=6) == {}
    assert service.owed(days=7) == {"after_leaving": "upcoming Tue 17:00"}
    service.at("2026-03-10 09:00")
    assert service.owed() == {"after_leaving": "due Tue 17:00"}
    assert service.owner("after_leaving") == "w-tom"
    asked = {"direction": "out", "who": "Dr Lee", "agency": "The practice", "summary": "seen on Friday, well"}
    with pytest.raises(Refused, match="is not on the caseload"):
        service.says("partner.contacted", asked | {"direction": "in"})
    service.says("partner.contacted", asked)
    assert service.owed(days=60) == {}
    assert service.person["on_caseload"] is False
    service.closes()
