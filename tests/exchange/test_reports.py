"""Reports about one person: whole where they are to be, naming nobody where they must not, and harmless to open."""

from __future__ import annotations

import re
from hashlib import sha256
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.ground import stand_on
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.entries import TYPES, PersonDetailsUpdated, read_entry
from carelist_tui.domain.entries.choices import choice_in_words
from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.names import is_named_in
from carelist_tui.domain.person import PersonState
from carelist_tui.domain.plain import shown_text
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.standards import default_standards
from carelist_tui.domain.views.entry_fields import answered
from carelist_tui.domain.views.report.handover_report import NOT_OPENED, SOMEBODY_BARRED, handover_report
from carelist_tui.domain.views.report.mdt_report import mdt_report
from carelist_tui.domain.views.report.names_left_out import NAME, names_refused
from carelist_tui.domain.views.report.person_report import person_report
from carelist_tui.domain.views.report.plan_report import plan_report
from carelist_tui.domain.views.report.report_parts import Report
from carelist_tui.domain.views.report.share_report import share_report
from carelist_tui.domain.views.report.subject import Subject
from carelist_tui.domain.views.report.subject_access import LOOK, STRUCK, subject_access
from carelist_tui.exchange.report.report_page import report_html
from tests.domain.filled import HOSTILE, NAMED, SOMEBODY, Filler, must_be_said
from tests.domain.telling import CHECK, DECISION, PLAN, RISK_PLAN, Story, london
from tests.exchange.pages import Tags, check_harmless

pytestmark = pytest.mark.slow

AT = london("2026-03-05 09:00")
WORRIED = choice_in_words("says_worried")
WORKERS = {"w-tom": "Tom Price"}
TRANSITION = {"medication_actions": "Dr Ames prescribes", "immediate_safety": "blades away",
              "contacts_next_14_days": "Tom on Mondays", "red_flags": "does not answer by noon"}  # fmt: skip
SUMMARY = {"current_risks": "self-harm", "medication": "taken", "safeguarding_status": "none open",
           "recent_incidents": "none", "agreed_goals": "college", "contingency_plan": "ring the team"}  # fmt: skip
OPENED = {"kind": "step_down", "to_team": "South", "higher_risk": False, "summary": SUMMARY, "transition": TRANSITION,
          "complete_by": "2026-03-20"}  # fmt: skip


def subject(story: Story, **more: Any) -> Subject:
    return Subject(story.ground, story.entries, AT, WORKERS, **more)


def page(report: Report, of: Subject) -> str:
    return report_html(report, of.imprint("Tom Price", AT, None))


def words(report: Report, of: Subject) -> str:
    made = page(report, of)
    check_harmless(made)
    return Tags(made).words


def settled(**more: Any) -> Story:
    story = Story()
    story.accept("2026-03-01 09:00", **more)
    story.tell("2026-03-01 09:00", "risk_plan.updated", RISK_PLAN)
    story.tell("2026-03-01 09:00", "engagement_plan.agreed", PLAN | {"own_words": "Ring me, don't text."})
    return story


# ---- everything, for a request for access


def line(kind: str, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"id": "e1", "type": kind, "v": 1, "person": SOMEBODY, "occurred_at": "2026-03-03T10:00:00+00:00",
            "recorded_at": "2026-03-03T10:01:00.000Z", "author": "w-tom", "device": "a" * 32, "seq": 2,
            "hash": "h" * 64, "body": body, **more}  # fmt: skip


ZONE = line("zone.set", {"zone": "green", "reason": "well"}, id=NAMED, occurred_at="2026-03-02T09:00:00+00:00", seq=1)


ANN_LEE = stand_on(PersonState(SOMEBODY, identity=PersonDetailsUpdated(given="Ann", family="Lee")), default_standards())


def check_whole(kind: type[Body], body: dict[str, Any]) -> None:
    """Each answered value stands in what is held, and none of it acts or hides."""
    story = [read_entry(each) for each in (ZONE, line(kind.TYPE, body))]
    of = Subject(ANN_LEE, story, AT, WORKERS)
    made = page(subject_access(of), of)
    check_harmless(made)
    said = Tags(made).words
    for each in must_be_said(kind, body):
        assert shown_text(each) in said, each


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_each_answered_value_of_every_type_stands_in_what_is_held(kind: type[Body]) -> None:
    for seed in range(5):
        check_whole(kind, Filler(Random(seed)).body(kind))
    check_whole(kind, Filler(Random(9), ("<script>alert(1)</script>", "<img src=x onerror=1>", "&amp;\"'>")).body(kind))


