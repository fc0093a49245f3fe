"""`carelist audit` as an auditor has it: what it draws, shows and scores, the same on two laptops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.audit import Wanted
from carelist_tui.domain.refusal import Refused
from tests.cli.surface import Answer, carelist
from tests.domain.undertaking import HANDOVER, SUMMARY
from tests.journal.telling import accepted

pytestmark = pytest.mark.slow

BEGIN = datetime(2026, 3, 2, 9, tzinfo=UTC)
DRAWN = datetime(2026, 3, 30, 9, 0, 0, 400_000, tzinfo=UTC)
STAFF = {"w-tom": "coordinator", "w-sue": "senior", "w-aud": "auditor", "w-man": "manager", "w-kofi": "support_worker"}


def said(kind: str, body: dict[str, Any], at: datetime, person: str | None = None) -> dict[str, Any]:
    return {"type": kind, "occurred_at": at.isoformat(), "body": body, **({"person": person} if person else {})}


def make(path: Path) -> None:
    Carelist.init(path, worker="w-maya", name="Maya Okafor", role="manager", team="North", now=BEGIN,
                  encrypted=False).close()  # fmt: skip


def hire(path: Path) -> None:
    with Carelist.open(path, "w-maya") as door:
        door.record([said("worker.added", {"worker": id, "name": f"{id[2:].title()} Price", "role": role,
                                           "team": "North"}, BEGIN) for id, role in STAFF.items()], BEGIN)  # fmt: skip


def miss(door: Carelist, ref: str, day: int, tier: str = "standard") -> str:
    """Somebody is accepted, and is not there; gives the id of the missed contact."""
    at = BEGIN + timedelta(days=day)
    draft = accepted(ref, BEGIN)
    draft["body"] |= {"coordinator": "w-tom", "tier": tier}
    [person] = door.record([draft], BEGIN)
    body = {"expected_at": at.isoformat(), "method": "call", "how": "no_reply",
            "circumstances": "Tom rang twice, then told Maya Okafor"}  # fmt: skip
    [missed] = door.record([said("contact.missed", body, at, person.id)], at)
    return missed.id


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Ten people, one of whom each day is not there when Tom rings."""
    make(tmp_path / "one")
    hire(tmp_path / "one")
    with Carelist.open(tmp_path / "one", "w-tom") as door:
        for number in range(10):
            miss(door, f"P-{number}", number, "intensive" if number < 3 else "standard")
    return tmp_path / "one"


def draw(store: Path, kind: Any = "ladder", n: int = 6, by: str = "w-aud", now: datetime = DRAWN, **more: Any) -> Any:
    with Carelist.open(store, by) as door:
        return door.audits.draw(Wanted(kind, n, 7, **more), now)


def scoring(store: Path, sample: str, by: str, typed: str) -> Answer:
    return carelist("audit", "score", sample, store=store, stdin=typed.encode(), CARELIST_WORKER=by)


def test_an_audit_drawn_on_two_laptops_that_hold_the_same_entries_is_the_same(tmp_path: Path) -> None:
    one, two, folder = tmp_path / "one", tmp_path / "two", tmp_path / "shared"
    folder.mkdir()
    for path in (one, two):
        make(path)
    hire(one)
    later = DRAWN - timedelta(days=2)
    for turn, path in enumerate((one, two, one, two)):
        with Carelist.open(path, "w-maya") as door:
            for number in range(3):
                miss(door, f"P-{turn}-{number}", 5 * turn + number)
            door.sync(folder, later)
    for path in (one, two, one):
        with Carelist.open(path, "w-maya") as door:
            assert door.sync(folder, later).is_sound
    theirs, ours = (draw(path, by="w-maya") for path in (two, one))
    assert theirs["ids"] == ours["ids"]
    assert (theirs["frame"], ours["frame"]) == (12, 12)
    with Carelist.open(one, "w-maya") as here, Carelist.open(two, "w-maya") as there:
        bodies = [door.audits.samples()[0].body for door in (here, there)]
    assert bodies[0] == bodies[1]  # known at the same moment: the digest, the frame and every id


def test_what_is_drawn_is_the_first_by_seed_and_id_and_is_recorded(store: Path) -> None:
    found = draw(store)
    with Carelist.open(store, "w-aud") as door:
        every = [each for x in door.people.queue(DRAWN) for each in [x["episode"]]]
        body = door.audits.sample(found["sample"]).body
    assert found["ids"] == sorted(every, key=lambda id: sha256(f"7:{id}".encode()).hexdigest())[:6]
    assert list(found) == ["sample", "kind", "n", "seed", "frame", "ids"]
    assert (found["kind"], found["n"], found["seed"], found["frame"]) == ("ladder", 6, 7, 10)
    assert {**found, "sample": ""} == {"sample": "", **{key: body[key] for key in list(found)[1:]}}
    assert body["known_at"] == "2026-03-30T10:00:01+01:00"  # nothing recorded in this second is left out


