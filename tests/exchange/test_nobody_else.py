"""Nobody's name on a page that does not need it: over a whole caseload, what is about one person holds nothing by which
another of them is known, unless it stands in that person's own record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.carelist.reports import Asked
from carelist_tui.cli.plain_words import tell_person
from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.desk.person_text import copy_of_person
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.views.report.kinds_of_report import KINDS, MDT
from carelist_tui.domain.words import listed_name
from carelist_tui.exchange.fhir.bundle import resources_of
from carelist_tui.exchange.fhir.disclosure import Disclosure
from tests.domain.telling import LONDON
from tests.exchange.pages import Tags

pytestmark = pytest.mark.slow

PEOPLE = 20
DAY = date(2026, 3, 3)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Carelist]:
    teller = tell_caseload(DAY, people=PEOPLE, seed=3, calendar=Calendar(ServiceHours()))
    store = tmp_path_factory.mktemp("caseload") / "store"
    fill(store, teller, worker=WORKER)
    with Carelist.open(store, WORKER) as opened:
        yield opened


def at_of(door: Carelist) -> datetime:
    return max(datetime.fromisoformat(json.loads(line)["recorded_at"]) for line in door.people.stored_lines())


def known_by(shown: dict[str, Any]) -> set[str]:
    """All by which somebody is known, as any page may write it."""
    identity = shown["identity"]
    given, family = identity.get("given") or "", identity.get("family") or ""
    names = {f"{given} {family}", f"{family} {given}", f"{family}, {given}", listed_name(given, family)}
    numbers = {phone["number"] for phone in identity.get("phones") or ()}
    return {each for each in (*names, *numbers, shown["ref"], shown["person"], identity.get("nhs_number") or "")
            if len(each.strip()) > 3}  # fmt: skip


def pages_about(door: Carelist, shown: dict[str, Any], at: datetime) -> Iterator[tuple[str, str]]:
    """(which, its words) of every page and text that is about this person alone."""
    person, day = shown["person"], (at + timedelta(days=1)).date()
    for kind in KINDS:
        for told in [each["name"] for each in shown["may_be_told"]] if kind == "share" else [None]:
            asked = Asked(kind, person, at, partner=told, others_words=kind in ("person", "handover"))
            yield f"{kind} {told or ''}".strip(), Tags(door.reports(asked, at).html().decode()).words
    yield MDT, Tags(door.reports(Asked(MDT, person, at, on=day), at).html().decode()).words
    card = door.people.card(person, at)
    if card is not None:
        yield "note", copy_of_person(door, card, at).text
    yield "show --whole", "\n".join(tell_person(shown, {}, at, LONDON, {}))
    told = Disclosure(*door.people.grounded(person, at), at, {}, others_words=True)
    yield "fhir", json.dumps(resources_of(told), ensure_ascii=False)


def test_no_page_about_one_person_holds_what_another_is_known_by(door: Carelist) -> None:
    at = at_of(door)
    everybody = [door.people.person(each.person, at) for each in door.people.find("")]
    assert len(everybody) >= PEOPLE
    workers = {worker.name for worker in door.people.workers()}
    known = {shown["person"]: known_by(shown) - workers for shown in everybody}
    made = dict.fromkeys([*KINDS, MDT, "note", "show --whole", "fhir"], 0)
    for shown in everybody:
        own = "\n".join(json.dumps(json.loads(line), ensure_ascii=False)
                        for line in door.people.stored_lines(shown["person"]))  # fmt: skip
        others = {word for person, words in known.items() if person != shown["person"] for word in words}
        may_not = [each for each in others if each not in own]
        for which, said in pages_about(door, shown, at):
            made[which.partition(" ")[0] if which not in made else which] += 1
            found = [each for each in may_not if each in said and re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said)]
            assert not found, f"{which} of {shown['ref']} names {found}"
            assert shown["ref"] in said or which.startswith(("plan", "share")), "and it is about them"
    assert all(made.values()), made


def test_a_page_that_names_another_is_noticed(door: Carelist) -> None:
    """The paper of the whole MDT names several, each by what they are known by."""
    at = at_of(door)
    made = door.reports(Asked(MDT, None, at, on=(at + timedelta(days=7)).date()), at)
    assert len(made.people) > 1
    said = Tags(made.html().decode()).words
    for person in made.people:
        assert [each for each in known_by(door.people.person(person, at)) if each in said]
