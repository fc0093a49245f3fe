"""`carelist self-check`: what of this laptop is fit."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from carelist_tui import __version__
from carelist_tui.catalogue import ntr, tr
from carelist_tui.cli.door import json_option, now, pass_asked, say, say_json
from carelist_tui.cli.exit_status import DONE, PROBLEMS
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.cli.whereabouts import Asked
from carelist_tui.domain.fitness import Finding, Terminal, findings
from carelist_tui.domain.refusal import Refused
from carelist_tui.vault.folder import has_slots

LEAST = (80, 24)
"""Columns and lines that the app needs; a test holds it to the screens."""
_TRUE_COLOURS = 1 << 24
_ELSE = (tr("this laptop"), tr("the terminal"))
_STATES = {"fit": tr("fit"), "remark": tr("remark"), "wrong": tr("wrong")}
"""What needs no naming in a sentence about it."""


@click.command("self-check", cls=CarelistCommand, example="carelist self-check")
@json_option
@pass_asked
def self_check(asked: Asked, as_json: bool) -> int:
    """Look at this laptop: what of it is fit for Carelist, what is wrong, and what to do about it.

    Needs no store and no terminal, asks nothing, records nothing, and changes no rights. What can't be known here is a
    remark. Of an encrypted store more is seen where its passphrase is given by --passphrase-file or
    CARELIST_PASSPHRASE. Exit status 1 only where something is wrong.
    """
    from carelist_tui.carelist.fitness import look_at

    store = asked.store_folder()
    key, locked = _unlocked(asked, store)
    found = findings(look_at(store, key, locked, terminal_here(os.environ), now()))
    is_ok = all(each.state != "wrong" for each in found)
    if as_json:
        say_json(_as_json(found, is_ok=is_ok))
    else:
        _tell(found)
    return DONE if is_ok else PROBLEMS


def terminal_here(environ: Mapping[str, str]) -> Terminal:
    """What standard output is, as a terminal."""
    stream = sys.stdout
    if stream is None or not stream.isatty():
        return Terminal(None, LEAST)
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        return Terminal(None, LEAST)
    return Terminal(
        (size.columns, size.lines), LEAST, stream.encoding or "ascii", environ.get("TERM", ""), _colours(environ),
        bool(environ.get("NO_COLOR")),
    )  # fmt: skip


def _colours(environ: Mapping[str, str]) -> int | None:
    """How many the terminal says it shows; None where it does not say."""
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "WT_SESSION" in environ:
        return _TRUE_COLOURS
    if sys.platform == "win32":
        return _TRUE_COLOURS if not environ.get("TERM") else None
    term = environ.get("TERM", "")
    if "256color" in term or term.endswith("-direct"):
        return 256
    if term in ("linux", "ansi", "vt100", "vt220", "xterm", "screen", "rxvt"):
        return 2 if term.startswith("vt") else 8
    return None


def _unlocked(asked: Asked, store: Path) -> tuple[bytes | None, str]:
    """The key of an encrypted store where its passphrase was said beforehand, or why that opens nothing."""
    if not (has_slots(store) and asked.says_passphrase()):
        return None, ""
    asked.unlocking_as(store)
    try:
        return asked.unlock(store), ""
    except Refused as refused:
        return None, str(refused)


def _tell(found: Sequence[Finding]) -> None:
    for each in found:
        where = f" ({each.where})" if each.where not in _ELSE and each.state != "fit" else ""
        todo = f" {tr('To repair') if each.state == 'wrong' else tr('To do')}: {each.repair}." if each.repair else ""
        say(f"{_STATES[each.state]}: {each.what}{where}.{todo}")
    wrong, remarks = (sum(each.state == state for each in found) for state in ("wrong", "remark"))
    one = ntr("1 thing is wrong", "{wrong} things are wrong", wrong, wrong=wrong)
    with_remarks = ntr(", with 1 remark", ", with {remarks} remarks", remarks, remarks=remarks) if remarks else ""
    say(f"{tr('This laptop is fit for Carelist') if not wrong else one}{with_remarks}.")


def _as_json(found: Sequence[Finding], *, is_ok: bool) -> dict[str, object]:
    def sentence(each: Finding) -> str:
        return f"{each.what}: {each.repair}" if each.repair else each.what

    return {
        "ok": is_ok,
        "release": __version__,
        "checks": [asdict(each) for each in found],
        "remarks": [sentence(each) for each in found if each.state == "remark"],
        "problems": [
            {"kind": each.check, "where": each.where, "what": each.what, "repair": each.repair}
            for each in found
            if each.state == "wrong"
        ],
    }
