"""What a person's state remembers of single entries, as small as the Dues allow.

Every fact carries `id`, the entry it came from, and `order`, that entry's place in the story; `at` is when it
occurred, `clock` when the service learned of it: clocks of Dues start there.
"""

from carelist_tui.domain.person.facts.contacts import Attempt, Booking, Cancellation, Closing, Live, Miss
from carelist_tui.domain.person.facts.decisions import Check, Crisis, Decision, Escalation, Reason
from carelist_tui.domain.person.facts.fact import (
    Away,
    Cover,
    Death,
    Fact,
    Join,
    Leaving,
    Look,
    Mark,
    Membership,
    Review,
    Sighting,
    Span,
    TierStep,
    Value,
)
from carelist_tui.domain.person.facts.undertakings import (
    Action,
    Authority,
    Handover,
    Indicator,
    PutOff,
    Request,
    ShareConsent,
    Telling,
    Undertakings,
)

__all__ = [
    "Action",
    "Attempt",
    "Authority",
    "Away",
    "Booking",
    "Cancellation",
    "Check",
    "Closing",
    "Cover",
    "Crisis",
    "Death",
    "Decision",
    "Escalation",
    "Fact",
    "Handover",
    "Indicator",
    "Join",
    "Leaving",
    "Live",
    "Look",
    "Mark",
    "Membership",
    "Miss",
    "PutOff",
    "Reason",
    "Request",
    "Review",
    "ShareConsent",
    "Sighting",
    "Span",
    "Telling",
    "TierStep",
    "Undertakings",
    "Value",
]
