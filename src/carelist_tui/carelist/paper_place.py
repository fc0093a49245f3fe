"""Where a page that is printed, or a sealed file, may be written: a file that somebody names, outside the store."""

from __future__ import annotations

from pathlib import Path

from carelist_tui.catalogue import tr

TEXT, PAGE, PDF, SEALED = ".txt", ".html", ".pdf", ".carelist"


def paper_place(typed: str, store: Path, endings: tuple[str, ...] = (TEXT, PAGE)) -> Path:
    """The file that somebody named for a page, its name with one of these endings. Raises ValueError, with a sentence,
    for one that may not be written."""
    others = "".join(tr(", or {ending}", ending=ending) for ending in (PDF, TEXT) if ending in endings)
    said = tr("its name ends in {page}, a page to print{others}", page=PAGE, others=others)
    return _place(typed, store, endings, said, tr("not inside the store: nothing there lies in clear"))


def sealed_place(typed: str, store: Path) -> Path:
    """The same for a sealed file."""
    return _place(
        typed,
        store,
        (SEALED,),
        tr("its name ends in {sealed}", sealed=SEALED),
        tr("not inside the store: it goes elsewhere"),
    )


def key_place(typed: str, store: Path) -> Path:
    """The same for a team's public key."""
    return _place(
        typed, store, (TEXT,), tr("its name ends in {value}", value=TEXT), tr("not inside the store: it goes elsewhere")
    )


def _place(typed: str, store: Path, endings: tuple[str, ...], ends_so: str, not_inside: str) -> Path:
    try:
        path = Path(typed.strip()).expanduser().absolute()
        inside = path.resolve().is_relative_to(store.resolve())
    except (OSError, RuntimeError, ValueError):
        raise ValueError(tr("this can't be a file")) from None
    if path.suffix not in endings:
        raise ValueError(ends_so)
    if inside:
        raise ValueError(not_inside)
    if not path.parent.is_dir():
        raise ValueError(tr("there is no such folder"))
    if path.exists():
        raise ValueError(tr("there is a file of that name already"))
    return path
