"""Whose a Due is (standards.md, Owner): never nobody, and the same on every laptop."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carelist_tui.domain.roster import Roster, fold_roster
from carelist_tui.domain.stored_json import read_text, stored_text

pytestmark = pytest.mark.slow

LONDON = ZoneInfo("Europe/London")
MORNING = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
AFTERNOON = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """As much of an entry as the roster reads."""

    id: str
    type: str
    order: tuple[datetime, datetime, str, int]
    raw: Mapping[str, Any]


class Book:
    """Entries in the order they were said, an hour apart."""

    def __init__(self) -> None:
        self.said: list[Said] = []

    def say(self, type: str, *, at: datetime | None = None, **body: Any) -> str:
        number = len(self.said) + 1
        moment = at or START + timedelta(hours=number)
        body = {key.rstrip("_"): value for key, value in body.items()}
        self.said.append(Said(f"e{number}", type, (moment, moment, "d", number), {"body": body}))
        return f"e{number}"

    def worker(self, worker: str, role: str = "coordinator", team: str = "North", **more: Any) -> str:
        return self.say("worker.added", worker=worker, name=worker.title(), role=role, team=team, **more)

    def away(self, worker: str, begins: str, ends: str | None = None, cover: Any = None) -> str:
        times = {"from": begins} | ({"until": ends} if ends else {}) | ({"cover": cover} if cover else {})
        return self.say("worker.away", worker=worker, reason="leave", **times)

    @property
    def roster(self) -> Roster:
        return fold_roster(self.said)


def owner(book: Book, at: datetime = MORNING, **said: Any) -> str:
    """The owner of a Due of Amina's, whom Tom coordinates."""
    asked = {"named": None, "coordinator": "tom", "team": "North", "person_id": "amina"} | said
    return book.roster.owner(**asked, at=at, zone=LONDON)


@pytest.fixture
def book() -> Book:
    book = Book()
    for worker in ("tom", "leah", "zoe"):
        book.worker(worker)
    return book


MARCH = ("2026-03-01T00:00:00+00:00", "2026-03-08T00:00:00+00:00")


def test_a_due_belongs_to_the_worker_it_names_then_to_the_coordinator(book: Book) -> None:
    assert owner(book, named="leah") == "leah"
    assert owner(book) == "tom"


def test_an_id_that_nobody_here_has_is_passed_over(book: Book) -> None:
    assert owner(book, named="w-of-another-team") == "tom"
    assert owner(book, coordinator="never-added") == "duty:North"


def test_while_the_owner_is_away_their_cover_holds_it_and_it_comes_back_by_itself(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "leah"}])
    assert owner(book, datetime(2026, 2, 28, 23, 59, tzinfo=UTC)) == "tom"
    assert owner(book, datetime(2026, 3, 1, tzinfo=UTC)) == "leah"
    assert owner(book, datetime(2026, 3, 8, tzinfo=UTC)) == "tom"


def test_cover_that_names_the_person_comes_before_cover_for_all(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "leah"}, {"persons": ["amina"], "by": "zoe"}])
    assert owner(book) == "zoe"
    assert owner(book, person_id="bilal") == "leah"


def test_a_person_whom_no_cover_names_goes_to_duty(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": ["bilal"], "by": "zoe"}])
    book.say("duty.set", date="2026-03-03", part="day", worker="leah")
    assert owner(book) == "leah"
    assert owner(book, person_id="bilal") == "zoe"


def test_cover_by_duty_goes_to_the_duty_worker(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "duty"}])
    book.say("duty.set", date="2026-03-03", part="day", worker="zoe")
    assert owner(book) == "zoe"


def test_what_a_cover_who_is_away_too_would_hold_goes_to_duty_and_not_to_their_own_cover(book: Book) -> None:
    book.worker("mo")
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "leah"}])
    book.away("leah", "2026-03-03T00:00:00+00:00", MARCH[1], cover=[{"persons": "all", "by": "zoe"}])
    book.say("duty.set", date="2026-03-03", part="day", worker="mo")
    book.say("duty.set", date="2026-03-02", part="day", worker="mo")
    assert owner(book, datetime(2026, 3, 2, 23, 59, tzinfo=UTC)) == "leah"
    assert owner(book, datetime(2026, 3, 3, 10, tzinfo=UTC)) == "mo"
    assert owner(book, datetime(2026, 3, 3, 10, tzinfo=UTC), coordinator="leah") == "zoe"


def test_a_cover_whom_nobody_here_knows_holds_nothing(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "w-of-another-team"}])
    assert owner(book) == "duty:North"


