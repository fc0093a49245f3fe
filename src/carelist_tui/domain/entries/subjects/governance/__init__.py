"""How the service runs: who holds what is due, its meetings, its samples, its Standards and laptops."""
