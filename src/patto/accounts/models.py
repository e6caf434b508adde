"""The tables of the provider and its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from patto.accounts.roles import Role
from patto.ledger.actions import Actor
from patto.store.fields import InstantField

if TYPE_CHECKING:
    _Manager: TypeAlias = BaseUserManager["Person"]
else:
    _Manager = BaseUserManager


class Provider(models.Model):
    """The company that runs this installation; there is one."""

    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    zone = models.CharField(max_length=64)
    set_up_at = InstantField()
    demonstration = models.BooleanField(default=False)
    """Whether it is invented, with all its customers."""

    class Meta:
        """There is one provider."""

        constraints = (models.CheckConstraint(condition=models.Q(pk=1), name="provider_is_one"),)


class People(_Manager):
    """How people are found by what they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Person:
        """Return the person of an address, whatever its case."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody of the provider's who signs in."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=10)
    zone = models.CharField(max_length=64)
    is_active = models.BooleanField(default=True)
    added_at = InstantField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[People] = People()

    class Meta:
        """One person for an address, whatever its case."""

        constraints = (models.UniqueConstraint(Lower("email"), name="person_by_email"),)
        ordering = ("name", "id")

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def actor(self) -> Actor:
        """Who it is in the ledger."""
        return Actor(f"person:{self.pk}", self.name)

    def get_full_name(self) -> str:
        """Return the name, as Django asks for it."""
        return self.name

    def has_perm(self, _permission: str, _thing: Any = None) -> bool:
        """Return no: what a person may do is said by `roles.may`, and by nothing of Django's."""
        return False


class Screen(models.Model):
    """A screen on a wall that shows the board by a key of its own, with nobody signed in."""

    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    """Of its key, which is shown once and kept nowhere."""
    added_at = InstantField()
    added_by = models.CharField(max_length=200)
    ended_at = InstantField(null=True)
