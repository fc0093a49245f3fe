"""Whoever may not record a type is told so before its first question, and who may: the same table as at the door."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from carelist_tui.desk.forms.whose_act import not_theirs_words
from carelist_tui.desk.several import ONLY_SCORES
from carelist_tui.domain.roster import Roster
from carelist_tui.domain.standards import default_standards
from tests.roles.telling import WHO, Service
from tests.roles.test_every_type_by_role import EXPECTED

pytestmark = pytest.mark.slow

BY_WHAT_IT_SAYS = {
    "entry.corrected": "whose entry it is",
    "signal.noted": "whether limits begin anew",
    "audit.scored": "whose work it is: the manager took part in it",
}
"""Refused in that table to somebody who may record the type: by what."""
AT = datetime(2026, 9, 7, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roster]:
    service = Service(tmp_path_factory.mktemp("service") / "store")
    yield service.door("w-man").glance.read_roster()
    service.close()


@pytest.mark.parametrize("kind", EXPECTED)
def test_who_may_not_record_a_type_is_told_before_its_first_question_and_who_may_is_not(
    roster: Roster, kind: str
) -> None:
    for (role, worker), cell in zip(WHO.items(), EXPECTED[kind], strict=True):
        words = not_theirs_words(kind, roster, default_standards(), worker, AT)
        if kind in BY_WHAT_IT_SAYS and role not in ("unknown", "left", "auditor"):
            assert not words or cell == "-", (kind, role, words)
        elif kind == "worker.recovered":
            assert bool(words) == (role in ("unknown", "left")), "nobody says it of somebody else, at whatever role"
        else:
            assert bool(words) == (cell == "-"), (kind, role, words)


def test_who_may_not_is_told_who_may_and_an_auditor_what_they_do(roster: Roster) -> None:
    def said(kind: str, role: str, by: str | None = None) -> str:
        return not_theirs_words(kind, roster, default_standards(), WHO[role], AT, by)

    assert said("worker.added", "senior").endswith("is a manager's act. Ask Manager or Name of w-mac.")
    assert said("entry.erased", "support_worker").endswith("and you are none. Ask Manager or Name of w-mac.")
    assert "Ask Manager, Name of w-leah, Name of w-leah-south or " in said("persons.joined", "coordinator")
    assert ONLY_SCORES in said("zone.set", "auditor")
    assert not said("persons.joined", "coordinator", WHO["senior"]), "typed by the word of whoever may"
    assert said("entry.erased", "manager", WHO["senior"]), "typed for nobody"
