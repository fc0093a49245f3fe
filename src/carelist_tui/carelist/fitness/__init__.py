"""What of a laptop is fit for Carelist: looked at here, judged in domain/fitness/."""

from carelist_tui.carelist.fitness.laptop_seen import look_at

__all__ = ["look_at"]