def test_covers_who_cover_each_other_end_at_duty(book: Book) -> None:
    book.away("tom", *MARCH, cover=[{"persons": "all", "by": "leah"}])
    book.away("leah", *MARCH, cover=[{"persons": "all", "by": "tom"}])
    assert owner(book) == "duty:North"
    book.away("zoe", *MARCH, cover=[{"persons": "all", "by": "zoe"}])
    assert owner(book, coordinator="zoe") == "duty:North"


def test_duty_changes_at_one_o_clock_by_the_clock_on_the_wall(book: Book) -> None:
    book.say("duty.set", date="2026-03-03", part="morning", worker="leah")
    book.say("duty.set", date="2026-03-03", part="afternoon", worker="zoe")
    assert owner(book, coordinator=None) == "leah"
    assert owner(book, AFTERNOON, coordinator=None) == "zoe"
    book.say("duty.set", date="2026-06-03", part="morning", worker="leah")
    assert owner(book, datetime(2026, 6, 3, 12, 0, tzinfo=UTC), coordinator=None) == "duty:North", "13:00 in summer"


def test_the_newest_duty_turn_that_fits_counts(book: Book) -> None:
    book.say("duty.set", date="2026-03-03", part="morning", worker="leah")
    book.say("duty.set", date="2026-03-03", part="day", worker="zoe")
    assert owner(book, coordinator=None) == "zoe"
    book.say("duty.set", date="2026-03-03", part="morning", worker="tom")
    assert owner(book, coordinator=None) == "tom"
    assert owner(book, AFTERNOON, coordinator=None) == "zoe"


def test_the_teams_own_duty_worker_comes_before_another_teams(book: Book) -> None:
    book.worker("sue", team="South")
    book.say("duty.set", date="2026-03-03", part="day", worker="leah")
    book.say("duty.set", date="2026-03-03", part="day", worker="sue")
    assert owner(book, coordinator=None) == "leah"
    assert owner(book, coordinator=None, team="South") == "sue"
    assert owner(book, coordinator=None, team="East") == "sue"


def test_without_duty_a_manager_of_the_team_holds_it(book: Book) -> None:
    book.worker("m2", "manager")
    book.worker("m1", "manager")
    book.worker("m0", "manager", team="South")
    assert owner(book, coordinator=None) == "m1"
    book.away("m1", *MARCH)
    assert owner(book, coordinator=None) == "m2"


@pytest.mark.parametrize("named", [None, "senior", "manager"])
def test_a_team_of_auditors_alone_is_a_team_where_nobody_works(book: Book, named: str | None) -> None:
    book.worker("m1", "manager")
    book.worker("aud", "auditor", team="South")
    assert owner(book, named=named, coordinator=None, team="South") == "m1"


def test_never_nobody_even_with_nobody_there() -> None:
    assert owner(Book(), coordinator=None) == "duty:North"
    assert owner(Book(), coordinator=None, team=None) == "duty"


def test_a_due_for_a_senior_goes_to_the_first_of_the_team_at_work_else_to_a_manager(book: Book) -> None:
    book.worker("m1", "manager")
    assert owner(book, named="senior") == "m1"
    for senior in ("s2", "s1"):
        book.worker(senior, "senior")
    book.worker("s0", "senior", team="South")
    assert owner(book, named="senior") == "s1"
    book.away("s1", *MARCH)
    assert owner(book, named="senior") == "s2"


def test_a_senior_does_not_review_whom_they_coordinate(book: Book) -> None:
    book.worker("m1", "manager")
    book.worker("s1", "senior")
    assert owner(book, named="senior", coordinator="s1") == "m1", "the only senior coordinates: a manager"
    book.worker("s2", "senior")
    assert owner(book, named="senior", coordinator="s1") == "s2"
    assert owner(book, named="s1", coordinator="s1") == "s1", "named by id, it is theirs"


def test_where_nobody_here_works_in_the_persons_team_any_manager_or_senior_is_asked(book: Book) -> None:
    book.worker("m1", "manager")
    book.worker("s1", "senior", team="West")
    assert owner(book, named="manager", team="Elsewhere") == "m1"
    assert owner(book, named="senior", team="Elsewhere") == "s1"
    assert owner(book, named="manager", team="West") == "duty:West", "a team of ours asks its own"


def test_a_due_for_a_manager_or_for_duty_goes_there_first(book: Book) -> None:
    book.worker("m1", "manager")
    book.say("duty.set", date="2026-03-03", part="day", worker="zoe")
    assert owner(book, named="manager") == "m1"
    assert owner(book, named="duty") == "zoe"
    book.away("m1", *MARCH)
    assert owner(book, named="manager") == "zoe"


