"""Laptops of an encrypted service: asked for, invited, joined, revoked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import ZONE, door_of, json_option, now, pass_asked, say, say_json
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import SmallGroup
from carelist_tui.cli.init import say_recovery
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.given import read_given
from carelist_tui.vault.place import is_link


@click.group(cls=SmallGroup, example="carelist device list")
def device() -> None:
    """Laptops: enrolled by a manager's laptop, revoked when one is lost."""


_paper = click.argument("paper", metavar=tr("FILE"), type=click.Path(path_type=Path, dir_okay=False))


@device.command(example='carelist device request leah.request --as w-leah --name "Leah\'s laptop"')
@_paper
@click.option("--name", default="", help=tr('What this laptop is called, such as "Leah\'s laptop".'))
@pass_asked
def request(asked: Asked, paper: Path, name: str) -> None:
    """On a new laptop: make an empty encrypted store, and write a request for a manager to invite it.

    Your passphrase opens the store, and so does the recovery key, which is shown once. Where a store is already, as
    after a restore, that laptop asks again.
    """
    from carelist_tui.carelist.joined_laptop import ask_to_join
    from carelist_tui.vault.folder import database_of

    refuse_taken(paper)
    store = asked.store_folder()
    if database_of(store).exists():
        with door_of(asked) as door:
            raw = door.laptops.ask_again(name or f"{door.worker}'s laptop")
    else:
        worker = asked.signed_in()
        if worker is None:
            raise Refused(tr("say whose laptop this is, with --as WORKER or CARELIST_WORKER"))
        chosen = asked.fresh_passphrase(worker)
        raw, key = ask_to_join(store, worker=worker, name=name or f"{worker}'s laptop", passphrase=chosen)
        say_recovery(key)
    write_paper(paper, raw)
    tell(
        tr(
            "Wrote {paper}. Give it to a manager: carelist device invite {name} --out FILE",
            paper=paper,
            name=paper.name,
        )
    )


@device.command(example="carelist device invite leah.request --out leah.invitation")
@_paper
@click.option("--out", required=True, metavar=tr("FILE"), type=click.Path(path_type=Path), help=tr("Where to put it."))
@click.option("--name", default="", help=tr('What the laptop is called, such as "Leah\'s laptop".'))
@click.option("--collector", "reads_only", is_flag=True, help=tr("It collects for a service: reads, writes nothing."))
@pass_asked
def invite(asked: Asked, paper: Path, out: Path, name: str, reads_only: bool) -> None:
    """Enrol the laptop that asks, and write an invitation for it. Tell the code by voice, not in the same message.

    With --collector it may read all that your team shares, to count figures without a name for a service
    (`carelist collect`); nothing that it writes counts, and it is revoked like a laptop.
    """
    refuse_taken(out)
    raw = read_paper(paper)
    with door_of(asked, signed_in=True) as door:
        invite_it = door.laptops.invite_collector if reads_only else door.laptops.invite
        invitation, code = invite_it(raw, name, now())
    write_paper(out, invitation)
    say(tr("Code, to be told by voice: {code}", code=code))
    whoever = tr("collector") if reads_only else tr("new laptop")
    tell(
        tr(
            "Wrote {out}. The {whoever} takes it with: carelist device join {name} --code CODE",
            out=out,
            whoever=whoever,
            name=out.name,
        )
    )


@device.command(example="carelist device join leah.invitation --code 7K2M-Q9TD-4HZW-0B3N-R8VA")
@_paper
@click.option("--code", required=True, metavar=tr("CODE"), help=tr("As the manager told it by voice."))
@pass_asked
def join(asked: Asked, paper: Path, code: str) -> None:
    """On the new laptop: take the manager's invitation. Only then can anything be recorded here."""
    from carelist_tui.carelist.joined_laptop import join as take
    from carelist_tui.vault.folder import check_folder

    store = check_folder(asked.store_folder())
    worker, key = asked.sign_in()
    if worker is None or key is None:
        raise Refused(tr("this store is not encrypted: an unencrypted team needs no enrolment, it only signs"))
    joined = take(store, key, worker, read_paper(paper), code, now())
    if joined.is_collector:
        tell(tr("This store may collect {team} now. Next: carelist collect FOLDER --into URL", team=joined.team))
        return
    tell(tr("This laptop belongs to {team} now. Next: carelist sync FOLDER", team=joined.team))


@device.command(example="carelist device revoke 3f9a0142aa5be0c7d1f2a3b4c5d6e7f8")
@click.argument("name", metavar=tr("DEVICE"))
@pass_asked
def revoke(asked: Asked, name: str) -> None:
    """A lost laptop writes and reads no longer; what it wrote stays. The team has a new key from the next sync."""
    with door_of(asked, signed_in=True) as door:
        lost = door.laptops.called(name)
        door.laptops.revoke(lost, now())
        called = door.laptops()[lost].name
    tell(tr("Revoked {called}. Sync now, so that the others hear of it.", called=called))


