"""Who may be told, who must not, and about whom to ask first (records.md, Sharing; product.md, invariant 8)."""

from __future__ import annotations

from typing import Any

import pytest

from carelist_tui.domain.dues.sharing import UNNAMED, grounds_to_tell, sharing_of
from carelist_tui.domain.dues.warnings import warnings_for
from carelist_tui.domain.person import dump_state, fold, load_state
from carelist_tui.domain.views.cards import card_of
from carelist_tui.domain.views.queue import episode_as_json
from tests.domain.telling import ANOTHER_LAPTOP, PLAN, Story, london

JO = {"name": "Jo Hill", "agency": "Housing", "phone": "07700 900111"}
SAM = {"name": "Sam Lee", "agency": "Housing"}
NOOR = {"name": "Noor", "relation": "sister", "consent": True}
GROUND = {"with": "Housing", "basis": "vital_interests", "rationale": "Nobody has seen her for a week."}


def share(story: Story, at: str, with_: str | None, given: bool = True, basis: str = "consent", **more: Any) -> str:
    """A consent to share, or a refusal."""
    told = {name: more.pop(name) for name in ("device", "replaces") if name in more}
    body = {"scope": "share", "given": given, "basis": basis} | ({"with": with_} if with_ else {}) | more
    if not given or basis != "consent":
        body.setdefault("rationale", "She said so on the phone.")
    return story.tell(at, "consent.recorded", body, **told)


def agree(story: Story, at: str, *rows: dict[str, Any], **told: Any) -> str:
    """A contact plan that names these."""
    return story.tell(at, "engagement_plan.agreed", PLAN | {"may_contact": list(rows)}, **told)


def accepted(*partners: dict[str, Any], **more: Any) -> Story:
    story = Story()
    story.accept("2026-03-01 09:00", partners=list(partners), **more)
    return story


def told(story: Story) -> list[str]:
    return [each.name for each in sharing_of(story.ground).may_be_told]


def asked_first(story: Story) -> list[str]:
    return [each.name for each in sharing_of(story.ground).ask_first]


def refused(story: Story) -> list[str]:
    return [each.sentence for each in sharing_of(story.ground).must_not_be_told]


# ---- a standing yes


def test_a_partner_of_the_acceptance_is_involved_and_not_agreed() -> None:
    story = accepted(JO)
    assert told(story) == []
    assert asked_first(story) == ["Jo Hill"]


@pytest.mark.parametrize("name", ["Housing", "housing", "Jo Hill", "Jo", "Housing (Jo)", "the housing"])
def test_a_consent_may_name_a_partner_or_their_agency(name: str) -> None:
    story = accepted(JO, {"name": "Ann Roe", "agency": "Police"})
    share(story, "2026-03-02 09:00", name)
    assert told(story) == ["Jo Hill"]
    assert asked_first(story) == ["Ann Roe"]


def test_a_yes_that_names_somebody_else_by_their_relation_is_not_about_them() -> None:
    story = accepted({"name": "Mary", "agency": "mum"})
    share(story, "2026-03-02 09:00", "mum, and her friend Ann")
    assert "Mary" not in told(story)


def test_whoever_was_agreed_may_be_told_without_being_a_partner() -> None:
    story = accepted()
    share(story, "2026-03-02 09:00", "Elm Surgery")
    assert told(story) == ["Elm Surgery"]


def test_the_plan_and_the_partners_name_one_person_once() -> None:
    story = accepted({"name": "NOOR", "agency": "Carers' Centre", "phone": "07700 900112"})
    agree(story, "2026-03-02 09:00", NOOR)
    (noor,) = sharing_of(story.ground).may_be_told
    assert (noor.name, noor.relation, noor.agency, noor.phone) == ("Noor", "sister", "Carers' Centre", "07700 900112")


def test_a_plan_that_names_them_no_longer_agrees_no_longer() -> None:
    story = accepted({"name": "Noor", "agency": "Carers"})
    agree(story, "2026-03-02 09:00", NOOR)
    agree(story, "2026-03-03 09:00")
    assert told(story) == []
    share(story, "2026-03-04 09:00", "Noor")
    agree(story, "2026-03-05 09:00", NOOR)
    agree(story, "2026-03-06 09:00")
    assert told(story) == ["Noor"], "the consent that was recorded stands beside the plan"


def test_a_ground_other_than_consent_makes_nobody_agreed() -> None:
    story = accepted(JO)
    share(story, "2026-03-02 09:00", "Housing", basis="direct_care")
    (jo,) = sharing_of(story.ground).may_be_told
    assert (jo.basis, jo.basis_words) == ("direct_care", "direct care")


