"""A laptop asks and is let in through the shared folder: its words are typed, a code is told; whoever keeps the folder
gains nothing by it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.joined_laptop import AskingLaptop, ask_to_join
from carelist_tui.domain.refusal import Refused
from carelist_tui.exchange.enrolment.folder_papers import (
    LARGEST_REQUEST,
    MOST_ASKING,
    PAPERS,
    invitation_in,
    put_invitation,
    requests_in,
    take_papers,
)
from carelist_tui.exchange.segments.paths import ROOT, team_folder, team_named
from carelist_tui.vault.device import read_device
from carelist_tui.vault.folder import WAITS, waits_to_join
from carelist_tui.vault.keys import FLOOR, unlock
from carelist_tui.vault.team.fingerprint import WORDS, WORDS_ASKED, fingerprint_words, typed_words
from tests.exchange.enrolment.team import PASSPHRASE, Laptop, added, all_sync, first_laptop, joined

pytestmark = pytest.mark.slow


def now() -> datetime:
    return datetime.now(UTC)


def fresh(root: Path, folder: Path, name: str = "leah") -> AskingLaptop:
    """A laptop with an empty store, which is to ask in the folder."""
    store = root / name
    ask_to_join(store, worker=f"w-{name}", name=f"{name}'s laptop", passphrase=PASSPHRASE, factor=FLOOR, folder=folder)
    return AskingLaptop.new(store, unlock(store, f"w-{name}", PASSPHRASE, now()), f"w-{name}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    laptop = first_laptop(tmp_path_factory.mktemp("maya"))
    added(laptop, "w-leah")
    with laptop.door():
        return laptop


@pytest.fixture
def maya(made: Laptop, tmp_path: Path) -> Laptop:
    """A manager's, where Leah works as well."""
    return replace(made, store=Path(shutil.copytree(made.store, tmp_path / "maya")))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (made := tmp_path / "shared").mkdir()
    return made


def let_in(manager: Laptop, folder: Path, words: str) -> str:
    with manager.door() as door:
        (asking,) = door.laptops.asking(folder)
        return door.laptops.let_in(asking, words, folder, now())


def test_a_laptop_asks_in_the_folder_and_is_let_in_by_its_words_and_a_code(
    tmp_path: Path, maya: Laptop, folder: Path
) -> None:
    maya.accept("P-1")
    leah = fresh(tmp_path, folder)
    assert waits_to_join(leah.store)
    assert not leah.ask(now())
    with pytest.raises(Refused, match="has not come into the folder yet"):
        leah.take("7K2M", now())
    code = let_in(maya, folder, " ".join(leah.words()))
    assert leah.ask(now())
    with maya.door() as door:
        assert [each.is_invited for each in door.laptops.asking(folder)] == [True]
    assert leah.take(code, now()).team == "North"
    assert not waits_to_join(leah.store)
    assert not (folder / ROOT / PAPERS).exists()
    laptop = Laptop(leah.store, "w-leah")
    all_sync(folder, maya, laptop)
    assert laptop.refs() == {"P-1"}
    assert laptop.digest() == maya.digest()
    with maya.door() as door:
        assert door.laptops.asking(folder) == []


def test_other_words_let_nobody_in_and_nothing_is_enrolled(tmp_path: Path, maya: Laptop, folder: Path) -> None:
    """Somebody who keeps the folder has put their own laptop's request there, with Leah's id and name."""
    leah, thief = fresh(tmp_path, folder), fresh(tmp_path / "thief", folder)
    thief.ask(now())
    for words in (" ".join(leah.words()), "", " ".join(leah.words()[:5]), " ".join(thief.words()[::-1])):
        with pytest.raises(Refused, match="another laptop, and is not let in"):
            let_in(maya, folder, words)
    with maya.door() as door:
        assert read_device(thief.store) not in door.laptops()
    assert invitation_in(folder, read_device(thief.store)) is None


