"""Lawful erasure (records.md, entry.erased): two managers, then body and salt go from every store that hears of it, its
bytes too; who, when, what kind and every hash stay."""

from __future__ import annotations

import shutil
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.backups import Backups
from carelist_tui.domain.entries.entry import ERASED
from carelist_tui.domain.refusal import Refused, TakesAway
from carelist_tui.journal.append import batch
from carelist_tui.journal.projection.cases import make_cases, write_cases
from carelist_tui.journal.projection.rebuild import read_roster
from carelist_tui.vault.connection import Connection, connect
from carelist_tui.vault.drafts import Begun, Drafts
from tests.journal.reading_rows import lines, projections, rows
from tests.journal.telling import MONDAY, accepted, completed, corrected, draft, hours, missed, store_at, worker, zone

pytestmark = pytest.mark.slow
CANARY = "zqcanary"
BASIS = "Article 17: told of somebody else in error"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A store with two managers and a support worker; Amina is accepted, and was seen, with a word that is to go."""
    path = tmp_path / "store"
    with store_at(path) as ann:
        roles = [worker("added", MONDAY, "w-bob", role="manager"), worker("added", MONDAY, "w-cat", role="manager")]
        ann.record([*roles, worker("added", MONDAY, "w-tom")], hours(0.1))
        ann.record([accepted("P-1", id=PERSON)], hours(0.5))
        ann.record([seen(CONTACT)], hours(1.5))
    return path


PERSON, CONTACT = (f"019cae00-0000-7000-8000-00000000000{n}" for n in (1, 2))


def seen(id: str, at: float = 1, words: str = CANARY) -> dict[str, Any]:
    told = completed("P-1", hours(at), id=id)
    return told | {"body": told["body"] | {"what_we_did": f"Walked, and spoke of {words}"}}


def erasure(entry: str, at: float = 2, **envelope: Any) -> dict[str, Any]:
    return draft("entry.erased", hours(at), {"entry": entry, "basis": BASIS}, **envelope)


def record(path: Path, who: str, *drafts: dict[str, Any], at: float = 2, **how: Any) -> list[Any]:
    with Carelist.open(path, who) as door:
        return door.record(list(drafts), hours(at), **how)


def erase(path: Path, *entries: str, at: float = 2) -> None:
    for number, who in enumerate(("w-ann", "w-bob")):
        record(path, who, *(erasure(entry, at + number / 10) for entry in entries), at=at + number / 10)


def refusal(path: Path, who: str, told: dict[str, Any], at: float = 2) -> str:
    with pytest.raises(Refused) as refused:
        record(path, who, told, at=at)
    return str(refused.value)


def stored(path: Path, id: str) -> dict[str, Any]:
    with Carelist.open(path, "w-ann") as door:
        return next(line for line in lines(door.store) if line["id"] == id)


def bytes_of(path: Path) -> bytes:
    return b"".join(each.read_bytes() for each in path.rglob("*") if each.is_file())


def is_sound(path: Path) -> bool:
    with Carelist.open(path, "w-ann") as door:
        verdict = door.verify()
        before = projections(door.store)
        door.rebuild()
        return verdict.as_json()["problems"] == [] and projections(door.store) == before


def waiting(door: Carelist, at: float = 30) -> list[dict[str, Any]]:
    """What the day after says of it."""
    items = door.people.today_json(hours(at))["items"]
    return [item for item in items if item["kind"] == "erasure"]


# -- two managers ------------------------------------------------------------------------------------------------------


def test_one_manager_asks_and_nothing_goes(team: Path) -> None:
    (receipt,) = record(team, "w-ann", erasure(CONTACT))
    assert receipt.takes_away == ()
    assert "another manager" in receipt.remarks[0]
    assert CANARY in str(stored(team, CONTACT))
    assert "you have recorded its erasure already" in refusal(team, "w-ann", erasure(CONTACT, 2.5), 2.5)
    assert CANARY.encode() in bytes_of(team)


def test_the_second_one_is_told_what_goes_before_it_goes(team: Path) -> None:
    record(team, "w-ann", erasure(CONTACT))
    with pytest.raises(TakesAway) as gone:
        record(team, "w-bob", erasure(CONTACT, 3), at=3, seen=())
    assert (
        "For good, here and wherever it is heard of: what Contact of Mon 2 Mar 2026 10:00 says" in gone.value.sentences
    )
    assert CANARY not in " ".join(gone.value.sentences)
    assert CANARY in str(stored(team, CONTACT))


def test_with_the_second_it_goes_and_who_when_and_what_kind_stay(team: Path) -> None:
    before = stored(team, CONTACT)
    erase(team, CONTACT)
    after = stored(team, CONTACT)
    assert after == {name: part for name, part in before.items() if name not in ("body", "salt")}
    assert CANARY.encode() not in bytes_of(team)
    assert is_sound(team)
    assert "has been erased already" in refusal(team, "w-cat", erasure(CONTACT, 4), 4)


@pytest.mark.parametrize("who", ["w-tom", "w-ann"])
def test_a_worker_is_no_manager_and_typing_for_one_makes_no_second(team: Path, who: str) -> None:
    record(team, "w-ann", erasure(CONTACT))
    words = refusal(team, who, erasure(CONTACT, 3, on_behalf_of="w-bob"), 3)
    assert "typed for nobody" in words
    assert CANARY in str(stored(team, CONTACT))
    assert "by two managers, and you are none" in refusal(team, "w-tom", erasure(CONTACT, 3), 3)


def test_what_came_in_from_elsewhere_by_one_manager_and_a_worker_does_not_count(team: Path, tmp_path: Path) -> None:
    """No door was asked about what arrives: it counts by whom the record calls a manager."""
    record(team, "w-ann", erasure(CONTACT))
    with store_at(tmp_path / "other") as other:
        with Carelist.open(team, "w-ann") as door:
            other.record.take_in([line for line in lines(door.store) if line["type"] != "entry.erased"])
        other.record([worker("changed", hours(1.6), "w-tom", role="manager")], hours(1.6))
    with Carelist.open(tmp_path / "other", "w-tom") as other:
        (said,) = other.record([erasure(CONTACT, 2.2)], hours(2.2))
        (line,) = [each for each in lines(other.store) if each["id"] == said.id]
    with Carelist.open(team, "w-bob") as door:
        door.record.take_in([line])
        assert CANARY in str(lines(door.store))
        (row,) = door.lists.answer("erasures", hours(3))["items"]
        assert (row["open"], row["seconded_by"]) == (True, None), "a worker's is no second word"
        door.record([erasure(CONTACT, 4)], hours(4))
        (row,) = door.lists.answer("erasures", hours(5))["items"]
        assert (row["seconded_by"], row["one_laptop"]) == ("w-bob", True)
    assert CANARY.encode() not in bytes_of(team)


def test_what_was_withdrawn_waits_for_nobody_and_is_not_taken_up_by_the_way(team: Path) -> None:
    (asked,) = record(team, "w-ann", erasure(CONTACT))
    (back,) = record(team, "w-bob", corrected(asked.id, hours(2.5), replacement=None), at=2.5)
    with Carelist.open(team, "w-bob") as door:
        assert waiting(door) == []
    assert "had its erasure withdrawn" in refusal(team, "w-bob", erasure(CONTACT, 3), 3)
    record(team, "w-bob", corrected(back.id, hours(3.2), replacement=None), at=3.2)
    record(team, "w-bob", erasure(CONTACT, 3.5), at=3.5)
    assert "body" not in stored(team, CONTACT)
    assert "can't be brought back" in refusal(team, "w-ann", corrected(asked.id, hours(4), replacement=None), 4)


def test_whoever_withdrew_their_own_word_gives_it_anew_by_another_basis_and_it_still_takes_two(team: Path) -> None:
    (asked,) = record(team, "w-ann", erasure(CONTACT))
    record(team, "w-ann", corrected(asked.id, hours(2.5), replacement=None), at=2.5)
    assert "had its erasure withdrawn" in refusal(team, "w-bob", erasure(CONTACT, 3), 3)
    (anew,) = record(team, "w-ann", erasure(CONTACT, 3.2), at=3.2)
    assert "recorded its erasure already" in refusal(team, "w-ann", erasure(CONTACT, 3.3), 3.3)
    assert "body" in stored(team, CONTACT), "one manager twice is no two"
    with Carelist.open(team, "w-bob") as door:
        assert [item["key"] for item in waiting(door)] == [f"erasure:{anew.id}"]
    record(team, "w-bob", erasure(CONTACT, 3.5), at=3.5)
    assert "body" not in stored(team, CONTACT)


def test_the_second_manager_learns_of_it_by_a_due_and_by_a_list(team: Path) -> None:
    (asked,) = record(team, "w-ann", erasure(CONTACT))
    with Carelist.open(team, "w-bob") as door:
        (item,) = waiting(door)
        assert item["key"] == f"erasure:{asked.id}"
        assert (item["resolved_by"], item["person"]) == (["entry.erased", "entry.corrected"], None)
        assert (item["detail"]["entry"], item["detail"]["person"]) == (CONTACT, PERSON)
        assert "asked for by Ann Able" in item["why"]
        assert (item["owner"], item["also"]) == ("w-bob", ["w-cat"]), "not with whoever asked"
        (row,) = door.lists.answer("erasures", hours(3))["items"]
        assert (row["open"], row["what"], row["basis"], row["by"]) == (True, "Contact", BASIS, "w-ann")
        assert (row["ref"], row["name"], row["seconded_by"]) == ("P-1", "Amina Yusuf P-1", None)
    record(team, "w-bob", erasure(CONTACT, 3), at=3)
    with Carelist.open(team, "w-bob") as door:
        assert waiting(door) == []
        (row,) = door.lists.answer("erasures", hours(4))["items"]
        assert (row["open"], row["seconded_by"], row["one_laptop"]) == (False, "w-bob", True)
        assert [each["open"] for each in door.lists.answer("erasures", hours(4), known_at=hours(2.5))["items"]] == [
            False
        ]


# -- what may go -------------------------------------------------------------------------------------------------------


def test_what_the_record_stands_on_is_not_erased(team: Path) -> None:
    by_type = {line["type"]: line["id"] for line in lines(team)}
    (asked,) = record(team, "w-ann", erasure(CONTACT))
    assert "what the record itself stands on" in refusal(team, "w-ann", erasure(by_type["worker.added"]))
    assert "is an erasure itself" in refusal(team, "w-bob", erasure(asked.id, 3), 3)
    (slip,) = record(team, "w-ann", corrected(CONTACT, hours(2), moved_to=hours(1.2).isoformat()))
    assert "goes with the entry that it corrects" in refusal(team, "w-ann", erasure(slip.id))


def test_nobody_leaves_the_caseload_by_an_erasure(team: Path) -> None:
    assert "it can go once they have left" in refusal(team, "w-ann", erasure(PERSON))


def test_who_has_left_can_be_erased_whole_and_does_not_come_back(team: Path) -> None:
    agreed, gone = (f"019cae00-0000-7000-8000-00000000001{n}" for n in (1, 2))
    decision = {"about": "discharge", "decision": "agree", "what_changed": f"Well {CANARY}", "authorised_by": "w-ann",
                "rationale": "Every aim is met, and she asks to go on alone."}  # fmt: skip
    leaves = {"destination": "gp", "reason": "goals_met", "note": f"{CANARY} said goodbye", "decision": agreed}
    told = [draft("decision.recorded", hours(2), decision, ref="P-1", id=agreed),
            draft("person.discharged", hours(2.1), leaves, ref="P-1", id=gone)]  # fmt: skip
    record(team, "w-ann", *told, at=2.2)
    assert "without it they would be back" in refusal(team, "w-ann", erasure(gone, 3), 3)
    erase(team, CONTACT, PERSON, agreed, gone, at=4)
    assert CANARY.encode() not in bytes_of(team)
    assert b"Amina" not in bytes_of(team), "who they were is gone too"
    assert is_sound(team)
    with Carelist.open(team, "w-ann") as door:
        assert [item for item in door.people.today_json(hours(900), days=60)["items"] if item["person"]] == []
        shown = door.people.person(PERSON, hours(5))
        assert (shown["on_caseload"], shown["name"], shown["identity"]) == (False, "", {})
        assert {line["in_words"] for line in shown["story"] if line["type"] != "entry.erased"} == {ERASED}
    assert "nobody on this caseload" in refusal(team, "w-ann", completed("P-1", hours(6)), 6)


@pytest.mark.parametrize("who", ["of somebody else", "of another kind", "a correction"])
def test_what_somebody_told_under_the_id_of_another_stays_when_that_is_erased(
    team: Path, tmp_path: Path, who: str
) -> None:
    """Whoever records gives an id: on a laptop that has not heard of an entry, that of another. Two managers who erase
    the one were never asked about the other."""
    (slip,) = record(team, "w-ann", corrected(CONTACT, hours(1.6), moved_to=hours(1.2).isoformat()), at=1.6)
    stays = {line["type"]: line for line in lines(team)}
    target = {"of somebody else": CONTACT, "of another kind": stays["worker.added"]["id"], "a correction": slip.id}[who]
    with store_at(tmp_path / "other") as other:
        of = "P-1" if who == "a correction" else "P-2"
        other.record([accepted(of, id=PERSON if of == "P-1" else "019cae00-0000-7000-8000-000000000055")], hours(1.7))
        told = completed(of, hours(1.75), id=target)
        other.record([told], hours(1.8))
        erasures = other.record([erasure(target, 2)], hours(2))
        other.record([worker("added", hours(2), "w-bob", role="manager")], hours(2))
    with Carelist.open(tmp_path / "other", "w-bob") as other:
        erasures += other.record([erasure(target, 3)], hours(3))
        found = lines(other.store)
    with Carelist.open(team, "w-ann") as door:
        door.record.take_in(found)
        left = {(line["type"], line.get("person")): "body" in line
                for line in lines(door.store) if line["id"] == target}  # fmt: skip
        assert sorted(left.values()) == [False, True], left
        (gone,) = [of for of, is_whole in left.items() if not is_whole]
        assert gone == ("contact.completed", told_of(found, target)), "only what they were asked about"
        assert {each.id for each in door.people.workers()} >= {"w-ann", "w-bob", "w-cat", "w-tom"}
    assert CANARY.encode() in bytes_of(team)


def test_of_two_told_under_one_id_each_can_be_erased(team: Path, tmp_path: Path) -> None:
    """Else whoever told something under the id of another would have made it stay for ever."""
    second = "019cae00-0000-7000-8000-000000000055"
    with store_at(tmp_path / "other") as other:
        other.record([accepted("P-2", id=second)], hours(1.7))
        told = completed("P-2", hours(1.75), id=CONTACT)
        other.record([told | {"body": told["body"] | {"what_we_did": "Walked, zqother"}}], hours(1.8))
        found = lines(other.store)
    with Carelist.open(team, "w-ann") as door:
        door.record.take_in(found)
    for number, ref in enumerate(("P-2", "P-1")):
        for place, who in enumerate(("w-ann", "w-bob")):
            at = 3 + number + place / 10
            record(team, who, erasure(CONTACT, at, ref=ref), at=at)
        words = bytes_of(team)
        assert (CANARY.encode() in words, b"zqother" in words) == (ref == "P-2", False)


def told_of(found: list[dict[str, Any]], id: str) -> str:
    """Whom it is about on that laptop."""
    return str(next(line["person"] for line in found if line["id"] == id))


# -- what becomes of the rest ------------------------------------------------------------------------------------------


def test_what_an_erased_entry_resolved_is_owed_again(team: Path) -> None:
    with Carelist.open(team, "w-ann") as door:
        (missing,) = door.record([missed("P-1", hours(1.6))], hours(1.7))
        (met,) = door.record([seen("019cae00-0000-7000-8000-000000000021", 1.8)], hours(1.9))
        assert door.people.queue(hours(2)) == []
    erase(team, met.id, at=3)
    with Carelist.open(team, "w-ann") as door:
        assert [each["episode"] for each in door.people.queue(hours(4))] == [missing.id]


def test_what_is_owed_no_longer_is_said_before_it(team: Path) -> None:
    (red,) = record(team, "w-ann", zone("P-1", hours(2), "red"), at=2)
    record(team, "w-ann", erasure(red.id, 2.2), at=2.2)
    with pytest.raises(TakesAway) as gone:
        record(team, "w-bob", erasure(red.id, 2.4), at=2.4, seen=())
    assert any(each.startswith("No longer owed:") for each in gone.value.sentences)


def test_its_corrections_go_with_it_and_none_brings_it_back(team: Path) -> None:
    told = seen(CONTACT)["body"]
    instead = {**told, "what_we_did": f"Sat, {CANARY}"}
    (slip,) = record(team, "w-ann", corrected(CONTACT, hours(2), replacement=instead), at=2)
    again = {"entry": CONTACT, "reason": f"{CANARY} again", "replacement": told}
    record(team, "w-ann", corrected(slip.id, hours(2.2), replacement=again), at=2.2)
    erase(team, CONTACT, at=3)
    assert CANARY.encode() not in bytes_of(team)
    assert [line["type"] for line in lines(team) if "body" not in line] == [
        "contact.completed",
        *["entry.corrected"] * 2,
    ]
    assert is_sound(team)
    assert "was lawfully erased" in refusal(team, "w-ann", corrected(CONTACT, hours(4), replacement=told), 4)


def test_sent_again_it_answers_as_before_and_is_not_kept_again(team: Path) -> None:
    erase(team, CONTACT)
    (receipt,) = record(team, "w-ann", seen(CONTACT), at=4)
    assert (receipt.id, receipt.remarks[0][:34]) == (CONTACT, "this entry was lawfully erased sin")
    assert CANARY.encode() not in bytes_of(team)


def test_drafts_of_it_go_too(team: Path) -> None:
    Drafts(team, "w-tom").write(Begun(CONTACT, "contact.completed", PERSON, values={"body.what_we_did": CANARY}))
    assert CANARY.encode() in bytes_of(team / "drafts")
    erase(team, CONTACT)
    assert CANARY.encode() not in bytes_of(team)


def test_cases_are_counted_anew(team: Path) -> None:
    def count(connection: Connection) -> None:
        write_cases(connection, make_cases(connection, [PERSON], door.journal.standards, read_roster(connection).staff))

    with Carelist.open(team, "w-ann") as door:
        door.journal.change(count)
    counted = f"""SELECT count(*) FROM "case" WHERE entries LIKE '%{CONTACT}%'"""
    assert rows(team, counted) != [(0,)]
    erase(team, CONTACT)
    assert rows(team, counted) == [(0,)]
    assert rows(team, "SELECT person FROM uncounted") == [(PERSON,)]
    with Carelist.open(team, "w-ann") as door:
        door.journal.change(count)
    assert rows(team, counted) == [(0,)]
    assert is_sound(team)


# -- other stores ------------------------------------------------------------------------------------------------------


def copy_in(path: Path, told: list[dict[str, Any]], *, at_once: bool) -> bytes:
    """Another store that takes these in; its bytes."""
    with store_at(path) as other:
        for part in [told] if at_once else [[each] for each in told]:
            other.record.take_in(part)
        assert other.verify().as_json()["problems"] == []
        assert [line for line in lines(other.store) if "body" not in line]
    return bytes_of(path)


@pytest.mark.parametrize("at_once", [True, False])
def test_it_goes_whichever_comes_first(team: Path, tmp_path: Path, at_once: bool) -> None:
    with_words = lines(team)
    erase(team, CONTACT)
    left = {line["id"]: line for line in lines(team)}
    told = [*with_words, *(line for id, line in left.items() if id not in {each["id"] for each in with_words})]
    for name, order in (("on", told), ("back", told[::-1]), ("left", [*left.values(), *told])):
        assert CANARY.encode() not in copy_in(tmp_path / f"{name}", order, at_once=at_once)


def test_a_sync_takes_it_from_other_laptops_and_a_segment_keeps_it_until_the_folder_is_begun_anew(
    team: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(2))
    with store_at(tmp_path / "second") as other:
        other.sync(folder, hours(2))
        assert CANARY in str(lines(other.store))
    erase(team, CONTACT, at=3)
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(4))
    with Carelist.open(tmp_path / "second", "w-ann") as other:
        report = other.sync(folder, hours(4))
        assert report.problems == []
        assert other.verify().as_json()["problems"] == []
    assert CANARY.encode() not in bytes_of(tmp_path / "second")
    with store_at(tmp_path / "third") as third:
        third.sync(folder, hours(5))
    assert CANARY.encode() not in bytes_of(tmp_path / "third"), "its erasure came with it"


def test_what_leaves_after_it_has_no_words_and_comes_in_anywhere(team: Path, tmp_path: Path) -> None:
    erase(team, CONTACT)
    folder = tmp_path / "anew"
    folder.mkdir()
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(4))
    with store_at(tmp_path / "second") as other:
        assert other.sync(folder, hours(5)).problems == []
        assert CANARY not in str(lines(other.store))


def words_in(folder: Path) -> bytes:
    """What segments that are not sealed say."""
    found = b""
    for path in folder.rglob("*.seg"):
        data = path.read_bytes()
        for place in [place for place, byte in enumerate(data) if byte == 0x78]:
            with suppress(zlib.error):
                found += zlib.decompressobj().decompress(data[place:])
    return found


def test_a_folder_begun_anew_holds_it_no_longer(team: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(2))
    erase(team, CONTACT, at=3)
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(4))
        assert CANARY.encode() in words_in(folder), "written once"
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        assert ann.sync(folder, hours(5), new_folder=True).problems == []
    assert BASIS.encode() in words_in(folder)
    assert CANARY.encode() not in words_in(folder)


def test_a_backup_keeps_it_and_a_restored_one_erases_again_by_sync(team: Path, tmp_path: Path) -> None:
    folder, file, back = tmp_path / "shared", tmp_path / "kept.backup", tmp_path / "restored"
    folder.mkdir()
    with Carelist.open(team, "w-ann") as ann:
        ann.backups.backup(file, hours(2))
    erase(team, CONTACT, at=3)
    with Carelist.open(team, "w-ann") as ann:
        ann.sync(folder, hours(4))
    Backups.restore(file, back, unlock=lambda *_: None, now=hours(5))
    with Carelist.open(back, "w-ann") as again:
        assert CANARY in str(lines(again.store))
        again.sync(folder, hours(6))
    assert CANARY.encode() not in bytes_of(back)


def test_a_rebuild_erases_what_an_earlier_release_could_not_read(team: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It kept the erasures that it took in, and erased nothing by them."""
    with monkeypatch.context() as earlier:
        earlier.setattr(batch, "erase", lambda *_: set())
        erase(team, CONTACT)
    assert CANARY in str(stored(team, CONTACT))
    with Carelist.open(team, "w-ann") as door:
        door.rebuild()
    assert CANARY.encode() not in bytes_of(team)


def test_where_the_file_is_read_meanwhile_its_bytes_go_at_the_next_opening(team: Path) -> None:
    record(team, "w-ann", erasure(CONTACT))
    reader = connect(team)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM entry").fetchall()
    with Carelist.open(team, "w-bob") as door:
        door.record([erasure(CONTACT, 3)], hours(3))
        assert any("bytes of what was erased" in remark for remark in door.verify().remarks)
    reader.execute("ROLLBACK")
    reader.close()
    with Carelist.open(team, "w-ann") as door:
        assert door.verify().remarks == []
    assert CANARY.encode() not in bytes_of(team)


def test_what_came_without_its_words_and_without_an_erasure_is_said_and_no_damage(team: Path, tmp_path: Path) -> None:
    erase(team, CONTACT)
    with store_at(tmp_path / "other") as other:
        other.record.take_in([line for line in lines(team) if line["type"] != "entry.erased"])
        verdict = other.verify()
        assert any("came without what it said" in remark for remark in verdict.remarks)
        assert {each.kind for each in verdict.problems} <= {"gap"}
