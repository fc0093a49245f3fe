"""The demonstration as somebody tells it who writes in another script: every name and every word that people wrote is
in it, and the Standards are in the service's own words. What stands there in Latin letters is a code, an id, or ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from carelist_tui.demo.batches import fill
from carelist_tui.demo.caseload import WORKER, tell_caseload
from carelist_tui.demo.team import FIRST, MANAGER
from carelist_tui.demo.teller import Teller
from carelist_tui.domain.calendar import Calendar, ServiceHours
from carelist_tui.domain.canonical import nfc, sha256_hex
from carelist_tui.domain.entries import TYPES, fields
from carelist_tui.domain.entries.choices import MAY_SAY
from carelist_tui.domain.entries.entry import Part
from carelist_tui.domain.standards.file import default_text
from tests.pseudo import in_the_mirror

DAY = date(2026, 3, 3)
WRITTEN: tuple[Any, ...] = (fields.Line, fields.Note, fields.AnyLine, fields.AnyNote, fields.WorkerOrOther)
"""What people write in their own words."""
_READ_BY = {id(get_args(each)[1]) for each in WRITTEN}
"""What reads such words; a field may be marked further."""
WORDS_OF_A_SERVICE = ("triggers", "checklists", "entry", "exit", "audits")
"""Tables of the Standards of which each value is a sentence."""
NAMED = ("title", "name", "number", "hours")
NARRATIVE = dict.fromkeys(("what_changed", "attempts_made", "why_risk"), "asked at the door")
CODED = re.compile(r"w-[a-z]+|P-[0-9]+")


def in_another_script(kind: type[Part], said: Mapping[str, Any]) -> dict[str, Any]:
    """A body with all that somebody wrote in the other script; codes, ids and moments as they are."""
    hints = get_type_hints(kind, include_extras=True)
    by_name = {of_model.alias or name: hints[name] for name, of_model in kind.model_fields.items()}
    return {
        name: value if value in MAY_SAY.get(name, ()) else _said(by_name[name], value) if name in by_name else value
        for name, value in said.items()
    }


def _said(hint: Any, value: Any) -> Any:
    inner = hint.__origin__ if hasattr(hint, "__metadata__") else hint
    given = [each for each in get_args(inner) if each is not type(None)]
    if type(None) in get_args(inner) and len(given) == 1:
        return _said(given[0], value)
    if id(next(iter(getattr(hint, "__metadata__", ())), None)) in _READ_BY:
        return value if not isinstance(value, str) or CODED.fullmatch(value) else in_the_mirror(value)
    plain = hint.__origin__ if hasattr(hint, "__metadata__") else hint
    if isinstance(plain, type) and issubclass(plain, Part) and isinstance(value, Mapping):
        return in_another_script(plain, value)
    if isinstance(value, list | tuple) and get_origin(plain) in (list, tuple):
        return [_said(get_args(plain)[0], each) for each in value]
    if isinstance(value, Mapping) and get_origin(plain) is not None and len(get_args(plain)) == 2:
        return {key: _said(get_args(plain)[1], each) for key, each in value.items()}
    return value


def draft_in_another_script(draft: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A draft or an entry. `others`: as they were told, by id, what it may name."""
    body = in_another_script(TYPES[draft["type"]], draft["body"])
    corrected = others.get(str(body.get("entry")))
    if corrected is not None and isinstance(body.get("replacement"), Mapping):
        body["replacement"] = in_another_script(TYPES[corrected["type"]], body["replacement"])
    if "parts" in body and draft["type"] == "indicator.rated":  # a name in JSON is ASCII: the number of each step
        steps = others[body["indicator"]]["body"]["steps"]
        body["parts"] = {str(steps.index(step) + 1): how for step, how in draft["body"]["parts"].items()}
    return {**draft, "body": body}


def standards_in_another_script() -> str:
    """The Standards that ship, with their words in the other script, and no note of ours."""
    table, lines = "", []
    for line in default_text().splitlines():
        if line.startswith("["):
            table = line.strip("[] ").partition("]")[0]
        found = re.match(r'(\w+) = "([^"]*)"', line)
        if found and (table.split(".")[0] in WORDS_OF_A_SERVICE or found[1] in NAMED):
            line = f'{found[1]} = "{in_the_mirror(found[2])}"'
        lines.append(line.partition(" #")[0])
    text: str = nfc("\n".join(each for each in lines if not each.startswith("#")) + "\n")
    return text


def told(people: int = 60, months: int = 0) -> Teller:
    """The demonstration of that day."""
    teller = tell_caseload(DAY, people=people, seed=1, calendar=Calendar(ServiceHours()), months=months)
    drafts = {each.draft["id"]: dict(each.draft) for each in teller.said}
    for each in teller.said:
        if each.draft["type"] == "escalation.raised":  # else it is written by the program, in English in every language
            each.draft["body"].setdefault("narrative", NARRATIVE)
        each.draft.update(draft_in_another_script(each.draft, drafts))
    text = standards_in_another_script()
    body = {"digest": f"sha256:{sha256_hex(text.encode())}", "text": text}
    teller.say("standards.adopted", teller.at(teller.began, "09:20"), body, author=MANAGER, typed=teller.began)
    return teller


def make(store: Path, months: int = 0) -> datetime:
    """Makes the store; gives the morning on which it opens."""
    teller = told(months=months)
    first = dict(FIRST)
    FIRST.update({name: in_the_mirror(FIRST[name]) for name in ("name", "team")})
    try:
        fill(store, teller, worker=WORKER)
    finally:
        FIRST.update(first)
    return teller.moment
