"""`carelist today` and the plain lines say where the day stands: a heading a band, who is out alone, what is done."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.domain.worklist import BANDS
from tests.cli.surface import carelist
from tests.cli.test_plain import line_of, spoken
from tests.tui.telling import ME, NOW, accepted, entry, tell

pytestmark = pytest.mark.slow

AT = "2026-03-03T09:04"
HEADING = re.compile(rf"({'|'.join(words.upper() for words in BANDS.values())}): (\d+)")
HOSTILE = "12 [/nope] [@click=app.quit]Lane\u202edef"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    store = tmp_path / "store"
    tell(store)
    body = {"back_by": "2026-03-03T10:30:00+00:00", "method": "visit"}
    with Carelist.open(store, "w-leah") as door:
        door.record([accepted("P-0050", "Mal", "[b]Lory", address=HOSTILE)], NOW)
        door.record([entry("visit.begun", "2026-03-03T09:00", body, ref="P-0050")], NOW)
    return store


def test_today_has_a_heading_a_band_and_as_many_lines_under_it_as_it_says(store: Path) -> None:
    out = carelist("today", "--at", AT, store=store, CARELIST_WORKER=ME).out
    _, _, *lines, counts = out.splitlines()
    answer = carelist("today", "--at", AT, "--json", store=store, CARELIST_WORKER=ME).json
    items = list(answer["items"])
    many = Counter(item["band"] for item in items)
    heads = [found for line in lines if (found := HEADING.fullmatch(line))]
    assert [(found[1], int(found[2])) for found in heads] == [
        (BANDS[band].upper(), many[band]) for band in sorted(many)
    ]
    told = [line for line in lines if not HEADING.fullmatch(line)]
    assert len(told) == len(items)
    for line, item in zip(told, items, strict=True):
        assert line.startswith(f"{BANDS[item['band']]}, ")
        assert (item["name"] is None) or item["name"].split()[0] in line
    assert counts.startswith(f"{answer['counts']['overdue']} overdue, ")
    assert not HEADING.search(carelist("today", "--at", AT, "--kind", "supervision", store=store).out)


def test_who_is_out_alone_is_said_and_what_is_written_of_where_acts_on_nothing(store: Path) -> None:
    out = carelist("today", "--at", AT, store=store, CARELIST_WORKER=ME).out
    (said,) = [line for line in out.splitlines() if line.startswith("Out alone: ")]
    assert said.startswith("Out alone: Leah Obi to [B]LORY Mal, 12 [/nope] ")
    assert said.endswith(", back by 10:30.")
    assert said.isprintable()
    (told,) = carelist("today", "--at", AT, "--json", store=store, CARELIST_WORKER=ME).json["out"]
    assert (told["worker"], told["back_by"]) == ("w-leah", "2026-03-03T10:30:00+00:00")
    later = carelist("today", "--at", "2026-03-03T10:31", store=store, CARELIST_WORKER=ME).out
    assert "Out alone" not in later
    assert "Leah Obi went out 09:00 to [B]LORY Mal, 12 [/nope]" in later


def figure_in(said: str, pattern: str) -> int:
    found = re.search(pattern, said)
    assert found is not None, said
    return int(found[1])


def test_plain_lines_number_people_only_and_say_what_is_done(store: Path) -> None:
    out = spoken(store, "w", "m", "q")
    every, mine, missed = out.split("\nToday:")[1], out.split("\nToday:")[2], out.partition("Missed contacts:")[2]
    numbers = [int(found[1]) for line in every.splitlines() if (found := re.match(r"(\d+)\. ", line))]
    assert numbers == list(range(1, 1 + figure_in(every, r"(\d+) to look at")))
    assert len(HEADING.findall(every)) >= 2
    assert "Out alone: Leah Obi to " in every
    done = r"0 of (\d+) done today\."
    assert figure_in(every, done) > figure_in(mine.partition("Missed contacts:")[0], done) > 0
    assert not HEADING.search(missed)
    assert "done today" not in missed
    assert line_of(every, "Bilal Khan") == "1"
