"""How far the searches for a post are. A few queries, however many candidates there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from schoolgate.duties.searches.models import Candidate, Post, Result


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of a post's work; `made` and `open_findings` are by candidate."""

    candidates: tuple[Candidate, ...]
    searches: int
    results: int
    relevant: int
    put: int
    made: Mapping[int, int]
    open_findings: Mapping[int, int]

    @property
    def wanted(self) -> int:
        return self.searches * len(self.candidates)

    @property
    def all_told(self) -> bool:
        return bool(self.candidates) and all(candidate.told_on for candidate in self.candidates)

    @property
    def all_searched(self) -> bool:
        return bool(self.candidates) and self.results == self.wanted

    def is_finished(self, candidate: Candidate) -> bool:
        """Whether every search is made for a candidate, and everything found was put to them."""
        return self.made.get(candidate.pk, 0) == self.searches and not self.open_findings.get(candidate.pk)


def progress_of(post: Post) -> Progress:
    rows = Result.objects.of(post.school).filter(candidate__post=post).order_by()
    relevant, put = Q(found=Result.Found.RELEVANT), Q(put_on__isnull=False)
    each = rows.values("candidate").annotate(
        made=Count("pk"), relevant=Count("pk", filter=relevant), put=Count("pk", filter=put)
    )
    counted = {row["candidate"]: row for row in each}
    return Progress(
        candidates=tuple(post.candidates.select_related("post")),
        searches=post.searches.count(),
        results=sum(row["made"] for row in counted.values()),
        relevant=sum(row["relevant"] for row in counted.values()),
        put=sum(row["put"] for row in counted.values()),
        made={pk: row["made"] for pk, row in counted.items()},
        open_findings={pk: row["relevant"] - row["put"] for pk, row in counted.items()},
    )
