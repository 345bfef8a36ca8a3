"""What the community does in the background: sending mail and invitations."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from schoolgate.community.models import Mail, Person
from schoolgate.community.roster.jobs import forget_files
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.record.sealing import unseal


@job(outside=True)
def send_mail(mail: int) -> None:
    """Send one mail, if it has not been sent. Its Message-ID is its reference, so a second copy can be told as one."""
    found = Mail.unscoped.filter(pk=mail, sent_at__isnull=True).first()
    if found is None:
        return
    link = settings.ADDRESS + unseal(found.path, purpose="mail")
    body = render_to_string("community/mail.txt", {"mail": found, "link": link})
    host = settings.ADDRESS.split("://")[-1].split(":")[0].split("/")[0]
    headers = {"Message-ID": f"<{found.reference}@{host}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(found.subject, body, to=[found.address], headers=headers).send()
    Mail.unscoped.filter(pk=mail).update(sent_at=timezone.now(), path="")


@job
def send_invitations(school: int, by: int, people: list[int]) -> None:
    """Send some of the invitations that somebody asked for. Done again, it would send newer links in their place."""
    from schoolgate.community.actions.inviting import send_some

    asker = Person.unscoped.select_related("school").get(pk=by, school=school)
    send_some(asker, asker.school, people)


SCHEDULE = [Every("hour", forget_files)]
