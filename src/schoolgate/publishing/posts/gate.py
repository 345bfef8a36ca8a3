"""The gate: may this version of a post be published, as it is, today?

It is asked when a post is saved, asked for, approved, and once more just before each delivery is sent.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.conf import settings

from schoolgate.community.finding import holding
from schoolgate.community.names.roll import finder_of
from schoolgate.community.roles import Role
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.checking.asked import asked
from schoolgate.publishing.checking.check import blocks, check
from schoolgate.publishing.checking.facts import facts_of
from schoolgate.publishing.checking.model import Channel as Place
from schoolgate.publishing.checking.model import Device, Draft, Face, Finding, Known
from schoolgate.publishing.checking.model import Picture as Shown
from schoolgate.publishing.checking.words_of import places
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.publishing.networks import known as networks
from schoolgate.publishing.networks.network import Account, Outgoing
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.ready import left
from schoolgate.publishing.posts.handing import can_be_fetched
from schoolgate.publishing.posts.models import Check, PostVersion
from schoolgate.publishing.posts.own import nobodys, own
from schoolgate.publishing.posts.policy import Answer, answer, speaks_as
from schoolgate.publishing.posts.words import Words, channels_of, outgoing, pictures_of, words_of

NOT_READY = "It is not ready to be used."
ADULTS = (Role.STAFF, Role.GOVERNOR, Role.TECHNICIAN, Role.VOLUNTEER, Role.CONTRACTOR)


class Gated(NamedTuple):
    """What the check found, what is known about the post, and what the policy says of it (None: none is in force)."""

    draft: Draft
    findings: list[Finding]
    facts: dict[str, str]
    answer: Answer | None
    policy: PolicyVersion | None

    @property
    def blocked(self) -> bool:
        return blocks(self.findings) or (self.answer is not None and self.answer.forbidden)


def gate(version: PostVersion, on: date) -> Gated:
    """Everything is read anew: what was so when it was approved need not be so today."""
    words, school = words_of(version), version.post.school
    pictures, channels = pictures_of(school, words.pictures, put_away=True), channels_of(version)
    policy = in_force(school, on)
    by = speaks_as(version.post.by, on)
    draft = _draft(words, pictures, channels)
    known = Known(
        names=finder_of(school, Role.PUPIL, *ADULTS),
        shown=_shown_where(pictures, draft, on),
        pupils=frozenset(holding(school, Role.PUPIL, on=on).values_list("pk", flat=True)),
        school=school.name,
        own=own(school),
        others=nobodys(school),
        asked=asked(policy.clauses_on(on) if policy else ()),
    )
    findings = _unready(check(draft, known), draft, pictures, known)
    facts = {"by": by, **facts_of(draft, findings)}
    return Gated(draft, findings, facts, answer(policy, facts, on) if policy else None, policy)


def keep_check(version: PostVersion, gated: Gated) -> Check:
    """Write down what the gate said: kinds and levels, no words."""
    said = [{"kind": one.kind, "level": one.level} for one in gated.findings]
    verdict = gated.answer.ruling.verdict if gated.answer else ""
    made = Check(version=version, findings=said, facts=gated.facts, verdict=verdict, policy=gated.policy)
    made.save()
    return made


def _draft(words: Words, pictures: list[Picture], channels: list[Channel]) -> Draft:
    # Where each would be fetched from is made when it is sent; a network that fetches only asks whether it could.
    post = outgoing(words, pictures, [settings.ADDRESS] * len(pictures) if can_be_fetched() else ())
    return Draft(
        text=words.text,
        title=words.title,
        tags=words.tags,
        pictures=tuple(_shown(one) for one in pictures),
        channels=tuple(_place(one, post) for one in channels),
    )


def _unready(findings: list[Finding], draft: Draft, pictures: list[Picture], known: Known) -> list[Finding]:
    """The same with everything that is still to be done about a picture before it may be used (`pictures/ready.py`),
    where the check does not stop the post for it already."""
    stopped = {(one.kind, one.where.partition(",")[0]) for one in findings if one.level == "block"}
    waits = {
        (one.kind, where): Finding(
            one.kind, "block", where, NOT_READY, f"{one.words}.", known.asked.cited.get(one.kind, ())
        )
        for where, picture in zip(places(draft), pictures, strict=True)
        for one in left(picture)
        if (one.kind, where) not in stopped
    }
    rest = [one for one in findings if (one.kind, one.where) not in waits]
    return sorted([*waits.values(), *rest], key=lambda one: one.level != "block")


def _place(channel: Channel, post: Outgoing) -> Place:
    """`validate` asks no network, so it needs no credentials."""
    adapter = networks.adapter(channel.network)(Account(channel.handle, channel.address))
    return Place(adapter.called, networks.purpose(channel.network), tuple(adapter.validate(post)))


def _shown_where(pictures: list[Picture], draft: Draft, on: date) -> frozenset[tuple[int, str]]:
    """Each yes that holds on the day, of those who are to be seen, for where it would go. Of a no nobody learns why."""
    people = {face.person.pk: face.person for one in pictures for face in one.faces.all() if face.person}
    stood = may_be_shown(people.values(), {one.purpose for one in draft.channels}, on)
    return frozenset(key for key, standing in stood.items() if standing == Standing.YES)


def _shown(picture: Picture) -> Shown:
    faces = tuple(
        Face(
            number=face.number,
            person=face.person_id,
            pupil=face.person is not None and Role.PUPIL in face.person.roles(),
            outsider=face.outsider,
            nobody=face.nobody,
        )
        for face in picture.faces.all()
    )
    return Shown(
        alt=picture.said("alt"),
        faces=faces if picture.looked_at else None,
        film=picture.kind == Picture.Kind.FILM,
        device=_device(picture),
        # What was covered or cut out of one from elsewhere brings whose it is along.
        elsewhere=picture.made == Picture.Made.ELSEWHERE or bool(picture.said("source")),
        source=picture.said("source"),
    )


def _device(picture: Picture) -> Device:
    if picture.device_id:
        return "ours"
    return "unknown" if any(one.kind == "unknown_device" for one in left(picture)) else "answered"
