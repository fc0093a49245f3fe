"""The append-only store and its projections. `glance` is the light reading; `book` opens a store for writing."""
