"""The choices a worker can make, and each in plain words. The codes are the public format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from carelist_tui.catalogue import in_plain_words, tr

Method = Literal["call", "text", "email", "letter", "video", "visit", "clinic", "other"]
LiveMethod = Literal["call", "video", "visit", "clinic"]
LIVE_METHODS = frozenset(get_args(LiveMethod))
SEEN_BY = frozenset({"visit", "clinic", "video"})
"""Methods by which somebody is seen: in person or by video."""
Zone = Literal["red", "amber", "green", "unknown"]
SetZone = Literal["red", "amber", "green"]
Role = Literal["support_worker", "coordinator", "senior", "manager", "auditor"]
RiskDomain = Literal[
    "self_harm", "harm_to_others", "self_neglect", "exploitation", "medication", "substance_use", "housing",
    "physical_health", "other",
]  # fmt: skip
Trigger = Literal[
    "suicidal_plan", "acute_psychosis", "rapid_deterioration", "domestic_abuse_disclosure", "child_at_risk",
    "personal_red_flag",
]  # fmt: skip
HowAreThey = Literal["as_usual", "worse", "could_not_tell"]
Source = Literal["gp", "crisis_team", "talking_therapies", "ae_liaison", "ward", "step_down", "self", "other"]
Voicemail = Literal["yes", "no", "unknown"]
Basis = Literal["consent", "direct_care", "vital_interests", "public_task", "legal_obligation"]
AwayKind = Literal["mental_health_ward", "general_ward", "custody", "holiday", "other"]
DischargeReason = Literal["goals_met", "own_wish", "moved_away", "transferred", "declined_service", "other"]
Avoid = Literal["voicemail", "text", "email", "letter", "call", "unannounced_visit"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Purpose = Literal["first", "routine", "review", "follow_up", "re_engagement", "medication", "activity", "other"]
Seen = Literal["yes", "no", "not_asked"]
Medication = Literal["taken", "missed", "changed", "stopped", "not_discussed", "not_applicable"]
Outing = Literal["visit", "clinic", "other"]
HowMissed = Literal["did_not_attend", "no_access", "no_reply", "declined", "left_before", "other"]
ToWhom = Literal["person", "trusted_contact", "partner"]
Outcome = Literal[
    "reached", "declined", "could_not_talk", "wrong_person", "no_answer", "left_message", "engaged_tone",
    "invalid_number", "sent", "replied", "bounced", "seen", "spoke_not_seen", "declined_at_door", "no_access",
    "unsafe_for_worker", "moved_away", "says_well", "says_worried", "says_moved", "says_in_hospital", "says_died",
    "no_news", "not_reached",
]  # fmt: skip
WhyMissed = Literal[
    "forgot", "unwell", "afraid", "housing", "money", "travel", "work_or_family", "service", "did_not_want", "other"
]
EpisodeOutcome = Literal["declined_service", "not_found", "handed_over", "moved_away"]
SafeguardingIndicator = Literal[
    "self_neglect", "exploitation", "domestic_abuse", "neglect_by_others", "harm_to_others", "none"
]
NeglectLevel = Literal["ok", "concern", "serious"]
Capacity = Literal["no_concern", "doubt", "assessment_needed"]
Overall = Literal["no_new_concern", "concern", "high"]
DecisionAbout = Literal[
    "missed_contact", "safeguarding", "welfare_check", "clinical_review", "tier", "pause", "discharge", "handover",
    "information_sharing", "other",
]  # fmt: skip
DecisionTaken = Literal["escalate", "do_not_escalate", "skip_step", "pause", "continue", "agree"]
Route = Literal[
    "clinical_review", "crisis_team", "safeguarding", "gp", "cmht", "police_welfare_check", "ambulance", "duty_manager"
]
Answer = Literal["accepted", "declined", "redirected"]
CrisisKind = Literal["ae", "crisis_team", "police", "ambulance", "mha_assessment", "admission", "self_harm", "other"]
ReviewKind = Literal["monthly", "multi_agency", "mdt", "senior", "learning", "plan", "exception", "away", "refusal"]
RootCause = Literal["capacity", "incorrect_details", "risk_complexity", "referral_quality", "other"]
CoverRoute = Literal["out_of_hours_team", "crisis_line", "own_plan", "family", "safe_to_wait"]
LetInBy = Literal["recovery_key", "invitation"]
LeaveReason = Literal["leave", "sickness", "training", "other"]
PeopleTold = Literal["yes", "no", "not_needed"]
Duty = Literal["care_plan", "risk_plan", "medication", "safeguarding", "step_up"]
PlanUsed = Literal["yes", "in_part", "no", "not_known"]
ActionArea = Literal[
    "wellbeing", "housing", "clinical", "medication", "physical_health", "safeguarding", "benefits", "social", "other"
]
ActionOutcome = Literal["done", "no_longer_needed", "passed_on"]
ImprovementOutcome = Literal["done", "no_longer_needed"]
HandoverKind = Literal["staff_change", "team_transfer", "step_up", "step_down", "discharge"]
HandoverDirection = Literal["internal", "out", "in"]
HowConfirmed = Literal["call", "email", "letter", "meeting"]
HandoverOutcome = Literal["completed", "withdrawn"]
SummaryState = Literal["requested", "received"]
IncidentKind = Literal[
    "complaint", "medication_error", "transition_breakdown", "relapse", "missed_contact", "safeguarding", "injury",
    "other",
]  # fmt: skip
AuditAnswer = Literal["met", "partly", "not_met", "na"]
OutcomeArea = Literal["safety", "daily_living", "functioning", "connection", "self_management"]
SupportLevel = Literal["independent", "prompted", "accompanied", "done_for"]
IndicatorKind = Literal["rating_0_10", "count", "graded_step", "routine"]
IndicatorOutcome = Literal["achieved", "changed", "no_longer_wanted"]
PartDone = Literal["alone", "prompted", "accompanied", "done_for", "not_done"]
RatedBy = Literal["person", "worker"]
ScoredBy = Literal["person", "worker", "both"]
ChangedArea = Literal[
    "safety", "daily_living", "functioning", "connection", "self_management", "tenancy", "work",
    "health_follow_through", "crisis_use",
]  # fmt: skip
RequestKind = Literal["access", "rectification", "objection", "change_of_contact"]
Avoidable = Literal["no", "yes", "learning"]
TenancyKind = Literal["arrears", "notice", "complaint", "court", "eviction", "secured"]
Attended = Literal["yes", "no", "not_known"]
LateReason = Literal["no_signal", "no_device", "busy", "told_late", "other"]

AVOID_IN_WORDS: dict[Avoid, str] = {
    "voicemail": tr("No voicemail"),
    "text": tr("No texts"),
    "email": tr("No emails"),
    "letter": tr("No letters"),
    "call": tr("No calls"),
    "unannounced_visit": tr("No unannounced visits"),
}
"""What a plan asks to avoid, as a warning."""
MAY_SAY: Mapping[str, tuple[str, ...]] = {"root_cause": get_args(RootCause)}
"""Fields of text of which some reviews ask for one of these: typed and told in words, recorded as the code."""
CHOICES_IN_WORDS = {
    "gp": "GP",
    "ae": "A&E",
    "ae_liaison": "A&E liaison",
    "cmht": "CMHT",
    "mdt": "MDT",
    "mha_assessment": "Mental Health Act assessment",
    "self": "themselves",
    "step_down": "step-down",
    "self_harm": "self-harm",
    "self_neglect": "self-neglect",
    "in": "they contacted us",
    "out": "we contacted them",
    "mon": "Mon",
    "tue": "Tue",
    "wed": "Wed",
    "thu": "Thu",
    "fri": "Fri",
    "sat": "Sat",
    "sun": "Sun",
    "follow_up": "follow-up",
    "re_engagement": "getting back in touch",
    "personal_red_flag": "one of their own red flags",
    "not_asked": "not asked",
    "left_before": "left before it",
    "engaged_tone": "engaged",
    "reached": "spoke to them",
    "declined": "declined",
    "could_not_talk": "could not talk just then",
    "did_not_want": "did not want it",
    "wrong_person": "somebody else answered",
    "invalid_number": "number does not work",
    "bounced": "came back undelivered",
    "seen": "seen",
    "spoke_not_seen": "spoke, but not seen",
    "declined_at_door": "declined at the door",
    "unsafe_for_worker": "not safe for the worker",
    "moved_away": "moved away",
    "says_well": "says they are well",
    "says_worried": "is worried about them",
    "says_moved": "says they moved",
    "says_in_hospital": "says they are in hospital",
    "says_died": "says they died",
    "no_news": "had no news",
    "not_reached": "could not be reached",
    "not_found": "could not be found",
    "doubt": "in doubt",
    "do_not_escalate": "not to escalate",
    "skip_step": "to skip a step",
    "escalate": "to escalate",
    "pause": "to pause contact",
    "continue": "to go on with the steps",
    "agree": "to agree",
    "multi_agency": "multi-agency",
    "safe_to_wait": "safe to wait",
    "could_not": "could not be told",
    "in_part": "in part",
    "staff_change": "change of worker",
    "step_up": "step-up",
    "partly": "partly met",
    "na": "does not apply",
    "self_management": "self-management",
    "done_for": "done for them",
    "prompted": "with prompts",
    "accompanied": "with somebody along",
    "rating_0_10": "rating from 0 to 10",
    "graded_step": "step of a ladder",
    "not_done": "not done",
    "health_follow_through": "following through on health",
    "crisis_use": "use of crisis services",
    "access": "to see what is kept",
    "rectification": "to put something right",
    "objection": "to object",
    "change_of_contact": "to be contacted another way",
}
"""Words for the codes that do not read as plain words once `_` is a space."""


def choice_in_english(code: str) -> str:
    """A choice in the words of the code itself: where an entry or the key of an answer is made of them, which are the
    same in every language."""
    return CHOICES_IN_WORDS.get(code, code).replace("_", " ")


def choice_in_words(code: str) -> str:
    """A choice as it is shown: never a code. An unknown one is shown with spaces."""
    return in_plain_words(choice_in_english(code))


MEASURES_IN_WORDS = {
    "first_response_same_day": "first response on the same day",
    "missed_rate": "missed contacts",
    "open_28": "missed contacts open beyond 28 days",
    "re_engaged_7": "back in touch within 7 days",
    "re_engaged_14": "back in touch within 14 days",
    "re_engaged_28": "back in touch within 28 days",
    "mdt_reviewed": "reviewed by the MDT",
    "crisis_after_miss": "crises after a missed contact",
    "crisis_again_30": "a further crisis within 30 days",
    "two_booked": "two contacts booked",
    "no_contact_7": "no contact within 7 days",
    "signs_answered": "warning signs answered",
    "destabilised": "days from red or amber to green",
    "handover_safe": "safe handovers",
    "crisis_after_transition": "crises after a move",
    "seen_72h": "seen within 72 hours of a return from a ward",
    "follow_through": "follow-through of appointments and medication",
    "in_cadence_90": "contact as often as owed on day 90",
    "cadence_kept": "contact as often as owed",
    "instruments": "scores of instruments",
    "plans_owned": "plans agreed with the person",
    "after_worker_change": "missed contacts after a change of worker",
}
"""Words for the measures whose key does not read as plain words once `_` is a space. A key may be a choice too, with
words of its own."""


def measure_in_words(key: str) -> str:
    """A measure as it is called in a sentence: never a key."""
    return in_plain_words(MEASURES_IN_WORDS.get(key, key))
