"""The plain way does every act of the app: each key that records has its letters there, or a command; those it had not
before are tried here, lines in and journal out."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.acts import Acts
from carelist_tui.cli.conversation.conversation import CAPITALS, HELP, RECORDS
from carelist_tui.cli.conversation.person_asked import PERSON_HELP
from carelist_tui.cli.conversation.voice import Left, Voice
from carelist_tui.tui.app import CarelistApp
from carelist_tui.tui.bindings import described, writes
from carelist_tui.tui.screens.settings.bound_keys import holders
from tests.cli.surface import carelist
from tests.cli.test_plain import line_of, spoken, store, story, told
from tests.tui.telling import ME, NOW, plan

__all__ = ["store", "told"]
pytestmark = pytest.mark.slow

AT_LIST, OF_PERSON = "list", "person"
DOCS = Path(__file__).parents[2] / "docs"
PLAIN: dict[str, tuple[str, str]] = {
    "today.call-person": (OF_PERSON, "a"), "today.record-outcome": (OF_PERSON, "a"),
    "today.note-attempt": (OF_PERSON, "a"), "today.decide-person": (OF_PERSON, "d"),
    "today.resolve-due": (OF_PERSON, "s"), "today.bring-caseload": (AT_LIST, "I"),
    "today.give-due": (OF_PERSON, "g"), "today.defer-due": (OF_PERSON, "l"), "today.list-mdt": (OF_PERSON, "r"),
    "today.allocate-people": (OF_PERSON, "s"), "today.cover-closure": (OF_PERSON, "s"),
    "today.hear-closure": (OF_PERSON, "s"),
    "audit.draw-sample": (AT_LIST, "K"), "audit.score-cases": (AT_LIST, "K"),
    "audit.open-improvement": (AT_LIST, "K"), "auditing.record-score": (AT_LIST, "K"),
    "bringing.take-file": (AT_LIST, "I"), "form.save-entry": (OF_PERSON, "r"), "looking.record-all": (OF_PERSON, "g"),
    "joining.join-records": (OF_PERSON, "s"), "joining.tell-apart": (OF_PERSON, "s"),
    "settling.record-version": (OF_PERSON, "s"), "settling.write-anew": (OF_PERSON, "s"),
    "settling.record-mistake": (OF_PERSON, "s"),
    "huddle.decide-person": (AT_LIST, "H"), "huddle.allocate-person": (AT_LIST, "H"),
    "huddle.add-action": (AT_LIST, "H"), "huddle.list-person": (AT_LIST, "H"), "huddle.settle-due": (AT_LIST, "H"),
    "huddle.cover-closure": (AT_LIST, "H"), "huddle.hear-closure": (AT_LIST, "H"), "huddle.give-due": (AT_LIST, "H"),
    "huddle.defer-due": (AT_LIST, "H"), "huddle.set-zone": (AT_LIST, "H"), "huddle.note-person": (AT_LIST, "H"),
    "huddle.close-huddle": (AT_LIST, "H"),
    "measures.note-signal": (AT_LIST, "r"), "supervision.record-held": (AT_LIST, "r"),
    "person.record-decision": (OF_PERSON, "d"), "person.record-contact": (OF_PERSON, "r"),
    "person.record-missed": (OF_PERSON, "r"), "person.record-check": (OF_PERSON, "r"),
    "person.add-action": (OF_PERSON, "r"), "person.record-handover": (OF_PERSON, "o"),
    "person.set-zone": (OF_PERSON, "r"), "person.record-plan": (OF_PERSON, "r"),
    "person.record-other": (OF_PERSON, "r"), "person.take-back": (OF_PERSON, "u"),
    "person.put-back": (OF_PERSON, "U"),
    "syncing.sync-now": ("command", "sync"), "syncing.settle-versions": (OF_PERSON, "s"),
    "syncing.revoke-laptop": ("command", "device revoke"), "syncing.admit-entries": ("command", "device admit"),
    "syncing.take-file": (AT_LIST, "o"),
}  # fmt: skip
"""By the id of each binding that records: where in the plain way it is done, and by which letter; or by which command.
What is done to several at once is done to one after the other there."""


READS: dict[str, tuple[str, str]] = {
    "app.open-settings": ("page", "terminals.md"), "app.open-palette": (AT_LIST, "h"),
    "app.quit-carelist": (AT_LIST, "q"), "dayend.copy-notes": (AT_LIST, "y"), "dayend.open-sync": ("command", "sync"),
    "today.open-dues": (OF_PERSON, "s"), "today.show-whole": ("command", "show"), "today.show-help": (AT_LIST, "h"),
    "today.open-unfinished": (AT_LIST, "i"), "today.open-sync": ("command", "sync"),
    "today.look-earlier": ("command", "today"), "today.find-anyone": (AT_LIST, "f"),
    "today.open-lists": (AT_LIST, "L"), "today.open-measures": (AT_LIST, "M"),
    "today.open-supervision": (AT_LIST, "v"), "today.open-audit": (AT_LIST, "K"), "today.open-huddle": (AT_LIST, "H"),
    "today.end-day": (AT_LIST, "e"), "today.show-today": (AT_LIST, "l"), "today.show-missed": (AT_LIST, "m"),
    "today.show-board": (AT_LIST, "L"), "today.show-handovers": (AT_LIST, "L"),
    "today.show-actions": ("command", "today"), "today.show-plans": ("command", "today"),
    "today.filter-list": (AT_LIST, "/"), "today.open-filters": (AT_LIST, "F"), "today.show-mine": (AT_LIST, "w"),
    "auditing.answer-met": (AT_LIST, "K"), "auditing.answer-partly": (AT_LIST, "K"),
    "auditing.answer-not-met": (AT_LIST, "K"), "auditing.answer-na": (AT_LIST, "K"),
    "auditing.leave-open": (AT_LIST, "K"), "auditing.write-line": (AT_LIST, "K"), "auditing.pass-over": (AT_LIST, "K"),
    "audit.view-result": (AT_LIST, "K"),
    "bringing.change-column": (AT_LIST, "I"), "bringing.try-file": (AT_LIST, "I"),
    "bringing.update-people": (AT_LIST, "I"), "bringing.choose-file": (AT_LIST, "I"),
    "form.discard-form": (AT_LIST, "i"), "form.open-review": (OF_PERSON, "r"), "form.open-zone": (OF_PERSON, "r"),
    "form.open-ratings": (OF_PERSON, "r"), "form.open-medication": (OF_PERSON, "r"), "form.open-next": (OF_PERSON, "r"),
    "joining.choose-record": (OF_PERSON, "s"), "joining.other-record": (OF_PERSON, "r"),
    "settling.choose-version": (OF_PERSON, "s"), "help.open-guide": ("command", "guide"),
    "huddle.mark-person": (AT_LIST, "H"), "huddle.mark-everybody": (AT_LIST, "H"), "huddle.open-person": (AT_LIST, "H"),
    "huddle.write-mdt": ("command", "report"), "sheet.print-sheet": ("command", "huddle"),
    "sheet.copy-summary": ("command", "huddle"), "listing.filter-rows": ("command", "list"),
    "listing.sort-rows": ("command", "list"), "listing.open-filters": ("command", "list"),
    "cases.read-notes": (AT_LIST, "M"), "measures.open-cases": (AT_LIST, "M"), "measures.view-whole": (AT_LIST, "M"),
    "measures.group-by": ("command", "measures"), "measures.go-groups": ("command", "measures"),
    "measures.show-earlier": ("command", "measures"), "measures.show-later": ("command", "measures"),
    "measures.only-mine": ("command", "measures"), "measures.by-worker": ("command", "measures"),
    "measures.show-table": ("command", "measures"), "measures.write-page": ("command", "measures"),
    "person.show-story": (OF_PERSON, "t"), "person.show-plan": ("command", "show"),
    "person.show-risk": ("command", "show"), "person.show-missed": (OF_PERSON, "t"),
    "person.show-actions": (OF_PERSON, "t"), "person.show-handovers": (OF_PERSON, "t"),
    "person.show-indicators": (OF_PERSON, "t"), "person.show-rhythm": (OF_PERSON, "t"),
    "person.view-whole": ("command", "show"), "person.copy-text": (OF_PERSON, "y"),
    "person.write-report": ("command", "report"), "supervision.write-page": ("command", "report"),
    "syncing.sync-dry": ("command", "sync"), "syncing.choose-folder": ("command", "sync"),
    "syncing.begin-folder": ("command", "sync"), "syncing.write-key": ("command", "export"),
}  # fmt: skip
"""The same of each binding that records nothing and leads to something, or says it otherwise."""
ONLY_OF_A_SCREEN = {
    "move": "lines are said one after the other, and a number takes one", "page": "as move", "scroll": "as move",
    "go": "as move", "leave": "enter goes back", "next": "each question is asked in its turn", "field": "as next",
    "step": "b, in the huddle", "mark": "one after the other", "choose": "as mark", "sort": "the order is said",
    "last": "a tab is told whole", "open-person": "a number opens them", "take": "enter","show-help": "h",
    "say-right": "asked before anything is recorded", "find-words": "the help is said whole",
    "search-story": "the story is said whole", "filter": "as it", "lock": "lines are left",
    "change": "there are no colours and no keys to set", "reset": "as change", "show-next": "as move",
    "show-section": "a letter, or a list, for each section", "show-columns": "each is asked about",
    "try": "the tour in lines goes on by itself", "pass": "n, on the tour",
}  # fmt: skip
"""What a screen needs and lines do not, by how its id goes on after the screen."""


def every_reading_act() -> set[str]:
    found = (each for kind in holders(CarelistApp) for each in described(vars(kind)["BINDINGS"]))
    return {str(each.id) for each in found if not writes(each)}


def is_of_a_screen(id: str) -> bool:
    rest = id.partition(".")[2]
    return any(rest == each or rest.startswith(f"{each}-") for each in ONLY_OF_A_SCREEN)


def test_every_key_that_records_nothing_has_its_plain_way_too_or_is_needed_by_a_screen_alone() -> None:
    led = every_reading_act()
    assert set(READS) <= led, set(READS) - led
    left = {id for id in led - set(READS) if not is_of_a_screen(id)}
    assert not left, f"lines have no way to {sorted(left)}"


def every_act() -> set[str]:
    found = (each for kind in holders(CarelistApp) for each in described(vars(kind)["BINDINGS"]))
    return {str(each.id) for each in found if writes(each)}


def test_every_key_that_records_has_its_plain_way_and_nothing_else_stands_there() -> None:
    assert set(PLAIN) == every_act()


@pytest.mark.parametrize("id", sorted(PLAIN | READS))
def test_the_plain_way_of_each_act_is_there_and_said_by_the_help(id: str) -> None:
    where, key = (PLAIN | READS)[id]
    if where == OF_PERSON:
        assert key in dict(PERSON_HELP)
    elif where == AT_LIST:
        assert id in READS or key in RECORDS or key in CAPITALS
        assert any(key in letters and f"{key}: " in words for letters, words in HELP)
    elif where == "page":
        assert "settings" in (DOCS / key).read_text(encoding="utf-8")
    else:
        answer = carelist(*key.split(), "--help")
        assert answer.status == 0
        assert f"carelist {key}" in answer.out


def test_what_is_due_is_given_to_another_worker_by_their_number(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Bilal Khan")
    out = spoken(store, n, "g", "1", "2", "y", "", "q")
    given = story(store, "P-0043", "due.reassigned")
    assert len(given) == 1, out
    assert re.search(r"2  [A-Z]\w+ \w+, North", out), "who, with what is to be known of them"
    assert "given to" in out
    assert out.index("Which of what is due") < out.index("to whom") < out.index("Record it?")
    assert not story(store, "P-0043", "due.deferred")


def test_what_may_wait_is_put_off_with_a_reason_and_what_is_urgent_is_not(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Ines Hall")
    out = spoken(store, n, "l", "tomorrow", "she asked for it", "y", "", "q")
    put_off = story(store, "P-0046", "due.deferred")
    if put_off:
        assert put_off[0]["body"]["reason"] == "she asked for it"
        assert "Understood:" in out
    else:
        assert "too urgent to put off" in out
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "l", "", "", "", "q")
    assert not story(store, "P-0042", "due.deferred")


def test_the_ordinary_questions_are_said_as_lists_and_a_number_opens_whom_a_row_is_about(store: Path) -> None:
    out = spoken(store, "L", "1", "2", "", "L", "", "q")
    assert "  1  people: everybody on the caseload" in out
    assert re.search(r"Everybody on the caseload, at [^\n]*: 5 people\.\n1\. ", out), out
    name = re.search(r"\n2\. (\w+) (\w+), P-", out)
    assert name is not None
    assert f"s stops: \n{name[1]} {name[2]}, P-" in out


def test_a_new_person_is_recorded_from_the_list(store: Path) -> None:
    out = spoken(store, "r", "leave", "", "r", "nothing like it", "q")
    assert "1  Leave" in out or "leave, sickness, cover" in out
    assert "Nothing is called that." in out


def test_two_versions_are_heard_and_the_one_that_is_so_is_recorded(store: Path) -> None:
    other = plan("P-0045", avoid=["text"], avoid_note="said at the door", methods=["call"]) | {"replaces": []}
    with Carelist.open(store, ME) as door:
        door.record([other], NOW)

    def conflicts() -> list[Any]:
        with Carelist.open(store, ME) as door:
            return list(door.people.today(NOW, kind="conflict", days=30))

    assert len(conflicts()) == 1

    def settle(*typed: str) -> str:
        said = io.StringIO()
        with Carelist.open(store, ME) as door:
            acts = Acts(door, Voice(io.StringIO("".join(f"{line}\n" for line in typed)), said), lambda: NOW)
            item = next(each for each in door.people.today(NOW, kind="conflict", days=30))
            try:
                acts.settle([item], door.people.card(item.person.id if item.person else "", NOW))
            except Left:
                said.write("ENDED")
        return said.getvalue()

    assert "Nothing recorded." in settle("")
    assert len(conflicts()) == 1
    heard = settle("2", "y", "n")
    assert "takes away: NO VOICEMAIL" in heard
    assert len(conflicts()) == 1, "what takes away a warning is asked about"
    out = settle("2", "y", "y")
    assert "Version 1: " in out
    assert "differs, " in out
    assert "the safer one holds" in out
    assert "settled" in out
    assert conflicts() == [], out


def test_a_huddle_is_led_in_lines_and_recorded_as_held_with_what_was_said(store: Path) -> None:
    out = spoken(store, "H", "a", "1", "n", "rang his sister", "", "", *[""] * 12, "y", "q")
    assert "Who is here:" in out
    assert re.search(r"Step 1 of \d+: ", out)
    with Carelist.open(store, ME) as door:
        found = door.huddle.of_day(NOW.replace(hour=20), "North")
    assert found.held is not None, out
    assert ME in found.held.present
    assert "rang his sister" in " ".join(each.note for each in found.held.discussed)


def test_a_huddle_that_is_left_is_not_held(store: Path) -> None:
    out = spoken(store, "H", "", "q", "q")
    assert "it was not held" in out
    with Carelist.open(store, ME) as door:
        assert door.huddle.of_day(NOW.replace(hour=20), "North").held is None


def test_what_is_recorded_in_a_huddle_belongs_to_it(store: Path) -> None:
    out = spoken(store, "H", "a", "1", "o", "g", "", "1", "2", "y", "", "", *[""] * 12, "y", "q")
    with Carelist.open(store, ME) as door:
        found = door.huddle.of_day(NOW.replace(hour=20), "North")
    assert found.held is not None, out
    assert any(each.decided for each in found.held.discussed), out


def test_what_is_recorded_in_a_huddle_says_who_of_those_here_decided_it(store: Path) -> None:
    """As on screen: whoever types is the author, whoever said it stands in `on_behalf_of`; once the huddle is left
    again nothing is said for anybody."""
    zoned, agreed = ["zone set", "1", "2"], ["", "y", "tomorrow", "", "y"]
    out = spoken(store, "H", "a", "1", "o", "r", "9", "2", *zoned, "slept badly", *agreed, "r", "", *zoned,
                 "slept worse", *agreed, "", "", *[""] * 12, "y", "1", "r", *zoned, "slept well", *agreed, "",
                 "q")  # fmt: skip
    assert "Who decided:" in out
    assert "Numbers from 1 to 3, please." in out
    with Carelist.open(store, ME) as door:
        whole = door.people.person("P-0043", NOW.replace(hour=20))["story"]
        names = {each.id: each.name for each in door.people.workers()}
        found = door.huddle.of_day(NOW.replace(hour=20), "North")
    said = {each["body"]["reason"]: each for each in whole if each["type"] == "zone.set"}
    here = sorted(names, key=lambda id: names[id])
    assert said["slept badly"]["on_behalf_of"] == here[1], out
    assert said["slept worse"]["on_behalf_of"] == here[1], "enter is whoever decided last"
    assert {each["author"] for each in said.values() if "slept" in each["body"]["reason"]} == {ME}
    assert not said["slept well"].get("on_behalf_of"), "the huddle is over"
    assert found.held is not None, out


def test_only_lines_with_some_words_are_said_and_such_a_filter_is_saved_by_name(store: Path) -> None:
    out = spoken(store, "/", "yusuf", "F", "1", "Amina alone", "/", "", "F", "1", "q")
    assert '"yusuf"' in out
    assert 'Saved: Amina alone: Today, "yusuf"' in out
    again = spoken(store, "F", "1", "q", later=24 * 60)
    assert "1  Amina alone: Today" in again
    last = again.split("Amina alone: Today")[1]
    assert "Amina Yusuf" in last
    assert "Bilal Khan" not in last
    assert "Taken away: Amina alone." in spoken(store, "F", "3", "1", "q")


def test_a_filter_that_hides_everybody_does_not_say_that_nothing_is_owed(store: Path) -> None:
    out = spoken(store, "/", "nobody is called so", "q").split("which words")[1]
    assert re.search(r'Nothing here: \d+ hidden: "nobody is called so"', out)
    assert "Nothing is owed" not in out
