"""Schools and trusts, the people in them, their roles, and the accounts they sign in with."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from schoolgate.community.roles import IMPLIES, SECOND_FACTOR, SIGNS_IN, Role
from schoolgate.community.scope import SchoolManager


class Trust(models.Model):
    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    class Phase(models.TextChoices):
        NURSERY = "nursery", "nursery"
        PRIMARY = "primary", "primary"
        SECONDARY = "secondary", "secondary"
        ALL_THROUGH = "all_through", "all-through"
        SPECIAL = "special", "special"

    name = models.CharField(max_length=200)
    slug = models.SlugField(unique=True)
    phase = models.CharField(max_length=20, choices=Phase.choices, default=Phase.PRIMARY)
    trust = models.ForeignKey(Trust, null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    local_authority = models.CharField(max_length=200, blank=True)
    demonstration = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None) -> Account:
        account = self.model(email=self.normalize_email(email).lower())
        account.set_password(password)
        account.save()
        return account


def new_salt() -> str:
    return secrets.token_hex(16)


class Account(AbstractBaseUser):
    """What somebody signs in with, at every school they belong to. It has no powers: those come from roles."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    session_salt = models.CharField(max_length=32, default=new_salt)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"account {self.pk}"

    def end_sessions(self) -> None:
        """Sign this account out everywhere, at once."""
        self.session_salt = new_salt()
        self.save(update_fields=["session_salt"])

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        key = "schoolgate.community.Account.session"
        return salted_hmac(key, self.password + self.session_salt, secret=secret, algorithm="sha256").hexdigest()

    def current_persons(self) -> list[Person]:
        """The people this account is today, one at most in each school, by the school's name."""
        today = timezone.localdate()
        persons = Person.unscoped.filter(account=self).select_related("school").prefetch_related("holdings")
        return [person for person in persons.order_by("school__name") if person.roles(today) & SIGNS_IN]

    def offers(self) -> list[Person]:
        """The people that schools say this account is and its holder has not answered for, by the school's name."""
        today = timezone.localdate()
        persons = Person.unscoped.filter(offered_to=self).select_related("school").prefetch_related("holdings")
        return [person for person in persons.order_by("school__name") if person.roles(today) & SIGNS_IN]

    def needs_second_factor(self) -> bool:
        return any(person.needs_second_factor() for person in self.current_persons())


class Person(models.Model):
    """Somebody in one school's community. The account is empty for those who do not sign in.

    An account that was there before is only offered the person: without its holder's yes, no school can reach it.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="persons")
    offered_to = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    unscoped = models.Manager()
    objects = SchoolManager()
    holdings: models.Manager[RoleHolding]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(fields=["school", "account"], name="one_person_per_account_and_school"),
            models.UniqueConstraint(fields=["school", "offered_to"], name="one_offer_per_account_and_school"),
            models.CheckConstraint(
                condition=Q(account__isnull=True) | Q(offered_to__isnull=True), name="offered_until_it_is_theirs"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def email(self) -> str:
        """The address they sign in with, the same whether or not they have accepted; empty for those who do not."""
        account = self.account or self.offered_to
        return account.email if account else ""

    def held(self, on: date | None = None) -> list[str]:
        """The roles given to this person that run on a day (today, unless told), the oldest first."""
        day = on or timezone.localdate()
        return [holding.role for holding in self.holdings.all() if holding.runs(day)]

    def roles(self, on: date | None = None) -> frozenset[str]:
        """The roles held on a day (today, unless told), with those that they bring."""
        held = set(self.held(on))
        return frozenset(held | {IMPLIES[role] for role in held if role in IMPLIES})

    def needs_second_factor(self) -> bool:
        return bool(self.roles() & SECOND_FACTOR)


class RoleHolding(models.Model):
    """A role somebody has from one day until another."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_date = models.DateField(default=timezone.localdate)
    to_date = models.DateField(null=True, blank=True, help_text="the first day on which it is no longer held")

    unscoped = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["from_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_date__isnull=True) | Q(to_date__gte=F("from_date")), name="role_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(to_date__isnull=True), name="one_open_holding_of_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} from {self.from_date}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A person read earlier in this request must not go on with the roles they had then.
        self.person.__dict__.pop("_prefetched_objects_cache", None)
        super().save(*args, **kwargs)

    def runs(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on < self.to_date)
