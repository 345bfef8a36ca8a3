"""Whoever opened a case in an emergency reads, notes, calls for help and offers support. They decide nothing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pkgutil import walk_packages

import pytest
from django.utils import timezone

import schoolgate.casework
from cases import a_case, joins, named
from factories import AbsenceFactory, somebody
from schoolgate.casework.cases.access import deciders, may_open
from schoolgate.casework.cases.actions.emergency import break_glass
from schoolgate.casework.cases.actions.linking import link
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.working import IN_EMERGENCY
from schoolgate.casework.cases.models import Case, Entry, Member, Party
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.casework.steps.rungs import rungs
from schoolgate.casework.support.actions.offering import offer
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Notice, Person
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db

MAY = {
    "link",
    "unlink",
    "note",
    "no_pictures_from_now",
    "open_line",
    "hand_out",
    "verify",
    "whole",
    "seen_by_school",
    "offer",
    "check_in",
    "end_support",
    "go_on",
    "say_cannot",
    "answer",
    "wish",
    "write",
    "say_not_all_right",
}
"""What is done to a case, or to support, by whoever may open it, in an emergency too."""
OTHERS = re.compile(r"with (?:working|working_on_both|_held)\((?![^)]*emergency=)|with held\([^)]*\"case\.decide\"")
WORKS = re.compile(r"with (?:working|working_on_both|held|_held)\(")


def actions() -> dict[str, Callable[..., object]]:
    """Every action of casework that works on a case, by module and name."""
    found = {}
    for module in walk_packages(schoolgate.casework.__path__, "schoolgate.casework."):
        if ".actions." not in module.name:
            continue
        loaded = import_module(module.name)
        for name, action in inspect.getmembers(loaded, inspect.isfunction):
            if (
                action.__module__ == module.name
                and not inspect.isgeneratorfunction(inspect.unwrap(action))
                and WORKS.search(inspect.getsource(action))
            ):
                found[f"{module.name.removeprefix('schoolgate.casework.')}.{name}"] = action
    return found


WORKING = {name: action for name, action in actions().items() if OTHERS.search(inspect.getsource(action))}


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def case(dsl, head):
    """A case that is the safeguarding lead's; the head opened it in an emergency."""
    made = a_case(dsl, lead=dsl)
    named(made, somebody("staff", school=dsl.school), Party.Part.AFFECTED)
    break_glass(head, made.reference, "The child is missing.")
    return made


class Any:
    """Whatever belongs to a case: an action looks at the case before it looks at this."""

    def __init__(self, case: Case) -> None:
        self.case, self.case_id, self.letter, self.pk = case, case.pk, self, 0
        self.key = next(iter(templates()))


def given_to(action: Callable[..., object], by: Person, case: Case, file: SupportFile) -> dict[str, object]:
    """Something for each thing that an action asks for."""
    known = {"by": by, "person": by, "case": case, "file": file, "received_on": timezone.localdate()}
    if action.__name__ == "let_in":
        known |= {"by": by, "person": somebody("staff", school=case.school)}
    wanted = inspect.signature(action).parameters
    return {
        name: known.get(name, "" if "str" in str(each.annotation) else Any(case))
        for name, each in wanted.items()
        if each.default is each.empty
    }


def test_every_action_is_known_to_be_for_whoever_works_on_it_or_not():
    others = {name.rpartition(".")[2] for name in actions() if name not in WORKING}
    assert others - MAY <= {"decide"}, "say whether it is for whoever opened a case in an emergency too"
    assert len(WORKING) > 30


@pytest.mark.parametrize("name", WORKING)
def test_whoever_opened_it_in_an_emergency_does_nothing_but_read_note_and_help(name, case, dsl, head):
    party = case.parties.get()
    file = offer(dsl, case, party, supporter=somebody("staff", school=dsl.school), happened="Unkind words.", every=7)
    before = Entry.objects.of(dsl.school).filter(case=case).count()
    action = WORKING[name]

    with pytest.raises(Refused, match=IN_EMERGENCY):
        action(**given_to(action, head, case, file))

    assert Entry.objects.of(dsl.school).filter(case=case).count() == before


@pytest.mark.parametrize("name", [name for name, rung in rungs().items() if not rung.emergency])
def test_no_step_of_the_ladder_is_theirs(name, case, head):
    with pytest.raises(Refused, match=IN_EMERGENCY):
        decide(head, case, name, Given("not_taken", "No."))


