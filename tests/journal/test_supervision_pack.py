"""The pack for a supervision: what it says of a worker with nothing, with everything, and on leave; whom it names and
whom not; that nothing in it is about the worker's health or conduct; and who may see it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.reports import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.views.report.report_parts import Facts, Passage, Report
from carelist_tui.domain.views.supervision.supervision_pack import Pack
from tests.journal.telling import (
    MONDAY,
    accepted,
    attempted,
    completed,
    coordinator,
    draft,
    hours,
    missed,
    worker,
    zone,
)

AT = hours(24 * 28)
PLAN = {"methods": ["call"], "safe_times": [], "safe_places": "at home", "avoid": [],
        "early_warning_signs": ["no sleep"],
        "may_contact": [{"name": "Noor Haddad", "relation": "sister", "phone": "07700 900555", "consent": True}],
        "if_missed": "Ring Noor", "agreed_with_person": "yes", "review_on": "2026-03-20"}  # fmt: skip
RISK_PLAN = {"relapse_signature": ["no sleep"], "red_flags": ["the bridge"], "protective_factors": "her sister",
             "risks": [{"domain": "self_harm", "level": "medium"}], "crisis_plan": {"contacts": "crisis line"},
             "review_on": "2026-06-01"}  # fmt: skip
NO = {"about": "clinical_review", "decision": "do_not_escalate", "what_changed": "Noor Haddad rang on 07700 900555.",
      "rationale": "Seen by her sister NOOR this morning, and Kim Ross agrees that she is well.",
      "persons_view": "Vic must not hear of it.", "consulted": ["Dr Consulted Canary"],
      "sharing": {"with": "Kim Ross", "basis": "consent", "rationale": "sharing canary"}}  # fmt: skip
AIM = {"area": "daily_living", "name": "Cooking with Noor", "frequency": "weekly", "quality": "a hot meal",
       "support_level": "accompanied", "kind": "rating_0_10", "baseline": 3, "aim": 7, "every": "week"}  # fmt: skip
OTHERS = ("Noor", "Haddad", "Kim", "Ross", "Vic", "Stone", "Consulted", "canary", "900555", "Osei")
ILL = ("sick", "ill", "health canary", "conduct canary", "unwell himself", "covid")
STAFF = {
    "w-tom": "coordinator",
    "w-bea": "coordinator",
    "w-sen": "senior",
    "w-kofi": "support_worker",
    "w-aud": "auditor",
}


def days(n: float) -> datetime:
    return hours(24 * n)


def words_of(report: Report) -> str:
    """Everything that a report says."""
    said = [report.title, report.about, report.confidential]
    for section in report.sections:
        said.append(section.title)
        for part in section.parts:
            if isinstance(part, Passage):
                said.append(part.words)
            elif isinstance(part, Facts):
                said += [f"{row.title}: {row.words}" for row in part.rows]
            else:
                raise AssertionError(part)
    return "\n".join(said)


def rows_of(report: Report) -> dict[str, str]:
    return {row.title: row.words for section in report.sections for part in section.parts if isinstance(part, Facts)
            for row in part.rows}  # fmt: skip


def says(door: Carelist, who: str, at: datetime, *drafts: dict[str, Any]) -> list[str]:
    door.worker = who
    return [receipt.id for receipt in door.record(list(drafts), at)]


def staffed(door: Carelist) -> None:
    says(door, "w-ann", MONDAY, *(worker("added", MONDAY, id, role=role) for id, role in STAFF.items()))


def drifting(door: Carelist) -> dict[str, str]:
    """Amina, with whom everything drifts, and Quentin, of whom nothing is to be said; both are Tom's."""
    staffed(door)
    known: dict[str, Any] = {"partners": [{"name": "Kim Ross", "agency": "Housing", "phone": "07700 900555"}],
             "must_not_contact": ["Vic Stone"]}  # fmt: skip
    says(door, "w-tom", MONDAY, accepted("P-1", MONDAY, **known), coordinator("P-1", MONDAY, "w-tom"),
         zone("P-1", MONDAY, "amber"), draft("engagement_plan.agreed", MONDAY, PLAN, ref="P-1"),
         draft("risk_plan.updated", MONDAY, RISK_PLAN, ref="P-1"), completed("P-1", MONDAY))  # fmt: skip
    aim = says(door, "w-tom", days(1), draft("indicator.agreed", days(1), AIM, ref="P-1"))[0]
    for n in (7, 14, 21):
        rated = {"indicator": aim, "value": 3, "support_level": "accompanied"}
        says(door, "w-tom", days(n), draft("indicator.rated", days(n), rated, ref="P-1"))
    (due,) = (item for item in door.people.today(days(2), days=14) if item.kind == "confirm_consent")
    for n in (3, 4):
        off = {"due": due.key, "until": (due.due_at + timedelta(minutes=20 * n)).isoformat(), "reason": "away"}
        says(door, "w-tom", days(n), draft("due.deferred", days(n), off, ref="P-1"))
    at = days(8) + timedelta(hours=1)
    episode = says(door, "w-tom", at, missed("P-1", at))[0]
    late = at + timedelta(hours=26)
    says(door, "w-tom", late, attempted("P-1", late, episode, "same_day_attempt"))
    no = NO | {"review_at": days(11).isoformat()}
    decided = says(door, "w-tom", days(9.5), draft("decision.recorded", days(9.5), no, ref="P-1"))[0]
    pause = {**no, "about": "pause", "decision": "pause", "authorised_by": "w-sen", "review_at": days(12).isoformat()}
    paused = says(door, "w-tom", days(10), draft("decision.recorded", days(10), pause, ref="P-1"))[0]
    crisis = {"kind": "ae", "source": "the ward", "summary": "A and E canary"}
    says(door, "w-tom", days(12), draft("crisis.recorded", days(12), crisis, ref="P-1"))
    says(door, "w-tom", days(22), accepted("P-2", days(22), given="Quentin", family="Quiet"),
         coordinator("P-2", days(22), "w-tom"), zone("P-2", days(22)))  # fmt: skip
    says(door, "w-tom", days(27), completed("P-2", days(27)))
    return {"aim": aim, "episode": episode, "decided": decided, "paused": paused}


