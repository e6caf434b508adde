"""The table of moments to come."""

from __future__ import annotations

from django.db import models

from patto.store.fields import InstantField


class Timer(models.Model):
    """A moment at which something is to be looked at."""

    kind = models.CharField(max_length=60)
    """Whose it is and what for: `tickets.due`."""
    key = models.CharField(max_length=60)
    """Of which thing."""
    due_at = InstantField()
    leased_until = InstantField(default=0)
    """Until then somebody is at it; 0 while nobody is."""
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        """One moment of a kind for each thing; found by when it is due."""

        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="timer_once"),)
        indexes = (models.Index(fields=["due_at"], name="timer_by_moment"),)
