"""What verify finds: every damage it is meant to find, by kind and place, and nothing in a sound store."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import String, Text

from carelist_tui.carelist import Carelist
from carelist_tui.domain.canonical import canonical_json
from carelist_tui.domain.entries.stored import texts_of
from carelist_tui.domain.refusal import Refused
from carelist_tui.journal.tables import DUE, PERSON
from carelist_tui.journal.verify.shape import GUARDS
from carelist_tui.vault.connection import driver
from carelist_tui.vault.witness import HEADS
from tests.domain.telling import Story
from tests.journal.reading_rows import lines, rows
from tests.journal.telling import MONDAY, accepted, attempted, hours, missed, worker, zone
from tests.profiles import IS_FULL

pytestmark = pytest.mark.slow

_DUE = ", ".join(column.name for column in DUE.columns if column.name != "person")
_TEXTS = sorted(
    (table.name, column.name)
    for table in (PERSON, DUE)
    for column in table.columns
    if isinstance(column.type, Text | String)
)
_OF_OTHER_SHAPE = ("", "[]", "{}", "7", '"ons"', '[{"ons":1}]', '{"reasons":[7],"until":"ons","missed":{}}')
TRIGGERS = ("entry_stays_as_it_is", "entry_stays", "entry_keeps_its_place")


@pytest.fixture
def full(carelist: Carelist) -> Carelist:
    _, _, miss = carelist.record([accepted("P-1"), accepted("P-2"), missed("P-1", MONDAY)], hours(1))
    carelist.record(
        [attempted("P-1", hours(1), miss.id, "second_attempt"), worker("added", hours(1), "w-tom")], hours(1)
    )
    return carelist


def tamper(carelist: Carelist, *statements: str, hides: bool = True) -> None:
    """What somebody does who knows SQL, and, as they hide it, puts the guards back."""
    connection = driver.connect(carelist.store / "carelist.db", isolation_level=None)
    for trigger in TRIGGERS:
        connection.execute(f"DROP TRIGGER {trigger}")
    for statement in statements:
        connection.execute(statement)
    for trigger in TRIGGERS if hides else ():
        connection.execute(GUARDS[trigger])
    connection.close()


def setting(raw: dict[str, Any]) -> str:
    """What an UPDATE sets, so that a row holds this entry, sound or not."""
    texts = {name: text.replace("'", "''") for name, text in texts_of(raw)._asdict().items()}
    return ", ".join(f"{name} = '{text}'" for name, text in texts.items())


def found(carelist: Carelist) -> list[tuple[str, str]]:
    verdict = carelist.verify().as_json()
    assert verdict["ok"] is (not verdict["problems"])
    assert all(set(each) == {"kind", "where", "what", "repair"} and all(each.values()) for each in verdict["problems"])
    return [(each["kind"], each["where"]) for each in verdict["problems"]]


def test_a_sound_store_has_no_problem_and_a_digest_over_its_hashes(full: Carelist) -> None:
    verdict = full.verify().as_json()
    story = sorted(lines(full.store), key=lambda each: (each["occurred_at"], each["recorded_at"], each["seq"]))
    assert verdict == {
        "ok": True,
        "entries": 6,
        "digest": sha256("".join(each["hash"] for each in story).encode()).hexdigest(),
        "remarks": [],
        "problems": [],
    }


def test_an_entry_that_was_changed_is_named(full: Carelist) -> None:
    changed = lines(full.store)[2]
    changed["body"]["family"] = "Changed"
    tamper(full, f"UPDATE entry SET {setting(changed)} WHERE seq = 3")
    assert ("hash", changed["id"]) in found(full)


def test_an_entry_that_was_taken_out_is_a_gap_and_its_references_are_named(full: Carelist) -> None:
    device, (miss, attempt) = lines(full.store)[0]["device"], lines(full.store)[3:5]
    tamper(full, "DELETE FROM entry WHERE seq = 4")
    problems = found(full)
    assert ("gap", device) in problems
    assert ("reference", attempt["id"]) in problems
    assert ("projection", attempt["person"]) in problems
    assert miss["id"] not in dict(problems).values()


def test_an_entry_rewritten_with_its_hash_breaks_the_chain(full: Carelist) -> None:
    device = lines(full.store)[0]["device"]
    other = {**lines(full.store)[3], "late_reason": "busy"}
    kept = {name: part for name, part in other.items() if name not in ("body", "salt", "hash")}
    other["hash"] = sha256(canonical_json(kept).encode()).hexdigest()
    tamper(full, f"UPDATE entry SET {setting(other)} WHERE seq = 4")
    assert ("chain", f"{device} 5") in found(full)


@pytest.mark.parametrize(
    ("column", "value"), [("person", "'x'"), ("occurred_at", "'2020'"), ("type", "'zone.set'"), ("id", "'x'")]
)
def test_a_column_that_does_not_say_what_the_entry_says_is_named(full: Carelist, column: str, value: str) -> None:
    tamper(full, f"UPDATE entry SET {column} = {value} WHERE seq = 3")
    assert "columns" in dict(found(full))


@pytest.mark.parametrize("text", ["envelope", "body"])
@pytest.mark.parametrize("line", ["", "[]", "{}", "not json", '{"id": 7}', "null"])
def test_a_text_that_is_none_of_an_entry_is_named_and_the_rest_is_checked(full: Carelist, text: str, line: str) -> None:
    tamper(full, f"UPDATE entry SET {text} = '{line}' WHERE seq = 3", "DELETE FROM entry WHERE seq = 5")
    assert {"unreadable" if text == "envelope" or line in ("", "not json") else "hash", "gap"} <= dict(
        found(full)
    ).keys()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET envelope = replace(envelope, 'w-ann', 'w-tom') WHERE seq = 3",
        "UPDATE entry SET envelope = replace(envelope, ',', ', ') WHERE seq = 3",
        "UPDATE entry SET envelope = replace(envelope, '{', '{\"arose_from\":\"\",') WHERE seq = 3",
        "UPDATE entry SET body = replace(body, 'Amina', 'Anina') WHERE seq = 3",
        "UPDATE entry SET body = replace(body, ',', ', ') WHERE seq = 3",
        "UPDATE entry SET body = NULL WHERE seq = 3",
        "UPDATE entry SET salt = NULL WHERE seq = 3",
        "UPDATE entry SET salt = replace(salt, substr(salt, 1, 1), 'x') WHERE seq = 3",
        "UPDATE entry SET hash = (SELECT hash FROM entry WHERE seq = 2) WHERE seq = 3",
    ],
)
def test_a_change_to_either_text_or_to_what_neither_holds_is_found(full: Carelist, statement: str) -> None:
    changed = lines(full.store)[2]["id"]
    tamper(full, statement)
    assert ("hash", changed) in found(full)


@pytest.mark.parametrize("swapped", [("body",), ("body", "salt"), ("envelope",), ("envelope", "hash")])
def test_two_entries_whose_texts_were_swapped_are_both_found(full: Carelist, swapped: tuple[str, ...]) -> None:
    two = {each["id"] for each in lines(full.store)[1:3]}
    values = rows(full.store, f"SELECT {', '.join(swapped)} FROM entry WHERE seq IN (2, 3) ORDER BY seq")
    sets = [", ".join(f"{name} = '{text}'" for name, text in zip(swapped, row, strict=True)) for row in values]
    tamper(full, *(f"UPDATE entry SET {each} WHERE seq = {seq}" for each, seq in zip(sets, (3, 2), strict=True)))
    assert {where for kind, where in found(full) if kind == "hash"} >= two


_COPY = (
    "INSERT INTO entry (id, type, person, occurred_at, recorded_at, device, seq, hash, salt, envelope, body) "
    "SELECT (SELECT id FROM entry WHERE seq = 2), type, person, occurred_at, recorded_at, 'another', 1, hash, salt, "
    "envelope, body FROM entry WHERE seq = {}"
)


def test_one_id_on_two_different_entries_is_named_with_both_places(full: Carelist) -> None:
    copied = lines(full.store)[1]
    tamper(full, _COPY.format(3))
    assert ("id", copied["id"]) in found(full)


def test_the_same_entry_written_again_under_a_laptops_next_name_is_no_second_id(full: Carelist) -> None:
    copied = lines(full.store)[1]
    tamper(full, _COPY.format(2))
    assert ("id", copied["id"]) not in found(full)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE person SET zone = 'green' WHERE ref = 'P-1'",
        "UPDATE person SET state = '{}' WHERE ref = 'P-1'",
        "DELETE FROM person WHERE ref = 'P-1'",
        "DELETE FROM due WHERE kind = 'ladder_step'",
        "UPDATE due SET due_at = '2030' WHERE kind = 'ladder_step'",
        "INSERT INTO identifier VALUES ('P-9', 'somebody')",
        "DELETE FROM identifier",
        f"INSERT INTO due SELECT 'somebody', {_DUE} FROM due LIMIT 1",
        'UPDATE meta SET value = \'{"workers": [], "absences": {}, "turns": {}}\' WHERE name = \'roster\'',
        "UPDATE meta SET value = 'sha256:other' WHERE name = 'digest'",
    ],
)
def test_a_projection_that_differs_from_a_rebuild_is_named_and_a_rebuild_mends_it(
    full: Carelist, statement: str
) -> None:
    tamper(full, statement)
    assert {kind for kind, _ in found(full)} == {"projection"}
    full.rebuild()
    assert found(full) == []


def test_a_damaged_page_is_named_and_not_a_traceback(full: Carelist) -> None:
    root = rows(full.store, "SELECT rootpage FROM sqlite_master WHERE name = 'due'")[0][0]
    full.close()
    path = full.store / "carelist.db"
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Carelist.open(full.store) as damaged:
        assert "database" in dict(found(damaged))
        with pytest.raises(Refused, match="backup") as refused:
            damaged.people.today(hours(1))
    assert refused.value.status == 3


def test_a_witness_that_can_not_be_read_is_told_and_nobody_thinks_that_nothing_is_missing(full: Carelist) -> None:
    (full.store / HEADS).rename(full.store / "elsewhere")
    (full.store / HEADS).mkdir()
    assert found(full) == [("witness", HEADS)]
    [said] = full.backups.missing()
    assert said.startswith("the head witness can't be read (")
    assert said.endswith("): nobody knows whether any entry is missing")
    full.record([accepted("P-3")], hours(2))
    (full.store / HEADS).rmdir()
    (full.store / "elsewhere").rename(full.store / HEADS)
    assert (found(full), full.backups.missing()) == ([], [])


def test_any_byte_of_the_database_may_rot_without_a_traceback(full: Carelist) -> None:
    full.close()
    path = full.store / "carelist.db"
    witness = full.store / "heads"
    sound, told = path.read_bytes(), witness.read_bytes()
    for place in range(20, len(sound), 1777 if IS_FULL else 7109):
        rotten = bytearray(sound)
        rotten[place : place + 40] = (b"\x80" if place % 2 else b"9") * 40
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        path.write_bytes(rotten)
        witness.write_bytes(told)
        _look(lambda: Carelist.open(full.store, "w-ann"))
    path.write_bytes(sound)
    witness.write_bytes(told)
    assert found(Carelist.open(full.store)) == []


def _look(opening: Callable[[], Carelist]) -> None:
    """Whatever it finds it says in words, or names."""
    with suppress(Refused), opening() as carelist:
        verdict = carelist.verify().as_json()
        assert verdict["ok"] is (not verdict["problems"])
        for read in (
            lambda: carelist.people.today(hours(9), days=30),
            lambda: carelist.people.today(MONDAY),
            lambda: carelist.people.queue(hours(9)),
            lambda: carelist.people.queue(MONDAY),
            lambda: carelist.people.person("P-1", hours(9)),
            lambda: carelist.people.person("P-1", MONDAY),
            lambda: carelist.record([zone("P-1", hours(1)), missed("P-2", hours(1))], hours(1)),
        ):
            with suppress(Refused):
                read()


def test_a_key_that_is_not_this_devices_is_named(full: Carelist) -> None:
    (full.store / "keys" / "device.pub").write_text("ab" * 32)
    assert found(full) == [("key", "keys")]


def test_the_answer_of_a_store_that_waits_for_others_is_the_same_on_every_look(full: Carelist) -> None:
    answers: list[Any] = [full.verify().as_json() for _ in range(2)]
    full.record([zone("P-1", hours(1))], hours(1))
    assert answers[0] == answers[1] != full.verify().as_json()


def test_entries_cut_off_at_the_end_are_named_and_no_number_is_given_twice(full: Carelist) -> None:
    device = lines(full.store)[0]["device"]
    cut_off = lines(full.store)[4:]
    tamper(full, "DELETE FROM entry WHERE seq > 4")
    full.close()
    with Carelist.open(full.store, "w-ann") as shortened:
        (problem,) = [each for each in shortened.verify().problems if each.kind == "missing"]
        assert problem.where == device
        assert problem.what == "entries 5 to 6 were recorded on this device and can no longer be found in the store"
        assert "backup" in problem.repair
        assert shortened.backups.missing() == [f"{problem.what}: nothing more can be recorded"]
        with pytest.raises(Refused, match="entries 5 to 6") as refused:
            shortened.record([accepted("P-3")], hours(2))
        assert refused.value.status == 3
        shortened.record.take_in(cut_off)
        (receipt,) = shortened.record([accepted("P-3")], hours(2))
        assert receipt.seq == 7
        assert found(shortened) == []


def test_another_entry_under_a_number_that_was_given_is_named(full: Carelist) -> None:
    tamper(full, "UPDATE entry SET hash = 'f' WHERE seq = 6")
    assert ("missing", lines(full.store)[0]["device"]) in found(full)
    with pytest.raises(Refused, match="entry 6 of this device is another one"):
        full.record([accepted("P-3")], hours(2))


def test_a_witness_that_a_crash_left_behind_is_raised_on_the_next_opening(full: Carelist) -> None:
    witness = full.store / "heads"
    full.close()
    told = witness.read_bytes()
    witness.write_bytes(told[: len(told) // 2])
    Carelist.open(full.store).verify()
    assert f" 6 6 {lines(full.store)[5]['hash']} " in witness.read_text()


NO_MEASURE = {"measure": "happiness", "month": "2026-01", "what_we_found": "All well."}
OWN_SESSION = {"worker": "w-tom", "supervisor": "w-tom", "themes": "drift", "next_on": "2026-03-16"}


def of_an_earlier_release() -> tuple[Story, list[str]]:
    """What an earlier release took of the team; and the ids of what this one would not take."""
    story = Story()
    story.accept("2026-02-20 09:00")
    for who, role in (("w-tom", "coordinator"), ("w-sue", "senior")):
        body = {"worker": who, "name": who, "role": role, "team": "North"}
        story.tell("2026-02-20 10:00", "worker.added", body, about_nobody=True)
    miss, session = story.miss("2026-02-23 10:00"), OWN_SESSION | {"supervisor": "w-sue"}
    score = {"sample": "Q1", "subject": miss, "answers": {"summary": "met"}}
    refused = [
        story.tell("2026-02-24 10:00", "supervision.held", OWN_SESSION, about_nobody=True),
        story.tell("2026-02-24 11:00", "supervision.held", session | {"next_on": "2027-03-16"}, about_nobody=True),
        story.tell("2026-02-24 12:00", "audit.scored", score, about_nobody=True),
        story.tell("2026-02-24 12:30", "signal.noted", NO_MEASURE, about_nobody=True),
    ]
    story.tell("2026-02-24 13:00", "supervision.held", session, about_nobody=True)
    story.tell("2026-02-24 14:00", "audit.scored", score, author="w-sue", about_nobody=True)
    return story, refused


def test_what_an_earlier_release_took_is_a_remark_and_no_problem(carelist: Carelist) -> None:
    story, refused = of_an_earlier_release()
    carelist.record.take_in([each.raw for each in story.entries])
    verdict = carelist.verify()
    assert (verdict.ok, verdict.problems) == (True, [])
    assert list(dict.fromkeys(remark.split()[1] for remark in verdict.remarks)) == refused
    assert [remark.partition("now: ")[2][:18] for remark in verdict.remarks] == [
        "body.supervisor: i",
        "body.next_on: is t",
        "an audit is scored",
        "body.subject: is w",
        "body.measure: is n",
    ]
    for each in refused:
        story.tell("2026-02-25 10:00", "entry.corrected", {"entry": each, "reason": "x", "replacement": None},
                   author="w-sue", about_nobody=True)  # fmt: skip
    carelist.record.take_in([each.raw for each in story.entries])
    assert carelist.verify().remarks == []


def test_guards_that_are_gone_are_named(full: Carelist) -> None:
    tamper(full, hides=False)
    assert found(full) == [("shape", trigger) for trigger in TRIGGERS]


@pytest.mark.parametrize(
    ("statements", "where"),
    [
        (("DROP TRIGGER access_stays", "CREATE TRIGGER access_stays BEFORE DELETE ON access BEGIN SELECT 1; END"),
         "access_stays"),
        (("CREATE TRIGGER quiet AFTER INSERT ON entry BEGIN UPDATE due SET band = 4; END",), "quiet"),
        (("CREATE VIEW people AS SELECT * FROM person",), "people"),
    ],
)  # fmt: skip
def test_a_guard_that_says_something_else_and_what_is_none_of_ours_are_named(
    statements: tuple[str, ...], where: str, full: Carelist
) -> None:
    tamper(full, *statements)
    assert found(full) == [("shape", where)]


@pytest.mark.turns(2)
@pytest.mark.parametrize("wrong", _OF_OTHER_SHAPE)
@pytest.mark.parametrize(("table", "column"), _TEXTS)
def test_a_stored_row_of_another_shape_is_told_in_words(full: Carelist, table: str, column: str, wrong: str) -> None:
    tamper(full, f"UPDATE {table} SET {column} = '{wrong}'")
    _look(lambda: Carelist.open(full.store, "w-ann"))
