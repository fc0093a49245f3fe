"""The one catalogue of words: every word that a person sees goes through `tr` or `ntr`. The lowest floor, and standard
library only: this is on the way to the first frame.

English is what stands in the code, and reads no file. Another language is chosen once, before anything else is
imported, and stays for the life of the process: a word may be put into it where a module is first read.

A catalogue is somebody else's file. One that can't be read is none (`TROUBLE` says why, self-check tells it); a
translation that would lose a value, or act, is passed over for the English of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gettext import NullTranslations

ENGLISH = "en"
DOMAIN = "carelist"
"""What the files of a catalogue are called: LANGUAGE/LC_MESSAGES/carelist.po, and .mo beside it."""
SAYS, FOLDER = "CARELIST_LANGUAGE", "CARELIST_CATALOGUES"
"""What says which language, such as `cy`; and where a translator's own catalogues lie, when not in the package."""
OF_THE_SYSTEM = ("LC_ALL", "LC_MESSAGES", "LANG")
LONGEST_NAME, LARGEST = 8, 16 * 1024 * 1024
"""Letters of a language's name (ISO 639 has at most three); bytes of a catalogue: no language needs more of either."""
_JOINERS = "\u200c\u200d"
TRIED = 200
"""Numbers for which a catalogue must know its form of the plural."""
LONGER, ROOM = 6, 60
"""A translation is at most so many times as long as its message, and so many letters: what is longer is none."""
OF_THE_COMMAND_LINE = (
    "Missing command.",
    "Positional arguments", "deprecated", "Missing parameter: {param_name}", "Missing {param_type}",
    "No such option {name!r}.",
    "Option {name!r} does not take a value.", "unknown error", "Choose from:\n\t{choices}",
    "Could not open file {filename!r}: {message}",
    "{name} {filename!r} is a file.", "{name} {filename!r} is not executable.", "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.", "{value!r} is not a valid UUID.", "{value} is not in the range {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}", "Repeat for confirmation", "Error: invalid input",
    "Error: The two entered values do not match.",
    "Usage:", "Options", "Commands", "Arguments", "Show this message and exit.", "Error: {message}", "Missing argument",
    "Missing option", "Missing parameter", "Try '{command} {option}' for help.", "No such command {name!r}.",
    "No such option: {name}", "{text} {deprecated_message}", "required",
    "default: {default}", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "(Possible options: {possibilities})",
    "{value!r} is not a valid {number_type}.", "(dynamic)", "Aborted!",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a directory.", "file", "directory", "path",
)  # fmt: skip
"""Messages of the library that reads commands, which asks the standard module for them itself."""
COUNTED_OF_THE_COMMAND_LINE = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}."),
    ("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given."),
)
"""Those that it says otherwise of several."""


def folder_of(environment: Mapping[str, str]) -> Path:
    """Where catalogues lie."""
    return Path(environment.get(FOLDER) or Path(__file__).with_name("catalogues"))


def chosen(environment: Mapping[str, str]) -> str:
    """The language of this process: what was asked for, else what the system speaks, if there is a catalogue of it;
    else English. A land or an encoding after it (`cy_GB.UTF-8`) is passed over."""
    asked = environment.get(SAYS) or next((environment[each] for each in OF_THE_SYSTEM if environment.get(each)), "")
    language = asked.split(".")[0].split("@")[0].replace("-", "_").split("_")[0].lower()
    is_name = language.isascii() and language.isalpha() and len(language) <= LONGEST_NAME
    if not is_name or language in (ENGLISH, "c", "posix"):
        return ENGLISH
    try:
        return language if _file(language, environment).is_file() else ENGLISH
    except OSError:  # a folder that may not be entered, or whose path can't be one
        return ENGLISH


def _file(language: str, environment: Mapping[str, str]) -> Path:
    return folder_of(environment) / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _read(language: str) -> NullTranslations | None:
    """The catalogue of a language. Refuses (OSError, ValueError and other errors of what parses it) one that is
    none."""
    import gettext

    path = _file(language, os.environ)
    if path.stat().st_size > LARGEST:
        raise ValueError
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    for number in range(TRIED):  # how it counts is written by whoever made it, and may divide by nothing
        catalogue.ngettext("{n} day", "{n} days", number)
    if _fits_the_command_line(catalogue):
        # The command line's library says its own words through the standard module: they are of our catalogue too.
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain(DOMAIN, str(folder_of(os.environ)))
        gettext.textdomain(DOMAIN)
    return catalogue


def _fits_the_command_line(catalogue: NullTranslations) -> bool:
    """Whether each message of the command line's library says what it says in English: nobody looks at what it asks."""
    said = [(each, catalogue.gettext(each)) for each in OF_THE_COMMAND_LINE]
    for one, several in COUNTED_OF_THE_COMMAND_LINE:
        said += [(one if n == 1 else several, catalogue.ngettext(one, several, n)) for n in (1, 2, 5)]
    return all(message == words or fits(message, words) for message, words in said)


