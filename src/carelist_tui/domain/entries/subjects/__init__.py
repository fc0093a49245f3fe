"""Every type of entry that can be said, a module per subject."""

from carelist_tui.domain.entries.entry import Body
from carelist_tui.domain.entries.subjects.actions import ActionChanged, ActionClosed, ActionOpened
from carelist_tui.domain.entries.subjects.adoptions import StandardsAdopted
from carelist_tui.domain.entries.subjects.audits import AuditScored, SampleDrawn
from carelist_tui.domain.entries.subjects.contacts import (
    ContactCancelled,
    ContactCompleted,
    ContactMissed,
    ContactPlanned,
    PartnerContacted,
    VisitBegun,
)
from carelist_tui.domain.entries.subjects.decisions import (
    DecisionRecorded,
    RiskCheckCompleted,
)
from carelist_tui.domain.entries.subjects.deferrals import DueDeferred, DueReassigned
from carelist_tui.domain.entries.subjects.devices import DeviceEnrolled, DeviceRevoked, WorkerRecovered
from carelist_tui.domain.entries.subjects.erasures import EntryErased
from carelist_tui.domain.entries.subjects.escalations import (
    CrisisRecorded,
    EscalationAcknowledged,
    EscalationClosed,
    EscalationRaised,
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
from carelist_tui.domain.entries.subjects.meetings import HuddleHeld, SupervisionHeld
from carelist_tui.domain.entries.subjects.outreach import (
    EpisodeClosed,
    OutreachAttempted,
    OutreachStopped,
)
from carelist_tui.domain.entries.subjects.people import (
    PersonAccepted,
    PersonDetailsUpdated,
    ReferralDeclined,
    ReferralReceived,
)
from carelist_tui.domain.entries.subjects.plans import (
    EngagementPlanAgreed,
    RiskPlanUpdated,
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
from carelist_tui.domain.entries.subjects.tenancies import AppointmentNoted, TenancyNoted
from carelist_tui.domain.entries.subjects.workers import (
    DutySet,
    EntryCorrected,
    WorkerAdded,
    WorkerAway,
    WorkerChanged,
)

TYPES: dict[str, type[Body]] = {
    kind.TYPE: kind
    for kind in (
        ReferralReceived,
        ReferralDeclined,
        PersonAccepted,
        PersonDetailsUpdated,
        ConsentRecorded,
        CoordinatorNamed,
        TierSet,
        ZoneSet,
        PersonAdmitted,
        PersonReturned,
        PersonDied,
        PersonDischarged,
        PersonReopened,
        PersonsJoined,
        RequestReceived,
        RequestClosed,
        EngagementPlanAgreed,
        RiskPlanUpdated,
        ContactPlanned,
        ContactCompleted,
        ContactMissed,
        ContactCancelled,
        VisitBegun,
        TenancyNoted,
        AppointmentNoted,
        PartnerContacted,
        OutreachAttempted,
        OutreachStopped,
        EpisodeClosed,
        RiskCheckCompleted,
        DecisionRecorded,
        EscalationRaised,
        EscalationAcknowledged,
        EscalationClosed,
        ActionOpened,
        ActionChanged,
        ActionClosed,
        HandoverOpened,
        HandoverItemDone,
        HandoverCallHeld,
        HandoverAccepted,
        HandoverDeclined,
        HandoverFirstContact,
        HandoverClosed,
        CrisisRecorded,
        CrisisSummary,
        IncidentRecorded,
        ReviewCompleted,
        MdtListed,
        ReportConfirmed,
        DetailsChecked,
        CoverArranged,
        HuddleHeld,
        SupervisionHeld,
        ImprovementOpened,
        ImprovementClosed,
        SignalNoted,
        AuditScored,
        SampleDrawn,
        IndicatorAgreed,
        IndicatorRated,
        IndicatorEnded,
        OutcomeNoted,
        InstrumentScored,
        DueDeferred,
        DueReassigned,
        WorkerAdded,
        WorkerChanged,
        WorkerAway,
        DutySet,
        EntryCorrected,
        StandardsAdopted,
        DeviceEnrolled,
        DeviceRevoked,
        WorkerRecovered,
        HandoverSent,
        EntryErased,
    )
}
"""Every type by its public name, in the order of the format."""
