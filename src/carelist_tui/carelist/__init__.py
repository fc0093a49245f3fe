"""Carelist, the one door: everything a screen or a command may ask of a store, or have it do."""

from carelist_tui.carelist.carelist import Carelist

__all__ = ["Carelist"]
