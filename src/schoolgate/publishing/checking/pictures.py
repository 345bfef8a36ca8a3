"""What is known of the pictures: who is in them and may be shown where, where they were taken, and with what.

Why somebody may not be shown is never said: a no, no answer and a secret reason read the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.policy.explain import joined
from schoolgate.publishing.checking.model import Channel, Draft, Face, Finding, Known, Level, Picture
from schoolgate.publishing.checking.words_of import places


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    for where, picture in zip(places(draft), draft.pictures, strict=True):
        yield from _faces(draft, known, picture, where)
        if picture.place:
            yield Finding(
                "metadata_location",
                "block",
                where,
                "The file says where it was taken, and anybody who has it can read that.",
                "Add it here, or run `schoolgate clean`: what is published is a clean copy without it.",
                does="clean",
            )
        if picture.device == "unknown":
            yield _device(known, picture, where)


def _faces(draft: Draft, known: Known, picture: Picture, where: str) -> Iterator[Finding]:
    if picture.faces is None:
        what = "watched this film" if picture.film else "looked for faces in this picture"
        fix = "Watch it, and say who is in it." if picture.film else "Look for faces, and say who each of them is."
        yield Finding("unnamed_face", "block", where, f"Nobody has {what} yet.", fix, does="look_for_faces")
        return
    for face in picture.faces:
        place = f"{where}, face {face.number}"
        if not face.is_named:
            message = "Nobody has said whose face this is, so we cannot tell whether it may be shown."
            yield Finding("unnamed_face", "block", place, message, "Say who it is, or cover it.", does="name_face")
        elif kept_from := _kept_from(draft, known, face):
            places = joined([_within(one) for one in kept_from], "or")
            yield Finding(
                "consent_missing",
                "block",
                place,
                f"We may not show this face on {places}.",
                f"Cover it, cut it off, use another picture, or leave out {places}.",
                does="cover_face",
            )


def _within(called: str) -> str:
    """What a network is called within a sentence."""
    return called[0].lower() + called[1:] if called.startswith("The ") else called


def _kept_from(draft: Draft, known: Known, face: Face) -> list[str]:
    """What the networks are called where somebody may not be shown."""
    if face.person is None:
        return []
    kept: dict[str, Channel] = {}
    for channel in draft.channels:
        if (face.person, channel.purpose) not in known.shown:
            kept.setdefault(channel.called, channel)
    return list(kept)


def _device(known: Known, picture: Picture, where: str) -> Finding:
    may_show_pupils = picture.faces is None or any(face.pupil or not face.is_named for face in picture.faces)
    level: Level = "block" if known.asked.school_devices and may_show_pupils else "warn"
    return Finding(
        "unknown_device",
        level,
        where,
        "It was taken with a camera, tablet or telephone that the school does not know, as far as the file tells.",
        "Say who took it and with what, or use one that was taken with the school’s own.",
        does="answer_device",
    )
