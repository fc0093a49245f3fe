"""`carelist schema`: the files that other programs rely on, from the models."""

from __future__ import annotations

from pathlib import Path

import click

from carelist_tui.catalogue import tr
from carelist_tui.cli.door import say
from carelist_tui.cli.exit_status import tell
from carelist_tui.cli.group import CarelistCommand
from carelist_tui.domain.refusal import Refused

DIFFER = 1


@click.command(cls=CarelistCommand, example="carelist schema --check")
@click.option("--check", is_flag=True, help=tr("Write nothing; exit status 1 when a file differs from the models."))
@click.option("--out", metavar=tr("FOLDER"), default="schemas", show_default=True, help=tr("The folder of the files."))
def schema(check: bool, out: str) -> int:
    """Write the JSON Schemas and examples from the models."""
    from carelist_tui.exchange.schemas import schema_files

    folder, files = Path(out), schema_files()
    if check:
        differing = [name for name, text in files.items() if _read(folder / name) != text]
        for name in differing:
            say(tr("{name} differs from the models, or is missing: run `carelist schema`", name=name))
        return DIFFER if differing else 0
    for name, text in files.items():
        _write(folder / name, text)
    tell(tr("Wrote {n} files in {out}.", n=len(files), out=out))
    return 0


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as trouble:
        raise Refused(tr("{path} can't be written: {strerror}", path=path, strerror=trouble.strerror)) from None
