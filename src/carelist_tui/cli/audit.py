"""`carelist audit`: samples drawn, their cases scored blind, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import click

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.door import Day, door_of, json_option, keep_look, now, pass_asked, say, say_json, say_missing
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import SmallGroup
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.roster.audit_samples import AUDITS_IN_WORDS, AuditKind

if TYPE_CHECKING:
    from carelist_tui.carelist import Carelist
    from carelist_tui.domain.roster import Sample


@click.group(cls=SmallGroup, example="carelist audit draw --kind ladder --n 20 --seed 7")
def audit() -> None:
    """Look into how the work was done: samples that anybody draws the same again, scored blind, case by case."""


@audit.command(example="carelist audit draw --kind ladder --n 20 --seed 7 --from 2026-01-01 --to 2026-04-01")
@click.option("--kind", required=True, type=click.Choice(get_args(AuditKind)), metavar=tr("KIND"),
              help=tr("ladder (missed contacts), handover, decision, record (people), or escalation."))  # fmt: skip
@click.option("--n", required=True, type=click.IntRange(1, 1000), help=tr("How many cases."))
@click.option(
    "--seed", required=True, type=click.IntRange(0, 2**53 - 1), help=tr("The number by which they are drawn.")
)
@click.option(
    "--from", "since", type=Day(), metavar=tr("DATE"), help=tr("What began on this day or later; else 13 months.")
)
@click.option("--to", "until", type=Day(), metavar=tr("DATE"), help=tr("What began before this day."))
@click.option("--per", type=click.Choice(["tier"]), help=tr("So many of each tier."))
@json_option
@pass_asked
def draw(
    asked: Asked, kind: AuditKind, n: int, seed: int, since: date | None, until: date | None, per: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Draw a sample: the same seed and the same entries give the same sample on any laptop.

    By an auditor, a senior or a manager. It is recorded, so that everybody sees what was looked at.
    """
    from carelist_tui.carelist.audit import Wanted

    with door_of(asked, signed_in=True) as door:
        say_missing(door)
        drawn = door.audits.draw(Wanted(kind, n, seed, since, until, per), now())
    if as_json:
        say_json(drawn)
        return
    say(
        tr(
            "Sample {sample}: {n} of {frame} {audits_in_words}, seed {seed}.",
            sample=drawn["sample"],
            n=len(drawn["ids"]),
            frame=drawn["frame"],
            audits_in_words=AUDITS_IN_WORDS[kind],
            seed=seed,
        )
    )
    for number, case in enumerate(drawn["ids"], start=1):
        say(f"{number}. {case}")


@audit.command(example="carelist audit show 0197a2b4-5c1e-7d3f-8a90-123456789abc")
@click.argument("sample", metavar=tr("SAMPLE"))
@json_option
@pass_asked
def show(asked: Asked, sample: str, as_json: bool) -> None:
    """A sample: each case as the record shows it, with the clocks worked out, and what came of it by criterion.

    SAMPLE is its id, or how that begins or ends. No worker of a case is named.
    """
    with door_of(asked) as door:
        found = door.audits.sample(sample)
        answer = door.audits.answer(found)
        names = {each.id: each.name for each in door.people.workers()}
        _keep_looks(door, answer)
    if as_json:
        say_json(answer)
        return
    for line in _lines(answer, names):
        say(line)


def _keep_looks(door: Carelist, answer: Mapping[str, Any]) -> None:
    for person in dict.fromkeys(case["person"] for case in answer["cases"] if case["person"]):
        keep_look(door, "opened", person)


def _lines(answer: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    per = tr(" of each {per}", per=in_plain_words(answer["per"])) if answer["per"] else ""
    kind = next((words for kind, words in AUDITS_IN_WORDS.items() if kind == answer["kind"]), answer["kind"])
    asked_for = tr("{n}{per} asked for, seed {seed}", n=answer["n"], per=per, seed=answer["seed"])
    yield tr(
        "Audit of {kind}: {n} of {frame}, {asked_for}",
        kind=kind,
        n=len(answer["ids"]),
        frame=answer["frame"],
        asked_for=asked_for,
    )
    yield tr(
        "From {value} to before {to}, as known {known_at}; digest {digest}",
        value=answer["from"],
        to=answer["to"],
        known_at=answer["known_at"],
        digest=answer["digest"],
    )
    yield tr(
        "Drawn by {names}. {scored} scored, {left} left.",
        names=names.get(answer["by"], answer["by"]),
        scored=answer["scored"],
        left=answer["left"],
    )
    for number, case in enumerate(answer["cases"], start=1):
        yield ""
        yield f"{number}. {case['ref'] or case['id']}, {case['when']}{_state(case)}"
        for section in case["sections"]:
            yield f"   {section['heading']}:"
            yield from (f"   - {line}" for line in section["lines"])
    yield ""
    yield from result_lines(answer)


def _state(case: Mapping[str, Any]) -> str:
    scored = tr("scored twice") if case["second"] else tr("scored") if case["scored"] else tr("not scored yet")
    return f" ({scored}{tr(', waits for a second reader') if case['for_second'] and not case['second'] else ''})"


def result_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """What came of it: a line a criterion, the words of every `not met` under it, and the second reader's agreement."""
    yield tr("Result by criterion:")
    for each in answer["criteria"]:
        unanswered = tr(", unanswered {unanswered}", unanswered=each["unanswered"]) if each["unanswered"] else ""
        yield tr("- {sentence} Met {met}, partly met {partly}, not met {not_met}, "
               "does not apply "
               "{na}{unanswered}.", sentence=each['sentence'], met=each['met'], partly=each['partly'],
               not_met=each['not_met'], na=each['na'], unanswered=unanswered)  # fmt: skip
        yield from (tr("    not met: {words}", words=unmet["words"]) for unmet in each["unmet"])
    same, both = answer["agreement"]["same"], answer["agreement"]["of"]
    yield (
        tr("Second reader: {same} of {both} answers alike.", same=same, both=both)
        if both
        else tr("Second reader: none yet.")
    )


@audit.command(example="carelist audit score 0197a2b4-5c1e-7d3f-8a90-123456789abc")
@click.argument("sample", metavar=tr("SAMPLE"))
@pass_asked
def score(asked: Asked, sample: str) -> None:
    """Score a sample case by case, in plain lines: what the record shows, then a key for each criterion.

    It goes on where it was left. Your own work is passed over, and no worker is named. By an auditor, a senior or a
    manager.
    """
    import sys

    from carelist_tui.cli.conversation.audits.audit_scored import AuditScoring
    from carelist_tui.cli.conversation.voice import Left, Voice

    with door_of(asked, signed_in=True) as door:
        found: Sample = door.audits.sample(sample)
        scoring = AuditScoring(door, Voice(sys.stdin, sys.stdout), now)
        try:
            scoring.run(found)
        except Left:
            tell(tr("Nothing more was typed: what was scored is recorded, and the rest waits."))
