"""The template of a caseload: its headings, and one row about a person who does not exist."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

from carelist_tui.exchange.caseload.columns import columns

_EXAMPLE = {
    "ref": "P-0042",
    "given": "Amina",
    "family": "Yusuf",
    "known_as": "Mina",
    "pronouns": "she/her",
    "nhs_number": "9990004226",
    "source": "gp",
    "team": "North",
    "tier": "enhanced",
    "consent_to_contact": "yes",
    "born": "1984-05-17",
    "email": "amina@example.org",
    "address": "14 Mill Lane, Northtown",
    "gp": "Mill Lane Surgery",
    "language": "English",
    "phone": "07700 900142",
    "phone_label": "mobile",
    "text_ok": "yes",
    "voicemail": "no",
    "coordinator": "w-tom",
    "clinical_oversight": "Joan Whitfield",
    "zone": "amber",
    "zone_reason": "sleeping by day",
    "last_contact_method": "call",
    "next_contact_method": "visit",
    "next_contact_worker": "w-tom",
    "last_risk_check_overall": "no_new_concern",
    "contact_methods": "text; call",
    "safe_places": "home, or the library",
    "early_warning_signs": "sleeping by day; not answering her sister",
    "if_missed": "We text, then ring, then come round within two days.",
    "agreed_with_person": "yes",
}
_DAYS_FROM_TODAY = {"accepted_on": -120, "last_contact_on": -3, "last_seen_on": -10, "zone_review_on": 7,
                    "plan_review_on": 90, "risk_plan_review_on": 90, "last_risk_check_on": -10,
                    "last_review_on": -20}  # fmt: skip


def template(today: date) -> str:
    """The CSV text: every column, and one synthetic row that could be taken in today."""
    days = {name: (today + timedelta(days=n)).isoformat() for name, n in _DAYS_FROM_TODAY.items()}
    example = {**_EXAMPLE, **days, "next_contact_at": f"{today + timedelta(days=3)} 14:00"}
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([column.name for column in columns()])
    writer.writerow([example.get(column.name, "") for column in columns()])
    return sheet.getvalue()
