"""The lock: what is left of a desk while it holds, when it falls, drafts that nobody else reads, who looked."""
