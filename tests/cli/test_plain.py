"""`--plain`: prompts and lists through a pipe, as a screen reader or a simple terminal has them."""

from __future__ import annotations

import io
import os
import re
import shutil
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from carelist_tui.carelist import Carelist
from carelist_tui.cli.conversation.conversation import Conversation
from carelist_tui.cli.conversation.voice import Voice
from carelist_tui.desk.person_text import FOLDER, REASONS
from carelist_tui.vault.keys import FLOOR, unlock
from tests.cli.plain_talk import main
from tests.cli.surface import carelist, in_this_process, make_store
from tests.harness.warm import POSSIBLE, warm
from tests.tui.telling import NOW, tell

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("told") / "store"
    tell(store)
    return store


@pytest.fixture
def store(told: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told, tmp_path / "store"))


def ran(*arguments: str, said: str) -> tuple[int, str, str]:
    """Status, standard output and standard error of the conversation, where it can be in a process of its own."""
    environ = {**os.environ, "TERM": "dumb"}
    if not POSSIBLE:
        answer = in_this_process(*arguments, stdin=said.encode(), surroundings=environ, program=main)
        return answer.status, answer.out, answer.err
    status, out, err = warm().run(arguments, said.encode(), environ, 120, program="tests.cli.plain_talk:main")
    return status, out.decode(), err.decode()


def spoken(store: Path, *typed: str, read_only: bool = False, later: int = 0) -> str:
    """What is said when these lines are typed, so many minutes later."""
    how = [*(["read"] if read_only else []), str(later)]
    status, out, err = ran(str(store), *how, said="".join(f"{line}\n" for line in typed))
    assert status == 0, err
    assert "Traceback" not in err
    assert out.isprintable() or not [c for c in out if not c.isprintable() and c != "\n"]
    return out


def line_of(out: str, name: str) -> str:
    """The number of the line somebody stands on."""
    return next(found[1] for line in out.splitlines() if name in line and (found := re.match(r"(\d+)\. ", line)))


def story(store: Path, ref: str, kind: str) -> list[dict[str, Any]]:
    with Carelist.open(store) as door:
        return [each for each in door.people.person(ref, NOW.replace(hour=23))["story"] if each["type"] == kind]


def test_todays_list_is_numbered_with_warnings_in_words(store: Path) -> None:
    out = spoken(store, "m", "w", "h", "99", "q")
    assert "You are Tom Price." in out
    assert re.search(r"\n\d\. Missed contact.*Amina Yusuf.*Second attempt.*Mind: .*No voicemail", out)
    assert "hidden: only mine" in out
    assert "99 is no number on the list" in out
    assert out.endswith("Left Carelist.\n")


def test_an_attempt_is_recorded_by_its_number_and_what_the_plan_forbids_has_none(store: Path) -> None:
    n = line_of(spoken(store, "m", "q").partition("Missed contacts:")[2], "Amina Yusuf")
    out = spoken(store, "m", n, "a", "1", "3", "2", "nobody in", "y", "", "q")
    assert "Warning: No voicemail" in out
    assert "3  left a message" not in out
    assert "3 is none of these" in out
    assert "YUSUF Amina: second attempt, no answer, recorded. u takes it back." in out
    attempts = story(store, "P-0042", "outreach.attempted")
    assert len(attempts) == 2
    assert attempts[-1]["body"]["note"] == "nobody in"


def test_live_contact_is_asked_how_they_are_and_nothing_typed_records_nothing(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "a", "", "a", "1", "", "a", "1", "1", "", "1", "", "y", "", "q")
    assert "Nothing recorded." in out
    assert "How are they" in out
    assert story(store, "P-0042", "outreach.attempted")[-1]["body"]["how_are_they"] == "as_usual"


