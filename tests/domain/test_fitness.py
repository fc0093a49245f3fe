"""What of a laptop is fit: what is wrong fails, what can't be known is a remark, and each says what to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain import fitness
from carelist_tui.domain.clock import Evidence, judge_clock
from carelist_tui.domain.fitness import (
    Database,
    Finding,
    Parts,
    Place,
    Program,
    Seen,
    StoreSeen,
    Terminal,
    Trial,
    Zones,
    findings,
)

MIB = 1024 * 1024
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
RELEASED = date(2026, 11, 28)
LONDON = Zones("Europe/London", (0.0, 1.0), (0.0, 1.0))
PLACE = Place("store", free=5000 * MIB, is_private=True, disk=True, swap=True)
TRIAL = Trial("store", True, True, True, True)
FIT = Seen(
    NOW,
    Program("0.2.0", RELEASED, (3, 11, 7)),
    Parts(files=100, compiled=100),
    Database("3.53.4", "4.19.0", is_sound=True),
    TRIAL,
    PLACE,
    StoreSeen(is_there=True, version=8, ours=8),
    Evidence(NOW - timedelta(hours=1), NOW - timedelta(hours=1), RELEASED),
    LONDON,
    Terminal((80, 24), (80, 24), term="xterm-256color", colours=256),
)
TERMINAL = FIT.terminal

WRONG: dict[str, dict[str, Any]] = {
    "python": {"program": Program("0.2.0", RELEASED, (3, 10, 4))},
    "parts": {"parts": Parts((("pyrage", "ImportError: DLL load failed"),), files=1, compiled=1)},
    "sqlite": {"database": Database("3.50.6", "4.9.0", is_sound=False)},
    "store": {"store": StoreSeen(is_there=True, ours=8, refused="this store was made by a newer version: update it")},
    "place": {"place": replace(PLACE, refused="the store lies on a network drive: keep it on this laptop")},
    "rights": {"place": replace(PLACE, is_private=False, open_to_others=("carelist.db",))},
    "room": {"place": replace(PLACE, free=15 * MIB)},
    "trial": {"trial": Trial("store", trouble="the disk is read-only")},
    "disk_rights": {"trial": replace(TRIAL, keeps_rights=False)},
    "wal": {"trial": replace(TRIAL, shares=False)},
    "encryption": {"trial": replace(TRIAL, encrypts=False)},
    "unlock": {"trial": replace(TRIAL, unlocks=False)},
    "clock": {"now": NOW - timedelta(days=30)},
    "time_zones": {"zones": Zones("Europe/London", None, (0.0, 1.0))},
    "terminal_size": {"terminal": replace(TERMINAL, size=(79, 24))},
    "terminal_letters": {"terminal": replace(TERMINAL, encoding="iso8859-1")},
}
ALSO_WRONG: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sqlite", {"database": None}),
    ("sqlite", {"database": Database("3.53.4", "", is_sound=True)}),
    ("rights", {"place": replace(PLACE, owned_by_others=("carelist.db",))}),
    ("terminal_size", {"terminal": replace(TERMINAL, size=(80, 23))}),
    ("clock", {"clock": Evidence(None, NOW + timedelta(hours=2), RELEASED)}),
)
REMARKS: dict[str, dict[str, Any]] = {
    "python": {"program": Program("0.2.0", RELEASED, (3, 14, 0))},
    "store": {"store": StoreSeen(is_there=True, version=None, ours=8)},
    "place": {"place": replace(PLACE, knows_networks=False)},
    "rights": {"place": replace(PLACE, is_private=None)},
    "room": {"place": replace(PLACE, free=None)},
    "disk_rights": {"trial": replace(TRIAL, keeps_rights=None)},
    "wal": {"trial": replace(TRIAL, shares=None)},
    "encryption": {"trial": replace(TRIAL, encrypts=None)},
    "unlock": {"trial": replace(TRIAL, unlocks=None)},
    "clock": {"clock": Evidence(None, None, RELEASED)},
    "time_zones": {"zones": replace(LONDON, here=(1.0, 2.0))},
    "disk_encryption": {"place": replace(PLACE, disk=None)},
    "terminal": {"terminal": Terminal(None, (80, 24))},
    "terminal_colours": {"terminal": replace(TERMINAL, colours=None)},
    "compiled": {"parts": Parts(files=100, compiled=89, compile_by="compile them")},
}
ALSO_REMARKS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("store", {"store": StoreSeen(is_there=True, version=7, ours=8)}),
    ("store", {"store": StoreSeen(is_there=True, is_encrypted=False, version=8, ours=8)}),
    ("store", {"store": StoreSeen(is_there=True, ours=8, waits=True)}),
    ("room", {"place": replace(PLACE, free=1100 * MIB, size=500 * MIB)}),
    ("disk_encryption", {"place": replace(PLACE, disk=False)}),
    ("disk_encryption", {"place": replace(PLACE, swap=False)}),
    ("terminal_colours", {"terminal": replace(TERMINAL, term="dumb")}),
    ("terminal_colours", {"terminal": replace(TERMINAL, colours=8)}),
)


def unfit(changed: dict[str, Any]) -> list[Finding]:
    return [each for each in findings(replace(FIT, **changed)) if each.state != "fit"]


def test_of_a_laptop_with_nothing_wrong_nothing_is_said_but_that_it_is_fit() -> None:
    assert unfit({}) == []
    assert all(each.what for each in findings(FIT))


@pytest.mark.parametrize(("check", "changed"), [*WRONG.items(), *ALSO_WRONG])
def test_what_is_wrong_fails_alone_and_says_what_to_do(check: str, changed: dict[str, Any]) -> None:
    (found,) = unfit(changed)
    assert (found.check, found.state) == (check, "wrong")
    assert found.what
    assert found.repair


@pytest.mark.parametrize(("check", "changed"), [*REMARKS.items(), *ALSO_REMARKS])
def test_what_cant_be_known_or_harms_nobody_is_a_remark(check: str, changed: dict[str, Any]) -> None:
    (found,) = unfit(changed)
    assert (found.check, found.state) == (check, "remark")
    assert found.what


def test_every_check_can_be_something_else_than_fit() -> None:
    never = {"release", "extras"}
    told = {each.check for each in findings(FIT)} | {"terminal", "trial"}
    assert told - never == set(WRONG) | set(REMARKS)


def test_without_store_and_terminal_nothing_is_wrong() -> None:
    none: dict[str, Any] = {"store": StoreSeen(is_there=False, ours=8), "terminal": Terminal(None, (80, 24))}
    assert {each.check for each in unfit({**none, "clock": Evidence(released=RELEASED)})} == {"terminal", "clock"}


def test_more_than_three_files_that_others_reach_are_counted() -> None:
    place = replace(PLACE, is_private=False, open_to_others=("store", "carelist.db", "heads", "keys", "drafts"))
    assert fitness.check_rights(place).what == "others on this laptop may reach store, carelist.db, heads and 2 more"


moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@given(moments, st.none() | moments, st.none() | moments)
def test_the_clock_is_wrong_here_whenever_a_list_would_say_so(
    now: datetime, newest: datetime | None, witnessed: datetime | None
) -> None:
    evidence = Evidence(newest, witnessed, RELEASED)
    found = fitness.check_clock(now, evidence, LONDON)
    assert (found.state == "wrong") == (not judge_clock(now, evidence).can_be_right)
    assert (found.state == "remark") == (found.state != "wrong" and newest is None and witnessed is None)
