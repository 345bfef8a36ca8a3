"""From findings to the facts that the policy's engine asks about."""

from __future__ import annotations

from collections.abc import Iterable

from schoolgate.publishing.checking.model import Draft, Finding

PUBLISH, PICTURE = "publish.official_post", "post.pupil_image"


def facts_of(draft: Draft, findings: Iterable[Finding], act: str = PUBLISH) -> dict[str, str]:
    """What is known for `publish.official_post`, or for `post.pupil_image`. What nobody has said yet is left out."""
    facts = {"account": "official", "child": "other"} if act == PICTURE else {}
    faces = [face for picture in draft.pictures for face in picture.faces or ()]
    unsaid = any(picture.faces is None for picture in draft.pictures) or not all(face.is_named for face in faces)
    pupils = any(face.pupil for face in faces)
    if act == PUBLISH and (pupils or not unsaid):
        facts["pupils_pictured"] = "yes" if pupils else "no"
    missing = {finding.where for finding in findings if finding.kind == "consent_missing"}
    if missing:
        facts["consent"] = "no"
    elif faces and not unsaid and draft.channels:
        facts["consent"] = "yes"
    return facts


def shows_pupils(draft: Draft) -> bool:
    """Whether a pupil is in a picture, as far as anybody has said: then `post.pupil_image` is asked about too."""
    return any(face.pupil for picture in draft.pictures for face in picture.faces or ())
