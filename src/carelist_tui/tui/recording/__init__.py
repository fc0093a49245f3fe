"""What can be recorded about somebody without a Due that asks for it: which kinds there are, and about which entry."""
