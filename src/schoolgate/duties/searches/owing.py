"""What whoever searches owes: telling the candidates first, the same searches for each, and putting what was found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse

from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.searches.guidance import data, told_because
from schoolgate.duties.searches.models import Candidate, Post, Result
from schoolgate.record.ledger import reference

KIND = "search"
LABEL = "Recruitment searches"
STIRRED_BY = frozenset(
    {
        "search.opened",
        "search.people_changed",
        "search.closed",
        "search.candidate_added",
        "search.candidate_taken_off",
        "search.candidate_told",
        "search.list_set",
        "search.recorded",
        "search.put_to_candidate",
        "search.destroyed",
    }
)


def owing(asked: Asked) -> Iterator[Owing]:
    """Three steps for each open post that has candidates. The words name the post by its reference alone."""
    clause, tell_within = told_because(asked), timedelta(days=int(data()["tell_within_days"]))
    open_posts = Post.objects.of(asked.school).filter(decided_on__isnull=True)
    counted = open_posts.annotate(number=Count("candidates", distinct=True), asked=Count("searches", distinct=True))
    for post in counted.filter(number__gt=0):
        done = _done(post)
        soon = min(post.needed_by, post.opened_on + tell_within)
        steps = [
            ("tell", f"Tell the shortlisted candidates of {post.reference}", soon, done["told"] == post.number),
            (
                "search",
                f"Make the online searches for {post.reference}",
                post.needed_by,
                done["results"] == post.number * post.asked,
            ),
        ]
        if done["relevant"]:
            put = f"Put what was found to the candidate, {post.reference}"
            steps.append(("put", put, post.needed_by, done["put"] == done["relevant"]))
        for key, what, by, is_done in steps:
            evidence = reference(post) if is_done else ""
            # Another candidate makes it another round, and one who was taken off does not bring back an earlier.
            due = Due(str(post.last_number), by, "staff", evidence)
            yield Owing(KIND, f"{key}-{post.pk}", what, clause, {post.searcher_id: due})


def _done(post: Post) -> dict[str, int]:
    told = Candidate.objects.of(post.school).filter(post=post, told_on__isnull=False).count()
    results = Result.objects.of(post.school).filter(candidate__post=post)
    found = results.aggregate(
        results=Count("pk"),
        relevant=Count("pk", filter=Q(found=Result.Found.RELEVANT)),
        put=Count("pk", filter=Q(put_on__isnull=False)),
    )
    return {"told": told, **found}


def address(duty: Duty) -> str:
    post = Post.objects.of(duty.school).filter(pk=duty.key.partition("-")[2]).only("reference").first()
    return reverse("search_post", args=[post.reference]) if post else ""
