"""On whose list a Due stands besides its owner's, and who holds first contact (standards.md, Owner)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carelist_tui.domain.dues.due import Due
from carelist_tui.domain.dues.owed import owed
from carelist_tui.domain.roster import Staff
from tests.domain.telling import Story, settled
from tests.domain.test_roster import LONDON, MARCH, Book, owner
from tests.domain.undertaking import accept, act, decline, hand_over, meet

NINE = datetime(2026, 3, 4, 9, tzinfo=UTC)
WORSE = {"method": "call", "purpose": "routine", "how_are_they": "worse", "what_we_did": "talked"}


def also(book: Book, *names: str, owner: str = "tom", team: str = "North") -> tuple[str, ...]:
    return book.roster.also(names, owner, team, "amina", NINE, LONDON)


@pytest.fixture
def book() -> Book:
    book = Book()
    for worker, role, team in (("tom", "coordinator", "North"), ("leah", "coordinator", "North"),
                               ("sue", "senior", "North"), ("max", "manager", "South")):  # fmt: skip
        book.worker(worker, role, team)
    book.say("duty.set", date="2026-03-04", part="day", worker="leah")
    return book


def test_names_are_who_they_are_then_each_once_and_never_the_owner(book: Book) -> None:
    assert also(book, "sue", "duty") == ("sue", "leah")
    assert also(book, "leah", "duty", "leah") == ("leah",)
    assert also(book, "tom", "duty", owner="leah") == ("tom",)
    assert also(book, "senior") == ("sue",)
    assert also(book, "manager", team="South") == ("max",)
    assert also(book) == ()


def test_whoever_is_away_has_it_covered_or_nobody_has_it_too(book: Book) -> None:
    book.away("sue", *MARCH, cover=[{"persons": "all", "by": "leah"}])
    assert also(book, "sue") == ("leah",)
    book.away("leah", *MARCH)
    assert also(book, "leah", "sue", "duty") == ()


def test_a_name_that_nobody_here_has_is_passed_over(book: Book) -> None:
    assert also(book, "w-of-another-team", "manager") == ()


def test_what_is_nobodys_stands_on_the_list_of_everybody_who_could_do_it() -> None:
    book = Book()
    here = (("tom", "coordinator", "North"), ("bob", "support_worker", "North"), ("aud", "auditor", "North"))
    for worker, role, team in (*here, ("max", "manager", "South"), ("pat", "senior", "South")):
        book.worker(worker, role, team=team)
    assert owner(book, coordinator="gone") == "duty:North"
    assert also(book, owner="duty:North") == ("bob", "tom"), "who is at work, an auditor never"
    book.away("bob", *MARCH)
    assert also(book, owner="duty:North") == ("tom",)
    book.away("tom", *MARCH)
    assert also(book, owner="duty:North") == ("max",), "a manager of another team"
    book.away("max", *MARCH)
    assert also(book, owner="duty:North") == ("pat",), "whoever is at work"
    book.away("pat", *MARCH)
    assert also(book, owner="duty:North") == ("bob", "tom"), "until they are back"
    assert also(book, owner="duty:West", team="West") == ("bob", "max", "pat", "tom"), "of the service"
    assert also(book, owner="tom") == (), "what is somebody's is theirs"


def test_a_same_day_response_stands_with_whoever_found_it_and_with_duty() -> None:
    story = settled()
    story.tell("2026-03-03 10:00", "contact.completed", WORSE, author="w-ann")
    story.tell("2026-03-03 10:30", "contact.completed", WORSE, author="w-tom", on_behalf_of="w-sue")
    due = story.due("same_day_response")
    assert due is not None
    assert (due.named_owner, due.also) == (None, ("w-ann", "w-sue", "duty"))


def test_an_action_of_a_partner_stands_with_whoever_agreed_it_with_them_too() -> None:
    story = settled()
    ours = act(story, "2026-03-03 10:00", "2026-03-10 10:00")
    theirs = act(story, "2026-03-03 10:00", "2026-03-10 10:00", owner="Housing First")
    staff = Staff(frozenset({"w-tom", "w-ann"}))
    found = {due.source: due for due in owed_with(story, staff) if due.kind == "action"}
    assert (found[ours].named_owner, found[ours].also) == ("w-ann", ())
    assert (found[theirs].named_owner, found[theirs].also) == (None, ("w-tom",))


def owed_with(story: Story, staff: Staff) -> list[Due]:
    return owed(story.state, story.standards, staff)


def accepted(direction: str = "internal") -> tuple[Story, str]:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00", kind="team_transfer", to_team="South", direction=direction)
    by = None if direction == "out" else "w-zoe"
    accept(story, "2026-03-02 12:00", handover, "2026-03-05 10:00", by)
    return story, handover


def test_first_contact_is_the_receiving_teams_and_the_sender_sees_it() -> None:
    story, _ = accepted()
    due = story.due("handover_first_contact")
    assert due is not None
    assert (due.named_owner, due.owner_team, due.also) == ("w-zoe", "South", ("w-tom",))


def test_out_it_is_the_senders_who_asks_them() -> None:
    story, _ = accepted("out")
    due = story.due("handover_first_contact")
    assert due is not None
    assert (due.named_owner, due.owner_team, due.also) == ("w-tom", None, ())


@pytest.mark.parametrize("missed_at", ["2026-03-02 11:59", "2026-03-02 12:00", "2026-03-03 10:00"])
def test_the_ladder_of_a_contact_missed_since_acceptance_is_the_receiving_teams(missed_at: str) -> None:
    story, _ = accepted()
    story.miss("2026-03-03 11:00", missed_at)
    due = story.due("ladder_step", "same_day_attempt")
    assert due is not None
    theirs = missed_at >= "2026-03-02 12:00"
    assert (due.named_owner, due.owner_team, due.also) == (
        ("w-zoe", "South", ("w-tom",)) if theirs else (None, None, ())
    )
    check = story.due("risk_check")
    assert check is not None
    assert (check.named_owner, check.owner_team) == (None, None)  # checks and decisions stay with the sender


def test_once_they_have_met_everything_is_the_receivers() -> None:
    story, handover = accepted()
    meet(story, "2026-03-03 10:00", handover)
    due = story.due("cadence")
    assert due is not None
    assert due.named_owner == "w-zoe"


@pytest.mark.parametrize(
    ("left", "coordinator", "owner"),
    [(frozenset(), None, "w-tom"), (frozenset({"w-tom"}), None, "w-tom"), (frozenset({"w-tom"}), "w-ann", "w-ann")],
)
def test_what_comes_back_is_always_with_somebody_of_this_team(
    left: frozenset[str], coordinator: str | None, owner: str
) -> None:
    story = settled()
    handover = hand_over(story, "2026-03-02 10:00", kind="team_transfer", to_team="South")
    decline(story, "2026-03-02 12:00", handover)
    if coordinator is not None:
        named = {"coordinator": coordinator, "clinical_oversight": "w-sue"}
        story.tell("2026-03-02 13:00", "coordinator.named", named)
    staff = Staff(frozenset({"w-tom", "w-ann", "w-zoe"}) - left, left)
    (due,) = (each for each in owed_with(story, staff) if each.kind == "handover_reverted")
    assert (due.named_owner, due.owner_team) == (owner, None)


@given(
    named=st.sampled_from(["tom", "ada", "gone", "sue", "duty", None]),
    coordinator=st.sampled_from(["tom", "ada", "leah", "gone", None]),
    on_duty=st.lists(st.sampled_from(["ada", "leah", "max"]), max_size=3),
    away=st.sets(st.sampled_from(["tom", "leah", "sue", "max"])),
    cover=st.sampled_from(["ada", "leah", "duty"]),
)
def test_nothing_is_an_auditors_or_anybodys_who_is_away_whoever_is_named(
    named: str | None, coordinator: str | None, on_duty: list[str], away: set[str], cover: str
) -> None:
    """Ada became an auditor: an auditor records nothing, so that whatever were hers nobody could do."""
    book = Book()
    workers = {"tom": "coordinator", "leah": "coordinator", "ada": "senior", "sue": "senior", "max": "manager"}
    for worker, role in workers.items():
        book.worker(worker, role)
    book.worker("gone", "coordinator", "North", active=False)
    book.worker("ada", "auditor", "North")
    for worker in on_duty:
        book.say("duty.set", date="2026-03-04", part="day", worker=worker)
    for worker in sorted(away):
        book.away(worker, *MARCH, cover=[{"persons": "all", "by": cover}])
    owner = book.roster.owner(named, coordinator, "North", "amina", NINE, LONDON)
    assert owner not in {"ada", "gone", *away}
    assert owner == "duty:North" or owner in book.roster.workers
    assert "ada" not in also(book, "ada", "tom", "duty", "senior", owner=owner)
