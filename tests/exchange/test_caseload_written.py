"""What `export --format caseload` writes is a caseload: taken into a new store it is the same one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.carelist.imports.caseload_import import take_rows
from carelist_tui.exchange.caseload.column_map import Mapped
from carelist_tui.exchange.caseload.csv_file import read_caseload
from carelist_tui.exchange.caseload.row_drafts import Clock
from carelist_tui.exchange.caseload.written import caseload_lines
from carelist_tui.exchange.csv_rows import as_file
from tests.cli.surface import carelist, draft, make_store
from tests.domain.telling import LONDON
from tests.profiles import IS_FULL
from tests.stories.telling import Service

pytestmark = pytest.mark.slow

words = st.text("abcdeÉø 'x;,\"=+-@", min_size=1, max_size=12).map(lambda said: f"A{said}b".strip())
days = st.dates(datetime(2026, 1, 13).date(), datetime(2026, 3, 2).date()).map(str)
ahead = st.dates(datetime(2026, 3, 4).date(), datetime(2026, 3, 6).date()).map(str)
AVOID = st.lists(st.sampled_from(["voicemail", "text", "letter", "unannounced_visit"]), unique=True, max_size=3)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def phones(draw: st.DrawFn) -> list[dict[str, Any]]:
    numbers = draw(st.lists(st.integers(0, 999), unique=True, max_size=3))
    return [
        {"number": f"07700 900{number:03}", "text_ok": draw(st.booleans()), "unsafe": draw(st.booleans()),
         "voicemail": draw(st.sampled_from(["yes", "no", "unknown"]))}
        | ({"label": draw(words)} if draw(st.booleans()) else {})
        for number in numbers
    ]  # fmt: skip


@st.composite
def people(draw: st.DrawFn) -> tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]:
    """(an acceptance, and what else is known of them)."""
    who: dict[str, Any] = {
        "given": draw(words), "family": draw(words), "source": draw(st.sampled_from(["gp", "ward", "self"])),
        "team": "North", "tier": draw(st.sampled_from(["intensive", "standard", "light"])), "phones": draw(phones()),
        "do_not": draw(AVOID), "must_not_contact": draw(st.lists(words, unique=True, max_size=2)),
    }  # fmt: skip
    for name in ("email", "address", "gp", "known_as", "language"):
        if (said := draw(maybe(words))) is not None:
            who[name] = said
    if (born := draw(maybe(st.dates(datetime(1930, 1, 1).date(), datetime(2005, 1, 1).date()).map(str)))) is not None:
        who["born"] = born
    if draw(st.booleans()):
        who |= {"coordinator": "w-tom"}
    more: list[tuple[str, dict[str, Any]]] = []
    if (zone := draw(st.sampled_from(["", "green", "amber", "red"]))) != "":
        said = {"zone": zone, "reason": draw(words)} | ({} if zone == "green" else {"review_on": draw(ahead)})
        more.append(("zone.set", said))
    if draw(st.booleans()):
        more.append(("consent.recorded", {"scope": "contact", "given": True, "basis": "consent"}))
    if draw(st.booleans()):
        plan = {"methods": ["visit"], "safe_places": draw(words), "avoid": draw(AVOID), "may_contact": [],
                "safe_times": draw(st.sampled_from([[], [{"days": ["mon", "fri"], "from": "09:00", "to": "12:30"}]])),
                "early_warning_signs": draw(st.lists(words, unique=True, min_size=1, max_size=2)),
                "if_missed": draw(words), "agreed_with_person": "yes", "review_on": "2026-05-01"}  # fmt: skip
        more.append(("engagement_plan.agreed", plan))
    if draw(st.booleans()):
        kept = {"purpose": "routine", "how_are_they": "as_usual", "what_we_did": "Talked.",
                "method": draw(st.sampled_from(["call", "visit"]))}  # fmt: skip
        more.append(("contact.completed", kept))
    if draw(st.booleans()):
        booked = {"at": "2026-03-06T10:00:00+00:00", "method": "visit", "purpose": "routine", "worker": "w-ann"}
        more.append(("contact.planned", booked))
    return who, more


@contextmanager
def opened(folder: Path) -> Iterator[Service]:
    service = Service.opens(folder, "2026-03-03 09:30")
    service.carelist.worker = "w-mgr"
    try:
        yield service
    finally:
        service.carelist.close()


def written(service: Service) -> bytes:
    grounds = (ground for ground, *_ in service.carelist.people.as_at(service.now))
    lines = list(as_file(caseload_lines(grounds, service.now)))
    return b"".join([lines[0], *sorted(lines[1:])])


def taken(service: Service, content: bytes) -> list[str]:
    now, workers = service.now.astimezone(UTC), tuple(service.carelist.people.workers())
    rows = read_caseload(content, Mapped(), Clock(LONDON, now, service.carelist.journal.standards, workers)).rows

    class Silent:
        def step(self, number: int = 1) -> None:
            del number

    outcomes = take_rows(service.carelist, rows, now, dry_run=False, progress=Silent())
    return [f"{each.what}: {'; '.join(each.remarks)}" for each in outcomes]


def known(service: Service, ref: str) -> dict[str, Any]:
    shown = service.carelist.people.person(ref, service.now)
    of_plan = {name: said for name, said in (shown["plan"] or {}).items() if name not in ("id", "entry")}
    last = shown["last_contact"]
    return {
        **{name: shown[name] for name in ("name", "tier", "zone", "coordinator", "warnings")},
        "identity": {name: said for name, said in shown["identity"].items() if said not in ([], None)},
        "plan": of_plan,
        "last": (last["at"][:10], last["method"]) if last else None,
        "booked": [(each["at"], each["method"], each["worker"]) for each in shown["next_contacts"]],
    }


@settings(max_examples=25 if IS_FULL else 8, deadline=None)
@given(st.lists(people(), min_size=1, max_size=3))
def test_a_caseload_written_and_taken_in_elsewhere_is_the_same_caseload(
    told: list[tuple[dict[str, Any], list[tuple[str, dict[str, Any]]]]],
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "here") as here, opened(Path(folder) / "there") as there:
        for number, (who, more) in enumerate(told):
            here.ref = f"P-{number}"
            accepted = {"type": "person.accepted", "occurred_at": "2026-01-12T09:00:00+00:00",
                        "body": {"ref": here.ref, **who}}  # fmt: skip
            here.carelist.record([accepted], here.now.astimezone(UTC))
            for kind, body in more:
                here.says(kind, body, by="w-mgr")
        first = written(here)
        outcomes = taken(there, first)
        assert all(each.startswith("taken: ") for each in outcomes), outcomes
        for number in range(len(told)):
            assert known(there, f"P-{number}") == known(here, f"P-{number}")
        assert written(there) == first


def test_who_is_in_no_row_is_named_and_so_is_what_stays_open(tmp_path: Path) -> None:
    """Whoever takes the file for the caseload would leave them behind, and see nobody missing."""
    store, out = make_store(tmp_path / "store"), tmp_path / "people.csv"
    who = {"given": "Ann", "family": "Ash", "source": "gp", "team": "North"}
    told = [("person.accepted", {"ref": "P-1", **who, "tier": "light"}),
            ("person.accepted", {"ref": "P-2", **who, "family": "Oak", "tier": "light"}),
            ("referral.received", {"ref": "P-3", **who, "family": "Elm", "reason": "low"})]  # fmt: skip
    for kind, body in told:
        assert carelist("record", "-", store=store, stdin=draft(kind, body).encode()).status == 0
    missed = {"expected_at": "2026-03-03T08:00:00+00:00", "method": "call", "how": "no_reply"}
    said = [
        "contact.missed",
        "--person",
        "P-2",
        "--occurred-at",
        "2026-03-03T10:00:00+00:00",
        "--body",
        json.dumps(missed),
    ]
    assert carelist("record", *said, store=store).status == 0
    answer = carelist("export", out, "--format", "caseload", "--reason", "moving", store=store)
    assert "Not in it: who was referred and not accepted yet (P-3)." in answer.err
    assert "What is open stays behind: missed contacts with their steps (P-2)" in answer.err
    rows = out.read_text("utf-8-sig").splitlines()
    assert sorted(row.partition(",")[0] for row in rows[1:]) == ["P-1", "P-2"]
    one = carelist("export", out, "--format", "caseload", "--person", "P-1", "--replace", "--reason", "x", store=store)
    assert "Not in it" not in one.err
    assert "P-2" not in one.err


def test_it_leaves_by_a_managers_word_with_a_reason_and_excel_can_read_its_accents(tmp_path: Path) -> None:
    store, out = make_store(tmp_path / "store"), tmp_path / "people.csv"
    body = {"ref": "P-1", "given": "José", "family": "=Núñez", "source": "gp", "team": "North", "tier": "light"}
    assert carelist("record", "-", store=store, stdin=draft("person.accepted", body).encode()).status == 0
    assert carelist("export", out, "--format", "caseload", store=store).status == 2, "why it leaves is asked"
    assert carelist("export", out, "--format", "caseload", "--reason", "moving", store=store).status == 0
    assert out.read_bytes().startswith("\ufeffref,".encode())
    other = make_store(tmp_path / "other")
    assert carelist("import", out, store=other).status == 0
    assert carelist("show", "P-1", "--json", store=other).json["name"] == "José =Núñez"
    assert carelist("export", out, "--format", "caseload", "--since", "2026-01-01", store=store).status == 2
