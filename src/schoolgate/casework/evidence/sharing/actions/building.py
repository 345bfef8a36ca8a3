"""The bundle of a referral is made, checked by its own verifier, and destroyed on its day."""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.evidence.sharing import bag, verify
from schoolgate.casework.evidence.sharing.actions.handing import destroy
from schoolgate.casework.evidence.sharing.contents import Contents
from schoolgate.casework.evidence.sharing.items import FILES_STAY, files_stay
from schoolgate.casework.evidence.sharing.models import Bundle
from schoolgate.casework.evidence.sharing.words import keep_days
from schoolgate.community.change import Change, by_machine
from schoolgate.community.notices import tell
from schoolgate.record import vault

State = Bundle.State
CHANGED = (
    "It could not be made, because something that was kept is not what came in. Nothing was handed out. Tell whoever "
    "looks after your installation today, and leave everything as it is: the backups may hold it whole."
)


def build(number: int) -> None:
    """Make the bundle that waits under this number, check it, and keep it. A second run finds nothing to do."""
    rows = Bundle.unscoped.select_related("referral__case__school", "by")
    bundle = rows.filter(pk=number, state=State.WAITING).first()
    if bundle is None:
        return
    if files_stay(bundle.referral):
        _failed(bundle, FILES_STAY)
        return
    key = secrets.token_bytes(32)
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder, (Path(folder) / "zip").open("w+b") as file:
        try:
            made = _make(bundle, key, file)
            problems = verify.verify(f"{folder}/zip", key)["problems"]
        except vault.VaultError as error:
            problems = [str(error)]
        if problems:
            _failed(bundle, CHANGED, problems)
            return
        file.seek(0)
        stored = vault.put(file)
    _ready(bundle, key, made, stored)


def _make(bundle: Bundle, key: bytes, file: BinaryIO) -> bag.Made:
    """Every file of it lies sealed from the moment it is written."""
    contents = Contents(bundle.referral)

    def counted() -> Iterator[tuple[str, bytes]]:
        for done, each in enumerate(contents.inside(), 1):
            yield each
            Bundle.unscoped.filter(pk=bundle.pk, state=State.WAITING).update(done=min(done, bundle.steps))

    made = bag.make(file, reference=bundle.referral.reference, key=key, inside=counted(), records=contents.records())
    file.flush()
    return made


def _ready(bundle: Bundle, key: bytes, made: bag.Made, stored: vault.Stored) -> None:
    with by_machine(bundle.referral.case.school) as ledger:
        held = Bundle.unscoped.select_for_update().get(pk=bundle.pk)
        if held.state != State.WAITING:
            transaction.on_commit(lambda: vault.remove(stored.key))
            ledger.write("bundle.made_twice", held, sha256=made.sha256)
            return
        if files_stay(bundle.referral):  # somebody found out what it is about while it was being made
            transaction.on_commit(lambda: vault.remove(stored.key))
            _fail(ledger, held, FILES_STAY)
            return
        held.state, held.vault_key, held.sha256, held.size = State.READY, stored.key, made.sha256, made.size
        held.key_hash = hashlib.sha256(key).hexdigest()
        held.expires_at = timezone.now() + timedelta(days=keep_days())
        held.keep(key=key.hex())
        held.save()
        ledger.write("bundle.made", held, referral=held.referral_id, sha256=held.sha256, size=held.size)
        _tell(held, "The bundle is ready.")


def _failed(bundle: Bundle, why: str, problems: object = ()) -> None:
    with by_machine(bundle.referral.case.school) as ledger:
        _fail(ledger, Bundle.unscoped.select_for_update().get(pk=bundle.pk), why, problems)


def _fail(ledger: Change, held: Bundle, why: str, problems: object = ()) -> None:
    held.state = State.FAILED
    held.keep(problem=why, problems=problems)
    held.save()
    ledger.write("bundle.failed", held, referral=held.referral_id)
    _tell(held, "The bundle could not be made. Look at why.")


def _tell(bundle: Bundle, words: str) -> None:
    referral = bundle.referral
    path = reverse("referral", args=[referral.case.reference, referral.reference])
    tell([bundle.by], f"{referral.reference}: {words}", path)


def destroy_what_is_due() -> int:
    """Destroy every bundle whose day has come, and those with files that must not be copied. How many."""
    ready = Bundle.unscoped.filter(state=State.READY)
    expired = ready.filter(expires_at__lte=timezone.now())
    kept_in = ready.filter(referral__items__case__no_pictures=True)
    return _destroy(expired, "expired") + _destroy(kept_in.distinct(), "no_pictures")


def _destroy(bundles: QuerySet[Bundle], why: str) -> int:
    due = list(bundles.select_related("referral__case__school"))
    for bundle in due:
        with by_machine(bundle.referral.case.school) as ledger:
            destroy(ledger, Bundle.unscoped.select_for_update().get(pk=bundle.pk), why)
    return len(due)
