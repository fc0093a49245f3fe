"""What says who belongs here, read piece by piece: papers with keys in the folder, and the entry that admits."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from carelist_tui.domain.canonical import sha256_hex
from carelist_tui.domain.refusal import Refused
from carelist_tui.domain.roster.laptops import Laptop
from carelist_tui.exchange.enrolment.key_papers import key_paper, keys_folder, papers_in, read_key_paper
from carelist_tui.exchange.enrolment.laptop_entries import admission
from carelist_tui.vault.team.age_keys import Team
from carelist_tui.vault.team.papers import box_key_of

NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
OURS, THEIRS, STRANGER = (SigningKey(bytes([number]) * 32) for number in (1, 2, 3))


def device_of(key: SigningKey) -> str:
    return sha256_hex(bytes(key.verify_key))[:32]


def test_a_key_paper_is_read_by_whom_it_is_for_and_says_who_signed_it() -> None:
    keys = Team("North").renewed(NOW).keys
    raw = key_paper(OURS, keys, {device_of(THEIRS): box_key_of(THEIRS)})
    paper = read_key_paper(raw, THEIRS)
    assert paper is not None
    assert (paper.device, paper.to, paper.keys) == (device_of(OURS), frozenset({device_of(THEIRS)}), keys)
    assert read_key_paper(raw, STRANGER) is None
    assert read_key_paper(raw.replace(b"carelist-keys", b"carelist-kays"), THEIRS) is None, "changed on its way"


@pytest.mark.posix
def test_of_what_lies_among_key_papers_no_link_is_followed_and_nothing_too_large_is_read(tmp_path: Path) -> None:
    """Every release looks for them in the same place."""
    folder = keys_folder(tmp_path, "North")
    assert (folder.name, folder.parent.name) == ("keys", "v1")
    folder.mkdir(parents=True)
    (tmp_path / "elsewhere").write_bytes(b"secret")
    (folder / "a.keys").write_bytes(b"paper")
    (folder / "b.keys").symlink_to(tmp_path / "elsewhere")
    (folder / "c.keys").mkdir()
    with (folder / "d.keys").open("wb") as file:
        file.truncate(1024 * 1024 + 1)
    (folder / "e.other").write_bytes(b"no paper")
    assert list(papers_in(folder)) == [b"paper"]


@pytest.mark.parametrize(
    ("laptop", "found", "said"),
    [
        (None, 9, "was not revoked"),
        (Laptop("d", "Leah's laptop"), 9, "was not revoked"),
        (Laptop("d", "Leah's laptop", is_revoked=True, through=4), 4, "no more of this laptop's entries"),
        (Laptop("d", "Leah's laptop", is_revoked=True), 0, "no more of this laptop's entries"),
    ],
)
def test_only_what_a_revoked_laptop_wrote_beyond_what_counts_is_admitted(
    laptop: Laptop | None, found: int, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        admission("d", {"d": laptop} if laptop else {}, found, NOW)


def test_what_admits_says_when_whom_and_how_far() -> None:
    revoked = Laptop("d", "Leah's laptop", is_revoked=True, through=4)
    assert admission("d", {"d": revoked}, 6, NOW) == {
        "type": "device.revoked",
        "occurred_at": "2026-03-03T09:00:00+00:00",
        "body": {"device": "d", "name": "Leah's laptop", "through": 6},
    }
