"""What has happened to a request, for whoever reads it or decides it."""

from __future__ import annotations

from typing import Any

from schoolgate.approvals.models import ApprovalRequest, Decision
from schoolgate.community import moments

State = ApprovalRequest.State


def history(found: ApprovalRequest) -> list[dict[str, Any]]:
    """What was said and decided, the earliest first."""
    said = [
        {"at": one.at, "by": one.by.name, "title": _said(one.by_id, found), "text": one.words}
        for one in found.messages.all()
    ]
    decisions = [
        {"at": one.at, "by": one.by.name, "title": one.get_answer_display(), "text": _decision(one)}
        for one in found.decisions.all()
    ]
    asked = {"at": found.made_at, "by": found.asker.name, "title": "Asked", "text": ""}
    entries: list[dict[str, Any]] = sorted([asked, *said, *decisions], key=lambda entry: entry["at"])
    if found.ended_at and found.state in (State.WITHDRAWN, State.EXPIRED, State.MET):
        entries.append({"at": found.ended_at, "by": "", "title": found.get_state_display(), "text": ""})
    return [entry | {"at": moments.at(entry["at"])} for entry in entries]


def _said(by: int, found: ApprovalRequest) -> str:
    return "Answered" if by == found.asker_id else "Asked a question"


def _decision(one: Decision) -> str:
    conditions = f" Conditions: {one.conditions}" if one.conditions else ""
    return f"{one.reason}{conditions}"
