"""People who work here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from carelist_tui.catalogue import in_plain_words, ntr, tr
from carelist_tui.cli.door import door_of, json_option, now, pass_asked, say, say_json, say_secret
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import SmallGroup
from carelist_tui.cli.init import RoleChoice
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused


@click.group(cls=SmallGroup, example="carelist worker list")
def worker() -> None:
    """People who work here."""


_id = click.option("--id", "worker", required=True, metavar=tr("ID"), help=tr("The worker's id, such as w-tom."))
_days = click.option(
    "--days", metavar=tr("DAYS"), help=tr("Working days, such as mon,tue,thu; every service day unless said.")
)


@worker.command(example='carelist worker add --id w-tom --name "Tom Reid" --role coordinator --team North')
@_id
@click.option("--name", required=True, help=tr("Their name."))
@click.option("--role", required=True, type=RoleChoice(), metavar=tr("ROLE"), help=tr("What they are here."))
@click.option("--team", required=True, help=tr("Their team."))
@_days
@pass_asked
def add(asked: Asked, worker: str, name: str, role: str, team: str, days: str | None) -> None:
    """Add somebody who works here."""
    body: dict[str, Any] = {"worker": worker, "name": name, "role": role, "team": team}
    with door_of(asked, signed_in=True) as door:
        if any(each.id == worker for each in door.people.workers()):
            raise Refused(
                tr("somebody works here under the id {worker} already: see `carelist worker change`", worker=worker)
            )
        said = _draft("worker.added", body, days)
        with door.keys.slot_given(worker) as first:
            door.record([said], now())
    tell(tr("Added {name}, {worker}.", name=name, worker=worker))
    _say_first(worker, first)


@worker.command(example="carelist worker change --id w-tom --role senior")
@_id
@click.option("--name", help=tr("Their name."))
@click.option("--role", type=RoleChoice(), metavar=tr("ROLE"), help=tr("What they are here."))
@click.option("--team", help=tr("Their team."))
@_days
@click.option("--active/--inactive", default=None, help=tr("Whether they work here now."))
@pass_asked
def change(
    asked: Asked,
    worker: str,
    name: str | None,
    role: str | None,
    team: str | None,
    days: str | None,
    active: bool | None,
) -> None:
    """Change what is true of a worker; what is not said stays as it is."""
    with door_of(asked, signed_in=True) as door:
        known = next((each for each in door.people.workers() if each.id == worker), None)
        if known is None:
            raise Refused(tr("nobody works here under the id {worker}: see `carelist worker list`", worker=worker))
        body: dict[str, Any] = {
            "worker": worker,
            "name": name or known.name,
            "role": role or known.role,
            "team": team or known.team,
            "active": known.active if active is None else active,
        }
        said = _draft("worker.changed", body, days if days is not None else ",".join(known.days))
        first = None
        if active:
            with door.keys.slot_given(worker) as first:
                door.record([said], now())
        else:
            door.record([said], now())
            if not body["active"]:
                door.keys.take_slot(worker)
    tell(tr("Changed {name}, {worker}.", name=body["name"], worker=worker))
    _say_first(worker, first)


def _say_first(worker: str, first: str | None) -> None:
    """A first passphrase, the only time that it can be seen."""
    if first is not None:
        lost = tr("{worker} works here now, and their first passphrase could not be shown", worker=worker)
        say_secret(tr("First passphrase of {worker}: {first}", worker=worker, first=first),
                   tr("{lost}: `carelist recover --renew --id {worker}` makes a recovery key "
                      "for them", lost=lost, worker=worker))  # fmt: skip
        tell(
            tr("Tell it to them alone: they choose their own with `carelist passphrase --as {worker}`.", worker=worker)
        )


def _draft(kind: str, body: dict[str, Any], days: str | None) -> dict[str, Any]:
    if days:
        body["days"] = [day.strip().lower() for day in days.split(",") if day.strip()]
    return {"type": kind, "occurred_at": now().isoformat(timespec="seconds"), "body": body}


@worker.command(example="carelist worker leave w-tom --to w-leah")
@click.argument("worker", metavar=tr("ID"))
@click.option("--to", required=True, metavar=tr("OTHER"), help=tr("Who holds from now on what they held."))
@pass_asked
def leave(asked: Asked, worker: str, to: str) -> None:
    """Somebody leaves: everyone and everything they hold becomes another worker's, all in one."""
    with door_of(asked, signed_in=True) as door:
        names = {each.id: each.name for each in door.people.workers()}
        receipts = door.record.leave(worker, to, now())
    people = sum(each.type == "coordinator.named" for each in receipts)
    others = len(receipts) - people - 1
    passed_on = tr(
        "{people} and {others}",
        people=ntr("{n} person", "{n} people", people, n=people),
        others=ntr("{n} other thing", "{n} other things", others, n=others),
    )
    tell(
        tr(
            "{names} has left; {passed_on} passed on to {names2}.",
            names=names[worker],
            passed_on=passed_on,
            names2=names[to],
        )
    )


@worker.command("list", example="carelist worker list --json")
@json_option
@pass_asked
def list_workers(asked: Asked, as_json: bool) -> None:
    """Everyone who works, or has worked, here."""
    with door_of(asked) as door:
        workers = door.people.workers()
    if as_json:
        say_json([{**asdict(each), "days": list(each.days)} for each in workers])
        return
    for each in workers:
        role = in_plain_words(each.role)
        say(f"{each.id}: {each.name}, {role}, {each.team}" + ("" if each.active else tr(", no longer active")))
