"""Handovers at the door, from this team's folder to another's and back."""

from carelist_tui.carelist.handovers.between_teams import Handovers, Referred

__all__ = ["Handovers", "Referred"]
