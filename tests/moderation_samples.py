"""Comments for `samples.py`: one that could be handled, on an account that could be looked over."""

from __future__ import annotations

from typing import Any

from factories import somebody
from publishing.posting import a_channel, a_comment
from schoolgate.community.models import School
from schoolgate.publishing.moderation.models import Comment


def _comment(school: School) -> Comment:
    tess = somebody("staff", school=school)
    channel = a_channel(tess, somebody("staff", school=school), "wordpress", "https://school.example", handle=tess.name)
    return a_comment(channel, tess)


def _one(school: School) -> dict[str, Any]:
    return {"pk": _comment(school).pk}


def _account(school: School) -> dict[str, Any]:
    return {"pk": _comment(school).channel_id}


def _rules(school: School) -> dict[str, Any]:
    return {"school": _comment(school).channel.school.slug}


MODERATION_SAMPLES = {
    "comment": _one,
    "comment_hide": _one,
    "comment_show": _one,
    "comment_leave": _one,
    "comment_delete": _one,
    "comment_raise": _one,
    "comment_by_hand": _one,
    "comment_again": _one,
    "account_round": _account,
    "account_rounds": _account,
    "page_rules": _rules,
}
