"""The order in which laptops are read in a sync: those that enrol and revoke before all others, by whatever name."""

from __future__ import annotations

from itertools import permutations

import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.segments.pack import Sealing
from carelist_tui.exchange.sync.party import Party

LOST, OTHER, MANAGERS, ROOT, OURS = "a1", "b2", "y8", "z9", "m5"
LAPTOPS = {
    LOST: Laptop(LOST, "lost"), OTHER: Laptop(OTHER, "other"), OURS: Laptop(OURS, "ours"),
    MANAGERS: Laptop(MANAGERS, "a manager's", manages=True),
}  # fmt: skip


def party(*, encrypted: bool = True) -> Party:
    sealing = Sealing(("age1x",), ("x",)) if encrypted else Sealing()
    return Party("North", OURS, SigningKey.generate(), sealing, LAPTOPS, frozenset({ROOT}))


@pytest.mark.parametrize("found", list(permutations((LOST, OTHER, MANAGERS, ROOT))))
def test_managers_laptops_are_read_before_all_others_however_they_are_called(found: tuple[str, ...]) -> None:
    left, read = set(found), []
    while (device := party().first_of(left)) is not None:
        read.append(device)
        left.discard(device)
    assert read == [MANAGERS, ROOT, LOST, OTHER]


def test_a_laptop_that_does_not_belong_here_is_never_read() -> None:
    assert party().first_of(["0-stranger"]) is None
    assert party().first_of(["0-stranger", OTHER]) == OTHER
    assert party(encrypted=False).first_of(["0-stranger", OTHER]) == "0-stranger", "an unencrypted team asks nobody"
    assert party().first_of([]) is None


@pytest.mark.parametrize(
    ("laptop", "upto"),
    [
        (None, None),
        (Laptop(LOST, "lost"), None),
        (Laptop(LOST, "lost", is_revoked=True), 5),
        (Laptop(LOST, "lost", is_revoked=True, through=3), 3),
        (Laptop(LOST, "lost", is_revoked=True, through=8), 8),
        (Laptop(LOST, "lost", is_revoked=True, through=0), 0),
    ],
)
def test_of_a_revoked_laptop_counts_what_was_agreed_or_else_what_is_here(
    laptop: Laptop | None, upto: int | None
) -> None:
    ours = party()
    ours.laptops = {LOST: laptop} if laptop else {}
    assert ours.counts_upto(LOST, held=5) == upto


def test_where_no_laptop_is_known_by_name_each_is_called_by_the_beginning_of_its_own() -> None:
    alone = Party("North", OURS, SigningKey.generate(), Sealing())
    assert (alone.name_of("feedbeef01"), alone.counts_upto("feedbeef01", 5)) == ("laptop feedbe", None)