@device.command(example="carelist device admit 3f9a0142aa5be0c7d1f2a3b4c5d6e7f8 /media/team-drive")
@click.argument("name", metavar=tr("DEVICE"))
@click.argument("folder", metavar=tr("FOLDER"), type=click.Path(path_type=Path))
@pass_asked
def admit(asked: Asked, name: str, folder: Path) -> None:
    """Let what a revoked laptop wrote count after all, as far as FOLDER holds it; the next sync takes it in.

    For entries that were written before the laptop was lost and came late. Make sure that nobody else wrote them.
    """
    with door_of(asked, signed_in=True) as door:
        found = door.laptops.called(name)
        upto = door.sync.admit(found, folder, now())
        called = door.laptops()[found].name
    tell(
        tr(
            "Entries of {called} up to {upto} count now. Sync, so that they come in here and everywhere.",
            called=called,
            upto=upto,
        )
    )


@device.command(example="carelist device renew leah-again.request")
@click.argument("paper", metavar=tr("[FILE]"), type=click.Path(path_type=Path, dir_okay=False), required=False)
@pass_asked
def renew(asked: Asked, paper: Path | None) -> None:
    """Give this laptop a name of its own again, after a sync said that two laptops write under one.

    What was not sent, or is disputed, is written again under the new name. In an encrypted team it has to be invited
    again: FILE is its request.
    """
    if paper is not None:
        refuse_taken(paper)
    with door_of(asked, signed_in=True) as door:
        if paper is not None:
            door.laptops.check_encrypted()
        for words in door.backups.missing():
            tell(
                tr("{words} under this name; whoever knows what is gone records it anew under the new one", words=words)
            )
        called = next((each["name"] for each in door.laptops.known() if each["here"]), tr("this laptop"))
        again = door.sync.renew()
        raw = door.laptops.ask_again(called) if paper is not None else None
    entries = ntr("1 entry was", "{n} entries were", again, n=again)
    tell(tr("This laptop has a name of its own; {entries} written again under it.", entries=entries))
    if paper is not None and raw is not None:
        write_paper(paper, raw)
        tell(
            tr(
                "Wrote {paper}. Give it to a manager: carelist device invite {name} --out FILE",
                paper=paper,
                name=paper.name,
            )
        )


@device.command("list", example="carelist device list --json")
@json_option
@pass_asked
def list_(asked: Asked, as_json: bool) -> None:
    """Every laptop: its name, whether it still belongs here, how many of its entries are here, when last heard from."""
    with door_of(asked) as door:
        rows, team_key = door.laptops.known(), door.laptops.team_key(now())
    if as_json:
        say_json({"team_key": team_key, "laptops": rows})
        return
    for row in rows:
        entries = ntr("{count:,} entry", "{count:,} entries", row["entries"], count=row["entries"])
        say(
            tr(
                "{name}, {device}: {entries}, {standing}",
                name=row["name"],
                device=row["device"],
                entries=entries,
                standing=_standing(row),
            )
        )
    if team_key is not None:
        say(tr("Another team seals to us with: carelist export FILE.carelist --to {team_key}", team_key=team_key))


def _standing(row: dict[str, Any]) -> str:
    """Whether a laptop belongs here, and when it was last heard from."""
    if row["revoked"]:
        return tr("revoked")
    if row["reads_only"]:
        return tr("a collector: reads, and writes nothing")
    if row["here"]:
        return tr("this laptop")
    if row["last_heard"] is None:
        return tr("nothing has come from it yet")
    from carelist_tui.exchange.story_text import stamp

    return tr("last heard {last_heard}", last_heard=stamp(row["last_heard"], ZONE))


def read_paper(path: Path) -> bytes:
    """A request or an invitation. Refuses what can't be read."""
    from carelist_tui.vault.team.papers import LARGEST_PAPER

    return read_given(path, LARGEST_PAPER, tr("request or invitation"))


def refuse_taken(path: Path) -> None:
    """Refuses a path where something is, before anything is done for it."""
    if path.exists() or is_link(path):
        raise Refused(tr("{path} is there already: choose another name", path=path))


def write_paper(path: Path, raw: bytes) -> None:
    """Writes one, never over another file."""
    try:
        with path.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        raise Refused(tr("{path} is there already: choose another name", path=path)) from None
    except OSError as trouble:
        raise Refused(tr("{path} can't be written: {strerror}", path=path, strerror=trouble.strerror)) from None
