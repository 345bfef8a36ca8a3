"""A bundle and its key are handed out, each by itself, and only once that is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.models import Custody
from schoolgate.casework.evidence.sharing.actions.referring import begin
from schoolgate.casework.evidence.sharing.bag import key_file
from schoolgate.casework.evidence.sharing.items import FILES_STAY, files_stay, items_of
from schoolgate.casework.evidence.sharing.models import Bundle, Referral
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.record import vault

NOT_THERE = "This bundle is not here any more, or not yet. Look at its page, and make it again if you need it."
TAKEN = (
    "The key was taken already, and it is not kept here. If it is lost, make the bundle again: it gets a new key, and "
    "the old bundle is destroyed."
)
STILL = "The bundle is being made. Wait until it is ready."


def hand_out(person: Person, referral: Referral) -> Bundle:
    """Write down that somebody takes the bundle, a line of custody for each item in it. Then its bytes may go."""
    with _held(person, referral) as (ledger, bundle):
        if bundle is None or bundle.state != Bundle.State.READY:
            raise Refused(NOT_THERE)
        for item in items_of(referral):
            hand(ledger, item, Custody.What.COPIED, f"In the bundle of {referral.reference}")
        ledger.write("bundle.handed_out", bundle, referral=referral.pk, sha256=bundle.sha256)
        return bundle


def take_key(person: Person, referral: Referral) -> str:
    """The key file's words, once. From then on only the key's hash is here."""
    with _held(person, referral) as (ledger, bundle):
        if bundle is None or bundle.state != Bundle.State.READY:
            raise Refused(NOT_THERE)
        key = bundle.said("key")
        if not key:
            raise Refused(TAKEN)
        bundle.sealed = ""
        bundle.key_taken_at, bundle.key_taken_by = timezone.now(), person
        bundle.save()
        ledger.write("bundle.key_taken", bundle, referral=referral.pk)
        return key_file(referral.reference, bytes.fromhex(key))


def make_again(person: Person, referral: Referral) -> Bundle:
    """Another bundle with another key. The one before is destroyed."""
    with _held(person, referral) as (ledger, bundle):
        if bundle is not None and bundle.state == Bundle.State.WAITING and not bundle.stuck:
            raise Refused(STILL)
        if bundle is not None and bundle.state in (Bundle.State.WAITING, Bundle.State.READY):
            destroy(ledger, bundle, "made_again")
        return begin(ledger, referral)


def destroy(ledger: Change, bundle: Bundle, why: str) -> None:
    """Destroy the bytes of a bundle, held already; what stays is that it was there."""
    key = bundle.vault_key
    bundle.state, bundle.vault_key, bundle.sealed = Bundle.State.GONE, "", ""
    bundle.save()
    ledger.write("bundle.destroyed", bundle, referral=bundle.referral_id, sha256=bundle.sha256, why=why)
    if key:
        transaction.on_commit(lambda: vault.remove(key))


@contextmanager
def _held(person: Person, referral: Referral) -> Iterator[tuple[Change, Bundle | None]]:
    """A change to the latest bundle of a referral, by one who may decide about the case, with its row held.

    Raises Refused where it holds evidence of a case of which no file may leave, though that was found out later.
    """
    with working(person, referral.case, "case.decide", closed=True) as (ledger, case):
        if files_stay(referral):
            raise Refused(FILES_STAY)
        rows = Bundle.objects.of(case.school).select_for_update(of=("self",)).filter(referral=referral)
        yield ledger, rows.first()
