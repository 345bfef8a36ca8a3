"""Every page about a case says which case it is, what the page is, and leads one level up by name."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from cases import a_case
from factories import SchoolFactory, somebody
from samples import SAMPLES
from schoolgate.casework.cases.access import who_may_open
from schoolgate.casework.cases.models import Case
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.checks import views
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power_of
from test_powers_matrix import address

pytestmark = pytest.mark.django_db
ROUTES = [each for each in views() if each[0].startswith(("/cases/<", "/supporting/<"))]
NO_PAGE = {
    "case_look": "leads to the first question",
    "case_look_check": "leads to the first question that has no answer",
    "case_name_unknown": "takes POST alone",
    "case_reopen": "leads to the case, which is not closed",
    "evidence_check": "takes POST alone",
    "letter_paper": "a PDF",
    "letter_put_away": "takes POST alone",
    "letter_stop": "takes POST alone",
    "referral_again": "takes POST alone",
    "referral_bundle": "takes POST alone",
    "removal_look": "takes POST alone",
    "steps_showing_pdf": "a PDF",
    "support_cannot": "for whoever gives the support; tried below",
    "support_family": "only where it is a pupil",
    "support_go_on": "takes POST alone",
}


def words(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))).strip()


def only(pattern: str, html: str) -> Any:
    found = re.findall(pattern, html, re.DOTALL)
    assert len(found) == 1, f"{pattern}: {found}"
    return found[0]


def shown(client, path: str) -> tuple[str, str, str]:
    """The title of a page, its heading, and all of it."""
    answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"
    html = answer.content.decode()
    return words(only("<title>(.*?)</title>", html)), words(only("<h1[^>]*>(.*?)</h1>", html)), html


def those_who_may(case: Case, power: str) -> list[Person]:
    return [person for person in who_may_open(case) if holds(person, power)]


@pytest.mark.parametrize(("route", "name", "view"), ROUTES, ids=[name for _, name, _ in ROUTES])
def test_a_page_about_a_case_stands_in_its_frame(route, name, view, sign_in):
    values = SAMPLES[name](SchoolFactory())
    of_file = route.startswith("/supporting/")
    if of_file:
        case = SupportFile.unscoped.select_related("case").get(reference=values["file"]).case
    else:
        case = Case.unscoped.get(reference=values["reference"])
    path = address(route, values)
    clients = [sign_in(person) for person in those_who_may(case, power_of(view) or "")]
    answers = [(client, client.get(path)) for client in clients]
    pages = [client for client, answer in answers if answer.status_code == 200 and "html" in answer["Content-Type"]]
    assert bool(pages) != (name in NO_PAGE)
    if not pages:
        return
    client = pages[0]
    title, heading, html = shown(client, path)
    assert f" – {case.reference} – " in title
    assert case.reference not in heading
    called = "" if of_file or name == "case" or not case.said("title") else f": {case.said('title')}"
    caption = '<span class="govuk-caption-l">(.*?)</span>'
    assert words(only(caption, html)) == f"Case {case.reference}{called}"
    assert html.index("govuk-caption-l") < html.index("<h1")
    up, label = only('<a class="govuk-back-link" href="([^"]*)">(.*?)</a>', html)
    if name == "case":
        assert (up, label) == ("/cases/", "Cases")
    elif up == case.path:
        assert label == "The case"
    else:
        assert label != "The case"
        assert path.startswith(up) or len(up) < len(path) or name in ("share", "support_file")
        above, its_heading, _ = shown(client, up)
        assert words(label) in f"{above} {its_heading}", f"“{label}” leads to “{above}”"


def test_two_cases_open_beside_each_other_are_told_apart(sign_in):
    dsl = somebody("dsl")
    first, second = a_case(dsl), a_case(dsl)
    second.keep(title="A post on the school’s page")
    second.save()
    at_dsl = sign_in(dsl)
    for case, called in ((first, "Words in a group chat"), (second, "A post on the school’s page")):
        html = at_dsl.get(f"/cases/{case.reference}/steps/").content.decode()
        assert words(only('<span class="govuk-caption-l">(.*?)</span>', html)) == f"Case {case.reference}: {called}"


def test_whoever_supports_somebody_and_may_not_open_the_case_is_not_told_which_it_is(sign_in):
    values = SAMPLES["support_file"](SchoolFactory())
    file = SupportFile.unscoped.select_related("supporter").get(reference=values["file"])
    at_helper = sign_in(file.supporter)
    for page in ("", "want/", "write/", "check-in/", "cannot/", "end/"):
        title, heading, html = shown(at_helper, f"/supporting/{file.reference}/{page}")
        assert values["reference"] not in html
        assert "govuk-caption-l" not in html
        assert title.startswith(heading)
        assert only('<a class="govuk-back-link" href="([^"]*)">', html) != f"/cases/{values['reference']}/"


def test_the_page_of_a_case_begins_with_what_was_told_and_ends_with_closing_it(sign_in):
    teacher = somebody("staff")
    dsl = somebody("dsl", school=teacher.school)
    report = report_from(teacher, "Unkind messages in a chat.", ["bullying"])
    case, client = report.case, sign_in(dsl)
    client.get(f"/cases/{case.reference}/reports/{report.reference}/")  # what nobody has read waits above it
    page = client.get(f"/cases/{case.reference}/").content.decode()
    every = page[page.index("Everything about it") :]
    parts = [words(each) for each in re.findall(r'<a class="govuk-link govuk-task-list__link"[^>]*>(.*?)</a>', every)]
    assert parts == [
        "What we were told",
        "Steps",
        "Support",
        "Letters",
        "Take it down",
        "Evidence",
        "Share with a named person",
        "Whom it names",
        "Who may open it",
        "Chronology",
        "Tasks",
        "Other cases",
        "Appeals and complaints",
        "Close it",
    ]


def test_what_was_told_leads_to_looking_at_it_and_stands_beside_the_first_question(sign_in):
    teacher = somebody("staff")
    dsl = somebody("dsl", school=teacher.school)
    made = report_from(teacher, "Unkind <messages> in a chat.\nEvery day.", ["bullying", "threat"])
    case, at_dsl = made.case, sign_in(dsl)
    told = f"/cases/{case.reference}/reports/{made.reference}/"
    _, _, html = shown(at_dsl, told)
    assert f'href="/cases/{case.reference}/look/"' in html

    question = at_dsl.get(f"/cases/{case.reference}/look/", follow=True).content.decode()
    inset = only('<div class="govuk-inset-text">(.*?)</div>', question)
    assert "Unkind &lt;messages&gt; in a chat.<br>Every day." in inset
    assert f'href="{told}"' in inset
    boxes = re.findall(r'<input[^>]*name="kinds"[^>]*>', question)
    ticked = [only(r'value="(\w+)"', box) for box in boxes if "checked" in box]
    assert sorted(ticked) == sorted(case.kinds)
    assert {"bullying", "threat"} <= set(ticked) < {only(r'value="(\w+)"', box) for box in boxes}


def test_once_it_was_looked_at_the_report_does_not_ask_for_it_again(sign_in):
    teacher = somebody("staff")
    dsl = somebody("dsl", school=teacher.school)
    made = report_from(teacher, "Unkind messages in a chat.", ["bullying"])
    Case.unscoped.filter(pk=made.case.pk).update(state=Case.State.OPEN)
    _, _, html = shown(sign_in(dsl), f"/cases/{made.case.reference}/reports/{made.reference}/")
    assert f'href="/cases/{made.case.reference}/look/"' not in html
