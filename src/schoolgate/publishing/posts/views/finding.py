"""A post by its reference, for somebody who may see it."""

from __future__ import annotations

from django.http import Http404

from schoolgate.community.request import Request
from schoolgate.publishing.posts.finding import may_see
from schoolgate.publishing.posts.models import Post


def find(request: Request, reference: str) -> Post:
    """Raises Http404 for one that they may not see, as for one that is not there."""
    school = request.person.school
    found = Post.objects.of(school).select_related("school", "by", "down_asked_by").filter(reference=reference).first()
    if found is None or not may_see(request.person, found):
        raise Http404
    return found
