"""Whether somebody may be told now: what goes out to whom they refused is refused, and since when is said."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.checks import remarks_now
from carelist_tui.domain.person import fold
from tests.domain.telling import Story, moment
from tests.domain.test_checks import ROSTER, Shelf, asked, paths
from tests.domain.test_sharing import GROUND, JO, NOOR, agree, share

WHY = {"basis": "vital_interests", "rationale": "Nobody has seen her for a week."}
AT = "2026-03-05 10:00"


def refusing(name: str | None = "Housing") -> Story:
    """Noor may be told since the 1st; Housing, where Jo Hill works, refused on the 3rd."""
    story = Story()
    story.accept("2026-03-01 09:00", partners=[JO])
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", name, given=False)
    return story


def tells(story: Story, who: str, at: str = AT, **more: Any) -> str:
    return story.tell(at, "partner.contacted", {"direction": "out", "who": who, "summary": "asked after her"} | more)


def asks(story: Story, name: str, at: str = AT) -> str:
    said = {"method": "call", "to": "partner", "name": name, "outcome": "no_news"}
    return story.tell(at, "outreach.attempted", said)


def remarks(story: Story) -> list[str]:
    *before, entry = story.entries
    return remarks_now(entry, fold(story.person, before), ROSTER, story.standards, Shelf(before))


@pytest.mark.parametrize("who", ["Housing", "HOUSING", "Jo Hill", "Jo", "Mr Day of Housing"])
def test_who_was_refused_is_not_told_by_name_or_agency(who: str) -> None:
    story = refusing()
    tells(story, who)
    (fault,) = asked(story)
    assert fault.path == "body.who"
    assert fault.sentence.startswith("must not be told: Housing refused 3 Mar; where they must be told, sharing says")


def test_the_agency_they_come_from_is_asked_too() -> None:
    story = refusing()
    tells(story, "Mr Day", agency="housing")
    assert paths(story) == ["body.who"]
    tells(story, "Noor", agency="Housing")
    assert paths(story) == ["body.who"], "Noor may be told, Housing not"


def test_an_attempt_that_asks_who_was_refused_needs_a_decision_first() -> None:
    story = refusing()
    asks(story, "Jo Hill")
    (fault,) = asked(story)
    assert (fault.path, "a decision about information sharing" in fault.sentence) == ("body.name", True)
    story.entries.pop()
    story.decide("2026-03-05 09:00", "agree", about="information_sharing", sharing=GROUND)
    asks(story, "Jo Hill")
    assert paths(story) == []
    asks(story, "Jo Hill", "2026-03-05 11:00")
    assert paths(story) == ["body.name"], "a ground lets one act of telling happen"


@pytest.mark.parametrize(
    ("sharing", "taken"),
    [
        (None, False), ({"basis": "vital_interests"}, False), ({"basis": "vital_interests", "rationale": " "}, False),
        ({"basis": "consent", "rationale": "she is fine with it"}, False), (WHY, True),
        (WHY | {"with": "Housing"}, True),
    ],
)  # fmt: skip
def test_a_ground_other_than_consent_and_its_rationale_let_it_happen(
    sharing: dict[str, Any] | None, taken: bool
) -> None:
    story = refusing()
    more: dict[str, Any] = {"sharing": sharing} if sharing else {}
    tells(story, "Jo Hill", **more)
    assert (paths(story) == []) == taken


@pytest.mark.parametrize(("basis", "at", "taken"), [
    ("vital_interests", "2026-03-04 09:00", True), ("vital_interests", "2026-03-02 09:00", False),
    ("consent", "2026-03-04 09:00", False),
])  # fmt: skip
def test_a_ground_decided_before_the_refusal_did_not_weigh_it(basis: str, at: str, taken: bool) -> None:
    story = refusing()
    story.decide(at, "agree", about="information_sharing", sharing=GROUND | {"basis": basis})
    tells(story, "Jo Hill")
    assert (paths(story) == []) == taken


def test_a_ground_for_one_is_none_for_another() -> None:
    story = refusing()
    share(story, "2026-03-03 10:00", "Police", given=False)
    story.decide("2026-03-04 09:00", "agree", about="information_sharing", sharing=GROUND)
    tells(story, "the police")
    assert paths(story) == ["body.who"]


def test_what_comes_in_is_never_refused() -> None:
    story = refusing()
    story.tell(
        AT, "partner.contacted", {"direction": "in", "who": "Jo Hill", "agency": "Housing", "summary": "rang us"}
    )
    assert paths(story) == []
    story.attempt(AT, None, None)
    assert paths(story) == [], "nor an attempt to the person"


def test_who_was_told_before_the_refusal_was_told_rightly() -> None:
    story = refusing()
    tells(story, "Jo Hill", at="2026-03-02 10:00", sharing={"basis": "direct_care"})
    assert paths(story) == []


def test_a_newer_yes_lets_them_be_told() -> None:
    story = refusing()
    share(story, "2026-03-04 09:00", "Housing")
    tells(story, "Jo Hill", agency="Housing")
    assert paths(story) == []


@pytest.mark.parametrize("name", [None, "the council"])
def test_until_it_is_said_who_was_meant_nobody_is_told_without_a_ground(name: str | None) -> None:
    story = refusing(name)
    for who in ("Noor", "Jo Hill", "anybody"):
        tells(story, who)
        (fault,) = asked(story)
        assert fault.path == "body.who"
        assert "say first who that is" in fault.sentence
        tells(story, who, sharing=WHY)
        assert paths(story) == []
    share(story, "2026-03-05 11:00", "Noor")
    tells(story, "sister Noor", at="2026-03-05 12:00")
    assert paths(story) == []


def test_who_must_not_be_contacted_is_not_told() -> None:
    story = Story()
    story.accept("2026-03-01 09:00", must_not_contact=["Her former husband Dan"])
    tells(story, "Dan")
    assert [fault.sentence.partition(";")[0] for fault in asked(story)] == ["must not be told: Her former husband Dan"]


def test_outsiders_in_a_review_are_checked_against_refusals() -> None:
    story = refusing()
    held = {"kind": "mdt", "decisions": "go on", "next_review_on": "2026-04-01"}
    story.tell(AT, "review.completed", held | {"present": ["w-sue", "Noor", "Jo Hill, Housing"]})
    assert paths(story) == ["body.present[2]"]
    story.tell(AT, "review.completed", held | {"present": ["Jo Hill"], "sharing": WHY | {"with": "Housing"}})
    assert paths(story) == []
    story.tell(AT, "review.completed", held | {"present": ["Jo Hill"], "sharing": WHY | {"with": "the GP"}})
    assert paths(story) == ["body.present[0]"], "a ground for the GP is none for Housing"
    story.tell(AT, "review.completed", held | {"present": ["w-sue", "Dr Lee"]})
    assert paths(story) == []


def test_a_worker_who_is_called_like_somebody_refused_sits_in_a_review() -> None:
    story = refusing("w-sue")
    held = {"kind": "mdt", "decisions": "go on", "next_review_on": "2026-04-01", "present": ["w-sue"]}
    story.tell(AT, "review.completed", held)
    assert paths(story) == []


def test_family_holds_a_gap_only_where_somebody_of_theirs_may_be_told() -> None:
    story, cover = refusing(), {"route": "family", "back_at": moment("2026-03-07 09:00")}
    story.tell(AT, "cover.arranged", cover)
    assert paths(story) == []
    share(story, "2026-03-05 11:00", "her sister", given=False)
    story.tell("2026-03-05 12:00", "cover.arranged", cover)
    (fault,) = asked(story)
    assert fault.path == "body.route"
    assert "her sister refused 5 Mar" in fault.sentence
    share(story, "2026-03-05 13:00", "Housing")
    story.tell("2026-03-05 14:00", "cover.arranged", cover)
    assert [fault.sentence for fault in asked(story)] == ["can't be family: nobody of their own may be told"]
    story.tell("2026-03-05 14:00", "cover.arranged", cover | {"route": "crisis_line"})
    assert paths(story) == []


def test_a_correction_is_asked_what_the_entry_itself_is_asked() -> None:
    story = refusing()
    told = tells(story, "Noor")
    body = {"direction": "out", "who": "Jo Hill", "summary": "asked after her"}
    story.correct("2026-03-05 11:00", told, replacement=body)
    assert paths(story) == ["body.replacement.who"]
    story.entries.pop()
    story.correct("2026-03-05 11:00", told, replacement=body | {"who": "Noor", "summary": "asked after her again"})
    assert paths(story) == []


def test_who_neither_agreed_nor_refused_is_told_with_a_remark() -> None:
    story = refusing("Police")
    tells(story, "Jo Hill")
    assert paths(story) == ["body.who"], "it is not said who the police are"
    story = Story()
    story.accept("2026-03-01 09:00", partners=[JO])
    agree(story, "2026-03-01 10:00", NOOR)
    for who, said in (("Jo Hill", 1), ("Dr Lee", 1), ("Noor", 0), ("sister Noor", 0)):
        tells(story, who)
        assert (paths(story), len(remarks(story))) == ([], said)
        asks(story, who)
        assert (paths(story), len(remarks(story))) == ([], said)
    tells(story, "Jo Hill", sharing=WHY)
    assert remarks(story) == []
    story.tell(AT, "partner.contacted", {"direction": "in", "who": "Jo Hill", "summary": "rang us"})
    assert remarks(story) == []


@pytest.mark.parametrize(("present", "refused"), [("Noor", True), ("Jo Hill", True), ("Dr Lee", False)])
def test_while_it_is_not_said_who_was_meant_whoever_is_around_them_sits_in_no_review(
    present: str, refused: bool
) -> None:
    story = refusing(None)
    held = {"kind": "mdt", "decisions": "go on", "next_review_on": "2026-04-01", "present": [present]}
    story.tell(AT, "review.completed", held)
    assert paths(story) == (["body.present[0]"] if refused else [])
