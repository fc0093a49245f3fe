"""Audits at the door: samples drawn, scored and read."""

from carelist_tui.carelist.audit.audits import Audits, ToScore, Waiting, Wanted

__all__ = ["Audits", "ToScore", "Waiting", "Wanted"]
