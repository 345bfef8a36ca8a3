"""On its date, everything about a post goes. The ledger keeps that it went, and nothing else."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from schoolgate.community.change import by_machine
from schoolgate.community.models import Notice, School
from schoolgate.duties.searches.actions.shortlist import lost_lead_url
from schoolgate.duties.searches.models import Post, Result
from schoolgate.record.chain import Json


def destroy_what_is_due(school: School, on: date) -> int:
    """Destroy every post whose day has come and that nothing holds. How many."""
    waiting = Post.objects.of(school).filter(held_at__isnull=True).values_list("pk", flat=True)
    return sum(_destroy(school, number, on) for number in waiting)


def _destroy(school: School, number: int, on: date) -> bool:
    with transaction.atomic():
        post = Post.objects.of(school).select_for_update().filter(pk=number, held_at__isnull=True).first()
        if post is None or post.destroy_on() > on:
            return False
        results = Result.objects.of(school).filter(candidate__post=post).count()
        detail: dict[str, Json] = {"candidates": post.candidates.count(), "results": results}
        with by_machine(school) as ledger:
            detail |= {"reference": post.reference, "days": post.keep_days, "clause": post.keep_clause}
            ledger.write("search.destroyed", post, **detail)
            of_it = Q(url__startswith=reverse("search_post", args=[post.reference])) | Q(url=lost_lead_url(post))
            Notice.objects.of(school).filter(of_it).delete()
            post.delete()
        return True
