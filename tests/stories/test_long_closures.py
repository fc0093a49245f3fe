"""Days on which the service is closed, or its people are: who stands on whose list at each 9:00, and nobody silent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domain.telling import LONDON, moment
from tests.stories.telling import Service

pytestmark = pytest.mark.slow


def lists_at(service: Service, at: str) -> dict[str, dict[str, list[str]]]:
    """Who stands on whose list then, each with what is due or overdue, in order: worker, person, kinds (of a step its
    key)."""
    service.at(at)
    lists: dict[str, dict[str, list[str]]] = {}
    for item in service.carelist.people.today_json(service.now)["items"]:
        if item["ref"] is not None:
            kinds = lists.setdefault(item["owner"], {}).setdefault(item["ref"], [])
            kinds.append(item["detail"].get("step") or item["kind"])
    return lists


def known_since(service: Service, ref: str, tier: str, coordinator: str = "w-tom") -> None:
    """Somebody with all their paper, green, met that day."""
    service.ref = ref
    service.accepts(ref=ref, given="Sam", family=ref, tier=tier, coordinator=coordinator)
    service.says("coordinator.named", {"coordinator": coordinator, "clinical_oversight": "w-sue"})
    service.knows()


def test_an_intensive_person_who_misses_on_the_day_before_easter(tmp_path: Path) -> None:
    """Story 1. Good Friday is 3 April 2026, Easter Monday the 6th: the service is closed from Thursday 17:00 until
    Tuesday 9:00. She misses the visit of Friday's eve at 14:00 and is held over five nights; on Tuesday it is asked
    what happened, and her contact, which would have fallen due in the closure, is never silent."""
    service = Service.opens(tmp_path / "store", "2026-03-02 09:00")
    known_since(service, "P-0042", "intensive")
    for day in ("03-04", "03-06", "03-09", "03-11", "03-13", "03-16", "03-18", "03-20", "03-23", "03-25", "03-27",
                "03-30", "04-01"):  # fmt: skip
        service.at(f"2026-{day} 10:00")
        service.keeps()
    service.says("zone.set", {"zone": "amber", "reason": "sleeping by day", "review_on": "2026-04-10"})
    planned = service.books("2026-04-02 14:00")

    # Thursday morning: the visit of the afternoon. Cover comes at noon, whatever becomes of it: she is intensive.
    assert lists_at(service, "2026-04-02 09:00")["w-tom"]["P-0042"][0] == "contact"
    assert service.owed("gap_cover") == {"gap_cover": "upcoming Thu 16:00"}
    service.at("2026-04-02 12:00")
    assert service.owed("gap_cover") == {"gap_cover": "due Thu 16:00"}
    assert "in the most intensive tier" in service.items()["gap_cover"]["why"]
    service.at("2026-04-02 14:15")
    episode = service.misses(planned)
    assert "no access at a visit 14:15" in service.items()["gap_cover"]["why"]
    assert service.owed("same_day_attempt") == {"same_day_attempt": "due Thu 17:00"}
    service.at("2026-04-02 15:00")
    service.tries(episode, "same_day_attempt", "no_answer")
    service.at("2026-04-02 16:30")
    assert service.owed("gap_cover") == {"gap_cover": "overdue Thu 16:00"}, "an attempt is no cover"
    service.says("cover.arranged", {"route": "out_of_hours_team", "told_person": False})
    (cover,) = service.evidence("cover.arranged")
    assert cover.startswith("Thu 02 Apr 16:30 w-tom: Cover over the gap: out of hours team; back ")

    # While the service is closed: whoever looks finds her, with what is due; cover is arranged, and not asked again.
    for day in ("03", "04", "05", "06"):
        assert lists_at(service, f"2026-04-{day} 09:00")["w-tom"]["P-0042"], day
        assert "gap_cover" not in service.owed()
    # Tuesday: what happened, the steps, and contact, all on Tom's list, before noon.
    tuesday = lists_at(service, "2026-04-07 09:00")["w-tom"]["P-0042"]
    assert {"gap_return", "next_day_follow_up", "in_person_check"} <= set(tuesday)
    assert service.owed("gap_return", "next_day_follow_up") == {
        "gap_return": "due Tue 12:00", "next_day_follow_up": "due Tue 10:00",
    }  # fmt: skip
    assert "cover: out of hours team" in service.items()["gap_return"]["why"]
    service.at("2026-04-07 09:20")
    said = {"direction": "out", "who": "out-of-hours team", "summary": "asked; nothing heard"}
    service.says("partner.contacted", said)
    assert "gap_return" not in service.owed()
    service.at("2026-04-07 09:40")
    service.tries(episode, "next_day_follow_up", "sent", "text")
    # Wednesday: the steps go on; nobody let her go.
    wednesday = lists_at(service, "2026-04-08 09:00")["w-tom"]["P-0042"]
    assert "in_person_check" in wednesday
    assert service.owed("in_person_check") == {"in_person_check": "overdue Tue 10:00"}
    service.closes()


def test_nobody_covered_her_over_easter_and_it_is_asked_all_the_more(tmp_path: Path) -> None:
    """The same without cover: it stands overdue on each day of the closure, and on Tuesday what happened is asked."""
    service = Service.opens(tmp_path / "store", "2026-03-30 09:00")
    known_since(service, "P-0042", "intensive")
    service.at("2026-04-02 14:00")
    service.misses(method="call", how="no_reply")
    for day in ("03", "04", "05", "06"):
        assert "gap_cover" in lists_at(service, f"2026-04-{day} 09:00")["w-tom"]["P-0042"], day
        assert service.owed("gap_cover") == {"gap_cover": "overdue Thu 16:00"}
    tuesday = lists_at(service, "2026-04-07 09:00")["w-tom"]["P-0042"]
    assert "gap_cover" not in tuesday
    assert "gap_return" in tuesday
    assert "no cover was arranged" in service.items()["gap_return"]["why"]
    service.closes()


def test_a_coordinator_on_leave_and_the_cover_falls_ill(tmp_path: Path) -> None:
    """Story 8. Tom is away for two weeks from Monday 9 March and holds 25 people; Ann covers for all of them, and falls
    ill on the second Wednesday. What was Ann's for Tom goes to duty, at once and by itself; and comes back to Tom."""
    service = Service.opens(tmp_path / "store", "2026-02-23 09:00")
    refs = [f"P-{number:04d}" for number in range(1, 26)]
    for number, ref in enumerate(refs):
        known_since(service, ref, ("standard", "enhanced", "light")[number % 3])
    known_since(service, "P-0100", "enhanced", coordinator="w-ann")
    duty = [
        {"date": (datetime(2026, 3, 9) + timedelta(days=n)).date().isoformat(), "worker": "w-sue"} for n in range(12)
    ]
    for turn in duty:
        service.says("duty.set", turn | {"part": "day"}, by="w-mgr")
    service.at("2026-03-06 15:00")
    leave = {"worker": "w-tom", "from": moment("2026-03-09 00:00"), "until": moment("2026-03-23 00:00")}
    service.says("worker.away", leave | {"reason": "leave", "cover": [{"persons": "all", "by": "w-ann"}]})

    seen: dict[str, set[str]] = {}
    ill = "2026-03-18"
    for day in range(15):
        at = datetime(2026, 3, 9, 9, tzinfo=LONDON) + timedelta(days=day)
        if at.weekday() > 4:
            continue
        if at.date().isoformat() == ill:
            service.at(f"{ill} 08:30")
            service.says("worker.away", {"worker": "w-ann", "from": moment(f"{ill} 08:00"), "reason": "sickness"})
        lists = lists_at(service, f"{at:%Y-%m-%d %H:%M}")
        holders = {ref: {who for who, people in lists.items() if ref in people} for ref in [*refs, "P-0100"]}
        assert not any("w-tom" in each for each in holders.values()) or day == 14, "what is Tom's is not asked of Tom"
        whose = "w-ann" if at.date().isoformat() < ill else "w-sue" if day < 14 else "w-tom"
        toms = {who for ref in refs for who in holders[ref]}
        assert toms <= {whose, "w-mgr", "w-sue"}, (at, toms)
        if holders["P-0100"] and at.date().isoformat() >= ill:
            assert "w-ann" not in holders["P-0100"], "her own go to duty as well: nobody covers for her"
        for who, people in lists.items():
            seen.setdefault(who, set()).update(people)
        if day == 2:
            tenth = service.ref = "P-0002"
            service.misses(by="w-ann", method="call", how="no_reply")
            assert service.owner("same_day_attempt") == "w-ann", tenth

    # P-0002 missed a call in Ann's hands: the steps went to Sue with the rest, and are Tom's again.
    assert "P-0002" in seen["w-ann"]
    assert "P-0002" in seen["w-sue"]
    service.ref = "P-0002"
    assert service.owner("in_person_check") == "w-tom"
    # Nobody is silent: everyone enhanced was on somebody's list in the two weeks.
    due = {ref for people in seen.values() for ref in people}
    assert {refs[n] for n in range(25) if n % 3 == 1} <= due
    service.closes()


