"""`schoolgate demo`: a school to try everything in."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit
from schoolgate.web import environment

if TYPE_CHECKING:
    from schoolgate.community.demo import SignIn

ADDRESS = f"http://127.0.0.1:{environment.text('PORT', '8000')}"
FILLED = (
    "{folder} already holds a school, and the demonstration needs an empty installation. "
    "Set SCHOOLGATE_DATA to another folder and try again."
)
NO_DEMONSTRATION = (
    "There is no demonstration school in {folder}, so there are no codes to print. "
    "People's own codes are in their own apps."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "does",
        nargs="?",
        default="fill",
        choices=["fill", "codes"],
        help="fill an empty installation (the default), or print the sign-ins of a demonstration with their codes now",
    )
    parser.add_argument("--if-empty", action="store_true", help="leave an installation that holds a school as it is")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """2: the installation already holds a school, or, for `codes`, no demonstration."""
    installation.start()
    if args.does == "fill":
        installation.prepare()
        if not _fill() and not args.if_empty:
            return could_not(FILLED.format(folder=environment.data_folder()))
    elif not installation.is_there():
        return could_not(NO_DEMONSTRATION.format(folder=environment.data_folder()))
    return _print(args)


def _fill() -> bool:
    """Fill an empty installation, all of it or nothing. False when it holds a school."""
    from django.apps import apps
    from django.db import transaction

    from schoolgate.community import demo
    from schoolgate.community.models import School
    from schoolgate.jobs.work import drain

    with transaction.atomic():
        if School.objects.exists():
            return False
        school = demo.school()
        demo.people(school)
        # Each later part of the house brings its own, and some leave work for the background.
        for app in apps.get_app_configs():
            if app.name.startswith("schoolgate.") and find_spec(f"{app.name}.demo"):
                if fill := getattr(import_module(f"{app.name}.demo"), "fill", None):
                    fill(school)
                drain()
    return True


def _print(args: argparse.Namespace) -> int:
    from schoolgate.community import demo

    found = demo.sign_ins()
    if not found:
        return 0 if args.if_empty else could_not(NO_DEMONSTRATION.format(folder=environment.data_folder()))
    left = demo.seconds_left()
    data = {
        "address": ADDRESS,
        "school": demo.SCHOOL,
        "sign_ins": [asdict(one) for one in found],
        "codes_last": left,
    }
    emit(data, args, lambda: _say(found, left))
    return 0


def _say(rows: list[SignIn], seconds: int) -> str:
    from schoolgate.community import demo

    width, wide = max(len(one.what) for one in rows), max(len(one.email) for one in rows)
    lines = [f"  {one.what:<{width}}  {one.email:<{wide}}  {one.code or '-'}" for one in rows]
    return "\n".join(
        [
            f"{demo.SCHOOL}, a demonstration school, at {ADDRESS} while `schoolgate serve` runs.",
            f"Everybody's password: {rows[0].password}",
            "",
            f"  {'Sign in as':<{width}}  {'Email address':<{wide}}  One-time code",
            *lines,
            "",
            f"These codes are for the next {seconds} seconds. `schoolgate demo codes` prints new ones.",
        ]
    )
