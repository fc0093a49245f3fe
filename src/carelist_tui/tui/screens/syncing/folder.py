"""The folder that somebody typed."""

from __future__ import annotations

from pathlib import Path


def folder_meant(typed: str) -> Path:
    """The folder that was typed, absolute. Refuses (ValueError, a sentence) what is no folder here now."""
    try:
        meant = Path(typed.strip()).expanduser().absolute()
        is_folder = meant.is_dir()
    except (OSError, RuntimeError, ValueError):
        raise ValueError("this is no folder") from None
    if not is_folder:
        raise ValueError("there is no such folder now: is the drive connected?")
    return meant
