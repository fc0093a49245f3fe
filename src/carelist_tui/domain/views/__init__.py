"""A person as screens and other programs see them: the card, the queue, the whole answer of `show`."""