@given(
    kind=st.sampled_from(list(TYPES.values())),
    seed=st.integers(0, 1000),
    typed=st.lists(st.text(st.characters(exclude_categories=("Cc", "Cs"))), min_size=1),
)
def test_whatever_the_words_they_stand_in_what_is_held(kind: type[Body], seed: int, typed: list[str]) -> None:
    check_whole(kind, Filler(Random(seed), typed).body(kind))


def test_what_may_have_to_be_withheld_is_marked_and_stands_there_and_what_was_struck_too() -> None:
    story = settled(must_not_contact=["her father Dean"])
    heard = {"direction": "in", "who": "Kim Ross", "summary": "he heard her cry"}
    story.tell("2026-03-02 10:00", "partner.contacted", heard)
    wrong = story.tell("2026-03-02 11:00", "zone.set", {"zone": "green", "reason": "wrong person"})
    story.tell("2026-03-02 12:00", "entry.corrected", {"entry": wrong, "reason": "not hers", "replacement": None})
    of = subject(story)
    made = page(subject_access(of), of)
    assert made.count('<strong class="mark">') == 3
    said = Tags(made).words
    for each in (LOOK, "her father Dean", "Kim Ross", "he heard her cry", STRUCK, "not hers", "wrong person"):
        assert each in said
    assert "6 entries, 2 of them with something to be looked at." in said


# ---- for the person, and for who may be told: nobody who was refused is named


def test_the_plan_is_in_plain_words_and_says_whom_to_ring_and_the_transition_with_its_red_flags() -> None:
    story = settled(known_as="Mina")
    story.tell("2026-03-03 10:00", "handover.opened", OPENED)
    of = subject(story)
    report = plan_report(of)
    said = words(report, of)
    assert report.print == "large"
    for each in ("Your plan", "Mina", "Ring me, don't text.", "Tom Price, North", "crisis team 111, option 2",
                 "crisis line", "Noor, sister", "talks of the bridge", "does not answer by noon", "Tom on Mondays",
                 "Dr Ames prescribes", "blades away", "sleeping by day", "we text, then call, then visit"):  # fmt: skip
        assert each in said
    assert "P-0001" not in said, "no identifier lies about in a home"


REFUSED = {
    "a name": ("Kim Ross", "Ring Kim Ross first", "Kim|Ross"),
    "its first name": ("Kim Ross", "Ring Kim, he knows", "Kim"),
    "whose": ("Kim", "Kim's number is on the fridge", "Kim"),
    "whose, in small letters": ("Kim", "on kim's fridge", "kim"),
    "other blanks and case": ("O'Brien", "KIM or o brien will come", "brien"),
    "an article": ("my mum", "Mum has the key", "mum"),
    "an accent": ("José", "JOSE has the key", "jos[eé]"),
    "a name of two letters": ("Jo Hill", "Ring Jo, or hide from jo", "jo"),
    "in small letters": ("Kim Ross", "not when kim is in", "kim"),
    "typed small": ("kim ross", "Kim comes round, Ross never", "Kim|Ross"),
    "typed small twice": ("kim ross", "not when ross is in", "ross"),
    "in a sentence typed small": ("her ex kim ross, has hit her", "Kim has the key", "Kim"),
    "no capitals in its script": ("نور خان", "Ask خان first", "خان"),
    "a number": ("Kim 07700 900111", "ring +44 7700 900111 at night", "900111"),
}
"""By what is told apart: who is refused, what was typed of them, and what of it must stand nowhere."""


def naming(text: str) -> Story:
    """Somebody in each of whose plans, and in the transition of whose handover, this stands wherever it may."""
    story = settled()
    step_up = {"threshold": text, "person_does": text, "team_does": text, "partners_do": text}
    crisis = {"contacts": text, "coping": text, "warning_signs": text, "support_network": text}
    risk = {**RISK_PLAN, "red_flags": [text], "relapse_signature": [text], "protective_factors": text, "routes": text,
            "step_up": step_up, "crisis_plan": crisis, "formulation": text}  # fmt: skip
    plan = {**PLAN, "own_words": text, "if_missed": text, "safe_places": text, "avoid_note": text,
            "early_warning_signs": [text]}  # fmt: skip
    story.tell("2026-03-01 10:00", "risk_plan.updated", risk)
    story.tell("2026-03-01 10:00", "engagement_plan.agreed", plan)
    story.tell("2026-03-01 10:00", "handover.opened", OPENED | {"transition": dict.fromkeys(TRANSITION, text)})
    return story


