"""What is owed to no person: by when whoever is left alone by an absence is covered for, whose word an erasure waits
for, and what is said of somebody who has gone out alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.team import Asking, team_owed
from carelist_tui.domain.roster import Absence, Cover, Roster, Visit, Visits, Worker
from carelist_tui.domain.roster.roster import Said
from carelist_tui.domain.standards import default_standards
from tests.domain.telling import london

STANDARDS = default_standards()
NOON = london("2026-03-03 12:00")
MANAGERS = [("w-ada", "South"), ("w-max", "North"), ("w-zoe", "North")]
ROSTER = Roster(workers={
    "w-tom": Worker("w-tom", "Tom Reid", "coordinator", "North"),
    **{id: Worker(id, id, "manager", team) for id, team in MANAGERS},
})  # fmt: skip


def the(kind: str, roster: Roster, visits: Visits | None = None, askings: Iterable[Asking] = ()) -> Due:
    found = team_owed(roster, {"w-tom": frozenset({"p-1", "p-2"})}, STANDARDS, visits or Visits(), askings)
    (due,) = [each for each in found if each.kind == kind]
    return due


@pytest.mark.parametrize(
    ("begins", "some", "by"),
    [
        ("2026-03-12 09:00", False, "2026-03-03"),
        ("2026-03-12 09:00", True, "2026-03-11"),
        ("2026-03-09 09:00", True, "2026-03-06"),
        ("2026-04-07 09:00", True, "2026-04-02"),
        ("2026-03-04 09:00", True, "2026-03-03"),
        ("2026-03-03 09:00", True, "2026-03-03"),
    ],
    ids=["for nobody yet", "for some", "from a Monday", "after Easter", "from tomorrow", "from today"],
)
def test_cover_is_owed_the_same_day_and_where_some_have_it_the_service_day_before(
    begins: str, some: bool, by: str
) -> None:
    cover = (Cover("duty", ("p-1",)),) if some else ()
    absence = Absence(london(begins), None, "leave", cover, Said("a-1", NOON))
    due = the("cover_needed", replace(ROSTER, absences={"w-tom": (absence,)}))
    assert due.due_at.astimezone(NOON.tzinfo).date().isoformat() == by
    assert due.due_at == STANDARDS.calendar.closes(STANDARDS.calendar.day_of(due.due_at))
    assert due.detail["persons"] == (["p-2"] if some else ["p-1", "p-2"])


@pytest.mark.parametrize(
    ("by", "owner", "also"),
    [
        ("w-max", "w-zoe", ("w-ada",)),
        ("w-ada", "w-max", ("w-zoe",)),
        ("w-tom", "w-max", ("w-zoe", "w-ada")),
    ],
)
def test_an_erasure_waits_for_another_manager_of_the_same_team_first(
    by: str, owner: str, also: tuple[str, ...]
) -> None:
    due = the("erasure", ROSTER, askings=[Asking("e-1", NOON, by, "e-0")])
    assert (due.named_owner, due.also) == (owner, also)


def test_where_no_other_manager_works_it_waits_for_whoever_becomes_one() -> None:
    alone = replace(ROSTER, workers={id: each for id, each in ROSTER.workers.items() if id in ("w-tom", "w-max")})
    due = the("erasure", alone, askings=[Asking("e-1", NOON, "w-max", "e-0")])
    assert (due.named_owner, due.also) == ("manager", ())


@pytest.mark.parametrize(("where", "to"), [("", ""), ("Ann Lee, 4 Mill Lane", " to Ann Lee, 4 Mill Lane")])
def test_of_whoever_is_out_it_is_said_who_they_are_where_they_went_and_when(where: str, to: str) -> None:
    visits = Visits()
    visits.note_begun("p-1", [Visit("v-1", "w-tom", "p-1", NOON, NOON, NOON + timedelta(hours=1))], where)
    due = the("worker_back", ROSTER, visits=visits)
    assert due.title == "Tom Reid: back from a visit?"
    assert due.because == ("Tom Reid went out ", NOON, f"{to}, has recorded nothing since: ring them")
