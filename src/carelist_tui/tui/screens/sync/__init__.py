"""The Sync screen: what waits, what came, who was heard from, what is wrong; and the exchange behind it."""