def test_what_was_recorded_a_moment_ago_is_in_the_frame(store: Path) -> None:
    with Carelist.open(store, "w-tom") as door:
        miss(door, "P-now", 20)
        at = DRAWN - timedelta(milliseconds=100)
        draft = accepted("P-later", at)
        draft["occurred_at"] = at.replace(microsecond=0).isoformat()
        door.record([draft], at)
    assert draw(store, "record")["frame"] == 12


def test_so_many_of_each_tier(store: Path) -> None:
    found = draw(store, "record", 2, per="tier")
    with Carelist.open(store, "w-aud") as door:
        tiers = [door.people.person(id, DRAWN)["tier"] for id in found["ids"]]
        assert door.audits.sample(found["sample"]).body["per"] == "tier"
    assert sorted(tiers) == ["intensive", "intensive", "standard", "standard"]


@pytest.mark.parametrize("by", ["w-tom", "w-kofi"])
def test_nobody_else_draws_or_scores(store: Path, by: str) -> None:
    with pytest.raises(Refused, match="an audit sample is drawn by an auditor, a senior or a manager"):
        draw(store, by=by)
    found = draw(store)
    answer = scoring(store, found["sample"], by, "m\n")
    assert (answer.status, answer.out) == (2, "")
    assert "an audit is scored by an auditor, a senior or a manager" in answer.err


def answers(number: int = 9, key: str = "m") -> str:
    return f"{key}\n" * number + "r\n"


def test_a_case_is_scored_blind_with_the_clocks_worked_out(store: Path) -> None:
    found = draw(store, n=1)
    answer = scoring(store, found["sample"], "w-aud", answers())
    assert answer.status == 0
    for name in ("Tom", "Maya", "Okafor", "w-tom", "Price"):
        assert name not in answer.out
    assert "worker A rang twice, then told worker B" in answer.out
    assert "  First response: due " in answer.out
    assert "not done, " in answer.out  # and how late
    assert "1 of 1 scored." in answer.out


def test_scoring_goes_on_where_it_was_left_and_one_left_out_is_unanswered(store: Path) -> None:
    sample = draw(store, n=3)["sample"]
    first = scoring(store, sample, "w-aud", "n\nthe door was never tried\n" + "m\n" * 7 + "\nr\n")
    assert "Case 1 of 3" in first.out
    assert "Nothing more was typed" in first.err
    again = scoring(store, sample, "w-aud", answers() + answers())
    assert "Case 1 of 3" not in again.out
    assert "Case 2 of 3" in again.out
    shown = carelist("audit", "show", sample, "--json", store=store, CARELIST_WORKER="w-aud").json
    by_key = {each["key"]: each for each in shown["criteria"]}
    case = shown["ids"][0]
    assert by_key["first_attempt_in_time"]["unmet"] == [
        {"case": case, "score": by_key["first_attempt_in_time"]["unmet"][0]["score"],
         "words": "the door was never tried"},
    ]  # fmt: skip
    assert (by_key["ended_rightly"]["met"], by_key["ended_rightly"]["unanswered"]) == (2, 1)
    assert (shown["scored"], shown["left"]) == (3, 0)


def test_ones_own_work_is_passed_over_and_that_is_said(store: Path) -> None:
    with Carelist.open(store, "w-sue") as door:
        ids = [each["episode"] for each in door.people.queue(DRAWN)]
        for id in ids[:2]:
            body = {"episode": id, "method": "call", "to": "person", "outcome": "no_answer"}
            person = next(x["person"] for x in door.people.queue(DRAWN) if x["episode"] == id)
            at = DRAWN - timedelta(days=1)
            door.record([said("outreach.attempted", body, at, person)], at)
    sample = draw(store, n=10)["sample"]
    answer = scoring(store, sample, "w-sue", answers() * 10)
    assert "2 passed over: you took part in them, and somebody else scores them." in answer.out
    assert "8 of 10 scored" in answer.out


def test_every_fifth_case_waits_for_a_second_reader_whose_agreement_is_shown(store: Path) -> None:
    sample = draw(store, n=10)["sample"]
    assert scoring(store, sample, "w-aud", answers() * 10).status == 0
    nothing = scoring(store, sample, "w-aud", "")
    assert "Nothing more of this sample waits for you." in nothing.out
    second = scoring(store, sample, "w-man", (answers(8) + "").replace("r\n", "p\nin part\nr\n") * 2)
    assert second.out.count("as its second reader") == 2
    assert "Case 5 of 10" in second.out
    assert "Case 10 of 10" in second.out
    assert "The second reader agreed in 16 of 18 answers." in second.out
    shown = carelist("audit", "show", sample, store=store, CARELIST_WORKER="w-aud")
    assert "Second reader: 16 of 18 answers alike." in shown.out
    listed = carelist("list", "samples", "--json", "--at", "2027-01-01T00:00:00Z", store=store)
    [item] = listed.json["items"]
    assert (item["sample"], item["kind"], item["frame"], item["drawn"]) == (sample, "ladder", 10, 10)
    assert (item["scored"], item["second"], item["agreed"], item["read_twice"], item["open"]) == (10, 2, 16, 18, False)


