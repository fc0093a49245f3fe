"""What is asked of an open store and of its laptops: each answer holds what was asked for, and says what it can't."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.keys import files
from carelist_tui.vault.keys.files import held
from tests.journal.telling import accepted, draft, hours, store_at, worker, zone

pytestmark = pytest.mark.slow

KEYS = {"signing_key": "11" * 32, "box_key": "22" * 32}
LEAHS = hashlib.sha256(bytes.fromhex(KEYS["signing_key"])).hexdigest()[:32]


def test_a_laptop_that_was_enrolled_and_never_heard_of_has_sent_nothing(carelist: Carelist) -> None:
    enrolled = draft("device.enrolled", hours(1), {"device": LEAHS, "name": "Leah's laptop", **KEYS})
    carelist.record([enrolled, worker("added", hours(1), "w-leah")], hours(1))
    known = {each["device"]: each for each in carelist.laptops.known()}
    assert (known[LEAHS]["name"], known[LEAHS]["entries"], known[LEAHS]["last_heard"]) == ("Leah's laptop", 0, None)
    assert (known[carelist.journal.device]["entries"], known[carelist.journal.device]["here"]) == (3, True)
    assert not any(each["revoked"] for each in known.values())
    revoked = draft("device.revoked", hours(2), {"device": LEAHS, "name": "Leah's laptop", **KEYS})
    carelist.record([revoked], hours(2))
    assert [each["device"] for each in carelist.laptops.known() if each["revoked"]] == [LEAHS]


def test_a_store_that_is_not_encrypted_has_no_key_to_seal_to(carelist: Carelist) -> None:
    assert carelist.laptops.team_key(hours(1)) is None


def test_entries_are_told_in_story_order_and_one_that_is_not_here_is_left_out(carelist: Carelist) -> None:
    made, red = carelist.record([accepted("P-1"), zone("P-1", hours(1), "red")], hours(48))
    told = carelist.people.entries([red.id, "00000000-0000-7000-8000-000000000009", made.id])
    assert [each["id"] for each in told] == [made.id, red.id]


def test_while_one_sync_runs_another_says_that_it_waits_for_it(
    carelist: Carelist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_PATIENCE", 0.2)
    shared = tmp_path / "shared"
    shared.mkdir()
    with held(carelist.store / "sync.lock"), pytest.raises(Refused, match="another sync of this store is running"):
        carelist.sync(shared, hours(1))


def test_the_sheet_to_print_and_its_text_say_the_hours_of_the_service(carelist: Carelist) -> None:
    summer = 24 * 100
    carelist.record([accepted("P-1", hours(summer))], hours(summer))
    huddle = carelist.huddle(hours(summer + 1))
    assert "11:00" in carelist.huddle.sheet_html(huddle)
    assert "11:00" in "\n".join(carelist.huddle.sheet_lines(huddle))


def test_each_team_has_its_own_huddle_as_things_stood_when_it_began(carelist: Carelist) -> None:
    carelist.record([accepted("P-1"), worker("added", hours(0), "w-tom")], hours(0))
    body = {"team": "south", "from": hours(1).isoformat(), "to": hours(1.5).isoformat(), "present": ["w-tom"]}
    carelist.record([draft("huddle.held", hours(1.5), body)], hours(1.5))
    assert carelist.huddle.of_day(hours(3), "north").held is None
    assert carelist.huddle(hours(3), "north").team == "north"
    carelist.record([draft("huddle.held", hours(2), body | {"team": "north"})], hours(2))
    later = {"from": hours(2.5).isoformat(), "to": hours(2.75).isoformat()}
    carelist.record([draft("huddle.held", hours(2.75), body | later), zone("P-1", hours(0.5), "red")], hours(3))
    held = carelist.huddle.of_day(hours(4), "north")
    assert held.held is not None
    assert (held.at, held.arrived) == (hours(1), 3), "what arrived later is the next one's"


def test_a_sync_that_is_only_tried_writes_nothing_in_the_folder_and_takes_nothing_in(
    carelist: Carelist, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    with store_at(tmp_path / "other") as other:
        other.record([accepted("P-2")], hours(1))
        other.sync(shared, hours(1))
    before = {each: each.read_bytes() for each in shared.rglob("*") if each.is_file()}
    assert carelist.sync(shared, hours(2), dry_run=True).dry_run
    assert {each: each.read_bytes() for each in shared.rglob("*") if each.is_file()} == before
    assert len([*carelist.people.stored_lines()]) == 1, "only its own first entry is there"
