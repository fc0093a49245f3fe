"""Where a page that is printed may be written: a file that somebody names, outside the store."""

from __future__ import annotations

from pathlib import Path

TEXT, PAGE, PDF = ".txt", ".html", ".pdf"


def paper_place(typed: str, store: Path, endings: tuple[str, ...] = (TEXT, PAGE)) -> Path:
    """The file that somebody named for a page, its name with one of these endings. Raises ValueError, with a sentence,
    for one that may not be written."""
    try:
        path = Path(typed.strip()).expanduser().absolute()
        inside = path.resolve().is_relative_to(store.resolve())
    except (OSError, RuntimeError, ValueError):
        raise ValueError("this can't be a file") from None
    if path.suffix not in endings:
        others = "".join(f", or {ending}" for ending in (PDF, TEXT) if ending in endings)
        raise ValueError(f"its name ends in {PAGE}, a page to print{others}")
    if inside:
        raise ValueError("not inside the store: nothing there lies in clear")
    if not path.parent.is_dir():
        raise ValueError("there is no such folder")
    if path.exists():
        raise ValueError("there is a file of that name already")
    return path
