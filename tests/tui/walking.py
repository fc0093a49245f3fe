"""Every place in the app, the keys that lead to it, and a store whose every field is hostile."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from carelist_tui.carelist import Carelist
from tests.tui.telling import ME, NOW, entry, missed, phones, plan, spoke, tried, zone

ESCAPES = "\x1b[2J\x1b]0;taken\x07\x9b31m\x1b]52;c;dGFrZW4=\x07\x7f\x08\r\t."
STANDS_FOR_ESCAPES = "ESCAPES-ARE-PUT-HERE"
"""No door takes control characters; they are put into the file, as another program could."""
HOSTILE = {
    "escapes": STANDS_FOR_ESCAPES,
    "markup": "[/nope] [@click=app.quit]quit[/] [red",
    "bidi": "abc\u202edef\u2066ghi\u200f",
    "accents": "e" + "\u0301" * 500,
    "long": "never ending " * 307 + "stop",
    "wide": "\u6f22\u5b57" * 40 + "\U0001f469\u200d\U0001f680",
    "empty": "\u200b",
    "lines": "line\u2028para\u2029end\ufeff<script>{x!r}%s\\",
}
FAMILY = "Mallory"
PEOPLE = len(HOSTILE)
ON_THE_LIST: tuple[tuple[str, list[str], str], ...] = (
    ("Today", ["f1", "g"], "TodayScreen"), ("Missed", ["f2"], "TodayScreen"), ("Board", ["f3"], "TodayScreen"),
    ("Handovers", ["f4"], "TodayScreen"), ("Actions", ["f5"], "TodayScreen"),
    ("Plans and reviews", ["f6"], "TodayScreen"), ("a call", ["f2", "space"], "TodayScreen"),
    ("its note", ["f2", "e", "x"], "TodayScreen"), ("the filter", ["f1", "slash", "m"], "TodayScreen"),
    ("marked", ["f5", "g", "x"], "TodayScreen"),
)  # fmt: skip
ELSEWHERE: tuple[tuple[str, list[str], str], ...] = (
    ("putting off", ["f5", "g", "x", "l"], "AskScreen"), ("giving to another", ["f5", "g", "x", "t"], "ChooseScreen"),
    ("everything due", ["f1", "o"], "ChooseScreen"), ("all that is known", ["f1", "v"], "ReadingScreen"),
    ("a decision note", ["f2", "d"], "DecisionQuestions"), ("a contact", ["f2", "c"], "ContactQuestions"),
    ("handover records", ["f4", "h"], "ChooseScreen"), ("a handover", ["f4", "h", "4"], "HandoverQuestions"),
    ("a new handover", ["f4", "h", "5"], "HandoverQuestions"), ("a zone", ["f2", "z"], "Questionnaire"),
    ("a risk check", ["f2", "r"], "RiskCheckQuestions"),
    ("its faults", ["f2", "r", "x", "ctrl+s"], "RiskCheckQuestions"),
    ("thrown away?", ["f2", "a", "x", "ctrl+x"], "Questionnaire"), ("something else", ["plus"], "ChooseScreen"),
    ("finding anybody", ["f", *"mal"], "FindScreen"), ("a person", ["f2", "full_stop"], "PersonScreen"),
    *((f"a person, tab {n}", ["f2", "full_stop", str(n)], "PersonScreen") for n in range(2, 9)),
    ("a whole story", ["f2", "full_stop", "v"], "PersonScreen"), ("the huddle", ["H"], "HuddleScreen"),
    *((f"the huddle, step {n + 1}", ["H", "space"], "HuddleScreen") for n in range(1, 9)),
    ("a list", ["L", "1"], "ListScreen"), ("a list of what happened", ["L", "4"], "ListScreen"),
    ("the end of the day", ["E"], "DayEndScreen"), ("measures", ["M"], "MeasuresScreen"),
    ("who stands behind a figure", ["M", "enter"], "MeasureCasesScreen"),
    ("the pack of a supervision", ["V"], "SupervisionScreen"),
    ("the audits", ["K"], "SamplesScreen"),
    ("help", ["question_mark"], "HelpScreen"), ("settings", ["comma"], "SettingsScreen"),
    ("how laptops stand", ["S"], "SyncScreen"), ("which folder", ["S", "f", "x"], "AskScreen"),
    ("which spreadsheet", ["I", "x"], "AskScreen"),
    ("two records", ["f2", "g", "plus", *"twice", "enter", *"mal", "down", "enter"], "TwoRecordsScreen"),
    ("two versions", ["f2", "g", "p", "1"], "SettlingScreen"), ("one chosen", ["f2", "p", "1", "1"], "SettlingScreen"),
    ("the palette", ["ctrl+p"], "PaletteScreen"), ("the palette, searched", ["ctrl+p", *"note"], "PaletteScreen"),
    ("the palette, where nothing is found", ["ctrl+p", *"zzz"], "PaletteScreen"),
    ("the last look", ["f5", "X", "b", "enter", "x", "enter"], "LastLookScreen"),
)  # fmt: skip
"""(what, keys from the list, the screen that they lead to; of a form, the questions that it asks).
Escape leads back to the list, at most three times."""
SUMMARY = ("current_risks", "medication", "safeguarding_status", "recent_incidents", "agreed_goals", "contingency_plan")


def story(ref: str, text: str) -> list[dict[str, Any]]:
    """One person's entries, with the text in every field that takes words, for every section and step."""
    line = text[:200].strip()
    colour = ("amber", "red")[len(ref) % 2]
    body = {"ref": ref, "given": text[:3900], "family": FAMILY, "source": "gp", "team": "North", "tier": "enhanced",
            "coordinator": ME, "known_as": text[:90], "pronouns": text[:20], "address": text[:3000],
            "phones": phones(text[:30]), "must_not_contact": [line]}  # fmt: skip
    who = [{"name": text[:80], "relation": text[:20], "phone": text[:30], "consent": True, "when": text[:40]}]
    agreed = {"area": "connection", "name": line, "frequency": line, "quality": line, "support_level": "prompted",
              "kind": "rating_0_10", "baseline": 2, "aim": 7, "every": "week"}  # fmt: skip
    did = {"method": "visit", "purpose": "routine", "how_are_they": "as_usual", "what_we_did": text}
    return [
        entry("person.accepted", "2026-02-02T10:00", body),
        plan(ref, may_contact=who, early_warning_signs=[text[:300]], if_missed=text[:2000], avoid_note=text[:400],
             review_on="2026-03-06"),
        spoke(ref), entry("contact.completed", "2026-02-25T10:00", did, ref=ref),
        zone(ref, colour, text[:1000]), missed(ref),
        *([tried(ref, "2026-03-02T10:55")] if colour == "amber" else []),
        entry("indicator.agreed", "2026-02-25T12:00", agreed, ref=ref),
        entry("action.opened", "2026-03-02T12:00", {"title": line, "owner": line, "area": "other",
              "due_at": "2026-03-03T12:00:00+00:00"}, ref=ref),
        entry("handover.opened", "2026-03-02T12:00", {"kind": "staff_change", "to_team": line, "higher_risk": True,
              "summary": dict.fromkeys(SUMMARY, text), "complete_by": "2026-03-10"}, ref=ref),
    ]  # fmt: skip


