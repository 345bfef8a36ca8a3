"""`@job`: a function of an app's `jobs.py` that the worker runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast, overload

from django_tasks import task

from schoolgate.jobs.backend import Job

OUTSIDE: set[str] = set()
"""The jobs that speak to the world outside, by the path of their function."""


@overload
def job(function: Callable[..., None]) -> Job: ...
@overload
def job(*, outside: bool) -> Callable[[Callable[..., None]], Job]: ...
def job(function: Callable[..., None] | None = None, *, outside: bool = False) -> Any:
    """Make a function a job: it takes keyword arguments of JSON values and gives nothing back.

    What it does and the mark that it is done commit together, so a worker that is killed leaves it undone or done,
    never half or twice. A job that speaks to the world outside (`outside=True`: mail, a network) runs without a
    transaction around it, and sees itself that a second run does nothing twice.
    """

    def make(function: Callable[..., None]) -> Job:
        made = cast(Job, task()(function))
        if outside:
            OUTSIDE.add(made.module_path)
        return made

    return make(function) if function else make
