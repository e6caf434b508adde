"""The table of entries."""

from __future__ import annotations

from django.db import models

from patto.store.fields import InstantField


class Entry(models.Model):
    """One act of one person or program; never taken out, changed only where it is blacked out."""

    at = InstantField()
    actor = models.CharField(max_length=40)
    """Who did it: `person:12`, `engine`."""
    who = models.CharField(max_length=200)
    """What they were called then."""
    act = models.CharField(max_length=60)
    """What was done: `people.add`."""
    noun = models.CharField(max_length=40)
    """To what kind of thing."""
    key = models.CharField(max_length=40)
    """To which of its kind."""
    customer = models.BigIntegerField(null=True)
    """For which customer, where it was for one."""
    told = models.JSONField()
    """What was given, without secrets."""

    class Meta:
        """How entries are found: those of a thing, those of a customer, in order."""

        indexes = (
            models.Index(fields=["noun", "key", "id"], name="ledger_of_thing"),
            models.Index(fields=["customer", "id"], name="ledger_of_customer"),
        )
