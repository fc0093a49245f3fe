"""What a newcomer reads and does: the pages of the guide, the steps of the tour."""