def consent(story: Story, at: str, name: str, **more: Any) -> None:
    body = {"scope": "share", "given": True, "basis": "consent", "with": name} | more
    story.tell(at, "consent.recorded", body)


def refuse(story: Story, name: str, at: str = "2026-03-02 09:00") -> None:
    consent(story, at, name, given=False, rationale="She said so.")


@pytest.mark.parametrize("how", REFUSED)
def test_nobody_refused_is_named_in_plan_or_share_in_whatever_was_typed(how: str) -> None:
    name, text, never = REFUSED[how]
    story = naming(text)
    refuse(story, name)
    consent(story, "2026-03-03 09:00", "Noor")
    of = subject(story)
    for report in (plan_report(of), share_report(of, "Noor")):
        said = words(report, of)
        assert "left out)" in said
        assert not re.search(f"(?i){never}", said)


def test_an_ordinary_word_that_a_name_holds_too_stays_where_it_is_the_word() -> None:
    story = settled()
    for name in ("Will Hill of Housing", "Mr An Do", "her ex, has hit her twice"):
        refuse(story, name)
    clean = names_refused(story.ground)
    plan = "We will do what we can: an hour on the hill, help with housing. Has the dog been fed? Mr Ames has her key."
    assert clean(plan) == plan
    assert clean("Will comes, Do not") == f"{NAME} comes, {NAME} not"


def test_a_number_of_theirs_that_is_unsafe_or_belongs_to_whoever_was_refused_stands_in_nothing_given_away() -> None:
    story = naming("Rings 07700 900111, 07700 900112 or 07700 900113")
    phones = [
        {"number": "07700900111", "label": "landing", "unsafe": True},
        {"number": "07700900112", "label": "Kim's"},
    ]
    story.tell("2026-03-01 11:00", "person.details_updated", {"phones": [*phones, {"number": "07700900113"}]})
    refuse(story, "Kim Ross")
    consent(story, "2026-03-03 09:00", "Noor")
    of = subject(story)
    for report in (plan_report(of), share_report(of, "Noor")):
        said = words(report, of)
        assert "900113" in said
        assert "900111" not in said
        assert "900112" not in said


NAMES = st.lists(st.text("abdegklmnruáöß", min_size=3, max_size=8).map(str.capitalize), min_size=1, max_size=3)


@given(
    name=NAMES, before=st.text("xyz ,.(“", max_size=6), after=st.sampled_from((" rings", ", her friend", "'s flat", ""))
)
def test_whoever_was_refused_and_whatever_was_typed_no_word_of_their_name_stands_in_the_plan(
    name: list[str], before: str, after: str
) -> None:
    story = naming("In the morning")
    refuse(story, whole := " ".join(name))
    clean = names_refused(story.ground)
    for written in (whole, whole.upper(), "".join(name), *name):
        said = clean(f"{before.rstrip('xyz')}{written}{after}")
        assert not any(is_named_in(each, said) for each in name if not is_named_in(each, f"{NAME} {after}")), said


@pytest.mark.parametrize("told", [plan_report, lambda of: share_report(of, "Noor")], ids=["plan", "share"])
def test_others_words_and_who_is_to_be_avoided_stand_in_nothing_given_away(told: Any) -> None:
    story = settled(must_not_contact=["her father Dean, violent"], partners=[{"name": "Jo Hill", "agency": "Housing"}])
    check = CHECK | {"third_party_information": "a neighbour heard shouting"}
    story.tell("2026-03-02 10:00", "risk_check.completed", check)
    heard = {"direction": "in", "who": "Kim Ross", "summary": "he heard her cry"}
    story.tell("2026-03-02 10:00", "partner.contacted", heard)
    tried = {"method": "call", "to": "trusted_contact", "name": "Noor", "outcome": "says_worried", "note": "not eating"}
    story.tell("2026-03-02 11:00", "outreach.attempted", tried)
    of = subject(story)
    said = words(told(of), of)
    for each in ("Dean", "violent", "neighbour", "Kim", "cry", "not eating", "Jo Hill", WORRIED):
        assert each not in said


