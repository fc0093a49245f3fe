"""What each kind of Due says: its title and the reason with its moment, word for word as a worker reads them, and what
its form already knows. Told here once more: tests that walk over the Dues themselves would not notice other words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.domain.telling import LONDON, Story
from tests.domain.test_every_due import ROWS, Row, _in_words
from tests.domain.test_every_later_due import LATER_ROWS

# the story (a row of test_every_due or test_every_later_due) | title | because | what its form knows: an entry by
# its type, a list by its words
TOLD = """
triage | Decide on the referral | referred 03 Mar 09:30 |
triage, urgent | Decide on the referral | urgent referral 03 Mar 09:30 |
allocate_coordinator | Allocate a coordinator | accepted 02 Mar 10:00 |
first_contact | First contact | accepted 02 Mar 10:00, not spoken to yet |
first_contact, crisis | First contact | accepted 02 Mar 10:00, not spoken to yet |
first_look | When did we last speak, what is booked? | brought over 02 Mar 09:00, neither is known |
first_look, enhanced | When did we last speak, what is booked? | brought over 02 Mar 09:00, neither is known |
first_look, amber | When did we last speak, what is booked? | brought over 02 Mar 09:00, neither is known |
first_look, intensive | When did we last speak, what is booked? | brought over 02 Mar 09:00, neither is known |
first_look, red | When did we last speak, what is booked? | brought over 02 Mar 09:00, neither is known |
no_contact_exception | Review: no contact in a week | accepted 02 Mar 10:00, no contact since | kind: exception
confirm_consent | Confirm consent to contact | accepted 02 Mar 10:00 | scope: contact
baseline_risk_screen | Baseline risk check | accepted 02 Mar 10:00 |
engagement_plan | Agree how we stay in contact | accepted 02 Mar 10:00 |
engagement_plan, review | Review how we stay in contact | agreed 20 Feb 10:00 |
risk_plan | Write the risk plan | accepted 02 Mar 10:00 |
risk_plan, after a crisis | Update the risk plan | crisis 03 Mar 10:00 | because_of: crisis.recorded
contact | Visit, routine | planned for 03 Mar 14:00; contact due; not seen since acceptance 20 Feb 10:00 | planned: \
contact.planned, at: 2026-03-03T14:00:00+00:00, \
method: visit, purpose: routine
unrecorded_contact | Say what happened | What happened at the visit on 03 Mar 14:00? | planned: contact.planned, at: \
2026-03-03T14:00:00+00:00, method: visit, purpose: routine
rebook | Book again | cancelled by the service 03 Mar 10:00 |
book_contact | Book the next two contacts | too few booked since 20 Feb 10:00 |
cadence | Be in contact | accepted 20 Feb 10:00; at least every 14 days |
too_long_unseen | See them in person | not seen since acceptance 20 Feb 10:00 |
away_review | Ask how they are while away | mental health ward since 02 Mar 10:00: Elm ward | kind: away
follow_up | Follow-up within 72 hours | back from mental health ward 03 Mar 10:00 |
follow_up, after self-harm | Follow-up within 48 hours | back from mental health ward 03 Mar 10:00; self-harm, or a \
plan to end their life, before it |
speak_to | Speak to them | answered a text 03 Mar 11:00; live contact is still owed |
speak_to, could not talk | Speak to them | could not talk 03 Mar 11:00; live contact is still owed |
speak_to, said when | Speak to them | could not talk 03 Mar 11:00; live contact is still owed |
speak_to, partial | Speak to them | only partial contact 03 Mar 11:00; live contact is still owed |
ladder_step | First attempt | missed call 03 Mar 10:30 | episode: contact.missed, ladder: standard, step: \
same_day_attempt, number: 1, methods: text call
risk_check, amber | Risk check | missed call 03 Mar 10:30 | episode: contact.missed
risk_check, green | Risk check | missed call 03 Mar 10:30 | episode: contact.missed
risk_check, a worried sister | Risk check | Noor is worried 03 Mar 12:00 |
decision, two attempts failed | Decide: escalate or not | two attempts failed 03 Mar 15:00 | episode: contact.missed
decision, concern | Decide: escalate or not | risk check: concern 03 Mar 12:00 | episode: contact.missed
decision, an escalation declined | Decide: escalate or not | escalation to crisis team declined 03 Mar 14:00 | \
episode: contact.missed
decision_review | Review the decision | decided not to escalate 03 Mar 12:00 | episode: contact.missed
same_day_response | Respond today | red flag: Talks of the bridge  03 Mar 14:00 |
raise_escalation | Raise the escalation | decided 03 Mar 12:00 | decision: decision.recorded, episode: contact.missed
escalation_reply | Get an answer | crisis team, raised 03 Mar 12:30 | escalation: escalation.raised, episode: \
contact.missed, route: crisis_team
escalation_outcome | Find out the outcome | crisis team, accepted 03 Mar 14:00 | escalation: escalation.raised, \
episode: contact.missed, route: crisis_team
after_crisis_contact | Speak to them after the crisis | A&E 03 Mar 10:00 | crisis: crisis.recorded
confirm_report, an admission | Find out if it is true | said to be away: general ward 03 Mar 10:00 | about: \
person.admitted
confirm_report, a move | Find out if it is true | said to have moved 03 Mar 11:00 | about: outreach.attempted
confirm_report, a death | Find out if it is true | said to have died 03 Mar 11:00 | about: outreach.attempted
death_actions | Learn from the death, tell who must know | died; confirmed 03 Mar 10:00 | kind: learning, about: \
person.died
fix_details | Check their details | the number failed 03 Mar 11:00 |
refusal_review | Review: contact refused | contact refused 03 Mar 10:00 | kind: refusal, scope: contact
promise | They said they'd call | said so 03 Mar 11:00 |
zone_review, red | Review zone red | red since 02 Mar 10:00 |
zone_review, nobody has set one | Set the zone | no zone set since 02 Mar 10:00 |
risk_check, cancelled again | Risk check | cancelled by the person again 03 Mar 10:00 |
zone_review, amber from acceptance | Review zone amber | amber since 02 Mar 10:00 |
crisis_summary | Ask for the crisis summary | crisis 03 Mar 10:00 | about: crisis.recorded
crisis_summary, asked for | Get the crisis summary | asked for 03 Mar 12:00 | about: crisis.recorded
learning_review, incident | Learning review | incident (medication error) 03 Mar 10:00 | kind: learning, about: \
incident.recorded
learning_review, a crisis after a missed contact | Learning review | crisis after a missed contact 03 Mar 10:00 | \
kind: learning, about: crisis.recorded
risk_plan_after_incident, relapse | Update the risk plan | incident (relapse) 03 Mar 10:00 | because_of: \
incident.recorded
capacity_assessment | Assess capacity | capacity in doubt 03 Mar 12:00 | about: risk_check.completed
confirm_authority | Confirm that you authorised this | a decision 03 Mar 12:00 names them | about: decision.recorded
medication_missed | Medication missed: tell who must know | missed at the contact 03 Mar 12:00 | about: \
contact.completed
action | Ring the landlord | housing, opened 02 Mar 10:00 | action: action.opened, area: housing
action, safeguarding | Ring the landlord | safeguarding, opened 02 Mar 10:00 | action: action.opened, area: \
safeguarding
handover_checklist | Handover checklist | change of worker to North, opened 02 Mar 10:00; 9 left | handover: \
handover.opened, done: nothing, left: summary_written risk_plan_current medication_list_sent open_actions_listed \
person_told carer_informed_where_agreed introduced_to_person diary_moved engagement_plan_read
handover_call | Hold the handover call | change of worker to North, opened 02 Mar 10:00 | handover: handover.opened
handover_acceptance | Handover accepted? | change of worker to North, opened 02 Mar 10:00; not accepted yet | \
handover: handover.opened
handover_first_contact | First contact after handover | change of worker to North, accepted 02 Mar 12:00 | handover: \
handover.opened
handover_first_contact, out: ask them | First contact held? Ask them | change of worker to North, accepted 02 Mar \
12:00 | handover: handover.opened
handover_reverted, declined | Responsibility is back with us | declined 03 Mar 12:00 | handover: handover.opened
handover_reverted, first contact failed | Responsibility is back with us | first contact failed 03 Mar 12:00 | \
handover: handover.opened
handover_reverted, nothing recorded | Responsibility is back with us | first contact not recorded by 03 Mar 17:00 | \
handover: handover.opened
transition_check | Look in after the move | moved between teams 03 Mar 10:00 |
transition_check, step_down | Look in after the move | moved between teams 03 Mar 10:00 |
transition_check, discharge | Look in after the move | moved between teams 03 Mar 10:00 |
transition_check, accepted from step-down | Look in after the move | accepted from a step-down 02 Mar 10:00 |
transition_check, back from a ward | Look in after the move | back from mental health ward 03 Mar 10:00 |
transition_check, a lighter tier | Look in after the move | light tier since 03 Mar 10:00 |
after_leaving | Ask those who have them now | discharged 03 Mar 12:00; moved between teams 03 Mar 10:00 |
mdt_review, missed thrice | MDT review | 3 contacts missed or cancelled in 28 days 03 Mar 10:00 | kind: mdt, \
about: contact.missed
mdt_review, red | MDT review | zone to red 02 Mar 10:00 | kind: mdt, about: zone.set
mdt_review, high | MDT review | high risk 03 Mar 10:00 | kind: mdt, about: risk_check.completed
mdt_review, another team | MDT review | handover opened 03 Mar 10:00 | kind: mdt, about: handover.opened
mdt_review, listed | MDT review | listed for the MDT 03 Mar 10:00 | kind: mdt, about: mdt.listed
mdt_review, missed and cancelled | MDT review | 3 contacts missed or cancelled in 28 days 03 Mar 10:00 | kind: mdt, \
about: contact.cancelled
mdt_review, open for long | MDT review | open since 03 Mar 10:00 | kind: mdt, about: contact.missed
mdt_review, a crisis | MDT review | crisis 03 Mar 10:00 | kind: mdt, about: crisis.recorded
mdt_review, a trigger | MDT review | a same-day trigger seen 03 Mar 10:00 | kind: mdt, about: contact.completed
senior_review, red | Senior review | red since 02 Mar 10:00 | kind: senior, about: zone.set
senior_review, early warning | Senior review | warning signs since 03 Mar 10:00 | kind: senior, about: \
contact.completed
senior_review, both | Senior review | red since 02 Mar 10:00; warning signs since 03 Mar 10:00 | kind: senior, about: \
zone.set
review, mdt | MDT review | MDT review held 02 Mar 10:00 | about: review.completed, kind: mdt
review, learning | Learning review | learning review held 02 Mar 10:00 | about: review.completed, kind: learning
review, plan | Plan review | plan review held 02 Mar 10:00 | about: review.completed, kind: plan
review | Structured review | accepted 20 Feb 10:00 | about: person.accepted, kind: monthly
review, amber | Structured review | accepted 20 Feb 10:00 | about: person.accepted, kind: monthly
review, with other agencies | Multi-agency review | consent to share 02 Mar 10:00 | about: consent.recorded, kind: \
multi_agency
consent_review | Ask about consent again | recorded 02 Mar 10:00 | about: consent.recorded, scope: share, with: GP
indicator | Rate: cooks a meal | cooks a meal, last 02 Mar 10:00 | about: indicator.agreed
indicator, monthly | Rate: cooks a meal | cooks a meal, last 02 Mar 10:00 | about: indicator.agreed
request_reply | Answer their request | to see what is kept, asked 02 Mar 10:00 | about: request.received
""".strip().splitlines()
BY_NAME = {_in_words(row): row for row in (*ROWS, *LATER_ROWS)}


def said(row: Row) -> str:
    story = Story()
    row.tell(story)
    due = story.due(row.kind, row.part)
    assert due is not None
    types = {entry.id: entry.type for entry in story.entries}
    words = "".join(
        f"{each.astimezone(LONDON):%d %b %H:%M}" if isinstance(each, datetime) else each for each in due.because
    )
    knows = ", ".join(f"{name}: {_in_short(value, types)}" for name, value in due.detail.items() if value is not None)
    return f"{_in_words(row)} | {due.title} | {words} | {knows}".rstrip()


def _in_short(value: Any, types: dict[str, str]) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "nothing"
    return types.get(str(value), str(value))


@pytest.mark.parametrize("told", TOLD, ids=lambda told: told.partition(" | ")[0])
def test_each_due_says_what_to_do_and_why_and_its_form_knows_what_it_is_about(told: str) -> None:
    assert said(BY_NAME[told.partition(" | ")[0]]) == told


def test_every_kind_that_a_story_owes_is_told_here() -> None:
    assert {row.kind for row in BY_NAME.values()} == {told.partition(" | ")[0].partition(",")[0] for told in TOLD}


@pytest.mark.parametrize("row", BY_NAME.values(), ids=_in_words)
def test_a_due_is_called_by_its_kind_and_the_entry_that_made_it_owed(row: Row) -> None:
    story = Story()
    row.tell(story)
    due = story.due(row.kind, row.part)
    assert due is not None
    assert due.key.split(":") == [due.kind, due.source, *filter(None, (row.part or "").split(":"))]