def test_a_worker_who_has_left_holds_nothing(book: Book) -> None:
    book.say("worker.changed", worker="tom", active=False)
    book.say("duty.set", date="2026-03-03", part="day", worker="leah")
    assert owner(book) == "leah"
    assert book.roster.left == {"tom"}
    book.say("worker.changed", worker="leah", active=False)
    assert owner(book) == "duty:North", "nor does a duty worker who has left"
    book.say("worker.changed", worker="tom", active=True)
    assert owner(book) == "tom"


def test_a_change_says_only_what_differs(book: Book) -> None:
    book.say("worker.changed", worker="leah", role="senior")
    leah = book.roster.workers["leah"]
    assert (leah.name, leah.role, leah.team, leah.active) == ("Leah", "senior", "North", True)
    assert [book.roster.role(worker) for worker in ("leah", "nobody")] == ["senior", None]
    assert [book.roster.name(worker) for worker in ("leah", "nobody")] == ["Leah", "nobody"]


def test_sickness_without_an_end_lasts_until_a_newer_word(book: Book) -> None:
    book.away("tom", "2026-03-01T08:00:00+00:00", cover=[{"persons": "all", "by": "leah"}])
    assert owner(book, MORNING + timedelta(days=90)) == "leah"
    book.away("tom", "2026-03-01T08:00:00+00:00", "2026-03-03T08:00:00+00:00", [{"persons": "all", "by": "leah"}])
    assert owner(book, MORNING - timedelta(days=1)) == "leah"
    assert owner(book) == "tom"


def test_sickness_during_leave_leaves_the_leave_standing(book: Book) -> None:
    book.away("tom", "2026-03-01T00:00:00+00:00", "2026-03-15T00:00:00+00:00", [{"persons": "all", "by": "leah"}])
    book.away("tom", "2026-03-03T00:00:00+00:00", "2026-03-05T00:00:00+00:00", [{"persons": "all", "by": "zoe"}])
    days = [owner(book, datetime(2026, 3, day, 12, tzinfo=UTC)) for day in (2, 3, 6, 15)]
    assert days == ["leah", "zoe", "leah", "tom"]


def test_a_correction_stands_in_the_place_of_its_entry(book: Book) -> None:
    away = book.away("tom", *MARCH)
    struck = book.say("entry.corrected", entry=away, reason="wrong worker", replacement=None)
    assert owner(book) == "tom"
    book.say("entry.corrected", entry=struck, reason="it was right", replacement=None)
    assert owner(book) == "duty:North"
    other = {"worker": "leah", "from": MARCH[0], "until": MARCH[1], "reason": "leave"}
    book.say("entry.corrected", entry=away, reason="it was Leah", replacement=other)
    assert [owner(book, coordinator=worker) for worker in ("tom", "leah")] == ["tom", "duty:North"]


def test_of_several_corrections_the_newest_in_story_order_counts(book: Book) -> None:
    away = book.away("tom", *MARCH)
    book.say("entry.corrected", entry=away, reason="not away", replacement=None)
    later = {"worker": "tom", "from": "2026-03-05T00:00:00+00:00", "until": MARCH[1], "reason": "leave"}
    book.say("entry.corrected", entry=away, reason="away later", replacement=later)
    for entries in (book.said, book.said[::-1]):
        assert not fold_roster(entries).is_away("tom", MORNING)
        assert fold_roster(entries).is_away("tom", MORNING + timedelta(days=2))


def test_a_correction_may_move_its_entry_in_the_story(book: Book) -> None:
    book.say("duty.set", date="2026-03-03", part="day", worker="leah")
    newer = book.say("duty.set", date="2026-03-03", part="day", worker="zoe")
    body = {"date": "2026-03-03", "part": "day", "worker": "zoe"}
    book.say("entry.corrected", entry=newer, reason="earlier", replacement=body, moved_to="2026-01-01T09:00:00+00:00")
    assert owner(book, coordinator=None) == "leah"


def test_corrections_that_name_each_other_do_no_harm(book: Book) -> None:
    book.say("entry.corrected", entry="e5", reason="round", replacement=None)
    book.say("entry.corrected", entry="e4", reason="and round", replacement=None)
    assert owner(book) == "tom"


