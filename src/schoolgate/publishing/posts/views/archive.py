"""Everything that was written and published: what, where, by whom, who approved it, under which clause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community import moments
from schoolgate.community.change import change
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.duties.spreadsheet import as_file, to_csv
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.posts.actions.stopping import stopped_by
from schoolgate.publishing.posts.finding import seen_by
from schoolgate.publishing.posts.forms import Find
from schoolgate.publishing.posts.models import Approval, Check, Copy, Post, PostVersion
from schoolgate.publishing.posts.policy import answer
from schoolgate.publishing.posts.reaching import runs
from schoolgate.publishing.posts.views.finding import find
from schoolgate.publishing.posts.views.one import heading, state_tag
from schoolgate.record import vault

A_PAGE = 20
COLUMNS = ["Post", "Where it stands", "Where", "Written by", "Published"]
EXPORTED = ["Reference", "Title", "Words", "State", "Written by", "Out since", "Account", "Address", "On the network",
            "Approved by", "Clauses", "Policy version", "SHA-256"]  # fmt: skip


@power("post.see")
@require_safe
def posts(request: Request) -> HttpResponse:
    person = request.person
    form = Find(Channel.objects.of(person.school), request.GET)
    page = Paginator(_found(request, form), A_PAGE).get_page(request.GET.get("page"))
    names = {one.pk: called(one) for one in Channel.objects.of(person.school)}
    rows = [_row(post, version, names) for post, version in _latest(list(page))]
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "columns": COLUMNS,
        "stop": stopped_by(person.school),
        "may_own": holds(person, "post.own_words"),
        "may_stop": holds(person, "post.stop"),
        "may_write": holds(person, "post.write") and runs(person).exists(),
        "feed": reverse("posts_feed", args=[person.school.slug]),
        "query": request.GET.urlencode(),
    }
    return render(request, "posts/posts.html", context)


def _found(request: Request, form: Find) -> QuerySet[Post]:
    rows = (
        seen_by(request.person)
        .exclude(state=Post.State.DROPPED)
        .select_related("by", "school")
        .prefetch_related("deliveries__channel", "deliveries__references")
    )
    if not form.is_valid():
        return rows
    if state := form.cleaned_data["state"]:
        rows = rows.filter(state=state)
    if channel := form.cleaned_data["channel"]:
        rows = rows.filter(deliveries__channel=int(channel)).distinct()
    if words := form.cleaned_data["q"].casefold().split():
        # The words lie sealed, so each is opened to be looked at.
        pairs = _latest(list(rows))
        rows = rows.filter(pk__in=[post.pk for post, version in pairs if _says(post, version, words)])
    return rows


def _says(post: Post, version: PostVersion, words: list[str]) -> bool:
    said = version.private
    text = " ".join([said["title"], said["text"], *said["tags"], post.reference, post.by.name]).casefold()
    return all(word in text for word in words)


def _latest(found: list[Post]) -> Iterator[tuple[Post, PostVersion]]:
    """Each post with its latest version, in two queries."""
    versions = {}
    for version in PostVersion.unscoped.filter(post__in=found).order_by("number"):
        versions[version.post_id] = version
    for post in found:
        yield post, versions[post.pk]


def _row(post: Post, version: PostVersion, names: dict[int, str]) -> list[Any]:
    """`names`: what each channel is called. Where it is, or where it is to go."""
    numbers = [one.channel_id for one in post.deliveries.all()] or version.channels
    on = dict.fromkeys(names[number] for number in numbers if number in names)
    state, colour = state_tag(post)
    return [
        {"text": heading(version), "url": reverse("post", args=[post.reference])},
        {"tag": state, "colour": colour},
        ", ".join(on),
        post.by.name,
        moments.at(post.out_at) or "Not yet",
    ]


@power("post.see")
@require_safe
def export(request: Request) -> HttpResponse:
    """What the list shows, with the words, the approvals and every address: a line for each address."""
    form = Find(Channel.objects.of(request.person.school), request.GET)
    found = list(_found(request, form))
    lines = [line for post, version in _latest(found) for line in _lines(post, version)]
    with change(request.person, "post.see", request.person.school) as ledger:
        ledger.write("post.exported", request.person.school, posts=len(found))
    return as_file(to_csv(EXPORTED, lines), "posts.csv", "text/csv; charset=utf-8")


def _lines(post: Post, version: PostVersion) -> Iterator[list[object]]:
    approval = Approval.unscoped.filter(version=version).select_related("request").first()
    yes = (
        [one.by.name for one in approval.request.decisions.select_related("by") if one.answer == "approve"]
        if approval
        else []
    )
    check = Check.unscoped.filter(version=version).select_related("policy__school").last()
    clauses, policy = "", ""
    if check and check.policy:
        said = answer(check.policy, check.facts, timezone.localdate(check.at)).clauses
        clauses, policy = ", ".join(one.id for one in said), str(check.policy.number)
    begin = [post.reference, version.said("title"), version.said("text"), state_tag(post)[0], post.by.name]
    end = [", ".join(yes), clauses, policy, version.sha256]
    stand = [(one, row) for one in post.deliveries.all() for row in one.references.all()]
    for delivery, row in stand:
        yield [
            *begin,
            moments.at(delivery.out_at),
            called(delivery.channel),
            row.address,
            "gone" if row.gone_at else "there",
            *end,
        ]
    if not stand:
        yield [*begin, moments.at(post.out_at), "", "", "", *end]


@power("post.see")
@require_safe
def copy(request: Request, reference: str, number: int) -> HttpResponseBase:
    """The page as a stranger saw it, as a file that web archives open."""
    found = find(request, reference)
    kept = get_object_or_404(Copy.objects.of(found.school), delivery__post=found, pk=number)
    answer = StreamingHttpResponse(vault.stream(kept.vault_key), content_type="application/warc")
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}.warc"'
    answer["Content-Length"] = str(kept.size)
    return answer