def test_every_kind_of_case_can_be_shown(store: Path) -> None:
    with Carelist.open(store, "w-tom") as door:
        person = door.people.queue(DRAWN)[0]["person"]
        episode = door.people.queue(DRAWN)[0]["episode"]
        at = DRAWN - timedelta(days=1)
        decision = {"about": "missed_contact", "episode": episode, "decision": "escalate", "what_changed": "silent",
                    "rationale": "She has never been silent for so long before."}  # fmt: skip
        [decided] = door.record([said("decision.recorded", decision, at, person)], at)
        raised = {"decision": decided.id, "route": "crisis_team", "to": "the crisis team", "owner": "w-tom",
                  "respond_by": (at + timedelta(hours=3)).isoformat()}  # fmt: skip
        door.record([said("escalation.raised", raised, at, person)], at)
        body = HANDOVER | {"summary": SUMMARY, "to_team": "North", "complete_by": "2026-04-10"}
        door.record([said("handover.opened", body, at, person)], at)
    for kind in ("ladder", "handover", "decision", "escalation", "record"):
        sample = draw(store, kind, 1)["sample"]
        answer = carelist("audit", "show", sample, store=store, CARELIST_WORKER="w-aud")
        assert answer.status == 0, answer.err
        assert "Tom" not in answer.out.partition("\n1. ")[2]
        told = carelist("audit", "show", sample, "--json", store=store).json["cases"]
        assert all(case["sections"] and case["person"] for case in told)


def test_cases_read_together_are_as_each_is_by_itself_and_one_that_is_not_here_says_so(store: Path) -> None:
    """Whoever is met twice is read once: nothing of the one case may be said of the other."""
    with Carelist.open(store, "w-tom") as door:
        at = BEGIN + timedelta(days=14)
        met = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Sat with her."}
        person = door.people.find("P-1")[0].person
        door.record([said("contact.completed", met, at, person)], at)
        again = at + timedelta(days=1)
        body = {"expected_at": again.isoformat(), "method": "call", "how": "no_reply"}
        door.record([said("contact.missed", body, again, person)], again)
    sample = draw(store, "ladder", 11)["sample"]
    with Carelist.open(store, "w-aud") as door:
        found = door.audits.sample(sample)
        assert len(found.ids) == 11
        elsewhere = "0195a1b2-0000-7000-8000-123456789012"
        together = door.audits.cases(found, [*found.ids, elsewhere])
        assert list(together) == [*found.ids, elsewhere]
        assert together == {case: door.audits.case(found, case) for case in (*found.ids, elsewhere)}
        assert [*together[elsewhere].lines()] == ["Not here:", "  It has not arrived on this laptop."]
        assert len({each.person for each in together.values()}) == 11, "ten people, and nobody"


def test_what_was_recorded_after_the_drawing_changes_no_case(store: Path) -> None:
    """Whoever hears of the audit writes down late what was done, or was not: every reader sees what stood then."""
    sample = draw(store, "ladder", 1)["sample"]
    with Carelist.open(store, "w-tom") as door:
        found = door.audits.sample(sample)
        before = door.audits.case(found, found.ids[0])
        tried = {"method": "call", "to": "person", "outcome": "no_answer", "note": "Written down afterwards."}
        late = said("outreach.attempted", tried, DRAWN - timedelta(hours=2), before.person) | {"late_reason": "busy"}
        door.record([late], DRAWN + timedelta(hours=1))
        assert door.audits.case(found, found.ids[0]) == before


def test_the_command_draws_shows_and_refuses_in_words(store: Path) -> None:
    answer = carelist(
        "audit", "draw", "--kind", "record", "--n", "3", "--seed", "1", store=store, CARELIST_WORKER="w-aud"
    )
    assert answer.status == 0
    assert "3 of 10 people's records, seed 1." in answer.out
    assert carelist("verify", store=store).status == 0
    missing = carelist("audit", "show", "0000", store=store, CARELIST_WORKER="w-aud")
    assert (missing.status, missing.out) == (2, "")
    assert "no audit sample is called 0000" in missing.err
    backwards = carelist("audit", "draw", "--kind", "record", "--n", "3", "--seed", "1", "--from", "2026-03-02",
                         "--to", "2026-03-01", store=store, CARELIST_WORKER="w-aud")  # fmt: skip
    assert backwards.status == 2