def test_the_night_of_whoever_became_high_today(tmp_path: Path) -> None:
    """A Tuesday visit in which a red flag is seen at 15:30: by five it is said who holds her, and in the morning the
    night is over. A call the same evening would have been enough; an attempt is not."""
    service = Service.opens(tmp_path / "store", "2026-03-02 09:00")
    known_since(service, "P-0042", "standard")
    service.at("2026-03-10 15:30")
    service.keeps(triggers=["personal_red_flag"])
    assert service.owed("gap_cover") == {"gap_cover": "due Tue 17:00"}
    service.at("2026-03-10 16:50")
    service.says("outreach.attempted", {"method": "call", "to": "person", "outcome": "no_answer"})
    assert service.owed("gap_cover") == {"gap_cover": "due Tue 17:00"}
    service.says("cover.arranged", {"route": "crisis_line", "told_person": True})
    assert "gap_cover" not in service.owed()
    service.at("2026-03-11 09:00")
    assert {"gap_cover", "gap_return"}.isdisjoint(service.owed())
    service.closes()


def test_a_whole_caseload_is_covered_in_one_batch(tmp_path: Path) -> None:
    """Ten intensive people on the Friday of the clock change: one act, an entry each; none is left at 16:30."""
    service = Service.opens(tmp_path / "store", "2026-03-23 09:00")
    refs = [f"P-{number:04d}" for number in range(1, 11)]
    for ref in refs:
        known_since(service, ref, "intensive")
    service.at("2026-03-27 12:30")
    owed = [each for each in _today(service) if each["kind"] == "gap_cover"]
    assert sorted(each["ref"] for each in owed) == refs
    drafts = [{"type": "cover.arranged", "occurred_at": service.now.isoformat(), "ref": ref,
               "body": {"route": "crisis_line"}} for ref in refs]  # fmt: skip
    service.carelist.record(drafts, service.now.astimezone(UTC))
    service.at("2026-03-27 16:30")
    assert not [each for each in _today(service) if each["kind"] == "gap_cover"]
    service.at("2026-03-30 09:00")
    assert not [each for each in _today(service) if each["kind"] == "gap_return"], "intensive alone is not asked after"
    service.closes()


def _today(service: Service) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.carelist.people.today_json(service.now)["items"]
    return found
