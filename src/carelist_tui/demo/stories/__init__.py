"""The stories of a demonstration: each leaves something owed, a module for those that belong together."""
