"""The tables of tickets.

What happened is in `Happened` and is only added to. All else of a ticket that can be computed from
it (`state`, `priority`, `next_due_at`, the rows of `Promise`) is kept for lists, by `standing`.
"""

from __future__ import annotations

from django.db import models

from patto.accounts.models import Person
from patto.customers.models import Contact, Customer, Site, System
from patto.store.fields import InstantField


class State(models.TextChoices):
    """Where a ticket is on its way."""

    OPEN = "open"
    PAUSED = "paused"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Scope(models.TextChoices):
    """Whether what was reported is covered by the agreement."""

    COVERED = "covered"
    OUT = "out-of-scope"
    COURTESY = "courtesy"
    NO_AGREEMENT = "no-agreement"


class Ticket(models.Model):
    """A call, or whatever else was reported."""

    customer = models.ForeignKey(Customer, models.PROTECT, related_name="tickets")
    subject = models.CharField(max_length=300)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="tickets")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="tickets")
    system = models.ForeignKey(System, models.PROTECT, null=True, related_name="tickets")
    assignee = models.ForeignKey(Person, models.PROTECT, null=True, related_name="tickets")
    caller = models.CharField(max_length=200)
    """Who called, in words, where that is no contact."""
    channel = models.CharField(max_length=100)
    reported_at = InstantField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    scope = models.CharField(max_length=14, choices=Scope.choices, default=Scope.COVERED)
    priority = models.CharField(max_length=100)
    type = models.CharField(max_length=100)
    """What kind of call it is, by its last classification."""
    is_open = models.BooleanField(default=True)
    """Whether anybody still has something to do."""
    next_due_at = InstantField(null=True)
    """When the next promise that can still be kept falls due; nothing if there is none.

    One whose clock stands still counts only where no other runs.
    """
    next_metric = models.CharField(max_length=100)
    overdue = models.BooleanField(default=False)
    """Whether a promise was missed and what it was about is still to be done."""
    overdue_since = InstantField(null=True)
    """When the first of those that were missed was due."""
    stands_still = models.BooleanField(default=False)
    """Whether it waits for somebody else, and no promise still to be kept runs meanwhile."""
    warned_at = InstantField(null=True)
    """Since when so much of a promise that runs is used up that a warning was told."""
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    changes = models.PositiveIntegerField(default=0)
    """How often it changed, by which a form that was opened before is known."""
    folded = models.TextField()

    class Meta:
        """How lists find what is open without reading what is done, however much that is.

        An index that holds only what is open is asked for by `is_open` as Django writes it; one
        that begins with it is not, on SQLite.
        """

        indexes = (
            models.Index(
                fields=["next_due_at", "id"],
                name="ticket_open_by_due",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["assignee", "next_due_at"],
                name="ticket_open_of_person",
                condition=models.Q(is_open=True),
            ),
            models.Index(
                fields=["customer", "next_due_at"],
                name="ticket_open_of_customer",
                condition=models.Q(is_open=True),
            ),
        )


class Reported(models.Model):
    """What was said when a ticket was reported, as a search looks through it.

    It stands apart from the ticket, so that lists of tickets do not read it.
    """

    ticket = models.OneToOneField(Ticket, models.PROTECT, primary_key=True, related_name="reported")
    folded = models.TextField()


class Happened(models.Model):
    """One thing that happened, to a ticket or to a customer as a whole.

    It is never changed, but for what is blacked out in its words.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, related_name="happened")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    occurred_at = InstantField()
    recorded_at = InstantField()
    by = models.CharField(max_length=220)
    """A role, and after a colon a name: `provider:Marta Zanella`."""
    source = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    evidence = models.CharField(max_length=300)
    refers_to = models.CharField(max_length=40)
    attributes = models.JSONField(default=dict)

    class Meta:
        """The events of a ticket, the declarations of a customer, the work of a person."""

        indexes = (
            models.Index(fields=["ticket", "id"], name="happened_to_ticket"),
            models.Index(fields=["customer", "ticket"], name="happened_to_customer"),
            models.Index(
                fields=["by", "occurred_at"],
                name="happened_as_work",
                condition=models.Q(kind="worked"),
            ),
            models.Index(
                fields=["occurred_at"],
                name="happened_as_correction",
                condition=models.Q(kind="corrected"),
            ),
        )


class Message(models.Model):
    """Something that was said: an answer, which the customer sees, or a note, which it does not."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    happened = models.ForeignKey(Happened, models.PROTECT, null=True, related_name="+")
    public = models.BooleanField()
    text = models.TextField()
    who = models.CharField(max_length=200)
    at = InstantField()
    blacked_out_at = InstantField(null=True)
    """When something in it was blacked out; the mark stays in the text."""


class Promise(models.Model):
    """How a promise about a ticket stands."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="promises")
    metric = models.CharField(max_length=100)
    title = models.CharField(max_length=300)
    item = models.CharField(max_length=60)
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=100)
    target = models.CharField(max_length=60)
    due_at = InstantField(null=True)
    kept_until = InstantField(null=True)
    started_at = InstantField(null=True)
    stopped_at = InstantField(null=True)

    class Meta:
        """One row for a promise about an item."""

        constraints = (
            models.UniqueConstraint(fields=["ticket", "metric", "item"], name="promise_once"),
        )


class Signal(models.Model):
    """A moment of a ticket that people were told of, as `moments` says them."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="signals")
    metric = models.CharField(max_length=100)
    item = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    detail = models.CharField(max_length=200)
    """The share that is used up, the line that is missed, the reason of the pause."""
    at = InstantField()
    """The moment itself, whenever the engine came to it."""
    told_at = InstantField()
    """When it was told: later where the engine was off, or what it follows from came late."""
    taken_back_at = InstantField(null=True)
    """When something that came to be known made it untrue; it stays all the same."""

    class Meta:
        """Each is told once, however often the engine comes by."""

        constraints = (
            models.UniqueConstraint(
                fields=["ticket", "metric", "item", "kind", "detail", "at"],
                condition=models.Q(taken_back_at=None),
                name="signal_once",
            ),
        )


class Link(models.Model):
    """Two tickets that have to do with each other, the older one first."""

    first = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    second = models.ForeignKey(Ticket, models.PROTECT, related_name="+")

    class Meta:
        """Two tickets are linked once."""

        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="link_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="link_in_order"
            ),
        )


class Attachment(models.Model):
    """A file that came with something that happened; its bytes lie in the home by their digest."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attachments")
    happened = models.ForeignKey(Happened, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    """What whoever sent it called it: shown, and never a place on the disk."""
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)


class ReadyAnswer(models.Model):
    """An answer that is given often, ready to be put in."""

    title = models.CharField(max_length=100)
    text = models.TextField()
    active = models.BooleanField(default=True)


class SavedView(models.Model):
    """What somebody looks for often: what a list of tickets was asked for, under a name."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="views")
    name = models.CharField(max_length=100)
    asked = models.TextField()
    """The query of the list's address."""
    done = models.BooleanField(default=False)
    """Whether it is of all tickets, and not of the queue, which has what is open."""
    shared = models.BooleanField(default=False)
    """Whether everybody sees it beside their own."""
    opens = models.BooleanField(default=False)
    """Whether the desk of whoever it belongs to opens with it."""

    class Meta:
        """A person has one view of a name, and one that opens."""

        constraints = (
            models.UniqueConstraint(fields=["person", "name"], name="view_by_name"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(opens=True), name="view_that_opens"
            ),
        )
