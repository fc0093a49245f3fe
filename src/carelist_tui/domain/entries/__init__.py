"""What may be said: every type of entry, how a draft is checked, stamped, stored and read again."""

from __future__ import annotations

from carelist_tui.domain.entries.draft import as_taken, check_body, check_draft, remarks_on_reading
from carelist_tui.domain.entries.entry import Body, Entry
from carelist_tui.domain.entries.stored import NO_ENTRY, check_hash, check_stored, read_body, read_entry, stamp
from carelist_tui.domain.entries.subjects import TYPES
from carelist_tui.domain.entries.subjects.actions import ActionChanged, ActionClosed, ActionOpened
from carelist_tui.domain.entries.subjects.adoptions import StandardsAdopted
from carelist_tui.domain.entries.subjects.audits import AuditScored, SampleDrawn
from carelist_tui.domain.entries.subjects.contacts import (
    ContactCancelled,
    ContactCompleted,
    ContactMissed,
    ContactPlanned,
    Environment,
    PartnerContacted,
    Sharing,
    SignSeen,
    VisitBegun,
)
from carelist_tui.domain.entries.subjects.decisions import (
    DecisionRecorded,
    RiskCheckCompleted,
    SelfNeglect,
)
from carelist_tui.domain.entries.subjects.deferrals import DueDeferred, DueReassigned
from carelist_tui.domain.entries.subjects.devices import DeviceEnrolled, DeviceRevoked, WorkerRecovered
from carelist_tui.domain.entries.subjects.erasures import EntryErased
from carelist_tui.domain.entries.subjects.escalations import (
    CrisisRecorded,
    EscalationAcknowledged,
    EscalationClosed,
    EscalationRaised,
    Narrative,
)
from carelist_tui.domain.entries.subjects.handovers import (
    HandoverAccepted,
    HandoverCallHeld,
    HandoverClosed,
    HandoverDeclined,
    HandoverFirstContact,
    HandoverItemDone,
    HandoverOpened,
    HandoverSent,
    HandoverSummary,
    OtherParty,
    Transition,
)
from carelist_tui.domain.entries.subjects.improvements import ImprovementClosed, ImprovementOpened
from carelist_tui.domain.entries.subjects.incidents import CrisisSummary, IncidentRecorded, MdtListed
from carelist_tui.domain.entries.subjects.indicators import (
    IndicatorAgreed,
    IndicatorEnded,
    IndicatorRated,
    InstrumentScored,
    OutcomeNoted,
)
from carelist_tui.domain.entries.subjects.meetings import Discussed, HuddleHeld, SupervisionHeld
from carelist_tui.domain.entries.subjects.outreach import (
    LIVE_OUTCOMES,
    OUTCOMES,
    OUTCOMES_OF_OTHERS,
    EpisodeClosed,
    OutreachAttempted,
    OutreachStopped,
    outcomes_for,
)
from carelist_tui.domain.entries.subjects.people import (
    BY_IMPORT,
    Partner,
    PersonAccepted,
    PersonDetailsUpdated,
    Phone,
    ReferralDeclined,
    ReferralReceived,
)
from carelist_tui.domain.entries.subjects.plans import (
    CrisisPlan,
    EngagementPlanAgreed,
    LoneWorking,
    MayContact,
    Risk,
    RiskPlanUpdated,
    SafeTime,
    StepUp,
)
from carelist_tui.domain.entries.subjects.requests import RequestClosed, RequestReceived
from carelist_tui.domain.entries.subjects.reviews import (
    CoverArranged,
    DetailsChecked,
    ReportConfirmed,
    ReviewCompleted,
)
from carelist_tui.domain.entries.subjects.signals import SignalNoted
from carelist_tui.domain.entries.subjects.status import (
    ConsentRecorded,
    CoordinatorNamed,
    PersonAdmitted,
    PersonDied,
    PersonDischarged,
    PersonReopened,
    PersonReturned,
    PersonsJoined,
    TierSet,
    ZoneSet,
)
from carelist_tui.domain.entries.subjects.workers import (
    Cover,
    DutySet,
    EntryCorrected,
    WorkerAdded,
    WorkerAway,
    WorkerChanged,
)

__all__ = [
    "BY_IMPORT", "LIVE_OUTCOMES", "NO_ENTRY", "OUTCOMES", "OUTCOMES_OF_OTHERS", "TYPES", "ActionChanged",
    "ActionClosed", "ActionOpened", "AuditScored", "Body", "ConsentRecorded", "ContactCancelled", "ContactCompleted",
    "ContactMissed", "ContactPlanned", "CoordinatorNamed", "Cover", "CoverArranged", "CrisisPlan", "CrisisRecorded",
    "CrisisSummary", "DecisionRecorded", "DetailsChecked", "DeviceEnrolled", "DeviceRevoked", "Discussed",
    "DueDeferred", "DueReassigned", "DutySet", "EngagementPlanAgreed", "Entry", "EntryCorrected",
    "EntryErased", "Environment",
    "EpisodeClosed", "EscalationAcknowledged", "EscalationClosed", "EscalationRaised", "HandoverAccepted",
    "HandoverCallHeld", "HandoverClosed", "HandoverDeclined", "HandoverFirstContact", "HandoverItemDone",
    "HandoverOpened", "HandoverSent", "HandoverSummary", "HuddleHeld", "ImprovementClosed", "ImprovementOpened",
    "IncidentRecorded",
    "IndicatorAgreed", "IndicatorEnded", "IndicatorRated", "InstrumentScored", "LoneWorking", "MayContact",
    "MdtListed", "Narrative", "OtherParty", "OutcomeNoted", "OutreachAttempted", "OutreachStopped", "Partner",
    "PartnerContacted", "PersonAccepted", "PersonAdmitted", "PersonDetailsUpdated", "PersonDied", "PersonDischarged",
    "PersonReopened", "PersonReturned", "PersonsJoined", "Phone", "ReferralDeclined", "ReferralReceived",
    "ReportConfirmed", "RequestClosed", "RequestReceived", "ReviewCompleted", "Risk", "RiskCheckCompleted",
    "RiskPlanUpdated", "SafeTime", "SampleDrawn", "SelfNeglect", "Sharing", "SignSeen", "SignalNoted",
    "StandardsAdopted", "StepUp", "SupervisionHeld", "TierSet", "Transition", "VisitBegun", "WorkerAdded",
    "WorkerAway", "WorkerChanged", "WorkerRecovered", "ZoneSet", "as_taken", "check_body", "check_draft",
    "check_hash", "check_stored", "outcomes_for", "read_body", "read_entry", "remarks_on_reading", "stamp",
]  # fmt: skip
