"""The commands and their common options. A command's module is imported when it is named, or asked for help."""

from __future__ import annotations

import os
from collections.abc import Iterator, MutableMapping, Sequence
from datetime import datetime
from importlib import import_module
from inspect import cleandoc
from keyword import iskeyword
from typing import Any

import click

from carelist_tui import __version__
from carelist_tui.catalogue import tr
from carelist_tui.cli.exit_status import BAD_USE, COMPLETE, DONE, INTERRUPTED, tell
from carelist_tui.cli.open_app import open_app
from carelist_tui.cli.whereabouts import Asked

COMMANDS = (
    "audit", "backup", "collect", "correct", "demo", "device", "export", "find", "guide", "huddle", "import", "init",
    "join", "list", "measures", "passphrase", "queue", "rebuild", "record", "recover", "report", "restore", "schema",
    "self-check", "show", "standards", "sync", "today", "tour", "verify", "worker",
)  # fmt: skip
"""Every command: each is the function of its name in the module of its name (`import` is Python's own:
`import_`; a hyphen is an underscore there)."""

click.types.IntParamType.name, click.IntRange.name = tr("integer"), tr("integer range")
"""As what is no number is refused: the library puts this into its sentence as it stands."""
EPILOG = tr("""\b
Completion of commands and options, for bash (zsh and fish: their name for bash, in ~/.zshrc or the like; none in
the consoles of Windows):
  eval "$(_CARELIST_COMPLETE=bash_source carelist)"

\b
Exit status: 0 done, 1 a check found problems, 2 bad input or use, 3 the store can't be opened, 130 interrupted,
70 a fault of Carelist's own.
""")


def common_options() -> list[click.Parameter]:
    """What may stand before or after a command."""
    return [
        _common("--store", "store", "PATH", tr("The store's folder. Else CARELIST_STORE, or where your data belongs.")),
        _common("--as", "worker", "WORKER", tr("Who is signed in, by worker id. Else CARELIST_WORKER.")),
        _common(
            "--passphrase-file",
            "passphrase_file",
            "FILE",
            tr("For scripts: a file with the passphrase. Else CARELIST_PASSPHRASE, or you are asked."),
        ),
    ]


def app_options() -> list[click.Parameter]:
    """How the app is shown: before or after `demo` and `tour`, or with no command at all."""
    return [
        _flag("--plain", "plain", tr("Prompts and lists in plain lines, for a screen reader or a simple terminal.")),
        _flag("--no-mouse", "no_mouse", tr("Leave the mouse to the terminal.")),
        _flag("--read-only", "read_only", tr("Record nothing.")),
    ]


def moment_options() -> list[click.Parameter]:
    """The earlier moment at which the app is opened, to read only: with no command at all."""
    return [
        _moment(
            "--at", "at", tr("The app as things stood at this moment, to read only; local time, or with an offset.")
        ),
        _moment("--known-at", "known_at", tr("Leave out what was recorded later: what was known then.")),
    ]


def _moment(option: str, field: str, words: str) -> click.Option:
    from carelist_tui.cli.door import Moment

    def keep(context: click.Context, _: click.Parameter, moment: datetime | None) -> None:
        if moment is not None:
            setattr(context.ensure_object(Asked), field, moment)

    names = [option, f"app_{field}"]
    return click.Option(names, type=Moment(), metavar=tr("TIME"), help=words, expose_value=False, callback=keep)


def _flag(option: str, field: str, words: str) -> click.Option:
    def keep(context: click.Context, _: click.Parameter, is_said: bool) -> None:
        if is_said:
            setattr(context.ensure_object(Asked), field, True)

    return click.Option([option, f"app_{field}"], is_flag=True, help=words, expose_value=False, callback=keep)


def _common(option: str, field: str, metavar: str, words: str) -> click.Option:
    def keep(context: click.Context, _: click.Parameter, value: str | None) -> None:
        if value is not None:
            setattr(context.ensure_object(Asked), field, value)

    # A command's own option may be called as the field is.
    names = [option, f"common_{field}"]
    return click.Option(names, metavar=metavar, help=words, expose_value=False, callback=keep)


class CarelistCommand(click.Command):
    """A command that takes the common options too, and shows in its help how it is used: `example`, a line or more."""

    def __init__(self, *said: Any, example: str, **more: Any) -> None:
        super().__init__(*said, **more)
        if self.help:
            self.help = tr(cleandoc(self.help))
        self.params += common_options()
        self.example = example

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(tr("Example")):
            for line in self.example.splitlines():
                formatter.write(" " * formatter.current_indent + line + "\n")


class SmallGroup(CarelistCommand, click.Group):
    """Commands below a command, each with the common options."""

    command_class = CarelistCommand


class ImportedOnUse(MutableMapping[str, click.Command]):
    """Commands by name; a command's module is imported when it is looked up."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._names:
            raise KeyError(name)
        module = f"{name}_" if iskeyword(name) else name.replace("-", "_")
        found: click.Command = getattr(import_module(f"carelist_tui.cli.{module}"), module)
        return found

    def __setitem__(self, name: str, command: click.Command) -> None:
        raise TypeError(tr("commands are named in COMMANDS"))

    def __delitem__(self, name: str) -> None:
        raise TypeError(tr("commands are named in COMMANDS"))

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _all_commands() -> click.Group:
    @click.pass_context
    def opened(context: click.Context) -> int | None:
        asked = context.ensure_object(Asked)
        if context.invoked_subcommand is None:
            return open_app(asked)
        if asked.at or asked.known_at:
            raise click.UsageError(tr("--at and --known-at stand after a command, as far as it has them"))
        if asked.about_the_app and context.invoked_subcommand not in ("demo", "tour"):
            raise click.UsageError(
                tr("{about_the_app} goes with the app, not with a command", about_the_app=asked.about_the_app[0])
            )
        return None

    return click.Group(
        tr("carelist"),
        ImportedOnUse(COMMANDS),
        callback=opened,
        params=[*common_options(), *app_options(), *moment_options(), _version()],
        invoke_without_command=True,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        help=tr(
            "Nobody on the caseload becomes invisible: what is owed to whom, by when, by whom, and why. "
            "Without a command, the app opens on today.\n\n\b\nExample:\n  carelist demo"
        ),
        epilog=EPILOG,
    )


def _version() -> click.Parameter:
    def say(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if asked:
            click.echo(tr("carelist {version}", version=__version__))
            context.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, callback=say, help=tr("Say the version and stop.")
    )


def run(argv: Sequence[str]) -> int:
    """Runs the command line; gives the exit status. Lets Refused and other stops through."""
    commands = _all_commands()
    try:
        if COMPLETE in os.environ:
            commands.main(list(argv), prog_name="carelist", complete_var=COMPLETE)
        # Not through main(), which ends the process where a reader goes away.
        with commands.make_context("carelist", list(argv)) as context:
            status = commands.invoke(context)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as refusal:
        at_fault = getattr(refusal, "ctx", None)
        words = refusal.format_message()
        # Click names choices below each other: a fault is one line.
        tell(" ".join(words.split()) if isinstance(refusal, click.MissingParameter) else words)
        if at_fault is not None:
            tell(tr("Try: {command_path} --help", command_path=at_fault.command_path))
        return BAD_USE
    return status if isinstance(status, int) else DONE
