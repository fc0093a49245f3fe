"""Handovers at the door, from this team's folder to another's and back."""

from carelist_tui.carelist.handovers.between_teams import Across, Handovers, Recipient, Referred

__all__ = ["Across", "Handovers", "Recipient", "Referred"]
