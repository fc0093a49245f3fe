"""What a worker has before them, as no terminal need draw it: the list they stand in, and the call they are in."""