def _chosen_and_read() -> tuple[str, NullTranslations | None, str]:
    """The language, its catalogue, and the language whose catalogue can't be read, where English takes its place."""
    language = chosen(os.environ)
    if language == ENGLISH:
        return ENGLISH, None, ""
    try:
        return language, _read(language), ""
    except Exception:  # noqa: BLE001 - somebody else's file, by a parser that raises whatever it meets; self-check tells
        return ENGLISH, None, language


def fits(message: str, said: str) -> bool:
    """Whether a translation says what its message says: each value of it and none besides, put in the same way; the
    blanks at its ends, beside which other words stand; no letter that acts on a terminal, and no line of its own."""
    if not said or len(said) > LONGER * len(message) + ROOM or _ends(message) != _ends(said):
        return False
    return _acting(said) <= _acting(message) and _holes(message) == _holes(said)


def _acting(text: str) -> set[str]:
    """Letters that are no letters: what is left of a text without blanks and what joins letters in some scripts."""
    if text.isprintable():
        return set()
    from unicodedata import category

    return {each for each in text if not each.isprintable() and each not in _JOINERS and category(each) != "Zs"}


def _ends(text: str) -> tuple[int, int]:
    return len(text) - len(text.lstrip(" ")), len(text) - len(text.rstrip(" "))


def _holes(text: str) -> frozenset[tuple[str | None, ...]] | None:
    """Where values are put, and how; None where braces mean something else."""
    try:
        return frozenset(tuple(part[1:]) for part in _parsed(text) if part[1] is not None)
    except ValueError:
        return None


def _parsed(text: str) -> Iterator[tuple[str, str | None, str | None, str | None]]:
    from string import Formatter

    return iter(Formatter().parse(text))


class Said(str):
    """A message in another language that has no values: what it says in English is known of it."""

    __slots__ = ("message",)
    message: str


LANGUAGE, _CATALOGUE, TROUBLE = _chosen_and_read()
MOST_KEPT = 16_384
_LATELY: dict[str, str] = {}
"""What was made of which message, in another language than English; the oldest is forgotten."""


@lru_cache(maxsize=8192)
def _said(message: str) -> str:
    said = _CATALOGUE.gettext(message) if _CATALOGUE is not None else message
    if said == message or not fits(message, said):
        return message
    text = Said(said)
    text.message = message
    return text


@lru_cache(maxsize=8192)
def _counted(one: str, several: str, number: int) -> str:
    """A form has the values of the English that is said of that number; of one it may have those of several."""
    english = one if number == 1 else several
    said = _CATALOGUE.ngettext(one, several, number) if _CATALOGUE is not None else english
    return said if said == english or any(fits(each, said) for each in {english, several}) else english


def tr(message: str, /, **values: Any) -> str:
    """A message in the language of this process, with the values put where it names them. Short for *translate*, as it
    stands wherever there are words. A value is never read as a message: what people wrote stays as it is."""
    if _CATALOGUE is None or not message:
        return message.format(**values) if values else message
    if not values:
        return _said(message)
    text = _said(message).format(**values)
    _LATELY[text] = message
    if len(_LATELY) > MOST_KEPT:
        del _LATELY[next(iter(_LATELY))]
    return text


def ntr(one: str, several: str, number: int, /, **values: Any) -> str:
    """`tr` of what is said otherwise of one than of several; a language may have more forms than two."""
    message = (one if number == 1 else several) if _CATALOGUE is None else _counted(one, several, number)
    return message.format(**values) if values else message


def in_plain_words(code: str) -> str:
    """A code in plain words, such as `did not attend`: the messages of a catalogue name each."""
    return tr(code.replace("_", " "))


def message_of(text: str) -> str:
    """The message that a text was lately made of, as it stands in the code; else the text itself. What a text is for is
    decided by this, as two languages have no word in common."""
    return text.message if isinstance(text, Said) else _LATELY.get(text, text)


def in_english(text: str) -> str:
    """A message without values as it stands in the code: for an entry, which says the same on every laptop, and for
    what other programs read. Any other text as it is."""
    return text.message if isinstance(text, Said) else text


def values_in(text: str, message: str) -> Mapping[str, str] | None:
    """What was put into a message to make this text of it, in the language of this process; None where it was not made
    of it. So what was kept as a sentence is known again, however a language orders it."""
    found = _looks(message).fullmatch(text)
    return found.groupdict() if found else None


@lru_cache(maxsize=64)
def _looks(message: str) -> Any:
    import re

    parts, named = [], set[str]()
    for words, name, _, _ in _parsed(tr(message)):
        again = f"(?P={name})" if name in named else f"(?P<{name}>.*)"
        parts += [re.escape(words), again if name else ""]
        named |= {name} if name else set()
    return re.compile("".join(parts), re.DOTALL)


def made_in(release: str) -> str:
    """What says by which release, and in which language, words were made that are kept to be read again."""
    return release if LANGUAGE == ENGLISH else f"{release} {LANGUAGE}"