def test_share_is_refused_without_a_standing_yes_or_a_ground_and_says_on_which() -> None:
    story = settled(partners=[{"name": "Jo Hill", "agency": "Housing"}])
    of = subject(story)
    said = words(share_report(of, "noor"), of)
    for each in ("talks of the bridge", "sleeping by day", "agreed since", "for sister Noor", "Tom Price, North"):
        assert each in said
    for nobody in ("Jo Hill", "Kim", "Housing", " "):
        with pytest.raises(Refused, match="may be told"):
            share_report(of, nobody)
    refuse(story, "Noor", "2026-03-03 09:00")
    with pytest.raises(Refused, match="must not be told"):
        share_report(subject(story), "Noor")
    consent(story, "2026-03-04 09:00", "Noor", basis="vital_interests", rationale="Nobody has seen her for a week.")
    of = subject(story)
    assert "vital interests since Wed 4 Mar 2026" in words(share_report(of, "Noor"), of)
    out = {"direction": "out", "who": "Noor", "summary": "told her the signs"}
    story.tell("2026-03-04 10:00", "partner.contacted", out | {"sharing": {"with": "Noor", "basis": "vital_interests"}})
    with pytest.raises(Refused, match="must not be told"):
        share_report(subject(story), "Noor")


def test_a_ground_from_before_a_refusal_is_none_to_share_on() -> None:
    story = settled(partners=[{"name": "Jo Hill", "agency": "Housing"}])
    why = "Nobody has seen her for a week."
    consent(story, "2026-03-02 09:00", "Jo Hill", basis="vital_interests", rationale=why)
    assert share_report(subject(story), "Jo Hill").sections
    refuse(story, "Housing", "2026-03-03 09:00")
    with pytest.raises(Refused, match="must not be told"):
        share_report(subject(story), "Jo Hill")


def test_who_must_not_be_told_now_is_named_in_no_page_of_an_earlier_moment_and_gets_none() -> None:
    story = settled()
    before = subject(story)
    refuse(story, "Noor", "2026-03-04 09:00")
    of = Subject(before.ground, before.story, AT, WORKERS, present=story.ground)
    assert "Noor" in words(plan_report(before), before)
    assert "Noor" not in words(plan_report(of), of)
    with pytest.raises(Refused, match="must not be told"):
        share_report(of, "Noor")


@pytest.mark.parametrize(
    ("kind", "body", "others"),
    [("partner.contacted", {"heard_from": "Kim", "said": "he heard her cry"}, True),
     ("partner.contacted", {"heard_from": "Kim", "in_confidence": False}, False),
     ("outreach.attempted", {"to": "partner", "told_us": "he heard her cry"}, True),
     ("outreach.attempted", {"to": "person", "told_us": "in bed"}, False),
     ("zone.set", {"zone": "green", "because": "well"}, False)],
)  # fmt: skip
def test_of_a_newer_version_what_may_be_others_words_is_held_to_be(
    kind: str, body: dict[str, Any], others: bool
) -> None:
    of = Subject(ANN_LEE, [read_entry(line(kind, body, v=2))], AT, WORKERS)
    assert of.leaves_out(of.lines[0]) is others
    said = words(subject_access(of), of)
    assert (said.count(LOOK) - 1 == len(body)) is others
    for each in body.values():
        assert str(each).replace("True", "yes").replace("False", "no") in said
        assert others is (str(each) not in of.in_a_line(of.lines[0])) or isinstance(each, bool)


def test_what_a_correction_says_was_in_confidence_is_marked_where_it_was_recorded_openly_too() -> None:
    story = settled()
    heard = {"direction": "in", "who": "Kim Ross", "summary": "he heard her cry"}
    openly = story.tell("2026-03-02 10:00", "partner.contacted", heard | {"in_confidence": False})
    of = subject(story)
    assert words(subject_access(of), of).count(LOOK) == 1, "where the page says what the mark is"
    instead = {"entry": openly, "reason": "he asked us not to tell", "replacement": heard}
    story.tell("2026-03-02 12:00", "entry.corrected", instead)
    of = subject(story)
    assert page(subject_access(of), of).count('<strong class="mark">') == 4, "who and what, then and instead"


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_death_stands_first_on_every_page_for_the_service_and_no_plan_nor_share_is_written(confirmed: bool) -> None:
    story = settled()
    before = subject(story)
    story.tell("2026-03-04 09:00", "person.died", {"reported_by": "GP", "confirmed": confirmed, "source": "GP"})
    of = subject(story)
    for report in (person_report(of), handover_report(of), mdt_report([of], AT.date())):
        assert "Died, do not contact" in words(report, of)
        assert '<p class="warning">Died, do not contact' in page(report, of)
    for now in (of, Subject(before.ground, before.story, AT, WORKERS, present=story.ground)):
        with pytest.raises(Refused, match="that they died is recorded"):
            plan_report(now)
        with pytest.raises(Refused, match="that they died is recorded"):
            share_report(now, "Noor")