# ---- a refusal


@pytest.mark.parametrize("name", ["Housing", "HOUSING", "Jo Hill", "Jo", "Housing (Jo)", "Jo Hill, Housing"])
def test_a_refusal_takes_the_partner_away_by_name_or_agency(name: str) -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", name, given=False)
    assert told(story) == ["Noor"]
    assert asked_first(story) == []
    assert refused(story) == [f"Do not tell {name}: refused 3 Mar"]
    assert warnings_for(story.ground)[0] == f"Do not tell {name}: refused 3 Mar"


def test_a_consent_withdrawn_takes_away_whom_the_plan_names() -> None:
    story = accepted()
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", "her sister", given=False)
    assert told(story) == []
    agree(story, "2026-03-04 09:00", NOOR)
    assert told(story) == ["Noor"], "the newest of plan and consent"
    assert refused(story) == []


def test_a_plan_that_says_no_stands_when_a_later_plan_is_silent() -> None:
    story = accepted()
    agree(story, "2026-03-02 09:00", {"name": "Jean", "relation": "mother", "consent": False})
    assert refused(story) == ["Do not tell mother Jean: refused 2 Mar"]
    agree(story, "2026-03-04 09:00", NOOR)
    assert refused(story) == ["Do not tell mother Jean: refused 2 Mar"]
    assert told(story) == ["Noor"], "a plan says whom it means"
    share(story, "2026-03-05 09:00", "Jean")
    assert refused(story) == []


def test_who_must_not_be_contacted_is_refused_since_then_until_taken_off_the_list() -> None:
    story = accepted(JO, must_not_contact=["Jo Hill", "Her former husband"])
    agree(story, "2026-02-28 09:00", NOOR)
    assert told(story) == ["Noor"]
    assert refused(story) == ["Must not contact: Jo Hill", "Must not contact: Her former husband"]
    story.tell("2026-03-04 09:00", "person.details_updated", {"must_not_contact": ["Jo Hill"]})
    assert refused(story) == ["Must not contact: Jo Hill"]
    share(story, "2026-03-05 09:00", "Jo Hill")
    story.tell("2026-03-06 09:00", "person.details_updated", {"must_not_contact": ["Jo Hill", "Dan"]})
    assert refused(story) == ["Must not contact: Dan"], "who stood there before is not refused anew"
    assert told(story) == ["Noor", "Jo Hill"]


def test_a_refusal_stays_when_the_list_that_said_it_too_is_cleared() -> None:
    story = accepted(JO)
    share(story, "2026-03-02 09:00", "Jo Hill", given=False)
    story.tell("2026-03-03 09:00", "person.details_updated", {"must_not_contact": ["Jo Hill"]})
    story.tell("2026-03-04 09:00", "person.details_updated", {"must_not_contact": []})
    assert refused(story) == ["Do not tell Jo Hill: refused 2 Mar"]


def test_named_yes_and_no_in_one_plan_the_no_holds() -> None:
    story = accepted()
    agree(story, "2026-03-02 09:00", NOOR | {"consent": False}, NOOR)
    assert told(story) == []


@pytest.mark.parametrize(
    ("refusal", "yes", "lifted"),
    [
        ("Housing", "Housing", True), ("O’Brien", "o brien", True), ("Housing", "Jo Hill", True),
        ("Jo Hill", "Housing", True),
        ("Housing", "Housing (Jo)", True), ("Jo Hill", "Jo", False), ("Housing", "Jo", False),
        ("Jo Hill", "Sam", False),
    ],
)  # fmt: skip
def test_a_refusal_goes_by_a_newer_yes_about_the_same_name(refusal: str, yes: str, lifted: bool) -> None:
    story = accepted(JO, {"name": "Sean O'Brien", "agency": "O'Brien"})
    share(story, "2026-03-03 09:00", refusal, given=False)
    share(story, "2026-03-04 09:00", yes)
    assert (refused(story) == []) == lifted
    share(story, "2026-03-05 09:00", refusal, given=False)
    assert refused(story) == [f"Do not tell {refusal}: refused 5 Mar"], "and stands again by a newer one"


def test_a_yes_about_one_of_them_leaves_the_agency_refused() -> None:
    story = accepted(JO, SAM)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    share(story, "2026-03-04 09:00", "Jo Hill")
    assert told(story) == ["Jo Hill"]
    assert refused(story) == ["Do not tell Housing: refused 3 Mar"]
    assert asked_first(story) == []


