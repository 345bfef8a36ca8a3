"""Never show, never say why: for the safeguarding lead alone, and for everybody else a plain no."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factories import AbsenceFactory, FamilyLinkFactory, family, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.actions.never import end_flag, set_flag
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import NeverShow, Purpose
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.publishing.consents.withdrawing import withdrawn
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on

WHY = "A court order of March: the father must not learn which school."


def stands(person: Person, purpose: str = "website") -> Standing:
    return may_be_shown([person], [purpose], timezone.localdate())[person.pk, purpose]


def flagged(dsl: Person) -> tuple[Person, Person]:
    """A parent who said yes to everything, and their child who is never to be shown."""
    parent, child = family(dsl.school)
    answering.answer(parent, child, {purpose.value: True for purpose in Purpose})
    set_flag(dsl, child, WHY)
    return parent, child


def test_the_lead_sets_it_on_a_page_and_no_yes_counts_any_more(school, sign_in):
    dsl = somebody("dsl", school=school)
    parent, child = family(school)
    answering.answer(parent, child, {"website": True})
    heard = []
    listen = lambda person, purposes, **_: heard.append((person, len(purposes)))  # noqa: E731
    withdrawn.connect(listen)
    try:
        fill(sign_in(dsl), "/never-show/add/", people=str(child.pk), why=WHY)
    finally:
        withdrawn.disconnect(listen)
    assert heard == [(child, len(Purpose))]
    assert {stands(child, purpose.value) for purpose in Purpose} == {Standing.NEVER}
    flag = NeverShow.objects.of(school).get()
    assert flag.said("why") == WHY
    assert "court" not in flag.sealed
    with pytest.raises(Refused, match="already"):
        set_flag(dsl, child, "Again.")


def test_that_it_was_read_is_in_the_ledger_before_a_word_is_shown_and_the_ledger_does_not_say_of_whom(school, sign_in):
    dsl = somebody("dsl", school=school)
    _, child = flagged(dsl)
    flag = NeverShow.objects.of(school).get()
    client = sign_in(dsl)
    assert child.name in client.get("/never-show/").content.decode()
    assert LedgerEntry.objects.filter(verb="never_show.listed", actor=dsl.pk).count() == 1
    assert "court order" in client.get(f"/never-show/{flag.pk}/").content.decode()
    entry = LedgerEntry.objects.get(verb="never_show.opened")
    assert str(child.pk) not in str(entry.detail)
    assert entry.subject != f"community.person:{child.pk}"
    assert {entry.detail for entry in LedgerEntry.objects.filter(verb__startswith="never_show.")} == {"{}"}


def test_nobody_else_opens_it_not_even_the_head(school, sign_in):
    dsl = somebody("dsl", school=school)
    flagged(dsl)
    flag = NeverShow.objects.of(school).get()
    for role in ("head", "slt", "staff", "technician", "chair", "parent"):
        client = sign_in(somebody(role, school=school))
        for url in ("/never-show/", "/never-show/add/", f"/never-show/{flag.pk}/"):
            assert client.get(url).status_code == 403, (role, url)


def test_the_deputy_sees_it_while_the_lead_is_away_and_not_otherwise(school, sign_in):
    dsl, deputy = somebody("dsl", school=school), somebody("deputy_dsl", school=school)
    _, child = flagged(dsl)
    url = f"/never-show/{NeverShow.objects.of(school).get().pk}/"
    client = sign_in(deputy)
    assert client.get(url).status_code == 404
    assert child.name not in client.get("/never-show/").content.decode()
    with pytest.raises(Refused):
        set_flag(deputy, pupil(school), "Why.")
    AbsenceFactory(person=dsl)
    assert client.get(url).status_code == 200
    assert child.name in client.get("/never-show/").content.decode()


def test_the_leads_own_child_is_for_the_deputy(school, sign_in):
    dsl, deputy = somebody("dsl", school=school), somebody("deputy_dsl", school=school)
    child = pupil(school)
    FamilyLinkFactory(adult=dsl, child=child)
    with pytest.raises(Refused, match="own family"):
        set_flag(dsl, child, "Why.")
    flag = set_flag(deputy, child, "Why.")
    assert sign_in(dsl).get(f"/never-show/{flag.pk}/").status_code == 404
    assert child.name not in sign_in(dsl).get("/never-show/").content.decode()
    assert child.name in sign_in(deputy).get("/never-show/").content.decode()


@pytest.mark.parametrize("role", ["head", "slt", "staff"])
def test_for_everybody_else_it_reads_as_a_plain_no(school, sign_in, role):
    dsl = somebody("dsl", school=school)
    _, never = flagged(dsl)
    parent, plain = family(school)
    answering.answer(parent, plain, {"website": False})
    client = sign_in(somebody(role, school=school))
    pages = [client.get(f"/consents/register/?name={one.name}").content.decode() for one in (never, plain)]
    rows = [
        page.split("<tbody")[1].split("</tbody>")[0].replace(one.name, "")
        for page, one in zip(pages, (never, plain), strict=True)
    ]
    assert rows[0] == rows[1]
    assert "Not this one" in rows[0]
    for one in (never, plain):
        paper = client.get(f"/consents/papers/{one.pk}/").content.decode()
        assert "Answered on" in paper
        assert "never" not in paper.lower()


def test_the_parent_sees_what_they_said_and_nothing_of_it(school, sign_in):
    dsl = somebody("dsl", school=school)
    parent, child = flagged(dsl)
    page = sign_in(parent).get(f"/consents/{child.pk}/").content.decode()
    said = {name: chosen for name, chosen in form_on(page).items() if name in Purpose.values}
    assert set(said) == set(Purpose.values)
    assert all(chosen == ["yes"] for chosen in said.values())
    assert "never" not in page.lower()


def test_it_ends_on_a_page_and_then_what_the_family_said_counts(school, sign_in):
    dsl = somebody("dsl", school=school)
    _, child = flagged(dsl)
    flag = NeverShow.objects.of(school).get()
    fill(sign_in(dsl), f"/never-show/{flag.pk}/")
    assert stands(child) == Standing.YES
    with pytest.raises(Refused, match="ended already"):
        end_flag(dsl, flag)
    set_flag(dsl, child, "It began again.")
    assert stands(child) == Standing.NEVER


def test_another_schools_lead_cannot_reach_it(school, sign_in):
    dsl, elsewhere = somebody("dsl", school=school), somebody("dsl")
    _, _child = flagged(dsl)
    flag = NeverShow.objects.of(school).get()
    assert sign_in(elsewhere).get(f"/never-show/{flag.pk}/").status_code == 404
    with pytest.raises(Refused):
        set_flag(elsewhere, pupil(school), "Why.")
