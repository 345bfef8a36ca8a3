"""An account that says it is the school's, and is not: a report, its case, and what is to be taken down, in one."""

from __future__ import annotations

from django.db import transaction

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import OTHER, network_of, networks
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.models import Report
from schoolgate.community.change import change
from schoolgate.community.models import Person

WORDS = "An account that says it is our school’s, and is not: {}, on {}."


def not_ours(by: Person, network: str, where: str) -> Report:
    """Tell those who look into such things. `network` is a key of the removals' or the register's networks.

    Raises Refused where nobody could receive it.
    """
    known = networks()
    at = network_of(where) if "//" in where else network
    key = at if at in known else OTHER
    with transaction.atomic():
        report = report_from(
            by,
            WORDS.format(where, known[key].label),
            ["impersonation"],
            answers={"topic": "impersonation", "where": where},
        )
        with change(by, "report.make", by.school) as ledger:
            removal = Removal(case=report.case, number=1, network=key, kind="account", ground="impersonation", by=by)
            removal.keep(address=where, note="")
            removal.save()
            words = f"Removal 1 was put on the list: {known[key].label}."
            chronicle(ledger, report.case, "removal", words, about=removal)
            ledger.write("removal.added", removal, network=key, kind="account")
    return report
