"""A picture or a film, from its arrival until it is published, and the faces in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private
from schoolgate.record.vault import VaultKey


class Device(models.Model):
    """A camera, tablet or telephone of the school's, as it names itself in its pictures."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=100)
    make = models.CharField(max_length=100, blank=True)
    model = models.CharField(max_length=100, blank=True)
    serial = models.CharField(max_length=100, blank=True)
    added_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True)

    unscoped: ClassVar[models.Manager[Device]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Album(Private):
    """Pictures that somebody brought together. `made` is where they are from. Private: source (whose they are and what
    allows us to use them, where they are from elsewhere)."""

    class Made(models.TextChoices):
        TAKEN = "taken", "We took them"
        ELSEWHERE = "elsewhere", "They are from elsewhere"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="albums")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="albums")
    at = models.DateTimeField(default=timezone.now)
    made = models.CharField(max_length=10, choices=Made.choices, default=Made.TAKEN)

    unscoped: ClassVar[models.Manager[Album]] = Unscoped()
    objects = SchoolManager()
    arrivals: models.Manager[Arrival]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"album {self.pk}"


class Picture(Private):
    """A picture or film that may be published, without its metadata.

    `sha256` and `vault_key` are of the cleaned bytes. The original lies in the vault (`original_key`,
    `original_sha256`) until `destroy_on`. A blurred or cropped one names its `parent`. `still_key` is a
    JPEG of one moment of a film. `alike` is its perceptual hash,
    16 hexadecimal digits. `device` is the school's own that it says it was taken on; where it is none, `taken_with` is
    what somebody answered. Private: origin (what it said of
    itself), alt, device_answer (why another device took it), source (whose it is, where it is from elsewhere).
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Picture"
        FILM = "film", "Film"

    class Made(models.TextChoices):
        TAKEN = "taken", "Taken by us"
        ELSEWHERE = "elsewhere", "From elsewhere"
        BLURRED = "blurred", "Made by covering faces"
        CROPPED = "cropped", "Made by cutting out a part"

    class TakenWith(models.TextChoices):
        SCHOOL = "school", "With the school’s, which is not on the list of devices"
        OWN = "own", "With somebody’s own telephone, tablet or camera"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="pictures")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PICTURE)
    made = models.CharField(max_length=10, choices=Made.choices, default=Made.TAKEN)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pictures")
    at = models.DateTimeField(default=timezone.now)
    media = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    vault_key = VaultKey(unique=True)
    still_key = VaultKey(blank=True)
    original_key = VaultKey(blank=True)
    original_sha256 = models.CharField(max_length=64, blank=True)
    destroy_on = models.DateField(null=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="derivatives")
    alike = models.CharField(max_length=16, blank=True)
    device = models.ForeignKey(Device, null=True, on_delete=models.PROTECT, related_name="pictures")
    taken_with = models.CharField(max_length=6, choices=TakenWith.choices, blank=True)
    looked_at = models.DateTimeField(null=True, help_text="when faces were looked for")
    described_at = models.DateTimeField(null=True, help_text="when its alt text was last written")
    ended_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Picture]] = Unscoped()
    objects = SchoolManager()
    faces: models.Manager[Face]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"picture {self.pk}"


class Arrival(Private):
    """A file of an album, from its arrival until it is a picture or refused. `number` counts within the album.

    `code` says why it was refused, by a name of `refusing.py`. A refused file is destroyed at once. Private: name (the
    file's).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being looked at"
        DONE = "done", "Taken"
        REFUSED = "refused", "Not taken"

    album = models.ForeignKey(Album, on_delete=models.CASCADE, related_name="arrivals")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=24, blank=True)
    file_key = VaultKey(blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    picture = models.OneToOneField(Picture, null=True, on_delete=models.PROTECT, related_name="arrival")

    unscoped: ClassVar[models.Manager[Arrival]] = Unscoped()
    objects = SchoolManager("album__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["album", "number"], name="arrivals_are_numbered")]

    def __str__(self) -> str:
        return f"arrival {self.pk}"


class Face(models.Model):
    """A face in a picture, by its number there, and who somebody says it is. Edges are in pixels of the cleaned one;
    all are 0 in a film, where somebody watched it and says who is in it.

    `person` is somebody of the school; `outsider`: somebody who is not, and who agreed; `nobody`: not a face at all, or
    too small to know anybody by.
    """

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="faces")
    number = models.PositiveIntegerField()
    left = models.PositiveIntegerField()
    top = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    bottom = models.PositiveIntegerField()
    added = models.BooleanField(default=False, help_text="by a person: the machine had not found it")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="faces")
    outsider = models.BooleanField(default=False)
    nobody = models.BooleanField(default=False)
    named_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Face]] = Unscoped()
    objects = SchoolManager("picture__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["picture", "number"], name="faces_are_numbered"),
            models.CheckConstraint(
                condition=Q(person=None, outsider=False)
                | Q(person=None, nobody=False)
                | Q(outsider=False, nobody=False),
                name="a_face_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"face {self.number}"

    @property
    def is_somewhere(self) -> bool:
        return self.right > 0

    @property
    def is_named(self) -> bool:
        return bool(self.person_id) or self.outsider or self.nobody


class Opening(Private, Growing):
    """One time that somebody had an original in their hands, written before they had it. Private: why."""

    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="openings")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Opening]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("picture__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"opening {self.pk}"