def test_a_plan_s_yes_for_one_jo_is_none_for_the_other() -> None:
    story = accepted(JO)
    share(story, "2026-03-03 09:00", "Jo Hill", given=False)
    agree(story, "2026-03-04 09:00", {"name": "Jo", "relation": "sister", "consent": True})
    assert told(story) == ["Jo"]
    assert refused(story) == ["Do not tell Jo Hill: refused 3 Mar"]


@pytest.mark.parametrize("basis", ["direct_care", "vital_interests", "public_task", "legal_obligation"])
def test_no_ground_other_than_consent_takes_a_refusal_away(basis: str) -> None:
    story = accepted(JO)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    share(story, "2026-03-04 09:00", "Housing", basis=basis)
    assert told(story) == []
    assert refused(story) == ["Do not tell Housing: refused 3 Mar"]


def test_an_act_on_another_ground_is_told_beside_the_refusal() -> None:
    story = accepted(JO)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    body = {"direction": "out", "who": "Jo Hill", "agency": "Housing", "summary": "asked for a key", "sharing": GROUND}
    story.tell("2026-03-05 09:00", "partner.contacted", body)
    assert refused(story) == ["Do not tell Housing: refused 3 Mar; told 5 Mar, vital interests"]
    assert told(story) == []


def test_what_comes_in_tells_nobody() -> None:
    story = accepted(JO)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    story.tell("2026-03-05 09:00", "partner.contacted", {"direction": "in", "who": "Jo Hill", "summary": "rang"})
    assert refused(story) == ["Do not tell Housing: refused 3 Mar"]


def test_the_year_is_said_of_a_refusal_of_another_year() -> None:
    story = accepted(JO)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    story.keep("2027-01-04 10:00")
    assert refused(story) == ["Do not tell Housing: refused 3 Mar 2026"]


# ---- a refusal that nobody here is meant by


@pytest.mark.parametrize("name", [None, "the council", "..."])
def test_a_refusal_that_matches_nobody_leaves_nobody_offered(name: str | None) -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-01 11:00", "Housing")
    share(story, "2026-03-03 09:00", name, given=False)
    assert told(story) == []
    assert asked_first(story) == ["Noor", "Jo Hill"]
    called = "the council" if name == "the council" else "others, not said who"
    assert refused(story) == [f"Do not tell {called}: refused 3 Mar"]
    share(story, "2026-03-04 09:00", "Noor")
    assert told(story) == ["Noor"], "a newer yes names her: she was not meant"


def test_who_takes_a_yes_back_says_whom_they_mean() -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-02 09:00", "Elm Surgery")
    share(story, "2026-03-03 09:00", "elm surgery", given=False)
    assert told(story) == ["Noor"]
    assert refused(story) == ["Do not tell elm surgery: refused 3 Mar"]


def test_whom_only_the_service_named_is_not_known_by_that() -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-02 09:00", "the council", basis="direct_care")
    share(story, "2026-03-03 09:00", "the council", given=False)
    assert told(story) == []
    assert asked_first(story) == ["Noor", "Jo Hill"]


def test_a_newer_refusal_may_say_who_was_meant() -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", "the council", given=False)
    share(story, "2026-03-04 09:00", "Jo Hill", given=False)
    assert told(story) == [], "of another name: it is still not said who the council is"
    share(story, "2026-03-05 09:00", "Jo Hill of the council", given=False)
    assert told(story) == ["Noor"]


def test_who_is_meant_may_be_said_by_the_details() -> None:
    story = accepted(JO)
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", "the council", given=False)
    partner = [{"name": "Jo Hill", "agency": "the council"}]
    story.tell("2026-03-04 09:00", "person.details_updated", {"partners": partner})
    assert told(story) == ["Noor"]
    assert asked_first(story) == []


def test_the_gp_is_known_without_being_a_partner() -> None:
    story = accepted(JO, gp="Dr Shah, Elm Surgery")
    agree(story, "2026-03-01 10:00", NOOR)
    share(story, "2026-03-03 09:00", "GP", given=False)
    assert told(story) == ["Noor"]
    assert asked_first(story) == ["Jo Hill"]


# ---- two laptops


def test_two_plans_in_dispute_refuse_whom_either_refuses() -> None:
    story = accepted()
    agree(story, "2026-03-02 09:00", NOOR, replaces=())
    agree(story, "2026-03-03 09:00", NOOR | {"consent": False}, replaces=(), device=ANOTHER_LAPTOP)
    assert told(story) == []
    other = accepted()
    agree(other, "2026-03-02 09:00", NOOR | {"consent": False}, replaces=())
    agree(other, "2026-03-03 09:00", NOOR, replaces=(), device=ANOTHER_LAPTOP)
    assert told(other) == [], "a yes that is in dispute takes no refusal away"


