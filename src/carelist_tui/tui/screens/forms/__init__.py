"""Forms as screens: one for every type, hand-made ones where that is clumsy."""
