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

from schoolgate.community.demands import asked_for_second_step
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
    password_set_at = models.DateTimeField(null=True, blank=True)
    made_for: Person | None = None
    """Whom an account that is not saved yet is being made for."""

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"account {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django keeps the words of a new password until they are saved, and not those of one it only hashes anew.
        if self._password is not None:  # type: ignore[attr-defined]
            self.password_set_at = timezone.now()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "password_set_at"}
        super().save(*args, **kwargs)

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
    `name` is what they are called; `given_name` and `family_name` are its parts where the school has them. `address`
    is where the school writes to them, whether or not they sign in with it. `sourced_id` is their key in the school's
    own records, for the next import. `year` is a pupil's year group: N, R, or 1 to 13. `added_on` is when they were
    first written down.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=200)
    given_name = models.CharField(max_length=100, blank=True)
    family_name = models.CharField(max_length=100, blank=True)
    address = models.EmailField(blank=True)
    sourced_id = models.CharField(max_length=255, blank=True)
    year = models.CharField(max_length=2, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    added_on = models.DateField(default=timezone.localdate)
    manager = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="managed")
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
            models.UniqueConstraint(
                fields=["school", "sourced_id"], condition=~Q(sourced_id=""), name="one_person_per_key_and_school"
            ),
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

    def write_to(self) -> str:
        """Where a message to them goes: the address they sign in with, or the one the school has; '' for none."""
        return self.email() or self.address

    def held(self, on: date | None = None) -> list[str]:
        """The roles given to this person that run on a day (today, unless told), the oldest first."""
        day = on or timezone.localdate()
        return [holding.role for holding in self.holdings.all() if holding.runs(day)]

    def roles(self, on: date | None = None) -> frozenset[str]:
        """The roles held on a day (today, unless told), with those that they bring."""
        held = set(self.held(on))
        return frozenset(held | {IMPLIES[role] for role in held if role in IMPLIES})

    def needs_second_factor(self) -> bool:
        return bool(self.why_second_factor())

    def why_second_factor(self) -> str:
        """Why they have to sign in with a second step, as one sentence; '' where they need not."""
        if self.roles() & SECOND_FACTOR:
            return "You see private records here, so a password alone is not enough."
        return asked_for_second_step(self)


class RoleHolding(models.Model):
    """A role somebody has from one day until another. `acting`: they stand in for whoever has it.

    `called` is what they are here, where that says more than the role: “supply teacher” for a contractor.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holdings")
    role = models.CharField(max_length=20, choices=Role.choices)
    from_date = models.DateField(default=timezone.localdate)
    to_date = models.DateField(null=True, blank=True, help_text="the first day on which it is no longer held")
    acting = models.BooleanField(default=False)
    called = models.CharField(max_length=40, blank=True)

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


class FamilyLink(models.Model):
    """An adult of the school community and a child of it: the policies make exceptions for them.

    A parent or carer answers for the child; a relative (a member of staff's niece, say) does not.
    """

    class Kind(models.TextChoices):
        PARENT = "parent", "parent or carer"
        RELATIVE = "relative", "another relative"

    adult = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="children_links")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="adult_links")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PARENT)

    unscoped = models.Manager()
    objects = SchoolManager("child__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["adult", "child"], name="one_link_per_adult_and_child"),
            models.CheckConstraint(condition=~Q(adult=F("child")), name="nobody_is_their_own_child"),
        ]

    def __str__(self) -> str:
        return f"family link {self.pk}"


class Group(models.Model):
    """Some of a school's people by a name: a class, or a team such as those who run the official accounts."""

    class Kind(models.TextChoices):
        CLASS = "class", "class"
        ACCOUNT_ADMINS = "account_admins", "people who run official accounts"
        PANEL = "panel", "recruitment panel"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.CLASS)
    sourced_id = models.CharField(max_length=255, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "sourced_id"], condition=~Q(sourced_id=""), name="one_group_per_key_and_school"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody in a group; `leads` are a class's teachers."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    leads = models.BooleanField(default=False)

    unscoped = models.Manager()
    objects = SchoolManager("group__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [models.UniqueConstraint(fields=["group", "person"], name="once_in_a_group")]

    def __str__(self) -> str:
        return f"membership {self.pk}"


class Term(models.Model):
    """A school term, first and last day: nobody is chased in the holidays."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=100)
    first_day = models.DateField()
    last_day = models.DateField()
    sourced_id = models.CharField(max_length=255, blank=True)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="term_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return self.name


class Absence(models.Model):
    """Somebody is away, first and last day: what would come to them goes to the next person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    first_day = models.DateField()
    last_day = models.DateField()

    unscoped = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Notice(models.Model):
    """Something one person should know, on their home page until they have opened it.

    `words` may say who and what: they are seen after sign-in only, and never stand in mail.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    words = models.CharField(max_length=300)
    url = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    unscoped = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at"]
        indexes = [models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="unseen_notices")]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class Mail(models.Model):
    """An e-mail in references: `path` is sealed, and empty once it is sent.

    It is to one person of the school; to somebody outside it, it has an address and no person.
    """

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="mails")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="mails")
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    path = models.TextField(blank=True)
    reference = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"mail {self.reference}"


class Invitation(models.Model):
    """A link by which one person sets up their sign-in, or gets back in. The secret is kept as a hash alone."""

    class Kind(models.TextChoices):
        FIRST = "first", "first sign-in"
        RECOVERY = "recovery", "a way back in"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="invitations")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FIRST)
    address = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="called off, or replaced by a newer one")

    unscoped = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class RosterImport(models.Model):
    """A roster file that was looked at, and perhaps brought in. `plan` and `problems` are counts and lists as data."""

    class State(models.TextChoices):
        READING = "reading", "being read"
        READY = "ready", "ready to bring in"
        PROBLEMS = "problems", "has problems"
        APPLYING = "applying", "being brought in"
        DONE = "done", "brought in"
        CALLED_OFF = "called_off", "called off"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="roster_imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField(null=True, help_text="until it is brought in or called off")
    mapping = models.JSONField(default=dict, help_text="a spreadsheet's columns: field -> heading")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    plan = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"roster {self.pk}"
