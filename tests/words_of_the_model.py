"""A process of its own, as a language is chosen once: all that the model of the entries says, as JSON by what says it:
what each type asks, what each answer is called, and what an entry says with each of its choices in turn."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from carelist_tui.desk.questions.asks import Ask, asks_of
from carelist_tui.desk.questions.human_repeats import understood_repeat
from carelist_tui.domain.entries import TYPES, read_body
from carelist_tui.domain.entries.draft import check_body, check_draft
from carelist_tui.domain.entries.entry import Part
from carelist_tui.domain.moments import parse_moment
from carelist_tui.domain.repeats import repeat_in_words
from carelist_tui.domain.views.entry_fields import Telling, answered
from carelist_tui.domain.words import moment_in_full
from carelist_tui.exchange.schemas import example_entries
from tests.caseload_in_another_script import draft_in_another_script

ZONE = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)
NAMED = "Ωωω"


def of_ask(ask: Ask) -> Iterator[str]:
    """A question, its help, how it is typed, and each of its answers."""
    yield from (ask.title, ask.help, ask.within, *(words for _, _, words in ask.keyed()))
    yield from map(ask.words_of, ask.codes)
    yield ask.pattern if ask.parts or ask.kind == "pairs" else ""
    for part in ask.parts:
        yield from of_ask(part)


def _plain(hint: Any) -> Any:
    while True:
        given = [each for each in get_args(hint) if each is not type(None)]
        if hasattr(hint, "__metadata__"):
            hint = hint.__origin__
        elif type(None) in get_args(hint) and len(given) == 1:
            hint = given[0]
        else:
            return hint


def varied(kind: type[Part], body: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The body with each choice and each flag of it in turn."""
    hints = get_type_hints(kind, include_extras=True)
    for name, of_model in kind.model_fields.items():
        public, hint = of_model.alias or name, _plain(hints[name])
        inner = _plain(get_args(hint)[0]) if get_origin(hint) in (list, tuple) and get_args(hint) else None
        if get_origin(hint) is Literal:
            yield from ({**body, public: code} for code in get_args(hint))
        elif hint is bool:
            yield from ({**body, public: said} for said in (True, False))
        elif inner is not None and get_origin(inner) is Literal:
            yield from ({**body, public: [code]} for code in get_args(inner))
            yield {**body, public: []}
        elif isinstance(hint, type) and issubclass(hint, Part) and isinstance(body.get(public), Mapping):
            yield from ({**body, public: each} for each in varied(hint, body[public]))
        elif isinstance(inner, type) and issubclass(inner, Part) and body.get(public):
            yield from ({**body, public: [each]} for each in varied(inner, body[public][0]))
        if not of_model.is_required():
            yield {key: value for key, value in body.items() if key != public}


def of_entry(line: Mapping[str, Any], others: Mapping[str, Any]) -> Iterator[str]:
    """What it says as fields, in a line, and beside what it names."""
    telling = Telling(lambda moment: moment_in_full(moment, ZONE), workers=Anybody(), people=Anybody(), entries=others)
    for row in answered(line, telling):
        yield f"{row.heading}: {row.words}"
    body = read_body(line["type"], line["v"], line["body"])
    if body is not None:
        happened_at: datetime = parse_moment(line["occurred_at"])
        yield body.in_words(ZONE, happened_at)
        yield from body.remarks()
        yield body.called()


class Anybody(dict[str, str]):
    """Whoever is asked for has a name."""

    def get(self, id: str, otherwise: Any = None) -> Any:
        return NAMED


def of_refusals(kind: str, bodies: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What is said where a body is empty, or each of its fields is of a wrong kind."""
    model = TYPES[kind]
    yield from (fault.sentence for body in bodies for fault in check_body(kind, body, NOW))
    wrong: tuple[Any, ...] = ({}, [], 7, "", "x\ny", "9" * 5000, None)
    for value in wrong:
        body = dict.fromkeys((each.alias or name for name, each in model.model_fields.items()), value)
        yield from _refused(kind, body)
    yield from _refused(kind, {})


def _refused(kind: str, body: Mapping[str, Any]) -> Iterator[str]:
    said = {"type": kind, "occurred_at": "2026-03-02T10:00:00+00:00", "person": "0", "body": body}
    yield from (fault.sentence for fault in check_draft(said, now=NOW))


REPEATS = (
    "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU;COUNT=1", "FREQ=YEARLY;INTERVAL=99",
    "FREQ=MONTHLY;BYDAY=1TU,-1FR;UNTIL=20261204", "FREQ=MONTHLY;INTERVAL=3;BYDAY=-2MO;COUNT=999",
)  # fmt: skip


def of_repeats() -> Iterator[str]:
    """How each repeat is proposed in a form; what is understood of that is told as the rule where it is another."""
    for rule in REPEATS:
        said = repeat_in_words(rule)
        yield said
        if (understood := understood_repeat(said, NOW, ZONE)) != rule:
            yield f"misunderstood: {understood}"


def told() -> dict[str, str]:
    lines = {each["id"]: each for each in example_entries()}
    found = {"how repeats are proposed": "\n".join(of_repeats())}
    for line in lines.values():
        kind = line["type"]
        here = draft_in_another_script(line, lines)
        found[f"what {kind} asks"] = "\n".join(each for ask in asks_of(TYPES[kind]) for each in of_ask(ask))
        found[f"what {kind} is called"] = f"{TYPES[kind].LABEL}\n{TYPES[kind].ONCE_RECORDED}"
        bodies = [here["body"], *varied(TYPES[kind], here["body"])]
        whole = [body for body in bodies if not check_body(kind, body, parse_moment(line["occurred_at"]))]
        said = [row for body in whole for row in of_entry({**here, "body": body}, lines)]
        found[f"what {kind} says"] = "\n".join(dict.fromkeys(said))
        found[f"how {kind} is refused"] = "\n".join(dict.fromkeys(of_refusals(kind, bodies)))
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(told()))
