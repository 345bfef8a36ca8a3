"""Somebody looks at the risks of an official account, and says how it is kept safe."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.publishing.channels.actions.proposing import BEFORE
from schoolgate.publishing.channels.models import Attestation, Channel, RiskAssessment
from schoolgate.publishing.channels.reaching import held
from schoolgate.publishing.channels.standing import counts_until, rules

NOW = (*BEFORE, Channel.State.OPEN)
GRADES = ("likelihood", "harm", "left")


def assess(by: Person, channel: Channel, risks: Sequence[Mapping[str, Any]], review_on: date) -> RiskAssessment:
    """Write down the risks: each `what`, `measures`, and from 1 to 3 `likelihood`, `harm` and what is `left`.

    Raises Refused where there is none, or one is not finished.
    """
    if not risks or not all(_whole(risk) for risk in risks):
        raise Refused("Look at every risk first: how likely, how bad, what you do about it, and what is left.")
    if review_on <= timezone.localdate():
        raise Refused("Choose a later day to look at the risks again.")
    with held(by, channel, *NOW) as (ledger, row):
        made = RiskAssessment(channel=row, by=by, review_on=review_on, left=max(int(risk["left"]) for risk in risks))
        made.keep(risks=[dict(risk) for risk in risks])
        made.save()
        if row.is_open:
            # What it was approved on stands in the request; from now on this one counts.
            row.assessment = made
            row.save(update_fields=["assessment"])
        ledger.write("channel.assessed", row, assessment=made.pk, left=made.left, review_on=review_on.isoformat())
    return made


def attest(by: Person, channel: Channel, what: Collection[str]) -> None:
    """Say that these are so; it counts until the administrators are reviewed next."""
    with held(by, channel, *NOW) as (ledger, row):
        until = counts_until(rules(row.school))
        for each in what:
            Attestation.objects.create(channel=row, what=each, by=by, until=until)
        ledger.write("channel.attested", row, what=sorted(what), until=until.isoformat())


def _whole(risk: Mapping[str, Any]) -> bool:
    graded = all(str(risk.get(name)) in ("1", "2", "3") for name in GRADES)
    return graded and bool(str(risk.get("what", "")).strip()) and bool(str(risk.get("measures", "")).strip())
