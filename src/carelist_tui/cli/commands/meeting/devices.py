"""Laptops of an encrypted service: asked for, invited, joined, revoked."""

from __future__ import annotations

from pathlib import Path

import click

from carelist_tui.cli.asking import door_of, json_option, now, pass_asked, say, say_json
from carelist_tui.cli.ending import tell
from carelist_tui.cli.group import SmallGroup
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused


@click.group(cls=SmallGroup, example="carelist device list")
def device() -> None:
    """Laptops: enrolled by a manager's laptop, revoked when one is lost."""


_paper = click.argument("paper", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@device.command(example="carelist device invite leah.request --out leah.invitation")
@_paper
@click.option("--out", required=True, metavar="FILE", type=click.Path(path_type=Path), help="Where to put it.")
@click.option("--name", default="", help='What the laptop is called, such as "Leah\'s laptop".')
@pass_asked
def invite(asked: Asked, paper: Path, out: Path, name: str) -> None:
    """Enrol the laptop that asks, and write an invitation for it. Tell the code by voice, not in the same message."""
    raw = read_paper(paper)
    with door_of(asked, signed_in=True) as door:
        invitation, code = door.invite(raw, name, now())
    write_paper(out, invitation)
    say(f"Code, to be told by voice: {code}")
    tell(f"Wrote {out}. The new laptop takes it with: carelist device join {out.name} --code CODE")


@device.command(example="carelist device revoke 3f9a0142aa5be0c7d1f2a3b4c5d6e7f8")
@click.argument("name", metavar="DEVICE")
@pass_asked
def revoke(asked: Asked, name: str) -> None:
    """A lost laptop writes and reads no longer; what it wrote stays. The team has a new key from the next sync."""
    with door_of(asked, signed_in=True) as door:
        known = [each for each in door.laptops().values() if name in (each.device, each.name)]
        if len(known) != 1:
            raise Refused("no laptop, or more than one, was enrolled under this name: see `carelist device list`")
        door.revoke(known[0].device, now())
    tell(f"Revoked {known[0].name}. Sync now, so that the others hear of it.")


@device.command("list", example="carelist device list --json")
@json_option
@pass_asked
def list_(asked: Asked, as_json: bool) -> None:
    """Every laptop: its name, whether it still belongs here, how many of its entries are here, when last heard from."""
    with door_of(asked) as door:
        rows = door.laptops_known()
    if as_json:
        say_json(rows)
        return
    for row in rows:
        standing = "revoked" if row["revoked"] else "this laptop" if row["here"] else f"last heard {row['last_heard']}"
        say(f"{row['name']}, {row['device']}: {row['entries']} entries, {standing}")


def read_paper(path: Path) -> bytes:
    """A request or an invitation. Refuses what can't be read."""
    from carelist_tui.vault.team.papers import LARGEST_PAPER

    try:
        with path.open("rb") as file:
            return file.read(LARGEST_PAPER)
    except OSError as trouble:
        raise Refused(f"{path} can't be read: {trouble.strerror}") from None


def write_paper(path: Path, raw: bytes) -> None:
    """Writes one, never over another file."""
    try:
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        raise Refused(f"{path} is there already: choose another name") from None
    except OSError as trouble:
        raise Refused(f"{path} can't be written: {trouble.strerror}") from None
