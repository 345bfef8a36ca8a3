"""Whether every row of a school's cases, and every file of theirs, is what the ledger says it is."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models

from schoolgate.casework.cases.models import Entry
from schoolgate.casework.cases.proved import models_of_casework
from schoolgate.community.models import School
from schoolgate.record import ledger, vault
from schoolgate.record.models import LedgerEntry
from schoolgate.record.proving import AT_ONCE, GONE, NOBODY, Proof, Told, hear, proofs

NO_CASE = "Of no case"
GONE_CASE = "A case that is gone"
LEDGER = "The ledger, which says what the rows are, cannot be trusted itself. See `schoolgate ledger verify`."


def verify_all() -> list[str]:
    """What cannot be trusted in all schools, each a sentence: the ledger, the rows, the files. Empty where all can."""
    found = _all_once()
    # Somebody may have worked meanwhile; what is wrong is wrong a moment later too.
    again = set(_all_once()) if found else set()
    return [problem for problem in found if problem in again]


def _all_once() -> list[str]:
    said: defaultdict[int | None, dict[str, Told]] = defaultdict(dict)

    def listen(number: int, school: int | None, rows: str) -> None:
        if rows:
            hear(said[school], number, rows)

    is_whole = ledger.verify(listen).ok
    schools = School.objects.order_by("pk")
    if not is_whole:
        return [LEDGER, *(problem for school in schools for problem in (*verify(school), *verify_files(school)))]
    return [problem for school in schools for problem in (*_verify(school, said[school.pk]), *verify_files(school))]


def verify(school: School) -> list[str]:
    """What cannot be trusted, each a sentence that names the case and the row; empty where all can.

    Finds a row of any model that is proved (`proved.py`) of which any column was changed, that was taken out, put in or
    swapped with another. Whether the ledger itself can be trusted is `record/ledger.py: verify`.
    """
    said: dict[str, Told] = {}
    entries = LedgerEntry.objects.filter(school=school.pk).exclude(rows="").order_by("number")
    for number, rows in entries.values_list("number", "rows").iterator(chunk_size=AT_ONCE):
        hear(said, number, rows)
    return _verify(school, said)


def _verify(school: School, said: dict[str, Told]) -> list[str]:
    problems = [each for proof in _proofs() for each in _compare(school, proof, said)]
    by_label = {proof.label: proof for proof in _proofs()}
    for name, told in said.items():
        label, _, pk = name.partition(":")
        if told[0] != GONE and label in by_label:
            problems.append(f"{_of(told)}: {_missing(by_label[label], pk, told)} is in the ledger and not here.")
    return problems


def verify_files(school: School) -> Iterator[str]:
    """Each file in the vault whose bytes are not what its row says; or that is not there. Reads every byte of them."""
    for proof in _proofs():
        keys = [field.name for field in proof.model._meta.concrete_fields if isinstance(field, vault.VaultKey)]
        for key in keys:
            rows = _rows(proof, school).exclude(**{key: ""}).order_by("pk")
            for pk, owner, name, sha256 in rows.values_list("pk", proof.owner, key, "sha256").iterator():
                if wrong := _wrong(name, sha256):
                    yield f"{owner}: the file of {_called(proof)} {pk} {wrong}"


def _wrong(key: str, sha256: str) -> str:
    digest = hashlib.sha256()
    try:
        for chunk in vault.stream(key):
            digest.update(chunk)
    except vault.VaultError as error:
        return f"cannot be trusted. {error}"
    return "" if digest.hexdigest() == sha256 else "is not the one that came."


def _compare(school: School, proof: Proof, said: dict[str, Told]) -> Iterator[str]:
    """What is wrong with the rows of one model. What is said of them is taken out of `said`."""
    for pk, (hash_, *_) in proof.read(_rows(proof, school)).items():
        told = said.pop(f"{proof.label}:{pk}", None)
        if told is None:
            yield f"{_owner(proof, pk)}: {_here(proof, pk)} is here and not in the ledger."
        elif told[0] == GONE:
            yield f"{_owner(proof, pk)}: {_here(proof, pk)} is here, and the ledger says that it was taken out."
        elif told[0] != hash_:
            yield f"{_of(told)}: {_missing(proof, str(pk), told)} was changed."


def _proofs() -> list[Proof]:
    ours = set(models_of_casework())
    return [proof for proof in proofs() if proof.model in ours]


def _rows(proof: Proof, school: School) -> models.QuerySet[Any]:
    found: models.QuerySet[Any] = proof.model.objects.of(school)  # type: ignore[attr-defined]
    return found


def _called(proof: Proof) -> str:
    return str(proof.model._meta.verbose_name)


def _missing(proof: Proof, pk: str, told: Told) -> str:
    """What a row is called that may be gone, or not as it was: a line by its number when it was written."""
    if proof.model is Entry:
        details = LedgerEntry.objects.get(pk=told[2]).details()
        if str(details.get("entry")) == pk:
            return f"line {details['number']}"
    return f"{_called(proof)} {pk}"


def _here(proof: Proof, pk: int) -> str:
    if proof.model is Entry:
        return f"line {Entry.unscoped.values_list('number', flat=True).get(pk=pk)}"
    return f"{_called(proof)} {pk}"


def _owner(proof: Proof, pk: int) -> str:
    if not proof.owner:
        return NO_CASE
    return proof.model._base_manager.filter(pk=pk).values_list(proof.owner, flat=True).first() or GONE_CASE


def _of(told: Told) -> str:
    return NO_CASE if told[1] == NOBODY else told[1]