def pack(door: Carelist, who: str = "w-tom", at: datetime = AT) -> Pack:
    door.worker = "w-ann"
    return door.reports.supervision_pack(who, at)


def test_of_a_worker_with_nothing_it_says_so_and_names_nobody(carelist: Carelist) -> None:
    drifting(carelist)
    report = carelist.reports.whole_pack(pack(carelist, "w-kofi"))
    rows = rows_of(report)
    assert rows.pop("Held") == "0 people, 0.0 contacts a week; 0 overdue"
    assert set(rows.values()) == {"none"}
    assert "Name of w-kofi, since Mon 2 Mar 2026, when they came: none was held before" in report.about
    assert "Nothing was said no to." in words_of(report)
    assert not [name for name in ("Amina", "Quentin", "w-tom", "Ann Able") if name in words_of(report)]


def test_with_everything_each_thing_stands_in_its_place_with_what_followed(carelist: Carelist) -> None:
    drifting(carelist)
    rows = rows_of(carelist.reports.whole_pack(pack(carelist)))
    amina = "YUSUF P-1 Amina: "
    assert rows["Held"].startswith("2 people, 1.0 contacts a week; ")
    assert rows["By zone"] == "amber 1; green 1"
    assert rows["Overdue for a week or more"].startswith(amina)
    assert rows["Put off twice or more"] == f"{amina}confirm consent to contact, put off 2 times, due Mon 9 Mar 2026"
    assert rows["Longest without contact, beyond what is owed"] == f"{amina}last spoke Mon 2 Mar 2026, 28 days ago"
    assert rows["Contacts missed"] == f"{amina}Tue 10 Mar 2026 10:00, no reply; not spoken to since"
    late = rows["Steps that were late"].splitlines()
    assert late[0] == f"{amina}first attempt, due Tue 10 Mar 2026 17:00; done Wed 11 Mar 2026 12:00"
    assert all("not done" in line for line in late[2:])
    said_no = rows["Every no, and what followed"].splitlines()
    assert [line.partition(";")[0] for line in said_no] == [
        f"{amina}Wed 11 Mar 2026 21:00, not to escalate", f"{amina}Thu 12 Mar 2026 09:00, to pause contact",
    ]  # fmt: skip
    assert all("not looked at by then; not spoken to since; CRISIS Sat 14 Mar 2026 09:00" in line for line in said_no)
    assert "past its review, Fri 20 Mar 2026" in rows["Plans"]
    assert "contact plan without their own words" in rows["Plans"]
    assert "risk plan unchanged after the crisis of Sat 14 Mar 2026" in rows["Plans"]
    assert rows["Support levels that do not fall"].endswith(
        ": as much help as when it was agreed, Tue 3 Mar 2026 (with somebody along)"
    )
    assert rows["Authority asked for"] == f"{amina}to pause contact, Thu 12 Mar 2026 09:00; waits for their word"


