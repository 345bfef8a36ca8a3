"""A real row for the addresses that speak of one, by the route's name: `SAMPLES[name](school) -> keyword arguments`.

A route without a sample is still tried, with a row that does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from factories import DutyFactory, RoleHoldingFactory, somebody
from schoolgate.community.models import School
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion, Upload


def _person(school: School) -> dict[str, Any]:
    return {"pk": somebody("staff", school=school).pk}


def _holding(school: School) -> dict[str, Any]:
    held = RoleHoldingFactory(person__school=school)
    return {"pk": held.person_id, "holding": held.pk}


def _draft(school: School) -> dict[str, Any]:
    return {"number": drafting.start_from(somebody("head", school=school), "windmill-hill").number}


def _sent(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    return {"number": adopting.send(head, drafting.start_from(head, "windmill-hill")).number}


def _in_force(school: School) -> dict[str, Any]:
    version = PolicyVersion.objects.of(school).get(**_sent(school))
    adopting.adopt(somebody("governor", school=school), version, date(2020, 9, 1))
    return {"number": version.number}


def _asked(school: School) -> dict[str, Any]:
    _in_force(school)
    return {"school": school.slug}


def _kept(school: School) -> dict[str, Any]:
    head = somebody("head", school=school)
    kept = Upload.objects.create(
        school=school,
        name="a.txt",
        data=b"Staff must be kind.",
        sha256="0" * 64,
        size=19,
        problem="Try again.",
        by=head,
    )
    return {"pk": kept.pk}


def _bound(kind: str) -> Callable[[School], dict[str, Any]]:
    """A clause of a draft that has rules, controls or duties, and the first of them."""

    def sample(school: School) -> dict[str, Any]:
        draft = drafting.start_from(somebody("head", school=school), "windmill-hill")
        clause = next(clause for clause in draft.pack["clauses"] if kind in clause)
        control = next(iter(clause[kind])) if kind == "controls" else ""
        return {"number": draft.number, "clause": clause["id"], "index": 0, "control": control}

    return sample


def _offer(school: School) -> dict[str, Any]:
    return {"pk": somebody("staff", school=school, account=None, offered_to=somebody("staff").account).pk}


def _failed_job(school: School) -> dict[str, Any]:
    failed = DBTaskResult.objects.create(
        status="FAILED",
        args_kwargs={"args": [], "kwargs": {}},
        task_path="schoolgate.jobs.jobs.forget_finished",
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
    )
    return {"job": failed.pk}


def _owed(school: School) -> dict[str, Any]:
    return {"pk": DutyFactory(school=school, person=somebody("staff", school=school)).pk}


def _owed_row(school: School) -> dict[str, Any]:
    _owed(school)
    return {"kind": "errand", "key": "sign", "audience": "staff"}


SAMPLES: dict[str, Callable[[School], dict[str, Any]]] = {
    "try_job_again": _failed_job,
    "duty_names": _owed_row,
    "duty_names_csv": _owed_row,
    "remind_row": _owed_row,
    "remind_one": _owed,
    "accept_school": _offer,
    "decline_school": _offer,
    "person": _person,
    "assign_role": _person,
    "remove_person": _person,
    "end_role": _holding,
    "ask": _asked,
    "answer": lambda school: {**_asked(school), "act": "befriend.pupil"},
    "policy_text": _asked,
    "policy_read_again": _kept,
    "version": _in_force,
    "version_clauses": _in_force,
    "version_fixed": _in_force,
    "version_coverage": _in_force,
    "version_copy": _in_force,
    "version_defects": _draft,
    "version_try": _draft,
    "version_changes": _draft,
    "version_send": _draft,
    "version_put_away": _draft,
    "version_take_back": _sent,
    "version_adopt": _sent,
    "version_set_aside": _sent,
    "version_call_off": _in_force,
    "version_details": _draft,
    "clause_add": _draft,
    "clause": _bound("rules"),
    "clause_words": _bound("rules"),
    "clause_remove": _bound("rules"),
    "rule_add": _bound("rules"),
    "rule": _bound("rules"),
    "rule_remove": _bound("rules"),
    "control_add": _bound("controls"),
    "control_remove": _bound("controls"),
    "duty_add": _bound("duties"),
    "duty": _bound("duties"),
    "duty_remove": _bound("duties"),
}