def test_they_note_call_for_help_and_offer_support(case, head, sign_in):
    client, emergency = sign_in(head), next(name for name, rung in rungs().items() if rung.emergency)
    assert client.get(case.path).status_code == 200

    note(head, case, "She was seen at the station.", restricted=False)
    decide(head, case, emergency, Given("taken", "They look for her."))
    helper = somebody("staff", school=head.school)
    offer(head, case, case.parties.get(), supporter=helper, happened="We look for you.", every=7)

    lines = Entry.objects.of(head.school).filter(case=case, by=head)
    assert set(lines.values_list("kind", flat=True)) == {"emergency", "noted", "step", "support"}


def test_they_join_no_other_case_to_it(case, head):
    own = a_case(head)

    with pytest.raises(Refused, match=IN_EMERGENCY):
        join(head, own, case.reference, "The same.")

    link(head, own, case.reference, "The same evening.")


def test_they_are_told_what_they_may_do_and_see_no_way_to_decide(case, head, dsl, sign_in):
    page = sign_in(head).get(case.path)

    assert "You opened this in an emergency" in words(page)
    client = sign_in(head)
    for path, ways in (("tasks/", ("tasks/add",)), ("evidence/", ("evidence/add", "evidence/copy"))):
        found = client.get(f"/cases/{case.reference}/{path}").content.decode()
        assert not [way for way in ways if f'href="/cases/{case.reference}/{way}/"' in found]
    for part in ("close", "lead", "members/add", "look"):
        assert f'href="/cases/{case.reference}/{part}/"' not in page.content.decode()
    assert "You opened this in an emergency" not in words(sign_in(dsl).get(case.path))
    people = sign_in(head).get(f"/cases/{case.reference}/members/").content.decode()
    assert "/members/add/" not in people
    assert "/end/" not in people


def test_they_do_not_count_as_somebody_who_may_decide(case, dsl, head, sign_in):
    assert deciders(case) == [dsl]
    mine = Member.objects.of(dsl.school).get(case=case, person=dsl)

    refused = fill(sign_in(dsl), f"/cases/{case.reference}/members/{mine.key}/end/", words="I am leaving.")

    assert "Nobody else could decide about it then" in words(refused)


def test_somebody_who_works_on_it_lets_them_in_for_good(case, dsl, head, sign_in):
    page = fill(sign_in(dsl), f"/cases/{case.reference}/members/add/", to=head.name, why="She leads with me now.")

    assert page.status_code == 200
    assert deciders(case) == sorted([dsl, head], key=lambda person: person.name)
    member = Member.objects.of(dsl.school).get(case=case, person=head, ended_at=None)
    assert (member.broke_glass, member.until) == (False, None)


def test_it_waits_on_the_home_page_of_those_who_work_on_it_until_they_open_it(case, dsl, head, sign_in):
    asks = f"Somebody opened {case.reference} in an emergency: read why"
    client = sign_in(dsl)
    assert asks in words(client.get("/"))
    assert asks not in words(sign_in(head).get("/"))

    assert "The child is missing." in words(client.get(f"/cases/{case.reference}/members/"))

    assert asks not in words(client.get("/"))


def test_where_nobody_who_decides_is_left_the_next_who_leads_is_told_and_the_line_says_so(dsl, head):
    case, deputy = a_case(dsl), somebody("deputy_dsl", school=dsl.school)
    for person in (dsl, head):
        case.besides.add(person)
    helper = somebody("staff", school=dsl.school)
    joins(case, helper)
    slt = somebody("slt", school=dsl.school)

    break_glass(deputy, case.reference, "It cannot wait.")

    line = Entry.objects.of(dsl.school).get(case=case, kind="emergency").said("words")
    assert slt.name in line
    assert "Nobody could be told who decides about it" in line
    assert set(Mail.objects.of(dsl.school).values_list("person", flat=True)) == {helper.pk, slt.pk}
    notice = Notice.objects.of(dsl.school).get(person=slt)
    assert deputy.name in notice.words
    assert not may_open(slt, case)


def test_where_everybody_left_is_away_they_are_told_all_the_same(dsl, head):
    case = a_case(dsl)
    case.besides.add(dsl)
    chair = somebody("chair", school=dsl.school)
    AbsenceFactory(person=chair)

    break_glass(head, case.reference, "It cannot wait.")

    assert Notice.objects.of(dsl.school).get().person == chair


def test_where_nobody_else_could_be_told_it_stays_shut_and_says_whom_to_call(dsl, head, sign_in):
    case = a_case(dsl)
    case.besides.add(dsl)
    somebody("governor", "technician", school=dsl.school)

    page = fill(sign_in(head), "/cases/emergency/", reference=case.reference, why="It cannot wait.")

    assert page.status_code == 422
    assert "call 999" in words(page)
    assert "NSPCC Helpline (0808 800 5000)" in words(page)
    assert not may_open(head, case)
    assert LedgerEntry.objects.filter(verb="case.emergency_refused", actor=head.pk).count() == 1