def test_what_somebody_else_held_or_decided_is_theirs_and_what_was_done_in_time_is_not_late(
    carelist: Carelist,
) -> None:
    drifting(carelist)
    says(carelist, "w-bea", days(22.1), coordinator("P-2", days(22.1), "w-bea"))
    says(carelist, "w-bea", days(22.2), completed("P-2", days(22.2)))
    at = days(24) + timedelta(hours=1)
    episode = says(carelist, "w-tom", at, missed("P-2", at))[0]
    soon = at + timedelta(hours=1)
    says(carelist, "w-bea", soon, attempted("P-2", soon, episode, "same_day_attempt"))
    no = draft("decision.recorded", days(11), NO | {"review_at": days(12).isoformat()}, ref="P-1")
    says(carelist, "w-bea", days(24.5), no | {"late_reason": "other"})
    lighter = {"tier": "light", "reason": "She asks for less.", "authorised_by": "w-sen", "review_on": "2026-04-20"}
    says(carelist, "w-bea", days(25), draft("tier.set", days(25), lighter, ref="P-1"))
    toms, beas = (pack(carelist, who, days(26.5)) for who in ("w-tom", "w-bea"))
    assert [point.words.partition(",")[0] for point in toms.authority] == ["to pause contact"]
    assert [point.listed for point in beas.authority] == ["YUSUF P-1 Amina"]
    assert [point.listed for point in toms.missed] == ["YUSUF P-1 Amina"]
    assert [point.listed for point in beas.missed] == ["QUIET Quentin"]
    assert {point.listed for point in toms.late_steps} == {"YUSUF P-1 Amina"}
    assert {point.listed for point in beas.late_steps} == {"QUIET Quentin"}
    assert not [point.words for point in beas.late_steps if "first attempt" in point.words], "done in time"
    assert len(toms.noes) == 2
    assert [no.point.listed for no in beas.noes] == ["YUSUF P-1 Amina"], "whoever holds her"


def test_the_stopping_of_steps_is_a_no_and_may_be_drawn_to_be_read(carelist: Carelist) -> None:
    told = drifting(carelist)
    body = {"episode": told["episode"], "reason": "Each knock makes it worse, says Noor.", "authorised_by": "w-sen",
            "safety_plan": "Her sister rings every evening.", "review_at": days(15).isoformat()}  # fmt: skip
    stopped = says(carelist, "w-tom", days(14), draft("outreach.stopped", days(14), body, ref="P-1"))[0]
    made = pack(carelist)
    assert stopped in [no.entry for no in made.noes]
    assert (len(made.noes), len(made.read)) == (3, 2), "two are drawn, to be read together"
    (no,) = (each for each in made.noes if each.entry == stopped)
    assert dict(no.texts) == {"Reason": "Each knock makes it worse, says (a name left out).",
                              "Safety plan": "Her sister rings every evening."}  # fmt: skip


def test_it_names_nobody_who_need_not_be_named_and_others_are_left_out_of_what_is_read(carelist: Carelist) -> None:
    drifting(carelist)
    for made in (
        carelist.reports.whole_pack(pack(carelist)),
        carelist.reports.supervision_page("w-tom", AT, AT).report,
    ):
        said = words_of(made)
        assert "Amina" in said
        assert not [name for name in (*OTHERS, "QUIET", "Quentin", "Quiet", "w-sen", "Name of w-sen") if name in said]
        assert "(a name left out)" in said
        assert "Cooking with (a name left out)" in said


def test_on_leave_it_says_from_when_until_when_and_who_is_without_cover_and_never_why(carelist: Carelist) -> None:
    drifting(carelist)
    people = carelist.people.find("Amina")
    away = {"worker": "w-tom", "from": days(27).isoformat(), "until": days(40).isoformat(), "reason": "sickness",
            "cover": [{"persons": [people[0].person], "by": "w-bea"}]}  # fmt: skip
    says(carelist, "w-ann", days(26), draft("worker.away", days(26), away))
    held = {"worker": "w-tom", "supervisor": "w-ann", "themes": "health canary", "decision_quality": "conduct canary",
            "next_on": "2026-04-10", "agreed": ["Ring Amina first."]}  # fmt: skip
    says(carelist, "w-ann", days(11), draft("supervision.held", days(11), held))
    report = carelist.reports.whole_pack(pack(carelist))
    rows = rows_of(report)
    assert rows["Away"] == "from Sun 29 Mar 2026 until Sat 11 Apr 2026; 1 without cover"
    assert not [word for word in ILL if word in words_of(report).replace("never the worker's health", "").split()]
    assert not [word for word in ("sickness", "canary") if word in words_of(report)]
    assert rows["Agreed"] == "Ring Amina first."
    assert rows["Every no, and what followed"] == "none", "it was looked at then"
    assert "Last time, Fri 13 Mar 2026" in words_of(report)


