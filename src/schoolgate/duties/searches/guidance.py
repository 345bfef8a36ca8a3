"""What guidance says of searching for candidates: `guidance.yaml`, and what the school's policy adds to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.models import School
from schoolgate.duties.owing import Asked, asked
from schoolgate.policy.models import in_force
from schoolgate.policy.vocabulary import load_yaml

ACT = "search.candidate"


@cache
def data() -> Any:
    return load_yaml(files("schoolgate.duties.searches").joinpath("guidance.yaml").read_bytes())


def usual() -> list[str]:
    """The searches that a post begins with."""
    return list(data()["usual"])


def ways_of_telling() -> Mapping[str, str]:
    return dict(data()["told_by"])


def reasons() -> Mapping[str, str]:
    """Why a finding bears on the post."""
    return dict(data()["why"])


def why_taken_off() -> Mapping[str, str]:
    """Why somebody is taken off the list of candidates."""
    return dict(data()["taken_off_because"])


def keep_days(question: Asked) -> tuple[int, str]:
    """How many days everything is kept after the post is filled, and the clause that says so ('' for guidance)."""
    days = question.number("retention.recruitment_days")
    if days is not None:
        return days, question.clause_of("retention.recruitment_days")
    return int(data()["keep_days"]), ""


def told_because(question: Asked) -> str:
    """The clause, or the guidance, because of which candidates are told first."""
    return question.clause_of("search.told_first") or str(data()["cite"])


def may_search(school: School, stage: str) -> None:
    """Raises Refused where the policy or the guidance lets nobody search for a candidate at this stage."""
    version = in_force(school)
    ruling = version.judge(ACT, {"by": "school", "stage": stage}, timezone.localdate()) if version else None
    if ruling and ruling.verdict == "forbidden":
        numbers = ", ".join(clause.id for clause in ruling.clauses)
        raise Refused(f"The policy does not allow it ({numbers}). Wait until they are shortlisted, or ask the head.")
    if stage != "shortlisted":
        raise Refused(f"{data()['rule']} Come back once they are shortlisted. ({data()['cite']})")


def letter(school: School, title: str, days: int) -> list[str]:
    """The letter that tells a candidate, as paragraphs."""
    return [line.format(title=title, school=school.name, days=days) for line in data()["letter"]]


def question_of(school: School) -> Asked:
    return asked(school, timezone.localdate())
