"""Making a store."""

from __future__ import annotations

import sys
from typing import get_args

import click

from carelist_tui.catalogue import in_plain_words, tr
from carelist_tui.cli.door import now, pass_asked, say_secret
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked

EXAMPLE = tr('carelist init --team North --worker w-maya --name "Maya Okafor" --role manager')
UNLESS_SAID = {"team": "Our team", "worker": "w-manager", "name": "Manager", "role": "manager"}
ASKED = {"team": tr("Team"), "worker": tr("Worker"), "name": tr("Name"), "role": tr("Role")}
PROPOSED = UNLESS_SAID | {"team": tr("Our team"), "name": tr("Manager")}
"""To whoever sits at a terminal, in their own language."""


def _roles() -> tuple[str, ...]:
    from carelist_tui.domain.entries.choices import Role

    return get_args(Role)


class RoleChoice(click.ParamType[str]):
    """A role, as the models name them; they are imported only when one is given."""

    name = "role"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in _roles():
            self.fail(tr("is not one of: {roles}", roles=", ".join(_roles())), param, ctx)
        return value


@click.command(cls=CarelistCommand, example=EXAMPLE)
@click.option("--team", metavar=tr("TEAM"), help=tr("Your team."))
@click.option("--worker", metavar=tr("ID"), help=tr("Your worker id, such as w-maya."))
@click.option("--name", metavar=tr("NAME"), help=tr("Your name."))
@click.option("--role", type=RoleChoice(), metavar=tr("ROLE"), help=tr("Your role; a manager unless said."))
@click.option("--no-encryption", is_flag=True, help=tr("For tests and synthetic data only; such a store says so."))
@pass_asked
def init(
    asked: Asked, team: str | None, worker: str | None, name: str | None, role: str | None, no_encryption: bool
) -> None:
    """Make a store, with you as its first worker.

    It is encrypted: your passphrase opens it, and so does the recovery key, which is shown once, on standard output.
    """
    from carelist_tui.carelist import Carelist

    said = {"team": team, "worker": worker or asked.signed_in(), "name": name, "role": role}
    said |= _asked_for(said)
    first = {field: value or UNLESS_SAID[field] for field, value in said.items()}
    store = asked.store_folder()
    chosen = None if no_encryption else asked.fresh_passphrase(first["worker"])
    with Carelist.init(store, **first, now=now(), encrypted=not no_encryption, passphrase=chosen) as door:
        recovery_key = door.keys.take_recovery_key()
    tell(
        tr(
            "Made a store for {team} in {store}; its first worker is {worker}, {role}.",
            team=first["team"],
            store=store,
            worker=first["worker"],
            role=in_plain_words(first["role"]),
        )
    )
    if recovery_key is None:
        tell(tr("It is not encrypted: for tests and synthetic data only."))
    else:
        say_recovery(recovery_key)


LOST_KEY = tr(
    "a fresh recovery key was made and could not be shown; one that was shown before opens nothing any more: "
    "`carelist recover --renew` makes another"
)


def say_recovery(key: str) -> None:
    """Shows a recovery key, the only time that it can be seen."""
    say_secret(tr("Recovery key: {key}", key=key), LOST_KEY)
    tell(tr("Write the recovery key down now and keep it away from this laptop: it is not shown again."))
    tell(
        tr("With it, `carelist recover` gives you a passphrase again, and nobody else. Without either, nobody gets in.")
    )


def _asked_for(said: dict[str, str | None]) -> dict[str, str]:
    """What was not said, asked for where somebody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    missing = [field for field, value in said.items() if not value]
    return {
        field: click.prompt(ASKED[field], default=PROPOSED[field], err=True, type=_type_of(field)) for field in missing
    }


def _type_of(field: str) -> click.ParamType[str]:
    return RoleChoice() if field == "role" else click.STRING
