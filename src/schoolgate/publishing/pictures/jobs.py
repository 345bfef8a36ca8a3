"""What is done about pictures in the background: taking them in, and destroying originals on their date."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.pictures.actions import originals, taking_in, waiting
from schoolgate.publishing.pictures.models import Album, Arrival, Picture


@job(outside=True)
def take_in_album(album: int) -> None:
    """Without a transaction around it: looking takes long, and each picture is settled in one of its own."""
    taking_in.take_in_album(Album.unscoped.select_related("school", "by").get(pk=album))


@job
def throw_away_old(school: int) -> None:
    waiting.throw_away_old(School.objects.get(pk=school))


@job
def destroy_originals(school: int) -> None:
    originals.destroy_what_is_due(School.objects.get(pk=school), timezone.localdate())


@job
def destroy_originals_everywhere() -> None:
    for school in Picture.unscoped.order_by("school").values_list("school", flat=True).distinct():
        destroy_originals.later(school=school)
    left = Album.unscoped.filter(arrivals__state=Arrival.State.WAITING).order_by("school")
    for school in left.values_list("school", flat=True).distinct():
        throw_away_old.later(school=school)


SCHEDULE = [Every("day", destroy_originals_everywhere, at="02:40")]