def test_who_may_not_enrol_is_told_so_and_lets_nobody_in(tmp_path: Path, maya: Laptop, folder: Path) -> None:
    """Nor gives another code to a laptop that a manager has let in already."""
    tom = joined(tmp_path, maya, "tom")
    leah = fresh(tmp_path, folder)
    leah.ask(now())
    words = " ".join(leah.words())
    with pytest.raises(Refused, match="is a manager's act"):
        let_in(tom, folder, words)
    let_in(maya, folder, words)
    all_sync(folder, maya, tom)
    before = invitation_in(folder, read_device(leah.store))
    with pytest.raises(Refused, match="is a manager's act"):
        let_in(tom, folder, words)
    assert invitation_in(folder, read_device(leah.store)) == before


def test_another_code_takes_the_place_of_the_one_before(tmp_path: Path, maya: Laptop, folder: Path) -> None:
    leah = fresh(tmp_path, folder)
    leah.ask(now())
    words = ", ".join(leah.words()).upper()
    before, after = let_in(maya, folder, words), let_in(maya, folder, words)
    with pytest.raises(Refused, match="can't be opened"):
        leah.take(before, now())
    assert waits_to_join(leah.store)
    assert leah.take(after, now()).team == "North"


@pytest.mark.parametrize("stop", ["take_in", "record"])
def test_stopped_while_it_is_let_in_it_goes_on_and_says_once_that_it_came(
    tmp_path: Path, maya: Laptop, folder: Path, monkeypatch: pytest.MonkeyPatch, stop: str
) -> None:
    from carelist_tui.journal.book import Journal

    leah = fresh(tmp_path, folder)
    leah.ask(now())
    code = let_in(maya, folder, " ".join(leah.words()))

    class Killed(BaseException):
        pass

    def kill(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Journal, stop, kill)
        with pytest.raises(Killed):
            leah.take(code, now())
    assert waits_to_join(leah.store)
    again = AskingLaptop.new(leah.store, unlock(leah.store, "w-leah", PASSPHRASE, now()), "w-leah")
    assert not again.has_come()
    assert again.take(code, now()).team == "North"
    assert again.has_come()
    with Laptop(leah.store, "w-leah").door() as door, door.journal.store.reading() as connection:
        said = connection.execute("SELECT count(*) FROM entry WHERE type = 'worker.recovered'").fetchone()[0]
    assert said == 1


def test_given_up_nothing_of_it_is_left_but_never_where_anything_was_recorded(
    tmp_path: Path, maya: Laptop, folder: Path
) -> None:
    leah = fresh(tmp_path, folder)
    leah.ask(now())
    leah.give_up()
    assert not leah.store.exists()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".leah")]
    assert [*folder.iterdir()] == []
    again = fresh(tmp_path, folder)
    again.ask(now())
    again.take(let_in(maya, folder, " ".join(again.words())), now())
    (again.store / WAITS).write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="is not thrown away"):
        again.give_up()
    assert Laptop(again.store, "w-leah").digest()


def test_since_when_it_asks_stays_and_another_folder_is_asked_alone(tmp_path: Path, folder: Path) -> None:
    (other := tmp_path / "other").mkdir()
    leah, began = fresh(tmp_path, folder), now().replace(microsecond=0)
    leah.ask(began)
    leah.ask(began + timedelta(hours=1))
    assert [each.since for each in requests_in(folder)] == [began]
    leah.meet_in(other)
    assert not leah.ask(began)
    assert (requests_in(folder), len(requests_in(other))) == ([], 1)
    assert AskingLaptop.new(leah.store, b"", "w-leah").folder == other


@pytest.mark.posix
def test_a_folder_that_is_gone_or_a_link_is_refused_and_written_to_nowhere(tmp_path: Path, folder: Path) -> None:
    leah, elsewhere = fresh(tmp_path, folder), tmp_path / "elsewhere"
    elsewhere.mkdir()
    (folder / ROOT).symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a link"):
        leah.ask(now())
    assert (requests_in(folder), [*elsewhere.iterdir()]) == ([], [])
    (folder / ROOT).unlink()
    (folder / ROOT).mkdir()
    (folder / ROOT / PAPERS).symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a link"):
        leah.ask(now())
    assert [*elsewhere.iterdir()] == []
    shutil.rmtree(folder)
    with pytest.raises(Refused, match="is the drive connected"):
        leah.ask(now())
    assert requests_in(folder) == []
    take_papers(folder, read_device(leah.store))
    leah.folder = None
    with pytest.raises(Refused, match="no shared folder was chosen"):
        leah.ask(now())