# ---- for an MDT or a tribunal


def eventful() -> Story:
    story = settled(must_not_contact=["her father Dean"])
    story.tell("2026-03-01 10:00", "coordinator.named", {"coordinator": "w-tom", "clinical_oversight": "w-tom"})
    story.tell("2026-03-01 11:00", "zone.set", {"zone": "amber", "reason": "rent arrears", "review_on": "2026-03-06"})
    episode = story.miss("2026-03-02 10:30")
    story.attempt("2026-03-02 10:55", episode, "same_day_attempt", note="Phone rang out.")
    tried = {"method": "call", "to": "trusted_contact", "name": "Noor", "outcome": "says_worried", "note": "not eating",
             "episode": episode}  # fmt: skip
    story.tell("2026-03-02 11:00", "outreach.attempted", tried)
    check = CHECK | {"episode": episode, "third_party_information": "a neighbour heard shouting"}
    story.tell("2026-03-02 11:10", "risk_check.completed", check | {"recent_disclosures": "said she is tired of it"})
    decided = DECISION | {"episode": episode, "review_at": "2026-03-04T10:00:00+00:00", "persons_view": "wants peace"}
    story.tell("2026-03-02 11:20", "decision.recorded", decided)
    story.tell("2026-03-02 12:00", "crisis.recorded", {"kind": "self_harm", "source": "A&E", "summary": "cut her arm"})
    agreed = {"area": "daily_living", "name": "Going to the shop", "frequency": "weekly", "quality": "alone",
              "support_level": "prompted", "kind": "count", "baseline": 1, "aim": 5, "every": "week"}  # fmt: skip
    story.tell("2026-03-02 13:00", "indicator.agreed", agreed)
    return story


def test_the_report_holds_what_an_mdt_asks_and_others_words_only_where_asked_for() -> None:
    of = subject(eventful())
    said = words(person_report(of), of)
    for each in ("Tom Price", "amber Sun 1 Mar 2026", "rent arrears", "1 with a crisis (X)", "Phone rang out.",
                 "said she is tired of it", DECISION["rationale"], "wants peace", "cut her arm", "Ring me, don't text.",
                 "talks of the bridge", "Going to the shop (daily living)", "from 1, aim 5"):  # fmt: skip
        assert each in said
    theirs = ("not eating", WORRIED, "a neighbour heard shouting")
    assert not [each for each in (*theirs, "Dean") if each in said]
    assert said.count("in confidence is left out") == 4
    of = subject(eventful(), others_words=True)
    said = words(person_report(of), of)
    assert not [each for each in theirs if each not in said]
    assert "left out" not in said


def test_what_was_corrected_stands_as_it_now_is_and_what_was_struck_does_not() -> None:
    story = eventful()
    crisis = next(each.id for each in story.entries if each.type == "crisis.recorded")
    instead = {"kind": "self_harm", "source": "A&E", "summary": "a sprained ankle"}
    story.tell("2026-03-03 10:00", "entry.corrected", {"entry": crisis, "reason": "misheard", "replacement": instead})
    zone = next(each.id for each in story.entries if each.type == "zone.set")
    story.tell("2026-03-03 10:00", "entry.corrected", {"entry": zone, "reason": "not hers", "replacement": None})
    of = subject(story)
    said = words(person_report(of), of)
    assert "a sprained ankle" in said
    assert "cut her arm" not in said
    assert "rent arrears" not in said


# ---- the pack of a handover


def test_the_pack_holds_summary_transition_and_what_came_of_it() -> None:
    story = eventful()
    opened = story.tell("2026-03-03 10:00", "handover.opened", OPENED)
    story.tell(
        "2026-03-03 11:00", "handover.item_done", {"handover": opened, "item": "medication", "note": "list sent"}
    )
    of = subject(story)
    said = words(handover_report(of), of)
    for each in (*SUMMARY.values(), *TRANSITION.values(), "South", "list sent", "talks of the bridge", SOMEBODY_BARRED):
        assert each in said
    assert NOT_OPENED not in said
    assert "Dean" not in said
    refuse(story, "Jo of Housing", "2026-03-03 12:00")
    of = subject(story, others_words=True)
    said = words(handover_report(of), of)
    assert "her father Dean" in said
    assert "Jo of Housing" in said
    assert SOMEBODY_BARRED not in said


