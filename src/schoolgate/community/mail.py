"""Mail: one sentence, a link and a reference. No names and no content, so that it tells a stranger nothing."""

from __future__ import annotations

import secrets

from schoolgate.community.models import Mail, Person, School
from schoolgate.record.sealing import seal


def send(person: Person, subject: str, path: str, reference: str = "") -> bool:
    """Write to somebody, once the change under way is committed. False for a person without an address.

    `subject` is one plain sentence that could stand on a postcard; `path` leads to the page where the rest is seen.
    It is kept sealed until it is sent, because it may hold a secret, and then forgotten.
    """
    address = person.write_to()
    if not address:
        return False
    _write(Mail(school=person.school, person=person, address=address, subject=subject), path, reference)
    return True


def send_to(school: School, address: str, subject: str, path: str, reference: str) -> None:
    """The same to an address that is nobody's of the school, or that somebody chose for this one message."""
    _write(Mail(school=school, address=address, subject=subject), path, reference)


def _write(mail: Mail, path: str, reference: str) -> None:
    from schoolgate.community.jobs import send_mail

    mail.path = seal(path, purpose="mail")
    mail.reference = reference or f"M-{secrets.token_hex(5)}"
    mail.save()
    send_mail.later(mail=mail.pk)
