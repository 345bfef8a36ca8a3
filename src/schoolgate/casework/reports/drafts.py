"""The form while it is filled in: sealed with a key that only the browser holds, and gone after an hour.

Whoever telephones for help from a shared computer must be able to lose it: taking the cookie away is enough, since
nothing that is left opens without it.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from schoolgate.casework.reports.models import Draft
from schoolgate.casework.reports.receipts import derived

LASTS = timedelta(hours=1)
ROOM = 4 * 1024**3
"""Bytes of all the files of forms that are under way."""


@dataclass
class Form:
    """A form under way. `answers` by their question; `files` that were given: name, size and where they lie.

    `hidden` are the answers that are not shown again, because whoever gave them had to leave the page in a hurry;
    `told` the help that was shown already. `done`: whoever fills it in said that this is all.
    """

    token: str
    answers: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, Any]] = field(default_factory=list)
    nude: bool = False
    hidden: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    done: bool = False
    is_new: bool = True

    @property
    def id(self) -> str:
        return draft_id(self.token)


class GoneError(Exception):
    """The form was sent, thrown away or has run out meanwhile: nothing is put into it any more."""


def draft_id(token: str) -> str:
    return sha256(b"draft:" + token.encode()).hexdigest()


def begun() -> Form:
    """A new form. It is kept with its first answer."""
    return Form(secrets.token_urlsafe(32))


def found(token: str, *, hold: bool = False) -> Form | None:
    """The form of a token, as it was left less than an hour ago. `hold` locks it, inside a transaction."""
    rows = Draft.objects.select_for_update() if hold else Draft.objects
    row = rows.filter(pk=draft_id(token), touched_at__gt=timezone.now() - LASTS).first()
    if row is None:
        return None
    said = json.loads(_open(token, bytes(row.sealed), "form"))
    return Form(token, is_new=False, **said)


def keep(form: Form) -> None:
    """Keep what was answered, for an hour from now."""
    said = {name: getattr(form, name) for name in ("answers", "files", "nude", "hidden", "told", "done")}
    sealed = _seal(form.token, json.dumps(said).encode(), "form")
    Draft.objects.update_or_create(pk=form.id, defaults={"sealed": sealed, "touched_at": timezone.now()})
    form.is_new = False


@contextmanager
def changing(form: Form) -> Iterator[Form]:
    """The same form as it is now, held while it is changed, and kept then.

    Raises GoneError where it was under way and is no more: a file that was slow to come must not bring back a form
    that was sent without it.
    """
    with transaction.atomic():
        held = found(form.token, hold=True) or (Form(form.token) if form.is_new else None)
        if held is None:
            raise GoneError
        yield held
        keep(held)


def add_file(form: Form, data: bytes, name: str, scanned: str) -> None:
    """Put a file beside the form, sealed with the same key. `scanned` is what the scanner said of it.

    Call it while the form is held (`changing`)."""
    number = secrets.token_hex(8)
    folder = _folder(form.id)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / number).write_bytes(_seal(form.token, data, f"file:{number}"))
    form.files.append({"name": name, "size": len(data), "number": number, "scanned": scanned})


def has_room() -> bool:
    """Whether forms may take more files: nobody is to fill the disk with forms that are never sent."""
    return sum(path.stat().st_size for path in drafts_folder().glob("*/*")) < ROOM


def read_file(form: Form, number: str) -> bytes:
    return _open(form.token, (_folder(form.id) / number).read_bytes(), f"file:{number}")


def drop_file(form: Form, number: str) -> None:
    """Destroy one file of a form, while it is held."""
    form.files = [one for one in form.files if one["number"] != number]
    if number.isalnum():
        (_folder(form.id) / number).unlink(missing_ok=True)


def no_pictures(form: Form) -> None:
    """It is about a nude picture of a child: destroy every file and link of the form, and take none any more."""
    form.nude = True
    form.files = []
    form.answers.pop("where", None)
    destroy_files(form.id)


def forget(form: Form) -> None:
    """Destroy a form, with its files."""
    Draft.objects.filter(pk=form.id).delete()
    destroy_files(form.id)


def end(form: Form) -> None:
    """Destroy a form with the change that it is sent in, so that nothing can be added to it afterwards; its files when
    that is sure."""
    Draft.objects.filter(pk=form.id).delete()
    transaction.on_commit(lambda: destroy_files(form.id))


def destroy_files(number: str) -> None:
    shutil.rmtree(_folder(number), ignore_errors=True)


def destroy_old() -> None:
    """Destroy every form that nobody touched for an hour, and files without a form."""
    Draft.objects.filter(touched_at__lte=timezone.now() - LASTS).delete()
    for folder in drafts_folder().glob("*"):
        if not Draft.objects.filter(pk=folder.name).exists():
            destroy_files(folder.name)


def drafts_folder() -> Path:
    return Path(settings.DATA) / "drafts"


def _folder(number: str) -> Path:
    return drafts_folder() / number


def _seal(token: str, data: bytes, purpose: str) -> bytes:
    nonce = os.urandom(12)
    return nonce + AESGCM(derived(token, "draft")).encrypt(nonce, data, purpose.encode())


def _open(token: str, sealed: bytes, purpose: str) -> bytes:
    return AESGCM(derived(token, "draft")).decrypt(sealed[:12], sealed[12:], purpose.encode())