@pytest.mark.posix
def test_what_is_no_request_is_passed_over(tmp_path: Path, maya: Laptop, folder: Path) -> None:
    leah = fresh(tmp_path, folder)
    leah.ask(now())
    place = folder / ROOT / PAPERS
    genuine = (place / f"{read_device(leah.store)}.request").read_bytes()
    (place / f"{'b' * 32}.request").write_bytes(genuine)
    (place / f"{'c' * 32}.request").write_bytes(b"{}" + b" " * LARGEST_REQUEST)
    (place / f"{'d' * 32}.request").mkdir()
    (place / f"{'e' * 32}.request").symlink_to(place / f"{read_device(leah.store)}.request")
    (place / "notes.request").write_text("no", encoding="utf-8")
    for n in range(2 * MOST_ASKING):
        (place / f"{n:032x}.request").write_bytes(b"[" * 5000)
    changed = json.loads(genuine) | {"asked_at": ["no", 3]}
    assert requests_in(folder) == [] or requests_in(folder)[0].request.worker == "w-leah"
    for n in range(2 * MOST_ASKING):
        (place / f"{n:032x}.request").unlink()
    (place / f"{read_device(leah.store)}.request").write_text(json.dumps(changed), encoding="utf-8")
    (asking,) = requests_in(folder)
    assert (asking.request.name, asking.since, asking.is_invited) == ("leah's laptop", None, False)
    with maya.door() as door:
        assert len(door.laptops.asking(folder)) == 1
    assert team_named(PAPERS) is None
    assert team_folder(PAPERS) != PAPERS


def test_a_laptop_that_is_let_in_again_asks_from_its_own_sync_and_one_with_its_own_team_does_not(
    tmp_path: Path, maya: Laptop, folder: Path
) -> None:
    with maya.door() as door, pytest.raises(Refused, match="a team of its own"):
        door.laptops.asks_again("x", folder)
    leah = fresh(tmp_path, folder)
    leah.ask(now())
    leah.take(let_in(maya, folder, " ".join(leah.words())), now())
    laptop = Laptop(leah.store, "w-leah")
    laptop.accept("P-7")
    all_sync(folder, maya, laptop)
    laptop.done("device", "renew")
    with laptop.door() as door:
        assert read_device(laptop.store) not in door.laptops()
        again = door.laptops.asks_again("Leah's laptop", folder)
        again.ask(now())
        code = let_in(maya, folder, " ".join(again.words()))
        again.take(code, now())
        assert door.laptops.is_known
    all_sync(folder, maya, laptop)
    assert laptop.digest() == maya.digest()


def test_an_unencrypted_store_lets_nobody_in_and_asks_nobody(tmp_path: Path, folder: Path) -> None:
    fresh(tmp_path, folder).ask(now())
    plain = first_laptop(tmp_path, "ann", encrypted=False)
    with Carelist.open(plain.store, "w-ann") as door:
        assert door.laptops.asking(folder) == []
        assert door.laptops.is_known
        with pytest.raises(Refused, match="not encrypted"):
            door.laptops.asks_again("x", folder)


def test_a_folder_that_can_not_be_written_is_said(tmp_path: Path, folder: Path) -> None:
    (folder / ROOT).write_text("a file", encoding="utf-8")
    with pytest.raises(Refused, match="can't be written"):
        put_invitation(folder, "a" * 32, b"x")
    with pytest.raises(Refused, match="can't be written"):
        fresh(tmp_path, folder).ask(now())


def test_there_are_256_words_none_like_another() -> None:
    assert len(WORDS) == len({word[:4] for word in WORDS}) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 9 for word in WORDS)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.sampled_from([" ", ", ", "-", "\n", " / "]))
def test_words_are_heard_however_they_are_written(words: list[str], gap: str) -> None:
    assert typed_words(gap.join(words).upper()) == tuple(words)


def test_the_words_are_of_the_key_and_of_nothing_else() -> None:
    words = {fingerprint_words(f"{n:064x}") for n in range(4)}
    assert len(words) == 4
    assert all(len(each) == WORDS_ASKED for each in words)
    assert fingerprint_words("00" * 32) == fingerprint_words("00" * 32)