def test_what_is_drawn_is_the_same_wherever_it_is_drawn_and_its_seed_is_said(carelist: Carelist) -> None:
    told = drifting(carelist)
    made = pack(carelist)
    assert {no.entry for no in made.read} == {told["decided"], told["paused"]}
    assert "Decisions to read together: 2 of 2, drawn by seed 20260330" in words_of(carelist.reports.whole_pack(made))
    assert made.people_read == (carelist.people.find("Amina")[0].person,)


@pytest.mark.parametrize("reader", ["w-ann", "w-tom", "w-sen"])
def test_the_worker_a_senior_and_a_manager_may_see_it(carelist: Carelist, reader: str) -> None:
    staffed(carelist)
    carelist.worker = reader
    assert carelist.reports.supervision_pack("w-tom", AT).name == "Name of w-tom"
    assert carelist.reports.supervision_page("w-tom", AT, AT).report.title == "Supervision pack"


@pytest.mark.parametrize("reader", ["w-bea", "w-kofi", "w-aud", "w-nobody", None])
def test_nobody_else_may_see_it(carelist: Carelist, reader: str | None) -> None:
    staffed(carelist)
    carelist.worker = reader
    for asked in (
        lambda: carelist.reports.supervision_pack("w-tom", AT),
        lambda: carelist.reports.supervision_page("w-tom", AT, AT),
    ):
        with pytest.raises(Refused, match="for that worker, a senior or a manager"):
            asked()
    carelist.worker = "w-ann"
    with pytest.raises(Refused, match="nobody works here under the id w-nobody"):
        carelist.reports.supervision_pack("w-nobody", AT)


def test_at_an_earlier_moment_and_as_known_then_it_is_of_then(carelist: Carelist) -> None:
    drifting(carelist)
    before = pack(carelist, at=days(8))
    assert (before.load.people, before.missed, before.noes) == (1, (), ())
    carelist.worker = "w-ann"
    known = carelist.reports.supervision_pack("w-tom", AT, days(9))
    assert [point.words[-24:] for point in known.missed] == ["; not spoken to since"[-24:]] or known.missed
    assert known.noes == ()
    assert known.load.people == 1


def test_what_was_said_of_somebody_in_meetings_is_in_their_answer_to_access_and_of_nobody_else(
    carelist: Carelist,
) -> None:
    told = drifting(carelist)
    amina, quentin = (carelist.people.find(name)[0].person for name in ("Amina", "Quentin"))
    huddle = {"team": "north", "from": days(9.99).isoformat(), "to": days(10).isoformat(), "present": ["w-tom"],
              "discussed": [{"person": amina, "note": "Ring her sister today.", "entries": [told["decided"]]},
                            {"person": quentin, "note": "quentin canary"}, {"note": "team canary"},
                            {"entries": [told["decided"]], "note": "The decision stands."}]}  # fmt: skip
    alone = {"worker": "w-tom", "supervisor": "w-ann", "themes": "Why nobody rang her.", "next_on": "2026-04-10",
             "persons": [amina], "decisions": [told["decided"]], "agreed": ["Ring her first."]}  # fmt: skip
    both = alone | {"persons": [amina, quentin], "themes": "several canary", "agreed": ["both canary"]}
    other = alone | {"persons": [quentin], "decisions": [], "themes": "other canary", "agreed": []}
    struck = says(carelist, "w-ann", days(28), draft("huddle.held", days(10), huddle),
                  *(draft("supervision.held", days(28), each) for each in (alone, both, other)))[0]  # fmt: skip
    again = {
        "entry": struck,
        "reason": "another note",
        "replacement": huddle
        | {
            "discussed": [{"person": amina, "note": "Ring her brother."}, {"person": quentin, "note": "instead canary"}]
        },
    }
    says(carelist, "w-ann", days(28), draft("entry.corrected", days(28), again))

    def answer(person: str, kind: str = "subject-access", at: datetime = AT) -> str:
        return carelist.reports(Asked(kind, person, at), AT).html().decode()

    page = answer(amina)
    for words in ("Ring her sister today.", "The decision stands.", "Ring her brother.", "Why nobody rang her.",
                  "Ring her first.", "it is about a worker too", "They were talked about in 3 meetings"):  # fmt: skip
        assert words in page
    for canary in ("quentin", "team", "several", "both", "other", "instead"):
        assert f"{canary} canary" not in page
    assert "several people at once is not printed here" in page
    assert "quentin canary" in answer(quentin)
    assert "Ring her" not in answer(quentin)
    assert "Ring her sister today." not in answer(amina, "person")
    assert "talked about in" not in answer(amina, at=days(9))
