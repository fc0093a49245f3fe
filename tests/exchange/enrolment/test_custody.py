"""Who may have the team's key: when it is made anew, for whom, and to whom it is passed on; and what is recorded of a
laptop that comes, goes, or let somebody in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.enrolment.custody import Heard, boxes_to_pass_to, must_renew, renewed
from carelist_tui.exchange.enrolment.key_papers import KeyPaper, key_paper, put_paper, read_key_paper, read_papers
from carelist_tui.exchange.enrolment.laptop_entries import WAS_REVOKED, enrolment, recovered, revocation
from carelist_tui.vault.team.age_keys import Team
from carelist_tui.vault.team.papers import Request, box_key_of

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
OURS, LEAHS, STRANGERS = (SigningKey(bytes([number]) * 32) for number in (1, 2, 3))


def device_of(key: SigningKey) -> str:
    return sha256_hex(bytes(key.verify_key))[:32]


US, LEAH, STRANGER = map(device_of, (OURS, LEAHS, STRANGERS))
LAPTOPS = {each: Laptop(each, each, box_key=f"box of {each}") for each in (US, LEAH, "tom", "lost")}
REVOKED = LAPTOPS | {"lost": replace(LAPTOPS["lost"], is_revoked=True)}
FIRST = Team("North").renewed(NOW)


def heard(laptops: dict[str, Laptop] = REVOKED, device: str = US) -> Heard:
    return Heard(device, laptops, frozenset(), lambda *_: None)


FRESH = renewed(FIRST, LEAHS, (7, "a" * 64), heard(device=LEAH), NOW)
"""The team's key as Leah's laptop made it anew, without the lost one."""
TWO_LOST = REVOKED | {"tom": replace(LAPTOPS["tom"], is_revoked=True)}
LEAH_LOST = LAPTOPS | {LEAH: replace(LAPTOPS[LEAH], is_revoked=True)}
US_LOST = REVOKED | {US: replace(LAPTOPS[US], is_revoked=True)}


def paper(device: str, team: Team, *to: str, keys: int = 2) -> KeyPaper:
    return KeyPaper(device, frozenset(to), team.keys[:keys], team.renewals)


@pytest.mark.parametrize(
    ("team", "laptops", "papers", "renews"),
    [
        (FIRST, LAPTOPS, [], False),
        (FIRST, REVOKED, [], True),
        (FIRST, US_LOST, [], False),
        (FRESH, REVOKED, [], False),
        (FRESH, TWO_LOST, [], True),
        (FRESH, LEAH_LOST, [], True),
        (FRESH, REVOKED, [paper("tom", FRESH, US, "lost")], True),
        (FRESH, REVOKED, [paper("tom", FRESH, US)], False),
        (FRESH, REVOKED, [paper("tom", FRESH, US, "lost", keys=1)], False),
        (FRESH, REVOKED, [paper(STRANGER, FRESH, US, "lost")], False),
        (FRESH, REVOKED, [paper("lost", FRESH, US, "lost")], False),
    ],
    ids=["nobody was revoked", "somebody was, and nothing was said of the key", "this one was", "made without them",
         "another was revoked since", "who made it was", "a colleague's passed it to them", "a colleague's did not",
         "it passed an older one", "a stranger's says so", "they say so themselves"],
)  # fmt: skip
def test_a_key_is_made_anew_where_somebody_who_was_revoked_may_have_it(
    team: Team, laptops: dict[str, Laptop], papers: list[KeyPaper], renews: bool
) -> None:
    assert must_renew(team, papers, heard(laptops)) is renews


def test_a_fresh_key_is_the_newest_and_says_after_what_for_whom_and_without_whom_it_was_made() -> None:
    assert FRESH.keys[0] == FIRST.keys[0]
    assert (len(FRESH.keys), len(FRESH.renewals)) == (2, 1)
    said = FRESH.renewal
    assert said is not None
    assert (said.public, said.device, said.seq, said.head) == (FRESH.keys[-1].public, LEAH, 7, "a" * 64)
    assert (set(said.to), said.without) == ({US, LEAH, "tom"}, ("lost",))


BOXES = {each: f"box of {each}" for each in (US, LEAH, "tom")}


@pytest.mark.parametrize(
    ("team", "laptops", "papers", "boxes"),
    [
        (FIRST, REVOKED, [], {}),
        (FRESH, US_LOST, [], {}),
        (FRESH, REVOKED, [], BOXES),
        (FRESH, LAPTOPS, [], BOXES),
        (FRESH, TWO_LOST, [], {US: BOXES[US], LEAH: BOXES[LEAH]}),
        (FRESH, REVOKED | {"tom": replace(LAPTOPS["tom"], box_key="")}, [], {US: BOXES[US], LEAH: BOXES[LEAH]}),
        (FRESH, REVOKED, [paper(US, FRESH, *BOXES)], {}),
        (FRESH, REVOKED, [paper(US, FRESH, US, LEAH)], BOXES),
        (FRESH, REVOKED, [paper(US, FRESH, *BOXES, keys=1)], BOXES),
        (FRESH, REVOKED, [paper(LEAH, FRESH, *BOXES)], BOXES),
    ],
    ids=["nothing was said of the key", "this one was revoked", "nobody was passed it yet", "it was made without them",
         "another was revoked since", "one has no box", "ours passed it to all", "ours left one out",
         "ours passed an older one", "only a colleague's passed it"],
)  # fmt: skip
def test_keys_are_passed_on_to_whoever_belongs_here_until_our_own_paper_told_them_all(
    team: Team, laptops: dict[str, Laptop], papers: list[KeyPaper], boxes: dict[str, str]
) -> None:
    assert boxes_to_pass_to(team, papers, heard(laptops)) == boxes


def test_a_key_paper_carries_what_was_said_of_its_keys_and_lies_where_it_is_looked_for(tmp_path: Path) -> None:
    put_paper(tmp_path, FRESH, OURS, {LEAH: box_key_of(LEAHS)})
    expected = KeyPaper(US, frozenset({LEAH}), FRESH.keys, FRESH.renewals)
    assert read_papers(tmp_path, "North", LEAHS) == [expected]
    assert read_papers(tmp_path, "North", STRANGERS) == read_papers(tmp_path, "South", LEAHS) == []
    silent = read_key_paper(key_paper(OURS, FRESH.keys, {LEAH: box_key_of(LEAHS)}), LEAHS)
    assert silent == replace(expected, renewals=())


ASKED = Request(LEAH, "Leah's", "w-leah", bytes(LEAHS.verify_key).hex(), box_key_of(LEAHS))
AT = "2026-03-03T09:00:00+00:00"


def enrolled(key: SigningKey, name: str) -> dict[str, object]:
    body = {"device": device_of(key), "name": name, "signing_key": bytes(key.verify_key).hex(),
            "box_key": box_key_of(key)}  # fmt: skip
    return {"type": "device.enrolled", "occurred_at": AT, "body": body}


def test_who_enrols_the_second_laptop_enrols_the_first_too_and_nobody_twice() -> None:
    first, second = enrolled(OURS, "the first laptop"), enrolled(LEAHS, "Leah's")
    assert enrolment(ASKED, "", OURS, {}, NOW) == [first, second]
    assert enrolment(ASKED, "of the North", OURS, {US: LAPTOPS[US]}, NOW) == [enrolled(LEAHS, "of the North")]
    assert enrolment(ASKED, "", OURS, LAPTOPS, NOW) == []
    with pytest.raises(Refused) as refused:
        enrolment(ASKED, "", OURS, LEAH_LOST, NOW)
    assert str(refused.value.faults[0]) == WAS_REVOKED
    assert WAS_REVOKED == "this laptop was revoked: make a fresh store on it, and ask again from there"


def test_who_revokes_says_whom_and_up_to_where_their_entries_count() -> None:
    laptops = {LEAH: Laptop(LEAH, "Leah's laptop")}
    body = {"device": LEAH, "name": "Leah's laptop", "through": 9}
    assert revocation(LEAH, US, laptops, 9, NOW) == {"type": "device.revoked", "occurred_at": AT, "body": body}
    for device, said in ((US, "this laptop can't revoke itself: do it from another one"),
                         (STRANGER, "no laptop was enrolled under this name: see `carelist device list`")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            revocation(device, US, laptops, 9, NOW)
        assert str(refused.value.faults[0]) == said


def test_who_came_in_anew_is_told_by_worker_laptop_and_way() -> None:
    body = {"worker": "w-leah", "device": LEAH, "by": "recovery_key"}
    assert recovered("w-leah", LEAH, "recovery_key", NOW) == {
        "type": "worker.recovered", "occurred_at": AT, "body": body,
    }  # fmt: skip
