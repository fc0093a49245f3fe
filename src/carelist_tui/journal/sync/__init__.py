"""What the exchange asks of the journal: how far each device's entries are here, and what a shared folder has shown."""
