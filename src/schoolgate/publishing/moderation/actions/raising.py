"""A comment is raised as a worry: a report with a case, the comment and its page as evidence, and its thread kept."""

from __future__ import annotations

import json

from django.db import transaction

from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import keep, prepare
from schoolgate.casework.evidence.jobs import copy_page
from schoolgate.casework.evidence.models import Capture
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.models import Report
from schoolgate.community import moments
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.actions.holding import NOT_YOURS, locked
from schoolgate.publishing.moderation.known import raised
from schoolgate.publishing.moderation.models import Comment, Raising
from schoolgate.publishing.moderation.naming import people_named
from schoolgate.publishing.moderation.reaching import looks_after

ALREADY = "You have raised this already. You find it among what you told us."
HOW = "What stood under our post, as the network gave it to Schoolgate."
OFFICIAL_PAGE = "official_page"
"""The kind of case by which the policy says who hears of what stands on an official page (`cases.yaml`)."""


def raise_it(by: Person, comment: Comment, code: str, why: str, danger: str = "no") -> Report:
    """`code` is a name of moderation.yaml: raised. It never comes to those whom the words surely name.

    Raises Refused for whoever does not look after the account or has raised it already, and where nobody could get it.
    """
    as_ = raised()[code]
    with transaction.atomic():
        row = locked(comment)
        if not looks_after(by, row.channel):
            raise Refused(NOT_YOURS)
        if Raising.objects.of(by.school).filter(comment=row, by=by).exists():
            raise Refused(ALREADY)
        report = report_from(
            by,
            _words(row, why, nude=as_.nude),
            [*as_.kinds, *(() if as_.alone else (OFFICIAL_PAGE,))],
            came_from=row,
            about=people_named(by.school, row.said("text")),
            answers={"danger": danger, "where": "" if as_.nude else row.address},
            nude=as_.nude,
        )
        with change(by, "report.make", by.school) as ledger:
            Raising.objects.create(comment=row, report=report, by=by)
            ledger.write("comment.raised", row, report=report.pk)
            if not as_.nude:
                _keep_evidence(ledger, report.case, row)
    return report


def _words(row: Comment, why: str, *, nude: bool) -> str:
    where = f"{called(row.channel)}, under our post {row.delivery.post.reference}"
    at = moments.at(row.at)
    if nude:
        # Words alone: nothing by which anybody would come to look at the picture.
        return f"A comment on {where}, {at}.\n\n{why}"
    author = row.said("author") or "Somebody"
    return f"{why}\n\n{author} wrote on {where}, {at}:\n“{row.said('text')}”"


def _keep_evidence(ledger: Change, case: Case, row: Comment) -> None:
    """The comment as it came, and its page as a stranger sees it now."""
    said = row.private
    about = {
        "author": said["author"],
        "text": said["text"],
        "before": said.get("before", []),
        "at": row.at.isoformat(),
        "network": row.channel.network,
        "account": row.channel.handle,
        "address": row.address,
        "number": row.network_id,
        "answers": row.answers,
        "read": row.came_at.isoformat(),
    }
    data = json.dumps(about, ensure_ascii=False, indent=2).encode()
    keep(ledger, case, prepare(data, "comment.json"), how=HOW, source=row.address)
    if row.address:
        asked = Capture(case=case, by=ledger.actor)
        asked.keep(address=row.address)
        asked.save()
        ledger.write("evidence.copy_asked", asked, case=case.pk)
        copy_page.later(capture=asked.pk)
