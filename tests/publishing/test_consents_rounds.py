"""The September round: families are asked, reminded once, and children who come later are asked too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import FamilyLinkFactory, GroupFactory, MembershipFactory, family, pupil, somebody
from publishing.opening import adopt
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Person
from schoolgate.jobs.work import drain
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.actions.rounds import begin, remind
from schoolgate.publishing.consents.jobs import follow_round
from schoolgate.publishing.consents.models import ConsentLink, Lasting, Round
from typed import fill

EVERYTHING = {"website": True, "newsletter": False, "press": False, "display": True}


def soon(days: int = 14):
    return timezone.localdate() + timedelta(days=days)


def linked(school) -> set[tuple[int, int]]:
    """Parent and child of every link that was sent."""
    return set(ConsentLink.objects.of(school).values_list("parent", "child"))


def not_long_ago(round_: Round) -> Round:
    """The round as one that began yesterday."""
    Round.unscoped.filter(pk=round_.pk).update(at=timezone.now() - timedelta(days=1))
    return Round.unscoped.get(pk=round_.pk)


def test_the_head_asks_a_year_group_on_a_page_and_each_parent_gets_a_link(school, sign_in):
    head = somebody("head", school=school)
    one, two = family(school, year="3"), family(school, year="4")
    done = fill(sign_in(head), "/consents/asking/new/", whom="year:3")
    assert "Year 3" in done.content.decode()
    drain()
    assert linked(school) == {(one[0].pk, one[1].pk)}
    assert Mail.objects.of(school).filter(person=two[0]).count() == 0
    assert Round.objects.of(school).get().answer_by == soon()


def test_a_class_is_asked_and_who_has_answered_is_left_in_peace(school):
    head = somebody("head", school=school)
    group = GroupFactory(school=school)
    (mother, child), (father, other), _ = family(school), family(school), family(school)
    for one in (child, other):
        MembershipFactory(group=group, person=one)
    answering.answer(mother, child, EVERYTHING)
    begin(head, soon(), group=group)
    drain()
    assert linked(school) == {(father.pk, other.pk)}
    begin(head, soon(), group=group, also_answered=True)
    drain()
    assert linked(school) == {(father.pk, other.pk), (mother.pk, child.pk)}


def test_the_list_says_who_has_not_answered_and_how_to_reach_them(school, sign_in):
    head = somebody("head", school=school)
    mother, child = family(school)
    _, silent = family(school)
    on_paper = pupil(school)
    FamilyLinkFactory(child=on_paper, adult=somebody("parent", school=school, account=None))
    alone = pupil(school)
    round_ = begin(head, soon())
    answering.answer(mother, child, EVERYTHING)
    page = sign_in(head).get(f"/consents/asking/{round_.pk}/").content.decode()
    assert f"/consents/papers/{child.pk}/" not in page
    for one, way in ((silent, "By email"), (on_paper, "On paper"), (alone, "Nobody is written down")):
        row = page.split(f"/consents/papers/{one.pk}/")[1].split("</tr>")[0]
        assert way in row


def test_parents_find_it_on_their_home_page_until_one_of_them_has_answered(school, sign_in):
    head = somebody("head", school=school)
    mother, child = family(school)
    father = somebody("parent", school=school)
    FamilyLinkFactory(adult=father, child=child)
    title = f"Say where we may show pictures of {child.name}"
    assert title not in sign_in(mother).get("/").content.decode()
    begin(head, soon())
    assert title in sign_in(mother).get("/").content.decode()
    answering.answer(father, child, EVERYTHING)
    assert title not in sign_in(mother).get("/").content.decode()


def test_who_has_not_answered_is_reminded_once_by_itself_and_by_hand_once_a_day(school, sign_in):
    head = somebody("head", school=school)
    (mother, child), (father, _) = family(school), family(school)
    round_ = begin(head, soon(4))
    drain()
    answering.answer(mother, child, EVERYTHING)
    follow_round.call(school=school.pk)
    drain()
    assert not Round.objects.of(school).get().reminded_at, "not on the day on which they were asked"
    not_long_ago(round_)
    for _ in range(2):
        follow_round.call(school=school.pk)
        drain()
    assert Mail.objects.of(school).filter(person=father).count() == 2
    assert Mail.objects.of(school).filter(person=mother).count() == 1
    with pytest.raises(Refused, match="today already"):
        remind(head, round_)
    Round.unscoped.update(reminded_at=timezone.now() - timedelta(days=2))
    fill(sign_in(head), f"/consents/asking/{round_.pk}/")
    drain()
    assert Mail.objects.of(school).filter(person=father).count() == 3


def test_a_child_who_comes_during_the_year_is_asked_without_anybody_doing_it(school):
    head = somebody("head", school=school)
    family(school)
    begin(head, soon())
    drain()
    newcomer = family(school)
    for _ in range(2):
        follow_round.call(school=school.pk)
    assert (newcomer[0].pk, newcomer[1].pk) in linked(school)
    assert Mail.objects.of(school).filter(person=newcomer[0]).count() == 1


def test_refusals_say_what_to_do(school, sign_in):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    with pytest.raises(Refused, match="still to come"):
        begin(head, timezone.localdate())
    with pytest.raises(Refused, match="nobody to ask"):
        begin(head, soon())
    family(school)
    with pytest.raises(Refused):
        begin(teacher, soon())
    assert sign_in(teacher).get("/consents/asking/").status_code == 403


def test_the_head_chooses_how_long_a_yes_lasts(school, sign_in):
    head = somebody("head", school=school)
    page = fill(sign_in(head), "/consents/asking/lasting/", lasts="stage").content.decode()
    assert "until the end of their key stage" in page
    parent, child = family(school, year="3")
    answering.answer(parent, child, {"website": True})
    until = child.consents.get().until
    assert until.month == 8
    assert Lasting.objects.of(school).count() == 1
    assert until.year - timezone.localdate().year in (3, 4)


def test_the_forms_of_a_class_are_a_pdf_with_each_pupil(school, sign_in):
    import pypdfium2

    office, group = somebody("staff", school=school), GroupFactory(school=school)
    children: list[Person] = [pupil(school, name=f"Wren Example {n}") for n in ("One", "Two")]
    for child in children:
        MembershipFactory(group=group, person=child)
    client = sign_in(office)
    assert f"/consents/forms/{group.pk}/" in client.get(f"/consents/register/?group={group.pk}").content.decode()
    paper = client.get(f"/consents/forms/{group.pk}/")
    assert paper["Content-Type"] == "application/pdf"
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(paper.content)]
    assert [sum(child.name in page for child in children) for page in pages] == [1, 1]
    assert client.get(f"/consents/papers/{children[0].pk}/form/").status_code == 200


def test_the_head_sees_about_whom_nobody_has_ever_answered(school, sign_in):
    head, (mother, child), (_, other) = somebody("head", school=school), family(school), family(school)
    answering.answer(mother, child, EVERYTHING)
    client = sign_in(head)
    assert "Ask about pictures" not in client.get("/").content.decode()
    adopt(school, "days-lane")
    assert "Ask about pictures of 1 pupil" in client.get("/").content.decode()
    page = client.get("/consents/asking/silent/").content.decode()
    assert other.name in page
    assert "What the policy says" in page
    assert child.name not in page
    parent = other.adult_links.get().adult
    answering.answer(parent, other, EVERYTHING)
    assert "Ask about pictures" not in client.get("/").content.decode()
    assert "about every pupil" in client.get("/consents/asking/silent/").content.decode()
    assert sign_in(somebody("staff", school=school)).get("/consents/asking/silent/").status_code == 403
