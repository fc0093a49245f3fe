"""A call or a visit: its outcome keys, and the attempt in the making. Pure."""
