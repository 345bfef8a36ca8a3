"""Take in what was brought: clean each picture, look for faces, and say what cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import Change, by_machine
from schoolgate.imaging.alike import fingerprint
from schoolgate.imaging.filming import take_in_film
from schoolgate.imaging.intake import Picture as TakenIn
from schoolgate.imaging.intake import take_in
from schoolgate.imaging.kinds import kind_of
from schoolgate.imaging.picture import open_picture
from schoolgate.imaging.refusals import BadPictureError
from schoolgate.publishing.pictures.alike import written
from schoolgate.publishing.pictures.devices import device_of
from schoolgate.publishing.pictures.keeping import destroy_on
from schoolgate.publishing.pictures.models import Album, Arrival, Face, Picture
from schoolgate.record import vault

AT_ONCE = 4
"""Pictures that are looked at in one process, and that stand on the page together."""


def take_in_album(album: Album) -> None:
    """Everything of it that waits, a few at a time. What was done before stays as it is."""
    waiting = iter(Arrival.objects.of(album.school).filter(album=album, state=Arrival.State.WAITING))
    films = []
    while some := list(islice(waiting, AT_ONCE)):
        pictures = []
        for arrival in some:
            data = vault.get(arrival.file_key)
            if is_film(data):
                films.append(arrival)
            else:
                pictures.append((arrival, data))
        answers = take_in([data for _, data in pictures])
        for (arrival, _), answer in zip(pictures, answers, strict=True):
            _settle(arrival, answer)
    # A film takes as long as it lasts: the pictures need not wait for it.
    for film in films:
        _settle(film, _film(vault.get(film.file_key)))


def is_film(data: bytes) -> bool:
    """By its content. Raises BadPictureError for what is neither film nor picture."""
    return kind_of(data).startswith("video/")


def _film(data: bytes) -> TakenIn | BadPictureError:
    """Its faces are not looked for; what it looks like is told from one moment of it."""
    try:
        cleaned = take_in_film(data)
    except BadPictureError as no:
        return no
    return TakenIn(cleaned, None, fingerprint(open_picture(cleaned.still, "image/jpeg")))


def _settle(arrival: Arrival, answer: TakenIn | BadPictureError) -> None:
    school = arrival.album.school
    stored = None if isinstance(answer, BadPictureError) else vault.put(answer.cleaned.data)
    with transaction.atomic():
        held = Arrival.objects.of(school).select_for_update(of=("self",)).select_related("album__by").get(pk=arrival.pk)
        if held.state != Arrival.State.WAITING:
            if stored:
                vault.remove(stored.key)
            return
        with by_machine(school) as ledger:
            if isinstance(answer, BadPictureError) or stored is None:
                _refuse(ledger, held, answer.code if isinstance(answer, BadPictureError) else "")
            else:
                _keep(ledger, held, answer, stored)


def _refuse(ledger: Change, arrival: Arrival, code: str) -> None:
    key = arrival.file_key
    arrival.state, arrival.code, arrival.file_key = Arrival.State.REFUSED, code, ""
    arrival.save()
    ledger.write("picture.refused", arrival.album, number=arrival.number, code=code)
    transaction.on_commit(lambda: vault.remove(key))


def _keep(ledger: Change, arrival: Arrival, answer: TakenIn, stored: vault.Stored) -> None:
    album, cleaned = arrival.album, answer.cleaned
    still = vault.put(cleaned.still) if cleaned.still else None
    picture = Picture(
        kind=Picture.Kind.FILM if still else Picture.Kind.PICTURE,
        still_key=still.key if still else "",
        school=album.school,
        made=Picture.Made(album.made),
        by=album.by,
        media=cleaned.media,
        width=cleaned.width,
        height=cleaned.height,
        size=stored.size,
        sha256=stored.sha256,
        vault_key=stored.key,
        original_key=arrival.file_key,
        original_sha256=arrival.file_sha256,
        destroy_on=destroy_on(album.school, timezone.localdate()),
        alike=written(answer.fingerprint),
        device=device_of(album.school, cleaned.origin),
    )
    picture.keep(origin=asdict(cleaned.origin), held=cleaned.origin.held(), moved=cleaned.animated)
    picture.keep(source=album.said("source"))
    if answer.faces is not None:
        picture.looked_at = timezone.now()
    picture.save()
    number_faces(picture, answer.faces or ())
    arrival.state, arrival.picture, arrival.file_key = Arrival.State.DONE, picture, ""
    arrival.save()
    ledger.write(
        "picture.taken_in",
        picture,
        sha256=picture.sha256,
        original=picture.original_sha256,
        faces=None if answer.faces is None else len(answer.faces),
        device=picture.device_id,
        destroy_on=picture.destroy_on.isoformat() if picture.destroy_on else "",
    )


def number_faces(picture: Picture, boxes: Sequence[tuple[int, int, int, int]]) -> None:
    Face.unscoped.bulk_create(
        Face(picture=picture, number=number, left=left, top=top, right=right, bottom=bottom)
        for number, (left, top, right, bottom) in enumerate(boxes, 1)
    )
