"""`schoolgate school`: the first minute of a school on this installation."""

from __future__ import annotations

import argparse

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="the school's name")
    parser.add_argument("--technician", required=True, metavar="NAME", help="who looks after Schoolgate at the school")
    parser.add_argument("--email", required=True, help="that person's email address")
    parser.add_argument("--phase", default="primary", help="nursery, primary (when left out), secondary, …")
    parser.add_argument("--authority", default="", help="the local authority")
    parser.add_argument("--address", default="http://127.0.0.1:8000", help="where people reach this installation")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Make a school with its technician, who then adds everybody else. 2: there is one by that name, or a bad value."""
    installation.start()
    installation.prepare()
    from django.conf import settings
    from django.core.exceptions import ValidationError
    from django.urls import reverse

    from schoolgate.community.actions.schools import begin_school, set_password_path

    try:
        technician = begin_school(
            args.name, technician=args.technician, email=args.email, phase=args.phase, authority=args.authority
        )
    except ValidationError as wrong:
        return could_not(" ".join(wrong.messages))
    account = technician.account
    link = args.address.rstrip("/") + (set_password_path(account) if account else reverse("choose_school"))
    folder = str(settings.DATA.resolve())
    data = {"school": technician.school.slug, "technician": technician.name, "link": link, "folder": folder}
    emit(data, args, lambda: _say(technician.school.name, technician.name, link, folder, new=bool(account)))
    return 0


def _say(school: str, technician: str, link: str, folder: str, *, new: bool) -> str:
    here = f"{school} is here, in the installation in {folder}."
    if not new:
        return f"{here} {technician} has an account already. They sign in and say yes to it at\n{link}"
    return f"{here} {technician} opens this link to choose a password; it works once, for three days:\n{link}"
