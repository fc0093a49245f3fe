"""Arithmetic of figures over months and teams: signals, funnels, averages, what is hidden. Pure."""
