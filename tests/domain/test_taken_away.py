"""What an entry that replaces a whole takes away is said, each thing in a sentence (records.md, Replacing a whole)."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

import pytest

from carelist_tui.domain.entries import (
    TYPES,
    EngagementPlanAgreed,
    PersonDetailsUpdated,
    RiskPlanUpdated,
    WorkerAway,
    WorkerChanged,
)
from carelist_tui.domain.entries.entry import Body, Part
from carelist_tui.domain.roster import Roster, Worker
from carelist_tui.domain.views.taken_away import known_of_person, known_of_team, taken_away
from tests.domain.telling import LONDON, PLAN, RISK_PLAN, Story

REPLACING = {name: kind for name, kind in TYPES.items() if kind.REPLACES}
FULL_PLAN: dict[str, Any] = PLAN | {
    "safe_times": [
        {"days": ["mon", "wed"], "from": "10:00", "to": "12:00"},
        {"days": [], "from": "15:00", "to": "16:00"},
    ],
    "avoid": ["voicemail", "unannounced_visit"],
    "avoid_note": "his brother reads the phone",
    "may_contact": [
        {"name": "Noor", "relation": "sister", "phone": "01632 960 001", "consent": True, "when": "after six"},
        {"name": "Sam", "relation": "neighbour", "consent": False},
    ],
    "understood": "yes",
    "own_words": "text me first",
}
FULL_RISK_PLAN: dict[str, Any] = RISK_PLAN | {
    "step_up": {
        "threshold": "three nights awake",
        "person_does": "rings us",
        "team_does": "a visit",
        "partners_do": "GP",
    },
    "risks": [{"domain": "self_harm", "level": "high", "note": "pills at home"}],
    "formulation": "worse when alone",
    "routes": "crisis desk by night",
    "crisis_plan": {
        "contacts": "crisis line",
        "coping": "song",
        "warning_signs": "silence",
        "support_network": "Noor",
    },
    "lone_working": {"two_workers": True, "note": "a dog"},
}
FULL_DETAILS: dict[str, Any] = {
    "phones": [
        {"number": "07700 900123", "label": "mobile", "text_ok": True, "voicemail": "no"},
        {"number": "07700 900124", "label": "mum's", "voicemail": "yes", "unsafe": True},
    ],
    "email": "amina@example.org",
    "partners": [{"name": "Lee", "agency": "Elm Housing", "phone": "01632 960 002"}],
    "must_not_contact": ["her father: violence"],
    "children_at_home": True,
    "interpreter": "Somali",
}


def gone(kind: type[Body], before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return taken_away({"it": kind.model_validate(before)}, {"it": kind.model_validate(after)}, LONDON)


def kinds_within(annotation: Any) -> list[Any]:
    args = get_args(annotation)
    return [annotation, *(each for arg in args if get_origin(annotation) is not Literal for each in kinds_within(arg))]


def parts_of(kind: type[Part]) -> dict[str, tuple[type[Part], bool]]:
    """By field: the Part that stands in it, and whether there is a list of them."""
    found: dict[str, tuple[type[Part], bool]] = {}
    for name, field in kind.model_fields.items():
        within = kinds_within(field.annotation)
        part = next((each for each in within if isinstance(each, type) and issubclass(each, Part)), None)
        if part is not None:
            found[name] = (part, any(get_origin(each) is tuple for each in within))
    return found


@pytest.mark.parametrize("name", REPLACING)
def test_every_list_and_flag_of_a_replacing_type_says_how_it_is_called_when_it_goes(name: str) -> None:
    """A new list, flag or part has no answer until its model gives one."""
    kind = REPLACING[name]
    for field, of in kind.model_fields.items():
        within = kinds_within(of.annotation)
        if any(get_origin(each) is tuple for each in within):
            assert kind.GOES.get(field), f"{name}.{field} is a list, and nothing says what goes from it"
        if bool in within and name != "referral.received" and field != "active":
            assert field in kind.GOES, f"{name}.{field} is a flag, and nothing says what it was"
    for field, (part, listed) in parts_of(kind).items():
        asked = set(part.model_fields) - set(part.KNOWN_BY)
        if listed:
            assert "_said" in vars(part) or set(part.model_fields) <= {*part.KNOWN_BY, *part.GOES}, f"{name}.{field}"
        for inner in asked if part.KNOWN_BY or not listed else ():
            assert inner in part.GOES, f"{name}.{field}: {inner} has no answer"


def test_what_replaces_is_marked_where_the_fold_lets_it_replace() -> None:
    assert {name: kind.REPLACES for name, kind in REPLACING.items()} == {
        "engagement_plan.agreed": "whole", "risk_plan.updated": "whole", "coordinator.named": "whole",
        "worker.away": "whole", "worker.added": "given", "worker.changed": "given", "person.details_updated": "given",
        "person.accepted": "given", "referral.received": "given",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "body"),
    [(EngagementPlanAgreed, FULL_PLAN), (RiskPlanUpdated, FULL_RISK_PLAN), (PersonDetailsUpdated, FULL_DETAILS)],
)
def test_what_is_said_again_takes_nothing_away(kind: type[Body], body: dict[str, Any]) -> None:
    shouted = {k: [w.upper() if isinstance(w, str) and k.endswith(("signs", "contact")) else w for w in v]
               if isinstance(v, list) and k != "may_contact" else v for k, v in body.items()}  # fmt: skip
    assert gone(kind, body, body) == gone(kind, body, shouted) == []


@pytest.mark.parametrize(
    ("name", "after", "sentence"),
    [
        ("methods", ["call"], "takes away a way to be in touch: text"),
        ("safe_times", [{"days": [], "from": "15:00", "to": "16:00"}],
         "takes away the safe time: Mon, Wed 10:00 to 12:00"),
        ("avoid", ["unannounced_visit"], "takes away: NO VOICEMAIL"),
        ("avoid_note", "not at night", "takes away the note on what to avoid: his brother reads the phone"),
        ("early_warning_signs", [], "takes away the early warning sign: sleeping by day"),
        ("may_contact", FULL_PLAN["may_contact"][1:],
         "takes away from who we may speak to: Noor, sister, 01632 960 001, after six, agreed"),
        ("may_contact", FULL_PLAN["may_contact"][:1],
         "takes away from who we may speak to: Sam, neighbour, NOT agreed"),
        ("may_contact", [FULL_PLAN["may_contact"][0] | {"when": ""}, FULL_PLAN["may_contact"][1]],
         "takes away the limit on when we may speak to Noor: after six"),
        ("may_contact", [FULL_PLAN["may_contact"][0], FULL_PLAN["may_contact"][1] | {"consent": True}],
         "takes away that they did NOT agree to our speaking to Sam"),
    ],
)  # fmt: skip
def test_what_a_contact_plan_takes_away_is_said(name: str, after: Any, sentence: str) -> None:
    assert gone(EngagementPlanAgreed, FULL_PLAN, FULL_PLAN | {name: after}) == [sentence]


@pytest.mark.parametrize(
    ("name", "after", "sentence"),
    [
        ("relapse_signature", [], "takes away from the relapse signature: sleeping by day"),
        ("red_flags", ["something else"], "takes away the red flag: talks of the bridge"),
        ("risks", [], "takes away the risk: self-harm, high, pills at home"),
        ("risks", [{"domain": "self_harm", "level": "low", "note": "pills at home"}],
         "takes away the level high of the risk self-harm"),
        ("crisis_plan", FULL_RISK_PLAN["crisis_plan"] | {"coping": ""}, "takes away what helps them in a crisis: song"),
        ("crisis_plan", FULL_RISK_PLAN["crisis_plan"] | {"contacts": "GP"},
         "takes away the crisis contacts: crisis line"),
        ("lone_working", {"two_workers": False, "note": "a dog"}, "takes away: TWO WORKERS"),
        ("protective_factors", "", "takes away the protective factors: her sister"),
        ("step_up", FULL_RISK_PLAN["step_up"] | {"team_does": ""}, "takes away what the team does at step-up: a visit"),
    ],
)  # fmt: skip
def test_what_a_risk_plan_takes_away_is_said(name: str, after: Any, sentence: str) -> None:
    assert gone(RiskPlanUpdated, FULL_RISK_PLAN, FULL_RISK_PLAN | {name: after}) == [sentence]


@pytest.mark.parametrize(
    ("name", "after", "sentence"),
    [
        ("phones", FULL_DETAILS["phones"][:1],
         "takes away the number: 07700 900124 (mum's, UNSAFE, voicemail is all right)"),
        ("phones", [FULL_DETAILS["phones"][0], FULL_DETAILS["phones"][1] | {"unsafe": False, "number": "07700900124"}],
         "takes away the mark UNSAFE of the number 07700 900124"),
        ("phones", [FULL_DETAILS["phones"][0] | {"voicemail": "yes"}, FULL_DETAILS["phones"][1]],
         "takes away: NO VOICEMAIL on 07700 900123"),
        ("phones", [FULL_DETAILS["phones"][0] | {"text_ok": False}, FULL_DETAILS["phones"][1]],
         "takes away that texts may be sent to 07700 900123"),
        ("must_not_contact", [], "takes away from who must not be contacted: her father: violence"),
        ("partners", [], "takes away from who else works with them: Lee, Elm Housing, 01632 960 002"),
        ("children_at_home", False, "takes away: CHILDREN AT HOME"),
        ("interpreter", "", "takes away the interpreter: Somali"),
        ("email", "", "takes away the email: amina@example.org"),
    ],
)  # fmt: skip
def test_what_changed_details_take_away_is_said(name: str, after: Any, sentence: str) -> None:
    assert gone(PersonDetailsUpdated, FULL_DETAILS, FULL_DETAILS | {name: after}) == [sentence]


def test_a_new_number_address_or_wording_takes_nothing_away() -> None:
    more = {"email": "a@example.org", "phones": [*FULL_DETAILS["phones"], {"number": "0151"}], "interpreter": "Urdu"}
    assert gone(PersonDetailsUpdated, FULL_DETAILS, FULL_DETAILS | more) == []
    worded = {
        "if_missed": "we ring twice",
        "own_words": "ring me",
        "avoid_note": "at night his brother reads the phone",
    }
    assert gone(EngagementPlanAgreed, FULL_PLAN, FULL_PLAN | worded) == []


def test_a_plan_entered_in_error_says_all_that_goes_with_it() -> None:
    story = Story()
    story.tell("2026-03-02 09:00", "person.accepted", {"ref": "P-1", "given": "A", "family": "B", "source": "gp",
                                                       "team": "north", "tier": "standard"})  # fmt: skip
    story.tell("2026-03-02 10:00", "engagement_plan.agreed", FULL_PLAN)
    before = known_of_person(story.state)
    later = story.tell("2026-03-03 10:00", "engagement_plan.agreed", FULL_PLAN | {"avoid": ["voicemail", "letter"]})
    with_both = known_of_person(story.state)
    assert taken_away(before, with_both, LONDON) == ["takes away: NO UNANNOUNCED VISITS"]
    story.tell("2026-03-03 11:00", "entry.corrected", {"entry": later, "reason": "wrong person", "replacement": None})
    assert taken_away(with_both, known_of_person(story.state), LONDON) == ["takes away: NO LETTERS"]


def test_cover_and_working_days_that_go_are_said() -> None:
    away = {"worker": "w-tom", "from": "2026-03-02T09:00:00Z", "until": "2026-03-09T09:00:00Z", "reason": "leave",
            "cover": [{"persons": "all", "by": "w-ann"}]}  # fmt: skip
    assert gone(WorkerAway, away, away | {"cover": []}) == ["takes away the cover: w-ann for all"]
    assert gone(WorkerAway, away | {"reason": "sickness"}, {k: v for k, v in away.items() if k != "until"}) == [
        "takes away the until: Mon 9 Mar 2026 09:00"
    ]
    tom = {"worker": "w-tom", "name": "Tom", "role": "senior", "team": "north", "days": ["mon", "tue"]}
    assert gone(WorkerChanged, tom, tom | {"days": ["tue"]}) == ["takes away the working day: Mon"]
    every = Roster(workers={"w-tom": Worker("w-tom", "Tom", "senior", "north")})
    some = Roster(workers={"w-tom": Worker("w-tom", "Tom", "senior", "north", ("mon",))})
    assert taken_away(known_of_team(some), known_of_team(every), LONDON) == [], "every service day is more, not less"


def test_a_crisis_plan_without_contacts_or_coping_is_said_to_be_unfinished() -> None:
    def remarks(**crisis_plan: str) -> list[str]:
        return list(RiskPlanUpdated.model_validate(RISK_PLAN | {"crisis_plan": crisis_plan}).remarks())

    assert remarks() == ["the crisis plan is unfinished: it has no contacts and no coping"]
    assert remarks(contacts="GP", coping=" ") == ["the crisis plan is unfinished: it has no coping"]
    assert remarks(contacts="GP", coping="music") == []
