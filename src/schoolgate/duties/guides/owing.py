"""That families are told of the policy: owed by the head, until every family has had the guide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from importlib.resources import files

import yaml
from django.db.models import Min
from django.urls import reverse

from schoolgate.duties.guides.families import guide_now, without
from schoolgate.duties.guides.models import Given
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.record.ledger import reference

KIND = "inform"
LABEL = "Telling families"
STIRRED_BY = frozenset({"guide.given"})


@cache
def days() -> int:
    """By when, from the day it was first asked for (`settings.yaml`)."""
    return int(yaml.safe_load(files("schoolgate.duties.guides").joinpath("settings.yaml").read_text("utf-8"))["days"])


def owing(asked: Asked) -> Iterator[Owing]:
    clause = asking(asked)
    now = guide_now(asked.school, asked.on) if clause else None
    if now is None:
        return
    last = Given.objects.of(asked.school).filter(text=now.guide.text).order_by("pk").last()
    done = reference(last) if last and not without(asked.school, now, asked.on).exists() else ""
    round_ = f"v{now.version.number}"
    # Whoever takes over from the head has what is left of the head's time.
    told = Duty.objects.of(asked.school).filter(kind=KIND, round=round_).aggregate(by=Min("due"))["by"]
    due = Due(round_, told or asked.on + timedelta(days=days()), "head", done)
    heads = asked.audiences.office("head")
    yield Owing(KIND, "guide", "Give every family the guide to the policy", clause, dict.fromkeys(heads, due))


def address(duty: Duty) -> str:  # noqa: ARG001 (every kind takes it)
    return reverse("guides")


answer = address
"""Which family had it, when and how, stands on the same page."""


def asking(asked: Asked) -> str:
    """The clause that asks for parents to be told of the policy; '' for none."""
    if "policy.tells_parents" in asked.settings:
        return asked.clause_of("policy.tells_parents")
    told = (one for one in asked.duties if one.duty.kind == KIND and one.clause.workflow == "parent_guide")
    return next((one.clause.id for one in told), "")
