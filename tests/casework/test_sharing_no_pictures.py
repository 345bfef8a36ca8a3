"""A case about a nude picture of a child: its words can be shared, and no file of it is copied, read or handed out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.actions.stamping import stamp
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.sharing.actions.building import build, destroy_what_is_due
from schoolgate.casework.evidence.sharing.actions.handing import hand_out, make_again, take_key
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer
from schoolgate.casework.evidence.sharing.models import Bundle, Referral
from schoolgate.community.change import Refused, by_machine
from schoolgate.jobs.work import drain
from schoolgate.record import vault
from typed import words

pytestmark = pytest.mark.django_db
SAYS = "No file of this case"


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def case(dsl):
    return a_case(dsl)


@pytest.fixture
def item(case):
    with by_machine(case.school) as ledger:
        return keep(ledger, case, b"the bytes of a picture", name="shot.txt", how="A pupil brought it")


def wishes(*items: Item) -> Wishes:
    return Wishes("police", "Paula Sergeant", "A team", "They asked.", "response", items=tuple(one.pk for one in items))


def turns_out_to_be_one(case: Case) -> None:
    Case.unscoped.filter(pk=case.pk).update(no_pictures=True)


def ready(dsl, case, *items: Item) -> Referral:
    referral = refer(dsl, case, wishes(*items)).referral
    drain()
    assert referral.bundles.get().state == Bundle.State.READY
    return referral


def at(case, part: str) -> str:
    return f"/cases/{case.reference}/sharing/{part}"


def test_only_lines_can_be_chosen_also_by_who_had_chosen_files_before(dsl, case, item, sign_in):
    client = sign_in(dsl)
    client.post(at(case, "new/whom/"), {"kind": "police", "name": "Paula Sergeant", "office": "A team"})
    client.post(at(case, "new/why/"), {"why": "They asked."})
    client.post(at(case, "new/what/"), {"chronology": "response", "items": [item.pk]})
    turns_out_to_be_one(case)

    refused = client.post(at(case, "new/check/"))
    assert refused.status_code == 422
    assert SAYS in words(refused)
    assert not Referral.objects.of(case.school).exists()

    page = client.get(at(case, "new/what/"))
    assert SAYS in words(page)
    assert "shot.txt" not in words(page)
    client.post(at(case, "new/what/"), {"chronology": "response", "items": [item.pk]})
    assert client.post(at(case, "new/check/")).status_code == 302
    drain()
    referral = Referral.objects.of(case.school).get()
    assert referral.items.count() == 0
    assert hand_out(dsl, referral).state == Bundle.State.READY


def test_a_bundle_with_files_that_was_made_before_stays_here_and_is_destroyed(
    dsl, case, item, sign_in, django_capture_on_commit_callbacks
):
    referral = ready(dsl, case, item)
    bundle = referral.bundles.get()
    lines = Custody.unscoped.count()
    turns_out_to_be_one(case)

    for act in (hand_out, take_key, make_again):
        with pytest.raises(Refused, match=SAYS):
            act(dsl, referral)
    client = sign_in(dsl)
    page = client.get(at(case, f"{referral.reference}/"))
    assert SAYS in words(page)
    assert "Download the bundle" not in words(page)
    assert client.post(at(case, f"{referral.reference}/bundle/"))["Content-Type"] != "application/zip"
    assert Custody.unscoped.count() == lines

    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_what_is_due() == 1
    with pytest.raises(vault.VaultError):
        vault.get(bundle.vault_key)
    with pytest.raises(Refused, match=SAYS):
        make_again(dsl, referral)


def test_one_with_words_alone_goes_on_and_is_kept(dsl, case):
    referral = ready(dsl, case)
    turns_out_to_be_one(case)

    assert destroy_what_is_due() == 0
    assert hand_out(dsl, referral).state == Bundle.State.READY


def test_one_that_waits_is_not_made(dsl, case, item, sign_in):
    referral = refer(dsl, case, wishes(item)).referral
    turns_out_to_be_one(case)

    drain()

    assert referral.bundles.get().state == Bundle.State.FAILED
    assert referral.bundles.get().vault_key == ""
    assert SAYS in words(sign_in(dsl).get(at(case, f"{referral.reference}/")))


def test_one_that_is_being_made_is_thrown_away(
    dsl, case, item, settings, monkeypatch, django_capture_on_commit_callbacks
):
    bundle = refer(dsl, case, wishes(item))
    files = {path.name for path in (settings.DATA / "vault").rglob("*")}
    put = vault.put

    def told_meanwhile(data):
        turns_out_to_be_one(case)
        return put(data)

    monkeypatch.setattr(vault, "put", told_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        build(bundle.pk)

    bundle.refresh_from_db()
    assert (bundle.state, bundle.vault_key, bundle.said("key")) == ("failed", "", "")
    assert {path.name for path in (settings.DATA / "vault").rglob("*") if path.is_file()} <= files


@pytest.mark.parametrize("nude", ["old", "into"])
def test_so_it_is_where_a_case_is_joined_to_another(dsl, case, item, nude):
    referral = ready(dsl, case, item)
    into = a_case(dsl)
    turns_out_to_be_one(case if nude == "old" else into)

    join(dsl, case, into.reference, "The same picture.")

    into.refresh_from_db()
    assert into.no_pictures
    for act in (hand_out, take_key, make_again):
        with pytest.raises(Refused, match=SAYS):
            act(dsl, Referral.objects.of(case.school).get(pk=referral.pk))
    with pytest.raises(Refused, match=SAYS):
        refer(dsl, into, wishes(item))
    assert destroy_what_is_due() == 1


def test_nothing_reads_the_bytes_to_compare_cover_or_stamp_them(dsl, case, item, sign_in, settings):
    settings.TIMESTAMP_URL, settings.TIMESTAMP_CA = "http://127.0.0.1:9/", "/missing.pem"
    turns_out_to_be_one(case)
    # Whoever read it now would find that it is gone, and write that down.
    next((settings.DATA / "vault").glob(f"*/{item.vault_key}")).unlink()
    client = sign_in(dsl)
    lines = Custody.unscoped.count()

    for part in ("check", "cover", "names", "open"):
        answer = client.post(
            f"/cases/{case.reference}/evidence/{item.number}/{part}/",
            {"square": "1", "words": "a name", "do": "keep", "why": "To look", "how": "show"},
        )
        assert answer.status_code in (403, 404), part
        assert "not what was kept" not in words(answer)
    stamp(Item.unscoped.get(pk=item.pk))

    assert Custody.unscoped.count() == lines


def test_an_old_bundle_is_destroyed_once_though_its_day_has_come_too(dsl, case, item):
    ready(dsl, case, item)
    with by_machine(case.school) as ledger:
        more = keep(ledger, case, b"another", name="b.txt", how="Brought")
    ready(dsl, case, item, more)
    Bundle.unscoped.update(expires_at=timezone.now() - timedelta(minutes=1))
    turns_out_to_be_one(case)

    assert destroy_what_is_due() == 2
    assert destroy_what_is_due() == 0
