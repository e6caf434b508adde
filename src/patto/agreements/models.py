"""The table of stored versions of agreements."""

from __future__ import annotations

from django.db import models

from patto.customers.models import Customer
from patto.store.fields import InstantField


class State(models.TextChoices):
    """How far a version has come: written, agreed by both sides, or in force for good."""

    DRAFT = "draft"
    AGREED = "agreed"
    IN_FORCE = "in-force"


class Version(models.Model):
    """One version of a customer's agreement, as its file states it.

    From the moment it is in force none of it changes; a new version replaces it from a date. The
    database refuses to change or delete it then, whoever asks (migration 0004).
    """

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="agreements")
    identity = models.CharField(max_length=100)
    """The agreement's own id."""
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    text = models.TextField()
    """The file, with its comments; with a base, merged."""
    digest = models.CharField(max_length=64)
    """The SHA-256 of the canonical form: what was signed."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    uploaded_at = InstantField()
    agreed_on = models.DateField(null=True)
    signatories = models.JSONField(default=list)
    """Who signed: for each the side, the name and the role."""
    in_force_since = InstantField(null=True)
    """When it was put in force; from when it governs stands in the file."""

    class Meta:
        """A number is one version of a customer's agreement."""

        constraints = (
            models.UniqueConstraint(fields=["customer", "identity", "number"], name="version_once"),
        )


class SignedCopy(models.Model):
    """A scan of what was signed; its bytes lie in the home's files by their digest."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="signed_copies")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    added_at = InstantField()
    withdrawn_at = InstantField(null=True)
    withdrawn_why = models.CharField(max_length=300)
    """Why it does not count, where that is so; empty otherwise."""
