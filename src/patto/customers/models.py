"""The tables of customers and what is theirs.

`folded` holds what a row is found by, without accents and capitals; its actions keep it. What has
`retired_on` was gone on that day: it stays readable wherever it is named, and is offered no more.
"""

from __future__ import annotations

from django.db import models

from patto.store.fields import InstantField


class Customer(models.Model):
    """A company whose IT the provider runs."""

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    zone = models.CharField(max_length=64)
    note = models.TextField()
    added_at = InstantField()
    retired_on = models.DateField(null=True)
    folded = models.TextField()


class Supplier(models.Model):
    """Somebody else who supports a thing: a maker, a carrier, a software house."""

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="suppliers")
    """Whose supplier it is alone, such as a carrier that the customer has a contract with."""
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=60)
    email = models.CharField(max_length=254)
    contract = models.CharField(max_length=200)
    """The number to name when calling."""
    hours = models.CharField(max_length=200)
    """When they can be reached, in words."""
    retired_on = models.DateField(null=True)
    folded = models.TextField()


class Site(models.Model):
    """A place of a customer's."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300)
    hours = models.TextField()
    """When technicians are let in, as an agreement writes weekly hours; empty if it is not known.
    What is measured by it stands in the agreement."""
    closed = models.TextField()
    """The days on which nobody is let in, a line each, as `opening` reads them."""
    access = models.CharField(max_length=300)
    """What else is to be known of being let in, in words: `by appointment`."""
    note = models.TextField()
    """How to get in, who has the key."""
    retired_on = models.DateField(null=True)
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
    in_scope_since = models.DateField(null=True)
    """The first day on which it is covered; empty: as long as the agreement has its item."""
    in_scope_until = models.DateField(null=True)
    """The first day on which it no longer is."""
    supplier = models.ForeignKey(Supplier, models.PROTECT, null=True, related_name="systems")
    """Who supports it, if it is not the provider."""
    contract = models.CharField(max_length=200)
    """The number of the contract for this thing, where the supplier has another one for it."""
    serial = models.CharField(max_length=100)
    warranty_until = models.DateField(null=True)
    warranty_by = models.CharField(max_length=200)
    parts_within = models.CharField(max_length=60)
    """How soon parts come under it, as an agreement writes it: `1 business day on office`."""
    retired_on = models.DateField(null=True)
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
    retired_on = models.DateField(null=True)
    folded = models.TextField()


class Upload(models.Model):
    """A file that somebody wants to import, kept until it is imported, dropped or replaced."""

    actor = models.CharField(max_length=40, unique=True)
    """Who sent it; of one person there is one at a time."""
    at = InstantField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
