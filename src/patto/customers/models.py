"""The tables of customers and what is theirs.

`folded` holds what a row is found by, without accents and capitals; its actions keep it.
"""

from __future__ import annotations

from django.db import models

from patto.store.fields import InstantField


class Supplier(models.Model):
    """Somebody else who supports a thing: a maker, a carrier, a software house."""

    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=60)
    email = models.CharField(max_length=254)
    contract = models.CharField(max_length=200)
    """The number to name when calling."""
    hours = models.CharField(max_length=200)
    """When they can be reached, in words."""
    folded = models.TextField()


class Customer(models.Model):
    """A company whose IT the provider runs."""

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    zone = models.CharField(max_length=64)
    note = models.TextField()
    active = models.BooleanField(default=True)
    added_at = InstantField()
    folded = models.TextField()


class Site(models.Model):
    """A place of a customer's."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    access = models.CharField(max_length=300)
    """When technicians are let in, in words; what is measured by it stands in the agreement."""
    holidays = models.CharField(max_length=300)
    note = models.TextField()
    """How to get in, who has the key."""
    folded = models.TextField()


class System(models.Model):
    """A thing that is looked after: a server, a line, a printer, a program."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="systems")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="systems")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    criticality = models.CharField(max_length=10)
    """`high`, `medium` or `low`."""
    item = models.CharField(max_length=100)
    """Its id in the agreement; empty while it is on no list."""
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="systems")
    """Who supports it, if it is not the provider."""
    serial = models.CharField(max_length=100)
    warranty_until = models.DateField(null=True)
    warranty_by = models.CharField(max_length=200)
    parts_within = models.CharField(max_length=60)
    """How soon parts come under it, as an agreement writes it: `1 business day on office`."""
    retired_at = InstantField(null=True)
    note = models.TextField()
    folded = models.TextField()


class Contact(models.Model):
    """Somebody of a customer's who calls."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="contacts")
    name = models.CharField(max_length=200)
    email = models.CharField(max_length=254)
    telephone = models.CharField(max_length=60)
    may_report = models.BooleanField(default=True)
    may_decide = models.BooleanField(default=False)
    known_as = models.CharField(max_length=100)
    """The name by which the agreement's groups know this person, where it names one."""
    active = models.BooleanField(default=True)
    folded = models.TextField()