def other_version(ref: str, text: str) -> dict[str, Any]:
    """How we stay in contact, said by somebody who had not seen the plan before."""
    return plan(ref, if_missed=text[:1900], methods=["call"], avoid=["text"], avoid_note=text[:390]) | {"replaces": []}


def laptop(n: int, text: str) -> dict[str, Any]:
    """A laptop with that name, from which nothing has come."""
    key = f"{n:064x}"
    device = hashlib.sha256(bytes.fromhex(key)).hexdigest()[:32]
    body = {"device": device, "name": text[:200].strip() or "-", "signing_key": key, "box_key": key}
    return entry("device.enrolled", "2026-03-02T12:00", body)


def tell_hostile(store: Path) -> None:
    """A person for every kind of hostile text, a worker and a team too; then escapes where they are to stand."""
    began = NOW.replace(month=2, day=1)
    name = "[b]Tom[/nope]" + STANDS_FOR_ESCAPES
    door = Carelist.init(store, worker=ME, name=name, role="coordinator", team="[/x]" + STANDS_FOR_ESCAPES, now=began,
                         encrypted=False)  # fmt: skip
    for n, text in enumerate(HOSTILE.values()):
        ref = f"P-{'0' * (n % 2)}{n}"
        door.record([*story(ref, text), other_version(ref, text), laptop(n, text)], NOW)
    door.close()
    put_escapes(store)


def put_escapes(store: Path) -> None:
    """Put control characters into every field of the file that only reading shows, as another program could."""
    coded = "".join(f"\\u{ord(c):04x}" if ord(c) < 0x20 or 0x7F <= ord(c) < 0xA0 else c for c in ESCAPES)
    with closing(sqlite3.connect(store / "carelist.db")) as db:
        db.execute("DROP TRIGGER entry_stays_as_it_is")
        for table in ("entry", "person", "due", "meta"):
            for column, kind in [(row[1], row[2]) for row in db.execute(f"PRAGMA table_info({table})")]:
                if kind not in ("TEXT", "VARCHAR"):
                    continue
                rows = db.execute(f"SELECT rowid, {column} FROM {table} WHERE {column} LIKE ?",
                                  (f"%{STANDS_FOR_ESCAPES}%",)).fetchall()  # fmt: skip
                for id, value in rows:
                    written = coded if value.lstrip()[:1] in "{[" else ESCAPES
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?",
                               (value.replace(STANDS_FOR_ESCAPES, written), id))  # fmt: skip
        db.commit()
