"""Moments to come: one table of what is due next, and leases on it."""
