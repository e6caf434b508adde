"""Tickets: what was reported, everything that happened since, and how its promises stand."""