def test_a_decision_note_is_written_by_prompts_from_the_same_questions(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    note = ("", "2", "Seen at the shop", "", "A neighbour saw her, well.", "", "y", "fri 10:00", "", "y")
    out = spoken(store, n, "d", *note, "", "q")
    assert "  2  not to escalate" in out
    assert "Review at: a decision not to escalate needs a review date." in out
    assert "Understood: Fri 6 Mar 2026 10:00, in 3 days." in out
    said = "To be recorded: YUSUF Amina, born 1991-05-04, P-0042, Tue 3 Mar 2026 09:04: Decision about missed contact: "
    assert said + "not to escalate; review " in out
    assert "YUSUF Amina: decision, recorded." in out
    body = story(store, "P-0042", "decision.recorded")[-1]["body"]
    assert body["decision"] == "do_not_escalate"


CONTACT = ("r", "contact", "1", "3", "2", "1", "Walked.", "", "0", "", "", "", "")


def test_a_contact_by_prompts_records_what_it_settles_besides_in_one_save(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    review = ("y", *(words for part in range(7) for words in (f"as before {part}", "")), "go on", "", "+4w", "")
    zone = ("y", "2", "sleeping better", "", "y", "fri", "")
    booked = ("y", "thu 10:00", "6", "", "y", "+14d", "6", "")
    out = spoken(store, n, *CONTACT, *review, "n", *zone, *booked, "y", "u", "y", "", "q")
    asked = ("review", "zone", "next contact", "the one after")
    places = [out.index(f"Also record: {words}? y or n") for words in asked]
    assert places == sorted(places)
    assert "YUSUF Amina: 5 settled: contact, review, zone, next contact, risk check. u takes it back." in out
    assert "and 4 more with it" in out
    assert "later than the tier allows" not in out
    kinds = ("contact.completed", "review.completed", "zone.set", "contact.planned")
    told = {
        kind: story(store, "P-0042", kind)[1 if kind in ("contact.completed", "zone.set") else 0 :] for kind in kinds
    }
    assert [len(told[kind]) for kind in kinds] == [1, 1, 1, 2]
    assert all(each["struck"] for entries in told.values() for each in entries)
    assert told["review.completed"][0]["body"]["contingency"] == "as before 6"


def test_by_prompts_a_booking_that_is_too_late_is_said_to_be_before_it_is_recorded(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, *CONTACT, "n", "n", "y", "+14d", "6", "", "n", "n", "", "q")
    warned = out.index("Mind: later than the tier allows: contact is owed by Tue 10 Mar as well.")
    assert warned < out.index("Record it?")
    assert story(store, "P-0042", "contact.planned") == []


def test_what_answers_a_question_that_was_passed_over_is_taken_where_it_is_asked_whether_to_leave(
    store: Path,
) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "d", "", "", "", "", "2", "", "She slept all night", "", "", "y", "", "q")
    assert out.count("Decision is needed. Leave all of it? y or n, or the answer: ") == 2, "enter asks again"
    assert out.count("What changed is needed. Leave all of it? y or n, or the answer: ") == 1
    assert "What changed (an empty line ends it): She slept all night" in out
    assert "Rationale is needed. Leave all of it?" in out
    assert "Nothing recorded." in out
    assert story(store, "P-0042", "decision.recorded") == []


def test_a_form_left_half_way_records_nothing(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "d", "", "2", "x", "", "short", "", "n", "d", "n", "", "", "y", "", "q")
    assert "Decision is needed. Leave all of it?" in out
    assert "Rationale: must say why in at least 20 characters." in out
    assert "Nothing recorded." in out


def test_anybody_is_found_and_their_story_told(store: Path) -> None:
    out = spoken(store, "f", "col", "1", "t", "", "f", "nobody here", "q")
    assert "Warning: NOT NOW, safe from 11:00" in out
    assert "Nobody found." in out


def test_read_only_offers_nothing_that_records(store: Path) -> None:
    out = spoken(store, "1", "a", "d", "t", "", "q", read_only=True)
    assert "Open to read only: nothing can be recorded." in out
    assert "a: record an attempt" not in out


def test_the_flag_opens_it_without_a_terminal_and_goes_with_the_app_alone(tmp_path: Path) -> None:
    store = make_store(tmp_path / "store")
    answer = carelist("--plain", store=store, stdin=b"q\n")
    assert answer.status == 0
    assert "Nothing is owed now." in answer.out or "1. " in answer.out
    assert carelist("--plain", "today", store=store).status == 2
    assert "goes with the app" in carelist("--plain", "today", store=store).err
    assert carelist("--plain", store=tmp_path / "none").status == 3


FULL_NAME = "YUSUF Amina, born 1991-05-04, P-0042: 07700 900123 (may call, may text, NO VOICEMAIL)"


def test_before_an_attempt_is_recorded_it_says_which_step_in_which_way_to_whom_and_at_which_number(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "a", "1", "2", "twice", "n", "", "q")
    asked, said_back, stored = (out.index(words) for words in ("What came of it", "To be recorded: ", "Record it?"))
    assert out.index("Second attempt, begun 09:04.") < out.index(f"Now: call to {FULL_NAME}.") < asked
    assert (
        f"Second attempt; call to {FULL_NAME}; begun 09:04; outcome: no answer; note: twice." in out[said_back:stored]
    )
    assert out.count("Nothing recorded.") == 1
    assert len(story(store, "P-0042", "outreach.attempted")) == 1


def test_of_several_steps_that_are_due_the_worker_says_which_in_the_order_of_the_ladder(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Grace Obi")
    out = spoken(store, n, "a", "2", "1", "2", "", "y", "", "q")
    offered = out.partition("Which step:")[2].partition("Its sign")[0].split("\n")
    assert [line.strip() for line in offered if line] == [
        "1  First attempt, by yesterday 17:00", "2  Second attempt, by 14:00",
    ]  # fmt: skip
    assert "OBI Grace: second attempt, no answer, recorded." in out
    assert story(store, "P-0044", "outreach.attempted")[-1]["body"]["step"] == "next_day_follow_up"


def test_what_was_recorded_last_is_taken_back_and_put_back_by_a_letter_and_said_whole(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, "a", "1", "2", "", "y", "u", "n", "u", "y", "", "u", "q")
    words = "YUSUF Amina, call: no answer 09:04"
    assert out.count(f"Take back: {words}? y or n") == 2
    assert "Nothing is taken back." in out
    assert f"Taken back: {words}. U puts it back." in out
    assert "Nothing that you recorded today is left to take back here." in out
    struck = [each["id"] for each in story(store, "P-0042", "outreach.attempted") if each.get("struck")]
    assert len(struck) == 1
    out = spoken(store, n, "a", "1", "2", "", "y", "u", "y", "U", "", "q")
    assert f"Put back: {words}." in out
    told = story(store, "P-0042", "outreach.attempted")
    assert len(told) == 3
    assert [each["id"] for each in told if each.get("struck")] == struck


def test_read_only_takes_nothing_back(store: Path) -> None:
    out = spoken(store, "u", "1", "u", "", "q", read_only=True)
    assert "u is no number on the list and no letter known." in out
    assert "Take back" not in out


def test_a_line_of_the_list_names_all_that_is_due_for_them(store: Path) -> None:
    line = next(line for line in spoken(store, "q").splitlines() if "Grace Obi" in line)
    assert "Also due: first attempt, second attempt, " in line


PLAN = ("r", "plan agreed", "1")


def test_a_plan_by_prompts_opens_with_what_stands(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    out = spoken(store, n, *PLAN, *[""] * 10, *[""] * 2, "y", "", "q")
    assert "Early warning signs. How we would notice that things get worse. Enter keeps: sleeping by day" in out
    assert "takes away" not in out
    before, after = story(store, "P-0042", "engagement_plan.agreed")
    assert after["body"] == before["body"]


def test_what_goes_is_said_by_prompts_before_it_is_stored(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    without = (n, *PLAN, "", "", "", "6", *[""] * 5, "")
    out = spoken(store, *without, "y", "n", "", "q")
    assert "Warning: takes away: NO VOICEMAIL\nRecord it all the same? y or n: \nNothing recorded." in out
    assert len(story(store, "P-0042", "engagement_plan.agreed")) == 1
    assert "contact plan agreed, recorded." in spoken(store, *without, "y", "y", "", "q")
    assert story(store, "P-0042", "engagement_plan.agreed")[-1]["body"]["avoid"] == ["unannounced_visit"]


def test_a_visit_asks_whether_they_go_or_are_at_the_door_and_going_says_that_no_alarm_can_be_raised(
    store: Path,
) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    tried_twice = (n, "a", "1", "2", "", "y")
    out = spoken(store, *tried_twice, "a", "2", "10:30", "", "y", "", "q")
    assert "Going, or at the door:" in out
    assert "without a signal, ring the office." in out
    (going,) = story(store, "P-0042", "visit.begun")
    assert going["body"]["back_by"] == "2026-03-03T10:30:00+00:00"
    assert len(story(store, "P-0042", "outreach.attempted")) == 2
    spoken(store, n, "a", "1", "2", "", "y", "", "q")
    assert "no_access" in [each["body"]["outcome"] for each in story(store, "P-0042", "outreach.attempted")]


def looks_of(store: Path, ref: str) -> list[tuple[str, str | None]]:
    with Carelist.open(store) as door:
        return [(each["kind"], each.get("reason")) for each in door.people.access(ref) if each["kind"] == "copied"]


def copies_in(store: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((store / FOLDER).glob("*.txt"))]


def test_a_person_is_copied_for_a_reason_and_marked_the_next_time(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    assert "y: copy them as text for the main record; it asks why" in spoken(store, n, "h", "", "q")
    assert "Nothing is copied." in spoken(store, n, "y", "", "y", "4", "", "", "q")
    assert copies_in(store) == []
    assert looks_of(store, "P-0042") == []
    out = spoken(store, n, "y", "1", "", "q")
    assert "Copied: YUSUF Amina, " in out
    assert f"to the file {FOLDER}/2026-03-03-0904-" in out
    (first,) = copies_in(store)
    assert first.startswith("Amina Yusuf, P-0042\nBorn 4 May 1991, 12 Mill Lane\n")
    assert "[copied" not in first
    spoken(store, n, "y", "4", "x" * 500, "gp asks", "", "q")
    assert sum("[copied Tue 3 Mar 2026 09:04]" in each for each in copies_in(store)) == 1
    assert looks_of(store, "P-0042") == [("copied", "gp asks"), ("copied", REASONS[0])]


def test_my_notes_of_today_are_copied_in_one_and_read_only_too(store: Path) -> None:
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    assert "there is nothing to copy" in spoken(store, "y", "1", "q")
    spoken(store, n, "a", "1", "2", "rang twice", "y", "", "q")
    out = spoken(store, "e", "y", "1", "q", read_only=True)
    assert "y copies your notes for the main record" in out
    assert "Copied: your notes about 1 person, " in out
    (note,) = copies_in(store)
    assert "rang twice" in note
    assert note.startswith("Recorded by Tom Price since Tue 3 Mar 2026 00:00\n")
    assert looks_of(store, "P-0042") == [("copied", REASONS[0])]


def test_what_a_clock_ahead_recorded_today_is_told_at_the_days_end_and_copied(store: Path) -> None:
    """The clock was put right, or whoever recorded sat at another laptop, whose clock is some minutes ahead."""
    n = line_of(spoken(store, "q"), "Amina Yusuf")
    spoken(store, n, "a", "1", "2", "rang twice", "y", "", "q", later=3)
    out = spoken(store, "e", "y", "1", "q", read_only=True)
    assert "What you recorded today (1):\n- 09:07 YUSUF Amina: " in out
    (note,) = copies_in(store)
    assert "rang twice" in note
    assert "Nothing." not in note


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_terminal_with_a_clipboard_is_given_the_copy_and_an_encrypted_store_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encrypted: bool
) -> None:
    store, word = tmp_path / "store", "correct horse battery"
    tell(store, encrypted=FLOOR if encrypted else False, passphrase=word)
    key = unlock(store, "w-ada", word, NOW) if encrypted else None
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 52000 10.0.0.1 22")  # on Windows the copy is the system's otherwise

    def talked(term: str, *typed: str) -> str:
        monkeypatch.setenv("TERM", term)
        said = Terminal()
        with Carelist.open(store, "w-ada", key=key) as door:
            voice = Voice(io.StringIO("".join(f"{line}\n" for line in typed)), said)
            Conversation(door, voice, lambda: NOW, records=True).run()
        return said.getvalue()

    out = talked("xterm-256color", "e", "y", "1", "q")
    (given,) = re.findall("\x1b\\]52;c;([A-Za-z0-9+/=]+)\x07", out)
    assert b64decode(given).decode().startswith("Recorded by Ada Manager since Tue 3 Mar 2026 00:00\n")
    assert "Copied: your notes about " in out
    assert copies_in(store) == []
    out = talked("dumb", "e", "y", "1", "q")
    assert "\x1b" not in out
    assert ("NOT COPIED: there is no clipboard here" in out) is encrypted
    assert ("carelist export - --format text --mine" in out) is encrypted
    assert len(copies_in(store)) == (not encrypted)
