"""The page of one person: card, plan and warnings on top, and below in tabs the whole of what is recorded."""
