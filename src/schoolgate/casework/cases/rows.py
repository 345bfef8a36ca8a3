"""How cases stand in a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.words import kinds, labels, outcomes

COLUMNS = ["Case", "What it is", "Since", "Who leads", "State"]
COLOURS = {Case.State.NEW: "blue", Case.State.OPEN: "green", Case.State.CLOSED: "grey", Case.State.JOINED: "grey"}


def rows(cases: Iterable[Case]) -> list[list[Any]]:
    """A row of COLUMNS for each case; `select_related("lead")` spares a query for each."""
    return [
        [titled(case), what(case), since(case), case.lead.name if case.lead else "Nobody yet", state(case)]
        for case in cases
    ]


def titled(case: Case) -> dict[str, str]:
    title = case.said("title")
    return {"text": f"{title} ({case.reference})" if title else case.reference, "url": case.path}


def what(case: Case) -> str:
    return labels(case.kinds, kinds()) or "Nobody has looked at it yet"


def since(case: Case) -> str:
    return date_format(timezone.localtime(case.at), "j F Y")


def state(case: Case) -> dict[str, str]:
    """Its state; of a closed one, how it ended."""
    words = outcomes()[case.outcome].label if case.outcome in outcomes() else case.get_state_display()
    return {"text": "", "tag": words, "colour": COLOURS[Case.State(case.state)]}
