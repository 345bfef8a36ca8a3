"""Who is whose family at a school, and who says so."""

from __future__ import annotations

import pytest

from factories import family, pupil, somebody
from schoolgate.community.actions import families
from schoolgate.community.change import Refused
from schoolgate.community.models import FamilyLink, Person
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
PARENT, RELATIVE = FamilyLink.Kind.PARENT, FamilyLink.Kind.RELATIVE


def test_the_head_links_a_child_to_a_parent_found_by_name(school, sign_in):
    head, child = somebody("head", school=school), pupil(school, name="Pip Example")
    pat = somebody("parent", school=school, name="Pat Example")
    somebody("parent", school=school, name="Ola Example")
    browser = sign_in(head)
    found = words(browser.get(f"/people/{child.pk}/family/?name=pat"))
    page = fill(browser, f"/people/{child.pk}/family/?name=pat", people=str(pat.pk), kind="parent")

    assert "Pat Example" in found
    assert "Ola Example" not in found
    assert "Parent or carer: Pat Example" in words(page)
    assert "Their child: Pip Example" in words(browser.get(f"/people/{pat.pk}/"))
    entry = LedgerEntry.objects.get(verb="family.linked")
    assert entry.details() == {"adult": pat.pk, "child": child.pk, "kind": "parent"}


def test_a_member_of_staff_with_a_niece_is_no_parent_of_hers(school):
    head, olly, nell = somebody("head", school=school), somebody("staff", school=school), pupil(school)
    families.link(head, olly, nell, RELATIVE)

    assert Person.unscoped.get(pk=olly.pk).roles() == {"staff"}


def test_whoever_becomes_a_parent_has_the_role_of_one(school):
    head, olly, nell = somebody("head", school=school), somebody("staff", school=school), pupil(school)
    families.link(head, olly, nell, PARENT)

    assert Person.unscoped.get(pk=olly.pk).roles() == {"staff", "parent"}


def test_a_senior_leader_who_gives_no_roles_makes_no_parents(school):
    senior, olly, nell = somebody("slt", school=school), somebody("staff", school=school), pupil(school)
    with pytest.raises(Refused, match="Ask the IT technician or head teacher"):
        families.link(senior, olly, nell, PARENT)
    assert not FamilyLink.objects.of(school).exists()


@pytest.mark.parametrize("role", ["head", "technician"])
def test_nobody_makes_or_ends_a_link_of_their_own_family(school, role):
    by, child = somebody(role, "parent", school=school), pupil(school)
    with pytest.raises(Refused, match="your own family"):
        families.link(by, by, child, PARENT)
    link = FamilyLink.objects.create(adult=by, child=child)
    with pytest.raises(Refused, match="your own family"):
        families.unlink(by, link)
    assert FamilyLink.objects.of(school).count() == 1


def test_a_link_is_between_an_adult_and_a_pupil_of_one_school(school):
    head, child, other = somebody("head", school=school), pupil(school), pupil(school)
    adult, stranger = somebody("staff", school=school), somebody("parent")
    for pair in ((adult, somebody("parent", school=school)), (other, child), (stranger, child)):
        with pytest.raises(Refused):
            families.link(head, *pair, RELATIVE)
    families.link(head, adult, child, RELATIVE)
    with pytest.raises(Refused, match="linked already"):
        families.link(head, adult, child, PARENT)


def test_ending_a_link_asks_first(school, sign_in):
    head, (parent, child) = somebody("head", school=school), family(school)
    link = child.adult_links.get()
    browser = sign_in(head)

    assert "End the link" in words(browser.get(f"/people/{parent.pk}/family/{link.pk}/end/"))
    page = browser.post(f"/people/{parent.pk}/family/{link.pk}/end/", follow=True)
    assert "Nobody is written down" in words(page)
    assert LedgerEntry.objects.filter(verb="family.ended").exists()


def test_a_choice_that_is_left_out_is_named(school, sign_in):
    child = pupil(school)
    somebody("parent", school=school)
    page = sign_in(somebody("head", school=school)).post(f"/people/{child.pk}/family/", {})

    assert page.status_code == 422
    assert "Choose somebody" in words(page)
    assert "Choose parent or carer" in words(page)


def test_those_who_may_not_change_families_see_no_way_to(school, sign_in):
    parent, child = family(school)
    page = sign_in(somebody("dsl", school=school)).get(f"/people/{child.pk}/")

    assert parent.name in words(page)
    assert "End this link" not in words(page)
    assert "Add a parent" not in words(page)
