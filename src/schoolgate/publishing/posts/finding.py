"""One post: the row held while it is changed, its latest version, and who may see it or act on it."""

from __future__ import annotations

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from schoolgate.approvals.deciders import may_see as may_see_request
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.policy.controls import settings
from schoolgate.policy.models import in_force
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import has_a_part
from schoolgate.publishing.posts.models import Approval, Delivery, Post, PostVersion
from schoolgate.publishing.posts.reaching import runs

State, Sent = Post.State, Delivery.State
PUBLIC = (State.OUT, State.DOWN)


def locked(post: Post) -> Post:
    """The post as it stands now, held until the change under way ends."""
    rows = Post.objects.of(post.school).select_for_update(of=("self",)).select_related("school", "by")
    return rows.get(pk=post.pk)


def latest(post: Post) -> PostVersion:
    return (
        PostVersion.objects.of(post.school)
        .filter(post=post)
        .select_related("post__school", "post__by")
        .latest("number")
    )


def seen_by(person: Person) -> QuerySet[Post]:
    """Everything that was published, what somebody wrote, and what is meant for a channel that they run; for those who
    oversee posts, all."""
    every = Post.objects.of(person.school)
    if holds(person, "post.oversee"):
        return every
    mine = Q(by=person) | Q(state__in=PUBLIC)
    ran = set(runs(person).values_list("pk", flat=True))
    if not ran:
        return every.filter(mine)
    last = PostVersion.objects.of(person.school).values("post").annotate(last=Max("pk")).values("last")
    rows = PostVersion.objects.of(person.school).filter(pk__in=last).values_list("post", "channels")
    return every.filter(mine | Q(pk__in=[post for post, channels in rows if ran & set(channels)]))


def comes_down(post: Post) -> bool:
    """Whether nothing of it is on its way or stays out, and something is still to go: somebody took a yes back."""
    if post.state != State.OUT:
        return False
    rows = [(one.state, [r for r in one.references.all() if not r.gone_at]) for one in post.deliveries.all()]
    stays = [
        state
        for state, left in rows
        if state not in (Sent.STOPPED, Sent.DOWN) and not (left and all(r.asked_at for r in left))
    ]
    return not stays and any(left for _, left in rows)


def may_see(person: Person, post: Post) -> bool:
    """The same for one post; and whoever is or was asked to approve it."""
    if seen_by(person).filter(pk=post.pk).exists():
        return True
    approvals = Approval.objects.of(post.school).filter(version__post=post).select_related("request")
    return any(may_see_request(person, one.request) for one in approvals)


def may_change(person: Person, post: Post) -> bool:
    """Who wrote it, and whoever runs every channel that it is for."""
    if not holds(person, "post.write"):
        return False
    channels = set(latest(post).channels)
    return post.by_id == person.pk or channels <= set(runs(person).values_list("pk", flat=True))


def looks_after(person: Person, post: Post) -> bool:
    """Who wrote it, whoever has a part in a channel that it is for, and those who oversee posts."""
    if person.school_id != post.school_id or not holds(person, "post.see"):
        return False
    if post.by_id == person.pk or holds(person, "post.oversee"):
        return True
    on = Channel.objects.of(post.school).filter(deliveries__post=post)
    return on.filter(has_a_part(person)).exists()


def may_take_down(person: Person, post: Post) -> bool:
    """Whoever looks after it, and whom the policy names."""
    if looks_after(person, post):
        return True
    if person.school_id != post.school_id or not holds(person, "post.see"):
        return False
    policy = in_force(post.school)
    remover = settings(policy.clauses_on(timezone.localdate())).get("post.remover") if policy else None
    return remover is not None and isinstance(remover.value, tuple) and bool(person.roles() & set(remover.value))