@pytest.mark.parametrize(
    ("type", "body"),
    [
        ("worker.away", {"worker": "tom", "from": "not a moment"}),
        ("worker.away", {"worker": "tom", "from": "2026-03-01T00:00:00"}),
        ("worker.away", {"worker": "tom", "from": MARCH[1], "until": MARCH[0]}),
        ("worker.away", {"worker": "tom", "from": "2026-04-01T00:00:00+00:00", "cover": ["leah", 3, None]}),
        ("worker.changed", {"worker": 7, "active": False}),
        ("worker.changed", {"active": False}),
        ("duty.set", {"date": "someday", "worker": "leah"}),
        ("worker.retired", {"worker": "tom"}),
        ("entry.corrected", {}),
    ],
)
def test_what_this_release_cannot_read_changes_nothing(book: Book, type: str, body: dict[str, Any]) -> None:
    book.say(type, **body)
    assert owner(book) == "tom"
    assert not book.roster.turns


def test_a_lawfully_erased_body_folds_as_nothing(book: Book) -> None:
    moment = START + timedelta(days=1)
    erased = Said("e99", "worker.changed", (moment, moment, "d", 99), {"id": "e99"})
    assert fold_roster([*book.said, erased]) == book.roster


workers = st.sampled_from(["a", "b", "c", "m"])
times = st.integers(0, 20).map(lambda day: (START + timedelta(days=day)).isoformat())
bodies = st.one_of(
    st.tuples(
        st.just("worker.added"),
        st.fixed_dictionaries(
            {"worker": workers, "role": st.sampled_from(["coordinator", "manager"]), "team": st.sampled_from("NS")}
        ),
    ),
    st.tuples(st.just("worker.changed"), st.fixed_dictionaries({"worker": workers, "active": st.booleans()})),
    st.tuples(
        st.just("worker.away"),
        st.fixed_dictionaries(
            {
                "worker": workers,
                "from": times,
                "until": st.none() | times,
                "cover": st.lists(
                    st.fixed_dictionaries(
                        {"persons": st.just("all") | st.just(["p"]), "by": workers | st.just("duty")}
                    ),
                    max_size=2,
                ),
            }
        ),
    ),
    st.tuples(
        st.just("duty.set"),
        st.fixed_dictionaries(
            {
                "date": times.map(lambda t: t[:10]),
                "part": st.sampled_from(["day", "morning", "afternoon"]),
                "worker": workers,
            }
        ),
    ),
    st.tuples(
        st.just("improvement.opened"),
        st.fixed_dictionaries({"title": st.just("read back"), "owner": workers, "due_at": times}),
    ),
    st.tuples(
        st.just("improvement.closed"), st.fixed_dictionaries({"improvement": st.integers(1, 9).map("e{}".format)})
    ),
    st.tuples(
        st.just("entry.corrected"),
        st.fixed_dictionaries(
            {
                "entry": st.integers(1, 9).map("e{}".format),
                "replacement": st.none() | st.fixed_dictionaries({"worker": workers, "active": st.booleans()}),
                "moved_to": st.none() | times,
            }
        ),
    ),
)


def as_book(said: list[tuple[str, dict[str, Any]]]) -> Book:
    book = Book()
    for type, body in said:
        book.say(type, **body)
    return book


@given(st.lists(bodies, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_any_order_and_duplicates_give_the_same_roster(said: list[tuple[str, dict[str, Any]]], chance: Any) -> None:
    book = as_book(said)
    shuffled = [*book.said, *book.said[:3]]
    chance.shuffle(shuffled)
    assert fold_roster(shuffled) == book.roster


@given(
    st.lists(bodies, max_size=9), st.integers(0, 20), st.none() | workers, st.none() | workers, st.none() | st.just("p")
)
@settings(max_examples=300)
def test_an_owner_is_somebody_at_work_or_the_duty_of_the_team(
    said: list[tuple[str, dict[str, Any]]], day: int, named: str | None, coordinator: str | None, person: str | None
) -> None:
    roster, at = as_book(said).roster, START + timedelta(days=day)
    held = roster.owner(named, coordinator, "N", person, at, LONDON)
    assert held == "duty:N" or not roster.is_away(held, at)


@given(st.lists(bodies, max_size=9))
@settings(max_examples=200)
def test_the_stored_roster_reads_back_the_same(said: list[tuple[str, dict[str, Any]]]) -> None:
    roster = as_book(said).roster
    assert read_text(Roster, stored_text(roster)) == roster


def test_reading_a_roster_needs_the_standard_library_only() -> None:
    asks = (
        "import sys\nfrom carelist_tui.domain.roster import Roster\n"
        "from carelist_tui.domain.stored_json import read_text, stored_text\n"
        "read_text(Roster, stored_text(Roster()))\n"
        "print([m for m in ('pydantic', 'tomllib', 'dateutil', 'textual', 'sqlmodel') if m in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", asks], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
