"""Which comments somebody may see, and who may decide about one: never those whom it may be about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from schoolgate.approvals.deciders import may_see as may_see_request
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.casework.cases.access import kept_out, open_to
from schoolgate.casework.reports.meant import may_be_meant
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.names.parts import How
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import OVERSEE, has_a_part
from schoolgate.publishing.moderation.models import Comment, Raising
from schoolgate.publishing.moderation.naming import names_of

DECIDE = ("head", "dsl")
"""Who decides where whoever reads comments may not; after them whom such a thing falls to (`policy/holders.py`)."""
MAY_DECIDE = (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.SLT, Role.CHAIR, Role.GOVERNOR)
KIND = "comment"
"""The kind of request (`requests.py`)."""


def looked_after_by(person: Person) -> QuerySet[Channel]:
    """The accounts whose comments somebody reads: those they have a part in; all, for head and safeguarding lead."""
    rows = Channel.objects.of(person.school).select_related("school", "owner", "second")
    if not holds(person, "comment.handle"):
        return rows.none()
    if holds(person, OVERSEE):
        return rows
    return rows.filter(has_a_part(person)).distinct()


def looks_after(person: Person, channel: Channel) -> bool:
    return looked_after_by(person).filter(pk=channel.pk).exists()


def seen_by(person: Person) -> QuerySet[Comment]:
    """The comments on those accounts."""
    mine = looked_after_by(person).order_by().values("pk")
    rows = Comment.objects.of(person.school).filter(channel__in=mine)
    return rows.select_related("channel__school", "channel__owner", "channel__second", "delivery__post__by")


def may_see(person: Person, comment: Comment) -> bool:
    """Who looks after its account, is asked to decide about it or may open a case that it was raised to."""
    if looks_after(person, comment.channel):
        return True
    if person.school_id != comment.channel.school_id:
        return False
    raisings = Raising.objects.of(person.school).filter(comment=comment)
    if raisings.filter(report__case__in=open_to(person).values("pk")).exists():
        return True
    return any(may_see_request(person, one) for one in requests_about(comment))


def requests_about(comment: Comment) -> QuerySet[ApprovalRequest]:
    rows = ApprovalRequest.objects.of(comment.channel.school)
    return rows.filter(kind=KIND, facts__comment=comment.pk).order_by("-made_at", "-pk")


def concerned(comment: Comment, people: Iterable[Person]) -> list[Person]:
    """Those of these people who decide nothing about it.

    It names them, or a child of theirs, or speaks of them by their office; it stands under what they wrote, or is their
    own; or a case that it was raised to is about them.
    """
    known = list(people)
    text, author = comment.said("text"), comment.said("author")
    school = comment.channel.school
    mine: dict[int, set[int]] = {one.pk: {one.pk} for one in known}
    for adult, child in FamilyLink.objects.of(school).filter(adult__in=mine).values_list("adult", "child"):
        mine[adult].add(child)
    # Of everybody's names: “Tess Fern” is Tess, and not whoever else is called Fern.
    finder = names_of(school)
    spoken_of = {key for found in finder.find(text) for key in found.people}
    wrote = {key for found in finder.find(author) if found.how == How.FULL for key in found.people}
    meant = may_be_meant(school, names=(), words=text)
    spoken_of |= {one.pk for one in (*meant.surely, *meant.perhaps)}
    for raising in Raising.objects.of(school).filter(comment=comment).select_related("report__case__school"):
        spoken_of |= kept_out(raising.report.case)
    writer = comment.delivery.post.by_id
    return [one for one in known if mine[one.pk] & spoken_of or one.pk in wrote or one.pk == writer]


def may_decide(person: Person, comment: Comment) -> bool:
    """Whether somebody may hide it or leave it standing by themselves."""
    return looks_after(person, comment.channel) and not concerned(comment, [person])


def kept_from(comment: Comment) -> list[Person]:
    """Those of the ones who decide such requests who may not decide about this one."""
    people = holding(comment.channel.school, *MAY_DECIDE).select_related("school").prefetch_related("holdings")
    return concerned(comment, people)


def to_look_at(person: Person) -> QuerySet[Comment]:
    """The comments that nobody has looked at, on the accounts that somebody has a part in."""
    if not holds(person, "comment.handle"):
        return Comment.objects.of(person.school).none()
    mine = Channel.objects.of(person.school).filter(has_a_part(person), state=Channel.State.OPEN).values("pk")
    return Comment.objects.of(person.school).filter(state=Comment.State.NEW, wanted="", channel__in=mine)


def waits_for_hands(person: Person) -> Q:
    """Of comments: what no machine could do, for those who run the account."""
    return ~Q(wanted="") & Q(by_hand_by__isnull=False) & (Q(channel__owner=person) | Q(channel__second=person))