def test_without_a_handover_the_pack_says_so_first() -> None:
    of = subject(settled())
    assert NOT_OPENED in words(handover_report(of), of)


# ---- the paper of an MDT


def test_the_paper_says_why_somebody_is_to_be_talked_about_whatever_calls_for_it() -> None:
    story = settled()
    assert "Why" not in words(mdt_report([subject(story)], AT.date()), subject(story))
    story.tell("2026-03-01 11:00", "zone.set", {"zone": "red", "reason": "no sleep", "review_on": "2026-03-06"})
    said = words(mdt_report([subject(story)], AT.date()), subject(story))
    assert "Why\nzone to red Sun 1 Mar 2026 11:00" in said
    drifts = settled()
    for day in ("2026-02-10 10:30", "2026-02-17 10:30", "2026-02-24 10:30"):
        episode = drifts.miss(day)
        reached = {
            "method": "call",
            "to": "person",
            "outcome": "reached",
            "how_are_they": "as_usual",
            "episode": episode,
        }
        drifts.tell(day.replace("10:30", "16:00"), "outreach.attempted", reached)
    of = subject(drifts)
    due = next(each for each in owed(drifts.state, of.ground.standards) if each.kind == "mdt_review")
    assert due.because
    said = words(mdt_report([of], AT.date()), of)
    assert "Why\n" in said
    assert str(due.because[0]).strip() in said


# ---- the page itself


@pytest.mark.parametrize(
    "kind", [person_report, plan_report, handover_report, subject_access], ids=lambda f: f.__name__
)
def test_every_page_says_it_is_confidential_at_both_ends_and_who_made_it_of_what(kind: Any) -> None:
    story = naming(HOSTILE[0] + "<script>alert(1)</script>")
    of = subject(story)
    report = kind(of)
    made = page(report, of)
    said = words(report, of)
    assert said.count(report.confidential) == 2
    assert (
        "Made by Tom Price on Thu 5 Mar 2026 09:00. As at Thu 5 Mar 2026 09:00, as known Thu 5 Mar 2026 09:00." in said
    )
    assert re.search(rf"From {len(story.entries)} entries, digest [0-9a-f]{{64}}\.", said)
    assert "alert(1)" in said, "and it can all be read"
    assert "<script" not in made
    assert "://" not in made


def test_the_digest_is_that_of_verify_over_the_same_entries() -> None:
    story = settled()
    hashes = "".join(each.raw["hash"] for each in sorted(story.entries, key=lambda each: each.order))
    assert subject(story).imprint("", AT, None).digest == sha256(hashes.encode()).hexdigest()


def test_what_came_of_attempts_to_others_is_theirs_in_the_narrative_of_an_escalation_too() -> None:
    story = settled()
    decided = {**DECISION, "about": "clinical_review", "decision": "escalate"}
    decision = story.tell("2026-03-02 10:00", "decision.recorded", decided)
    narrative = {"what_changed": "Not at home.", "why_risk": "She said so."}
    raised = {"decision": decision, "route": "crisis_team", "to": "Crisis", "owner": "w-tom",
              "respond_by": "2026-03-02T12:00:00+00:00"}  # fmt: skip
    tried = "Mon 2 Mar 2026 09:00 call: no answer"
    theirs = f"{tried}; Mon 2 Mar 2026 09:30 call to a trusted contact: says worried"
    own = story.tell(
        "2026-03-02 10:30", "escalation.raised", {**raised, "narrative": {**narrative, "attempts_made": tried}}
    )
    told = story.tell(
        "2026-03-02 11:00", "escalation.raised", {**raised, "narrative": {**narrative, "attempts_made": theirs}}
    )
    of = subject(story)
    lines = {each["id"]: each for each in of.lines}
    marked = {id: [row.title for row in answered(lines[id], of.telling) if row.of_others] for id in (own, told)}
    assert marked == {own: [], told: ["Narrative, attempts made"]}
    for page in (person_report, handover_report, plan_report):
        assert "says worried" not in words(page(of), of)
    assert "says worried" in words(subject_access(of), of)
