"""What is done about pictures in the background."""

from __future__ import annotations

from schoolgate.jobs.job import job
from schoolgate.publishing.pictures.actions import taking_in
from schoolgate.publishing.pictures.models import Album


@job(outside=True)
def take_in_album(album: int) -> None:
    """Without a transaction around it: looking takes long, and each picture is settled in one of its own."""
    taking_in.take_in_album(Album.unscoped.select_related("school", "by").get(pk=album))
