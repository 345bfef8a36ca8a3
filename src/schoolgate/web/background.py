"""What runs in the background, for the technician: what waits, what failed, and trying it again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, DBTaskResultQuerySet, get_date_max

from schoolgate.community.change import change
from schoolgate.community.models import Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.jobs.models import Worker
from schoolgate.record import vault

Status = TaskResultStatus


def failed(school: School) -> int:
    """How many jobs have failed for good and wait for somebody to look."""
    return _of(school).failed().count()


def _of(school: School) -> DBTaskResultQuerySet:
    """The jobs of a school, and those of the installation itself, which any of its technicians looks after."""
    own, nobodys = Q(args_kwargs__kwargs__school=school.pk), ~Q(args_kwargs__kwargs__has_key="school")
    return DBTaskResult.objects.filter(own | nobodys)


@power("jobs.see")
@require_safe
def background(request: Request) -> HttpResponse:
    """What waits and what failed, by the name of the job. Nobody's words, and nobody's names."""
    jobs = _of(request.person.school)
    waiting = jobs.filter(status=Status.READY).values("task_path").order_by("task_path")
    counted = [(_name(row["task_path"]), row["many"]) for row in waiting.annotate(many=Count("pk"))]
    page = Paginator(jobs.failed().order_by("-finished_at"), 25).get_page(request.GET.get("page"))
    context = {
        "working": Worker.objects.filter(alive_at__gte=timezone.now() - timedelta(minutes=3)).exists(),
        "has_room": vault.has_room(),
        "waiting": counted,
        "page": page,
        "failed": [_shown(job) for job in page],
    }
    return render(request, "background.html", context)


@power("jobs.retry")
@require_POST
def try_again(request: Request, job: UUID) -> HttpResponse:
    """Let a failed job be tried once more."""
    again(request.person, job)
    messages.success(request, "It is tried again now. Look here in a minute.")
    return redirect("background")


def again(person: Person, job: UUID) -> None:
    """Put one failed job back among what waits. Raises Http404 for one that has not failed."""
    with change(person, "jobs.retry", person.school) as ledger:
        found = _of(person.school).failed().filter(pk=job)
        if not found.update(status=Status.READY, run_after=get_date_max(), finished_at=None, worker_ids=[]):
            raise Http404
        ledger.write("job.retried", f"jobs.job:{job}")


def _name(path: str) -> str:
    return path.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def _shown(job: DBTaskResult[..., Any]) -> dict[str, Any]:
    return {
        "id": job.pk,
        "name": _name(job.task_path),
        "at": job.finished_at,
        "tries": len(job.worker_ids),
        "kind": job.exception_class_path,
        "where": job.traceback.splitlines()[-1:] or [""],
    }
