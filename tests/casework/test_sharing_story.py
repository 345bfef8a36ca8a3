"""Something of a case is shared with one named person: asked page by page, made in the background, taken apart from its
key, checked outside the product, and gone on its day."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import bagit
import pypdfium2
import pytest
from django.utils import timezone

from cases import a_case, joins, named
from crowds import one_did, outcome
from factories import family, somebody
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Entry, Party
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.models import Custody
from schoolgate.casework.evidence.sharing.actions.building import _ready, build, destroy_what_is_due
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer
from schoolgate.casework.evidence.sharing.bag import Made
from schoolgate.casework.evidence.sharing.models import Bundle, Referral
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import Notice
from schoolgate.jobs.work import drain
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dana Leadworth")


@pytest.fixture
def case(dsl):
    case = a_case(dsl)
    named(case, "Perry Responsible")
    with by_machine(case.school) as ledger:
        chronicle(ledger, case, "noted", "The class teacher was told.")
        chronicle(ledger, case, "wishes", "She wants to change her seat.", file=Entry.File.SUPPORT)
        chronicle(ledger, case, "strategy", "We wait for the police.", restricted=True)
    return case


@pytest.fixture
def item(case):
    with by_machine(case.school) as ledger:
        return keep(ledger, case, PNG, name="screen shot.png", how="A pupil brought it")


def wishes(**other) -> Wishes:
    said = {"kind": "police", "name": "Paula Sergeant", "office": "Safer schools team", "why": "They asked for it."}
    return Wishes(**{**said, "chronology": "response", **other})


def shared(dsl, case, **other) -> Referral:
    referral = refer(dsl, case, wishes(**other)).referral
    drain()
    return referral


def at(referral: Referral, part: str = "") -> str:
    return f"/cases/{referral.case.reference}/sharing/{referral.reference}/{part}"


def test_from_the_case_to_the_police_and_checked_there_with_nothing_but_python(dsl, case, item, sign_in, tmp_path):
    client = sign_in(dsl)
    assert "Share with a named person" in client.get(f"/cases/{case.reference}/").content.decode()
    new = f"/cases/{case.reference}/sharing/new/"
    for step, answers in {
        "whom": {"kind": "police", "name": "Paula Sergeant", "office": "Safer schools team"},
        "why": {"why": "They asked for what was written."},
        "what": {"chronology": "response", "items": [item.pk]},
    }.items():
        assert client.get(f"{new}{step}/").status_code == 200
        answer = client.post(f"{new}{step}/", answers)
        assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"{new}check/"
    check = client.get(f"{new}check/").content.decode()
    assert "Paula Sergeant" in check
    assert "screen shot.png" in check
    page = client.post(f"{new}check/", follow=True)
    assert "It is being made" in page.content.decode()
    drain()
    referral = Referral.objects.of(case.school).get()
    assert "Download the bundle" in client.get(at(referral)).content.decode()
    assert Notice.objects.of(case.school).filter(person=dsl, url=at(referral)).exists()

    zip_ = tmp_path / "R.zip"
    zip_.write_bytes(b"".join(client.post(at(referral, "bundle/")).streaming_content))
    key = tmp_path / "key.txt"
    key.write_bytes(client.post(at(referral, "key/"), {"as": "file"}).content)

    verifier = tmp_path / "verify.py"
    verifier.write_bytes(ZipFile(zip_).read("verify.py"))
    words = [sys.executable, "-I", "-S", verifier, zip_, "--key", key, "--open", tmp_path / "opened", "--json"]
    said = subprocess.run(words, capture_output=True, check=True)
    assert json.loads(said.stdout) == {"ok": True, "items": 1, "problems": []}
    opened = tmp_path / "opened"
    assert (opened / "data/evidence/0001-screen-shot.png").read_bytes() == PNG
    bagit.Bag(str(opened)).validate()
    paper = pypdfium2.PdfDocument((opened / "data/chronology.pdf").read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in paper)
    assert "The class teacher was told." in text
    assert "She wants to change her seat" not in text


def test_the_name_of_nobody_stands_outside_the_seal(dsl, case, item):
    referral = shared(dsl, case, items=(item.pk,))
    data = vault.get(referral.bundles.get().vault_key)
    for word in (b"screen", b"Paula", b"Perry", b"Dana", case.reference.encode(), b"\x89PNG"):
        assert word not in data
    assert all(name in ("READ ME.txt", "verify.py", "seals.txt") or name[:7] == "sealed/" for name in _names(data))


def _names(data: bytes) -> list[str]:
    return ZipFile(BytesIO(data)).namelist()


class TestWhatGoesWithIt:
    def opened(self, dsl, case, tmp_path, **other):
        referral = shared(dsl, case, **other)
        from schoolgate.casework.evidence.sharing import verify

        bundle = referral.bundles.get()
        zip_ = tmp_path / f"{referral.reference}.zip"
        zip_.write_bytes(vault.get(bundle.vault_key))
        folder = tmp_path / referral.reference
        assert verify.verify(str(zip_), bytes.fromhex(bundle.said("key")), str(folder))["ok"]
        return folder / "data"

    def lines(self, folder, record="chronology"):
        return [json.loads(line) for line in (folder / f"{record}.jsonl").read_text().splitlines()]

    def test_the_response_file_alone_keeps_the_place_of_what_is_left_out(self, dsl, case, tmp_path):
        lines = self.lines(self.opened(dsl, case, tmp_path))
        assert [(line["number"], line.get("left_out", False)) for line in lines] == [
            (1, False),
            (2, False),
            (3, True),
            (4, True),
            (5, False),
        ]
        assert "seat" not in json.dumps(lines)
        assert lines[-1]["kind"] == "referral"

    def test_the_support_file_alone(self, dsl, case, tmp_path):
        lines = self.lines(self.opened(dsl, case, tmp_path, chronology="support"))
        assert next(line["words"] for line in lines if "words" in line) == "She wants to change her seat."

    def test_with_the_support_file_alone_nobody_learns_who_did_it(self, dsl, case, tmp_path):
        named(case, "Ada Affected", part=Party.Part.AFFECTED, kind=Party.Kind.OTHER)
        support = self.opened(dsl, case, tmp_path, chronology="support")
        response = self.opened(dsl, case, tmp_path, chronology="response")
        for folder, names in ((support, {"Ada Affected"}), (response, {"Ada Affected", "Perry Responsible"})):
            assert {one["name"] for one in json.loads((folder / "parties.json").read_text())} == names
            paper = pypdfium2.PdfDocument((folder / "chronology.pdf").read_bytes())
            text = "".join(page.get_textpage().get_text_range() for page in paper)
            assert ("Perry" in text) == ("Perry Responsible" in names)
            assert "Ada Affected" in text

    def test_whom_it_was_shared_with_before_stands_in_no_other_bundle_nor_in_the_custody(
        self, dsl, case, item, tmp_path, sign_in
    ):
        first = shared(dsl, case, chronology="none", items=(item.pk,))
        folder = self.opened(
            dsl, case, tmp_path, chronology="none", items=(item.pk,), name="Sol Solicitor", office="A firm"
        )
        for said in ((folder / "custody.jsonl").read_text(), self.page(sign_in, case, item)):
            assert first.reference in said
            assert "Paula" not in said
            assert "Safer schools" not in said

    def page(self, sign_in, case, item):
        member = somebody("staff", school=case.school)
        joins(case, member)
        return sign_in(member).get(f"/cases/{case.reference}/evidence/{item.number}/").content.decode()

    def test_both_files_and_restricted_lines_with_a_reason(self, dsl, case, tmp_path):
        folder = self.opened(dsl, case, tmp_path, chronology="both", restricted=True, why_apart="The court asked.")
        assert len([line for line in self.lines(folder) if "words" in line]) == 5
        assert json.loads((folder / "referral.json").read_text())["why_apart"] == "The court asked."

    def test_evidence_alone_says_nothing_of_the_case(self, dsl, case, item, tmp_path):
        folder = self.opened(dsl, case, tmp_path, chronology="none", items=(item.pk,))
        assert self.lines(folder) == []
        assert not (folder / "parties.json").exists()
        assert [line["what"] for line in self.lines(folder, "custody")] == ["received", "shared"]


class TestAReasonMore:
    @pytest.mark.parametrize(
        "other",
        [
            {"chronology": "both"},
            {"restricted": True},
            {"name": "Perry Responsible"},
        ],
    )
    def test_what_is_kept_apart_goes_only_with_a_reason(self, dsl, case, other):
        with pytest.raises(Refused, match="kept apart"):
            refer(dsl, case, wishes(**other))
        assert refer(dsl, case, wishes(**other, why_apart="The court asked for it."))

    def test_the_page_asks_for_it(self, dsl, case, sign_in):
        client = sign_in(dsl)
        new = f"/cases/{case.reference}/sharing/new/"
        client.post(f"{new}whom/", {"kind": "court", "name": "Cora Clerk", "office": "Made Up Court"})
        client.post(f"{new}why/", {"why": "It asked for it."})
        answer = client.post(f"{new}what/", {"chronology": "both"})
        assert answer["Location"] == f"{new}apart/"
        assert "kept apart otherwise" in client.get(f"{new}apart/").content.decode()
        assert client.get(f"{new}check/")["Location"] == f"{new}apart/"
        client.post(f"{new}apart/", {"why_apart": "The order names both."})
        assert client.post(f"{new}check/").status_code == 302
        assert Referral.objects.of(case.school).get().said("why_apart") == "The order names both."

    def test_restricted_evidence_needs_one_too(self, dsl, case):
        with by_machine(case.school) as ledger:
            kept = keep(ledger, case, PNG, name="a.png", how="Brought", restricted=True)
        with pytest.raises(Refused, match="kept apart"):
            refer(dsl, case, wishes(items=(kept.pk,)))


class TestNothingLeavesUnwritten:
    def test_the_chronology_custody_and_ledger_say_so(self, dsl, case, item):
        referral = refer(dsl, case, wishes(items=(item.pk,))).referral
        line = Entry.objects.of(case.school).filter(case=case).last()
        assert (line.kind, line.number) == ("referral", referral.up_to)
        assert "Paula Sergeant, Safer schools team" in line.said("words")
        assert Custody.objects.of(case.school).filter(item=item, what="shared", by=dsl).exists()
        kept = "".join(LedgerEntry.objects.values_list("detail", flat=True))
        assert "Paula" not in kept

    def test_a_download_is_written_down_before_a_byte_is_served(self, dsl, case, item, sign_in):
        referral = shared(dsl, case, items=(item.pk,))
        answer = sign_in(dsl).post(at(referral, "bundle/"))
        assert LedgerEntry.objects.filter(verb="bundle.handed_out").count() == 1
        assert Custody.objects.of(case.school).filter(item=item, what="copied", by=dsl).count() == 1
        assert answer["Content-Disposition"] == f'attachment; filename="{referral.reference}.zip"'
        assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])

    def test_nothing_chosen_is_refused(self, dsl, case):
        with pytest.raises(Refused, match="nothing chosen"):
            refer(dsl, case, wishes(chronology="none"))

    def test_evidence_of_another_case_is_refused(self, dsl, case, item):
        with pytest.raises(Refused, match="not in this case"):
            refer(dsl, a_case(dsl), wishes(items=(item.pk,)))


class TestTheKey:
    def test_it_is_given_once_and_then_only_its_hash_is_here(self, dsl, case, sign_in):
        referral = shared(dsl, case)
        client = sign_in(dsl)
        assert "You get the key once" in client.get(at(referral, "key/")).content.decode()
        shown = client.post(at(referral, "key/"), {"as": "page"})
        assert shown["Cache-Control"] == "no-store"
        bundle = Bundle.objects.of(case.school).get()
        assert bundle.private == {}
        assert bundle.key_taken_by == dsl
        second = client.post(at(referral, "key/"), {"as": "file"}, follow=True)
        assert "was taken already" in second.content.decode()

    def test_made_again_it_has_another_key_and_the_old_bytes_are_gone(self, dsl, case, sign_in):
        referral = shared(dsl, case)
        old = referral.bundles.get()
        sign_in(dsl).post(at(referral, "again/"))
        drain()
        new = referral.bundles.first()
        assert new.key_hash not in ("", old.key_hash)
        assert new.state == Bundle.State.READY
        assert [row.state for row in referral.bundles.all()] == ["ready", "gone"]


@pytest.mark.django_db(transaction=True)
def test_on_its_day_the_bundle_is_destroyed_and_what_was_shared_stays(dsl, case):
    referral = shared(dsl, case)
    bundle = referral.bundles.get()
    assert destroy_what_is_due() == 0
    Bundle.unscoped.filter(pk=bundle.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert destroy_what_is_due() == 1
    with pytest.raises(vault.VaultError):
        vault.get(bundle.vault_key)
    bundle.refresh_from_db()
    assert (bundle.state, bundle.vault_key, bundle.sealed) == ("gone", "", "")
    assert LedgerEntry.objects.filter(verb="bundle.destroyed").exists()
    assert referral.said("name") == "Paula Sergeant"


def test_evidence_that_was_changed_on_the_disk_is_never_handed_out(dsl, case, item, sign_in, settings):
    file = next((settings.DATA / "vault").glob(f"*/{item.vault_key}"))
    kept = file.read_bytes()
    file.chmod(0o600)
    file.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    referral = shared(dsl, case, items=(item.pk,))
    assert referral.bundles.get().state == Bundle.State.FAILED
    assert "could not be made" in sign_in(dsl).get(at(referral)).content.decode()
    assert sign_in(dsl).post(at(referral, "bundle/")).status_code == 302


class TestTheMaking:
    def test_one_that_nobody_makes_any_more_can_be_asked_for_again(self, dsl, case, sign_in):
        referral = refer(dsl, case, wishes()).referral
        client = sign_in(dsl)
        assert "Wait until it is ready" in client.post(at(referral, "again/"), follow=True).content.decode()
        Bundle.unscoped.update(at=timezone.now() - timedelta(hours=2))
        assert "more than an hour ago" in client.get(at(referral)).content.decode()
        client.post(at(referral, "again/"))
        drain()
        assert [row.state for row in referral.bundles.all()] == ["ready", "gone"]

    def test_made_twice_by_two_workers_it_is_there_once(self, dsl, case, django_capture_on_commit_callbacks):
        bundle = refer(dsl, case, wishes()).referral.bundles.get()
        first, second = Bundle.unscoped.get(pk=bundle.pk), Bundle.unscoped.get(pk=bundle.pk)
        build(bundle.pk)
        kept = Bundle.unscoped.get(pk=bundle.pk)
        with django_capture_on_commit_callbacks(execute=True):
            stored = vault.put(b"made by another worker")
            _ready(second, bytes(32), Made(stored.sha256, stored.size), stored)
        assert Bundle.unscoped.get(pk=first.pk).vault_key == kept.vault_key
        with pytest.raises(vault.VaultError):
            vault.get(stored.key)

    def test_what_could_do_harm_is_given_another_ending(self, dsl, case, tmp_path):
        with by_machine(case.school) as ledger:
            page = b"<!doctype html><script>alert(1)</script>"
            item = keep(ledger, case, page, name="page.html", how="Brought")
        folder = TestWhatGoesWithIt().opened(dsl, case, tmp_path, items=(item.pk,))
        assert [file.name for file in (folder / "evidence").iterdir()] == ["0001-page.html.bin"]

    def test_of_a_case_without_pictures_the_words_can_go(self, dsl, tmp_path):
        case = a_case(dsl, no_pictures=True)
        folder = TestWhatGoesWithIt().opened(dsl, case, tmp_path)
        assert not (folder / "evidence").exists()

    def test_a_closed_case_can_be_shared_still(self, dsl):
        assert refer(dsl, a_case(dsl, state="closed"), wishes())


def test_a_long_list_comes_in_pages_with_the_same_queries(dsl, case, sign_in, django_assert_max_num_queries):
    for _ in range(30):
        refer(dsl, case, wishes())
    client = sign_in(dsl)
    first = client.get(f"/cases/{case.reference}/sharing/").content.decode()
    assert first.count("Paula Sergeant") == 25
    with django_assert_max_num_queries(30):
        client.get(f"/cases/{case.reference}/sharing/")


CROWD = """
from cases import a_case
from crowds import at_once
from factories import SchoolFactory, somebody
from schoolgate.casework.evidence.sharing.actions.handing import hand_out, make_again, take_key
from schoolgate.casework.evidence.sharing.actions.referring import Wishes, refer
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry

dsl = somebody("dsl", school=SchoolFactory())
wishes = Wishes(kind="police", name="Pat Example", office="Made Up Police", why="Asked.", chronology="response")
referral = refer(dsl, a_case(dsl), wishes).referral
drain()
keys = at_once(lambda: take_key(dsl, referral))
taken = LedgerEntry.objects.filter(verb="bundle.key_taken").count()
again = at_once(lambda: make_again(dsl, referral))
print(json.dumps({"keys": keys, "taken": taken, "again": again, "bundles": referral.bundles.count()}))
"""


@pytest.mark.whole
def test_six_at_once_get_one_key_and_one_bundle(tmp_path):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path)}))


@pytest.mark.whole
def test_so_on_postgresql(tmp_path, postgresql):
    _check(outcome(CROWD, {"SCHOOLGATE_DATA": str(tmp_path), "DATABASE_URL": postgresql}))


def _check(said: dict[str, Any]) -> None:
    assert one_did(said["keys"], "The key was taken already")
    assert said["taken"] == 1
    assert one_did(said["again"], "The bundle is being made")
    assert said["bundles"] == 2


class TestNobodyElse:
    """A page about a case is not there for whoever may not know of the case."""

    PARTS = ("", "bundle/", "key/", "again/")

    @pytest.fixture
    def referral(self, dsl, case):
        return shared(dsl, case)

    def everything(self, client, referral, reference=None):
        """What each address answers, with the page it shows."""
        base = f"/cases/{reference or referral.case.reference}/sharing/"
        for path in (base, f"{base}new/whom/", *(f"{base}{referral.reference}/{part}" for part in self.PARTS)):
            for method in (client.get, client.post):
                answer = method(path)
                if answer.status_code != 405:
                    yield answer.status_code

    def test_the_chair_who_is_no_member(self, school, referral, sign_in):
        client = sign_in(somebody("chair", school=school))
        assert set(self.everything(client, referral)) == {404}
        assert set(self.everything(client, referral, "C-00000000")) == {404}

    def test_a_deputy_whom_it_names_though_a_member(self, school, case, referral, sign_in):
        deputy = somebody("deputy_dsl", school=school)
        joins(case, deputy)
        named(case, deputy)
        assert set(self.everything(sign_in(deputy), referral)) == {404}

    def test_a_governor_whose_child_it_names(self, school, case, referral, sign_in):
        parent, child = family(school)
        from factories import RoleHoldingFactory

        RoleHoldingFactory(person=parent, role="governor")
        joins(case, parent)
        named(case, child, Party.Part.AFFECTED, Party.Kind.PUPIL)
        assert set(self.everything(sign_in(parent), referral)) == {404}

    def test_a_class_teacher_who_is_a_member_but_decides_nothing(self, school, case, referral, sign_in):
        teacher = somebody("staff", school=school)
        joins(case, teacher)
        assert set(self.everything(sign_in(teacher), referral)) == {403}
        assert "Share with a named person" not in sign_in(teacher).get(f"/cases/{case.reference}/").content.decode()

    def test_a_referral_of_another_case(self, dsl, referral, sign_in):
        other = a_case(dsl)
        client = sign_in(dsl)
        assert client.get(f"/cases/{other.reference}/sharing/{referral.reference}/").status_code == 404