def test_of_two_plans_in_dispute_only_whom_both_agree_may_be_told() -> None:
    story, jean = accepted(), {"name": "Jean", "relation": "mother", "consent": True}
    one = agree(story, "2026-03-02 09:00", NOOR, jean, replaces=())
    two = agree(story, "2026-03-03 09:00", NOOR, replaces=(), device=ANOTHER_LAPTOP)
    assert told(story) == ["Noor"]
    assert asked_first(story) == ["Jean"]
    agree(story, "2026-03-04 09:00", NOOR, jean, replaces=(one, two))
    assert told(story) == ["Noor", "Jean"]


def test_an_older_plan_in_dispute_takes_no_newer_refusal_away() -> None:
    story = accepted()
    agree(story, "2026-03-02 09:00", NOOR, replaces=())
    share(story, "2026-03-03 09:00", "Noor", given=False)
    agree(story, "2026-03-04 09:00", replaces=(), device=ANOTHER_LAPTOP)
    assert told(story) == []


def test_a_late_refusal_stands_from_its_own_place_in_the_story() -> None:
    story = accepted(JO)
    share(story, "2026-03-05 09:00", "Housing")
    share(story, "2026-03-03 09:00", "Housing", given=False)
    assert told(story) == ["Jo Hill"]
    assert load_state(dump_state(story.state)) == fold(story.person, reversed(story.entries))


# ---- the partner step


def missed(*partners: dict[str, Any]) -> tuple[Story, str]:
    story = Story()
    story.settle("2026-02-20 09:00")
    agree(story, "2026-02-20 10:00")
    if partners:
        story.tell("2026-02-20 11:00", "person.details_updated", {"partners": list(partners)})
    return story, story.miss("2026-03-02 10:30")


def sharing_due(story: Story) -> str | None:
    found = [due for due in story.dues if due.kind == "decision" and "step" in due.detail]
    return found[0].key if found else None


def test_where_nobody_may_be_told_a_decision_stands_for_the_partner_step() -> None:
    story, episode = missed(JO)
    share(story, "2026-03-03 09:00", "Housing", given=False)
    (due,) = [each for each in story.dues if each.key == f"decision:{episode}:partner_notification"]
    assert story.due("ladder_step", "partner_notification") is None
    assert due.due_at == london("2026-03-05 10:30")
    assert "".join(map(str, due.because)).startswith("nobody may be told: Housing refused 3 Mar; missed call ")
    assert due.detail["episode"] == episode
    assert (due.title, due.band, due.resolved_by) == ("Decide who may be told", 2, ("decision.recorded",))
    assert story.ground.episode is not None
    queue = episode_as_json(story.ground, story.ground.episode, [])
    (step,) = [each for each in queue["steps"] if each["step"] == "partner_notification"]
    assert (step["due_at"], step["done_by"], step["skipped"]) == ("2026-03-05T10:30:00+00:00", None, False)
    assert queue["warnings"][0] == "Do not tell Housing: refused 3 Mar"
    assert card_of(story.state, story.standards).steps[-1].title == "Decide who may be told"


def test_only_a_decision_about_sharing_settles_it() -> None:
    story, episode = missed()
    story.decide("2026-03-02 11:00", "continue", episode, "2026-03-04 11:00")
    story.decide("2026-03-02 11:10", "skip_step", episode, "2026-03-04 11:00", step="partner_notification")
    story.decide("2026-03-02 11:20", "agree", about="tier")
    assert sharing_due(story) == f"decision:{episode}:partner_notification"
    story.decide("2026-03-02 12:00", "agree", about="information_sharing")
    assert sharing_due(story) is None
    assert story.due("ladder_step", "partner_notification") is None
    share(story, "2026-03-02 13:00", "Housing", given=False)
    assert sharing_due(story) is not None, "a refusal since was not weighed by it"


def test_a_new_yes_settles_it_and_the_step_is_owed_again() -> None:
    story, _ = missed(JO)
    share(story, "2026-03-02 11:00", "Jo Hill")
    assert sharing_due(story) is None
    assert story.due_at("ladder_step", "partner_notification") == "Thu 2026-03-05 10:30"


def test_live_contact_ends_it_with_the_ladder() -> None:
    story, _ = missed()
    story.keep("2026-03-02 12:00")
    assert sharing_due(story) is None


