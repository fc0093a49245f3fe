"""`join`: two records of one person become one, and its correction makes two of them again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.surface import ACCEPTED, carelist, draft, make_store

pytestmark = pytest.mark.slow

JOIN = ("join", "P-0002", "--into", "P-0001", "--reason", "imported twice", "--checked", "NHS number; asked her")


def with_two(tmp_path: Path) -> Path:
    store = make_store(tmp_path / "store")
    lines = [draft("person.accepted", ACCEPTED), draft("person.accepted", ACCEPTED | {"ref": "P-0002"})]
    assert carelist("record", "-", store=store, stdin="\n".join(lines).encode()).status == 0
    return store


def test_both_identifiers_find_the_one_until_it_is_corrected(tmp_path: Path) -> None:
    store = with_two(tmp_path)
    answer = carelist(*JOIN, store=store)
    assert answer.status == 0
    one, other = (carelist("show", ref, "--json", store=store).json for ref in ("P-0001", "P-0002"))
    assert one == other
    assert one["ref"] == "P-0001"
    assert carelist("correct", json.loads(answer.out)["id"], "--reason", "two people", store=store).status == 0
    assert carelist("show", "P-0002", "--json", store=store).json["ref"] == "P-0002"
    assert carelist("verify", store=store).status == 0


@pytest.mark.parametrize("wrong", [{"P-0002": "P-0009"}, {"P-0001": "P-0002"}, {"NHS number; asked her": ""}])
def test_nobody_is_joined_by_half(tmp_path: Path, wrong: dict[str, str]) -> None:
    store = with_two(tmp_path)
    answer = carelist(*(wrong.get(word, word) for word in JOIN), store=store)
    assert (answer.status, answer.out) == (2, "")
    assert "Traceback" not in answer.err
    assert carelist("show", "P-0002", "--json", store=store).json["ref"] == "P-0002"
