"""What is printed: opened by a real browser from its file, the network off, on as many sheets as it should take."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from carelist_tui.domain.views.report.handover_report import handover_report
from carelist_tui.domain.views.report.person_report import person_report
from carelist_tui.domain.views.report.plan_report import plan_report
from carelist_tui.domain.views.report.share_report import share_report
from carelist_tui.domain.views.report.subject_access import subject_access
from tests.domain.telling import PLAN, RISK_PLAN, Story
from tests.exchange.browser import pages_in, print_page
from tests.exchange.test_reports import OPENED, eventful, page, subject

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SAID = "Talk to somebody early, and do not wait until the evening, when it is worst."
STEP_UP = {
    "threshold": "two bad nights",
    "person_does": SAID,
    "team_does": "We see you the same day.",
    "partners_do": SAID,
}
CRISIS = {"contacts": "The team by day, 111 by night.", "coping": SAID, "warning_signs": "No sleep, no post opened.",
          "support_network": "Noor, and the choir"}  # fmt: skip


def full() -> Story:
    """A person with all that a page may hold, each in a sentence or two, as people write it."""
    story = eventful()
    risk = RISK_PLAN | {"step_up": STEP_UP, "crisis_plan": CRISIS, "routes": "Benefits: the advice line.",
                        "red_flags": ["talks of the bridge", "two days without an answer"]}  # fmt: skip
    story.tell("2026-03-02 15:00", "risk_plan.updated", risk)
    plan = PLAN | {"own_words": SAID, "avoid": ["voicemail"], "early_warning_signs": ["no sleep", "post unopened"],
                   "safe_times": [{"days": ["mon", "tue"], "from": "10:00", "to": "16:00"}]}  # fmt: skip
    story.tell("2026-03-02 15:00", "engagement_plan.agreed", plan)
    booked = {"at": "2026-03-06T10:00:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-tom"}
    story.tell("2026-03-02 15:00", "contact.planned", booked)
    opened = story.tell("2026-03-03 10:00", "handover.opened", OPENED)
    story.tell(
        "2026-03-03 11:00", "handover.item_done", {"handover": opened, "item": "medication", "note": "list sent"}
    )
    return story


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        pytest.param(handover_report, 1, id="handover"),
        pytest.param(plan_report, 2, id="plan"),
        pytest.param(lambda of: share_report(of, "Noor"), 1, id="share"),
        pytest.param(person_report, 9, id="person"),
        pytest.param(subject_access, 9, id="subject-access"),
    ],
)
def test_a_page_opens_from_its_file_asks_for_nothing_and_takes_as_many_sheets_as_it_should(
    tmp_path: Path, kind: Any, most: int
) -> None:
    of = subject(full())
    file = tmp_path / "page.html"
    file.write_text(page(kind(of), of), encoding="utf-8")
    assert 1 <= pages_in(print_page(file, tmp_path / "home")) <= most


def test_what_a_page_would_fetch_is_noticed(tmp_path: Path) -> None:
    """The check sees a request where there is one: the same page with a picture, and without its policy."""
    of = subject(full())
    made = page(plan_report(of), of).replace("http-equiv", "data-was")
    file = tmp_path / "page.html"
    file.write_text(made.replace("</body>", '<img src="https://example.org/seen.png"></body>'), encoding="utf-8")
    with pytest.raises(AssertionError):
        print_page(file, tmp_path / "home")