def test_a_ground_decided_lets_one_act_of_telling_happen() -> None:
    story, _ = missed(JO)
    story.decide("2026-03-02 11:00", "agree", about="information_sharing", sharing=GROUND)
    assert told(story) == ["Jo Hill"]
    assert story.due("ladder_step", "partner_notification") is not None, "decided, and not yet done"
    story.tell("2026-03-02 12:00", "partner.contacted", {"direction": "out", "who": "Jo Hill", "agency": "Housing",
                                                          "summary": "asked for a key", "sharing": GROUND})  # fmt: skip
    assert told(story) == []
    assert sharing_due(story) is None
    assert story.due("ladder_step", "partner_notification") is None


def test_a_ground_decided_for_somebody_refused_offers_nobody() -> None:
    story, _ = missed(JO)
    share(story, "2026-03-02 11:00", "Housing", given=False)
    story.decide("2026-03-02 12:00", "agree", about="information_sharing", sharing=GROUND)
    assert told(story) == []
    assert sharing_due(story) is None


# ---- reviews


def test_consent_is_asked_again_of_what_stands_alone() -> None:
    story = accepted(JO)
    yes = share(story, "2026-03-02 09:00", "Housing", review_on="2026-04-01")
    assert story.key("consent_review") == f"consent_review:{yes}"
    no = share(story, "2026-03-03 09:00", "housing", given=False, review_on="2026-04-02")
    assert story.key("consent_review") == f"consent_review:{no}", "a refusal is looked at again on its date"


def test_a_refusal_since_ends_the_multi_agency_review() -> None:
    story = accepted(JO)
    share(story, "2026-03-02 09:00", "Housing")
    assert any(key.endswith("multi_agency") for key in story.keys)
    share(story, "2026-03-03 09:00", "Housing (Jo)", given=False)
    assert not any(key.endswith("multi_agency") for key in story.keys)


def test_a_number_that_the_plan_gives_is_theirs() -> None:
    story = accepted()
    agree(story, "2026-03-02 09:00", NOOR | {"phone": "07700 900112"})
    (noor,) = sharing_of(story.ground).may_be_told
    assert noor.phone == "07700 900112"


def test_whoever_is_in_no_list_is_not_asked_about_while_it_is_not_said_who_was_meant() -> None:
    story = accepted(JO)
    share(story, "2026-03-02 09:00", "Elm Surgery")
    assert told(story) == ["Elm Surgery"]
    share(story, "2026-03-03 09:00", None, given=False)
    assert told(story) == []
    assert asked_first(story) == ["Jo Hill"]


def test_each_who_was_told_on_a_ground_is_told_of_beside_their_own_refusal() -> None:
    story = accepted(JO, {"name": "Ann Roe", "agency": "Police"})
    for minute, agency in enumerate(("Housing", "Police")):
        share(story, f"2026-03-03 09:0{minute}", agency, given=False)
    for day, who, agency in (("05", "Jo Hill", "Housing"), ("06", "Ann Roe", "Police")):
        body = {
            "direction": "out",
            "who": who,
            "agency": agency,
            "summary": "asked",
            "sharing": GROUND | {"with": agency},
        }
        story.tell(f"2026-03-{day} 09:00", "partner.contacted", body)
    assert refused(story) == [
        "Do not tell Housing: refused 3 Mar; told 5 Mar, vital interests",
        "Do not tell Police: refused 3 Mar; told 6 Mar, vital interests",
    ]


def test_whoever_may_be_told_stands_with_what_they_are_and_with_nothing_where_nothing_is_known() -> None:
    story = accepted({"name": "Ann Roe", "agency": "Police"})
    agree(story, "2026-03-02 09:00", {"name": "Jean", "relation": "mother", "consent": True})
    share(story, "2026-03-02 10:00", "Ann Roe")
    share(story, "2026-03-02 11:00", "Elm Surgery")
    assert [(each.called, each.relation, each.phone, each.when) for each in sharing_of(story.ground).may_be_told] == [
        ("mother Jean", "mother", "", ""), ("Ann Roe, Police", "", "", ""), ("Elm Surgery", "", "", ""),
    ]  # fmt: skip


def test_a_refusal_carries_the_name_as_it_was_written() -> None:
    story = accepted(JO)
    share(story, "2026-03-02 09:00", "the Housing", given=False)
    share(story, "2026-03-02 10:00", None, given=False)
    assert [each.name for each in sharing_of(story.ground).must_not_be_told] == ["the Housing", UNNAMED]


def test_a_decision_that_says_no_ground_lets_nobody_be_told() -> None:
    story = accepted(JO)
    story.decide("2026-03-02 11:00", "agree", about="information_sharing", sharing={"with": "Housing"})
    assert told(story) == []
    assert grounds_to_tell(story.state) == []
