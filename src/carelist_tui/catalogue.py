"""The one catalogue of words: every word that a person sees goes through `tr` or `ntr`. The lowest floor, and standard
library only: this is on the way to the first frame.

English is what stands in the code, and reads no file. Another language is chosen once, before anything else is
imported, and stays for the life of the process: a word may be put into it where a module is first read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
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


def folder_of(environment: Mapping[str, str]) -> Path:
    """Where catalogues lie."""
    return Path(environment.get(FOLDER) or Path(__file__).with_name("catalogues"))


def chosen(environment: Mapping[str, str]) -> str:
    """The language of this process: what was asked for, else what the system speaks, if there is a catalogue of it;
    else English. A land or an encoding after it (`cy_GB.UTF-8`) is passed over."""
    asked = environment.get(SAYS) or next((environment[each] for each in OF_THE_SYSTEM if environment.get(each)), "")
    language = asked.split(".")[0].split("@")[0].replace("-", "_").split("_")[0].lower()
    if not language.isalpha() or language in (ENGLISH, "c", "posix"):
        return ENGLISH
    return language if _file(language, environment).is_file() else ENGLISH


def _file(language: str, environment: Mapping[str, str]) -> Path:
    return folder_of(environment) / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


def _read(language: str) -> NullTranslations | None:
    if language == ENGLISH:
        return None
    import gettext

    # The command line's library says its own words through the standard module: they are of our catalogue too.
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(folder_of(os.environ)))
    gettext.textdomain(DOMAIN)
    with _file(language, os.environ).open("rb") as file:
        return gettext.GNUTranslations(file)


LANGUAGE = chosen(os.environ)
_CATALOGUE = _read(LANGUAGE)


def tr(message: str, /, **values: Any) -> str:
    """A message in the language of this process, with the values put where it names them. Short for *translate*, as it
    stands wherever there are words. A value is never read as a message: what people wrote stays as it is."""
    if _CATALOGUE is not None and message:
        message = _CATALOGUE.gettext(message)
    return message.format(**values) if values else message


def ntr(one: str, several: str, number: int, /, **values: Any) -> str:
    """`tr` of what is said otherwise of one than of several; a language may have more forms than two."""
    message = (one if number == 1 else several) if _CATALOGUE is None else _CATALOGUE.ngettext(one, several, number)
    return message.format(**values) if values else message


def in_plain_words(code: str) -> str:
    """A code in plain words, such as `did not attend`: the messages of a catalogue name each."""
    return tr(code.replace("_", " "))


def made_in(release: str) -> str:
    """What says by which release, and in which language, words were made that are kept to be read again."""
    return release if LANGUAGE == ENGLISH else f"{release} {LANGUAGE}"
