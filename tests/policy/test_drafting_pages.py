"""A head teacher corrects what the reader made of her policy, one thing a page."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from factories import SchoolFactory, somebody
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db

DOCUMENT = b"""Hazel Bank Primary School
Social Media Policy

2. Staff
Staff must not contact pupils through a personal account.
Staff should keep their profiles private.
The school keeps a record of every account that it runs.
"""
ACCOUNT = "Nobody opens an account in the school's name without the head teacher."


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def draft(head):
    """Three clauses: a ban with a rule, a clause with a setting and a duty, and one that binds to nothing."""
    pack = {
        "title": "Social Media Policy",
        "clauses": [
            {
                "id": "HB-1", "section": "2. Staff", "who": ["staff"], "modality": "must_not",
                "says": "Staff do not message pupils from a private account.",
                "rules": [{"act": "contact.pupil", "when": {"account": "personal"}, "unless": {"relative": "yes"}}],
            },
            {
                "id": "HB-2", "section": "3. Training", "who": ["staff"], "modality": "must",
                "says": "Everybody learns the policy every year.",
                "controls": {"training.interval_months": "12"},
                "duties": [{"kind": "training", "what": "learn the policy", "every": "12"}],
            },
            {
                "id": "HB-3", "section": "4. Accounts", "who": ["everyone"], "modality": "must_not",
                "says": ACCOUNT, "informs": "yes",
            },
        ],
    }  # fmt: skip
    return PolicyVersion.objects.create(school=head.school, number=1, pack=pack, made_by=head)


@pytest.fixture
def browser(head, draft, sign_in):
    return sign_in(head)


def at(clause: str = "", more: str = "") -> str:
    return f"/policy/1/clauses/{clause}/{more}" if clause else f"/policy/1/{more}"


def verdict(draft, act: str, **facts: str) -> str:
    draft = PolicyVersion.objects.of(draft.school).get(pk=draft.pk)
    return draft.judge(act, facts, timezone.localdate()).verdict


def now(draft, number: str):
    return PolicyVersion.objects.of(draft.school).get(pk=draft.pk).clause(number)


def test_she_sees_what_the_reader_made_of_a_clause_and_why(head, sign_in):
    version = drafting.upload_policy(head, "policy.txt", DOCUMENT)
    ban = next(c for c in version.clauses if "personal account" in c.says)
    page = words(sign_in(head).get(f"/policy/{version.number}/clauses/{ban.id}/"))
    assert "Staff must not contact pupils through a personal account." in page
    assert "In your document" in page
    assert "Line 5 Staff must not contact pupils through a personal account." in page
    assert re.search(r"Must not, because it says “must not”\. We are (sure|fairly sure)\.", page)
    assert "Staff, because it says “Staff”" in page


def test_she_goes_from_clause_to_clause(browser):
    first = browser.get(at("HB-1"))
    assert (
        "Staff must not message a pupil on social media, when a personal account is used, unless they are family"
        in (words(first))
    )
    assert "Clause 1 of 3" in words(first)
    assert at("HB-2") in first.content.decode()
    assert "Previous" not in words(first)
    assert "Next" not in words(browser.get(at("HB-3")))


def test_she_corrects_the_words_and_the_answers_follow(browser, draft):
    facts = {"by": "staff", "account": "personal", "relative": "no"}
    assert verdict(draft, "contact.pupil", **facts) == "forbidden"
    page = fill(browser, at("HB-1", "words/"), modality="should_not", who=["staff", "volunteer"])
    assert "Clause HB-1 is changed. Now: Staff and volunteers should not message a pupil" in words(page)
    assert verdict(draft, "contact.pupil", **facts) == "discouraged"
    assert now(draft, "HB-1").who == ("staff", "volunteer")


def test_a_rule_survives_a_change_to_a_clause_that_only_says_must(browser, draft):
    fill(browser, at("HB-1", "words/"), modality="must")
    assert verdict(draft, "contact.pupil", by="staff", account="personal", relative="no") == "forbidden"


def test_what_is_missing_is_said_and_nothing_is_changed(browser, draft):
    page = fill(browser, at("HB-1", "words/"), says="  ", who=None)
    assert page.status_code == 422
    assert "Say what the clause says" in words(page)
    assert "Choose whom it binds" in words(page)
    assert now(draft, "HB-1").says.startswith("Staff do not")


def test_she_gives_a_clause_the_rule_it_makes(browser, draft):
    picking = browser.get(at("HB-3", "rules/add/"))
    assert "What may fit this clause Open an account in the school's name" in words(picking)
    page = fill(browser, at("HB-3", "rules/add/?act=open.official_account"), effect="need", approval=["head"])
    assert "Now: Everyone must ask the head teacher first before they open an account in the school's name." in words(
        page
    )
    assert verdict(draft, "open.official_account", by="staff") == "needs"
    assert now(draft, "HB-3").informs is False


def test_she_looks_for_an_act_in_her_own_words(browser):
    found = words(browser.get(at("HB-3", "rules/add/"), {"q": "add a parent on facebook"}))
    assert "What may fit “add a parent on facebook” Be online friends with a parent" in found
    nothing = words(browser.get(at("HB-3", "rules/add/"), {"q": "zzzz"}))
    assert "Nothing fits those words" in nothing


def test_a_rule_needs_somebody_who_agrees(browser):
    page = fill(browser, at("HB-3", "rules/add/?act=open.official_account"), effect="need")
    assert page.status_code == 422
    assert "Choose who has to agree" in words(page)
    page = fill(browser, at("HB-3", "rules/add/?act=open.official_account"), effect="tell")
    assert "Choose who has to be told" in words(page)


def test_an_act_that_nobody_can_approve_does_not_offer_asking_first(browser):
    assert "They must ask first" not in words(browser.get(at("HB-1", "rules/add/?act=befriend.parent")))


def test_she_changes_a_rule_and_takes_it_away(browser, draft):
    page = fill(
        browser,
        at("HB-1", "rules/0/"),
        when_pupil=["current"],
        unless_relative=None,
        effect="tell",
        tell="dsl",
        approval=["head"],
    )
    assert (
        "Now: If staff message a pupil on social media, a personal account is used and the pupil is at the school now, "
        "the designated safeguarding lead must be told." in words(page)
    )
    page = fill(browser, at("HB-1", "rules/0/remove/"))
    assert "The rule is gone from clause HB-1." in words(page)
    assert now(draft, "HB-1").rules == ()
    assert now(draft, "HB-1").informs


def test_a_number_of_days_has_one_bound(browser, draft):
    url = at("HB-3", "rules/add/?act=keep.monitoring_data")
    page = fill(browser, url, effect="allow", when_days_at_most="365", when_days_more_than="7")
    assert "Fill in one of these two, not both" in words(page)
    page = fill(browser, url, effect="allow", when_days_at_most="365")
    assert "when it is for 365 days at most" in words(page)
    assert verdict(draft, "keep.monitoring_data", by="staff", days="100") == "allowed"
    assert verdict(draft, "keep.monitoring_data", by="staff", days="400") == "silent"


def test_an_exception_narrows_the_clause_it_is_an_exception_to(browser, draft):
    url = at("HB-3", "rules/add/?act=contact.pupil&account=personal")
    fill(browser, url, effect="allow", by=["staff"], limits=["HB-1"])
    rule = now(draft, "HB-3").rules[0]
    assert rule.limits == {"HB-1"}
    assert [(one.fact, one.values) for one in rule.when] == [("account", {"personal"})]


@pytest.mark.parametrize(
    ("control", "value", "said", "kept"),
    [
        ("retention.monitoring_days", "365", "365 days", 365),
        ("age.minimum_account", "13", "13 years", 13),
        ("review.due", "autumn term 2026", "autumn term 2026", "2026-autumn"),
        ("approver.official_post", ["head", "slt"], "the head teacher and a senior leader", ("head", "slt")),
        ("monitoring.notice", "always", "always", "always"),
        ("training.topics", ["law", "fraud"], "law and fraud", ("law", "fraud")),
        ("approver.written", "no", "no", False),
    ],
)
def test_she_fixes_a_setting(control, value, said, kept, browser, draft):
    picking = browser.get(at("HB-3", "settings/add/"))
    assert f"?control={control}" in picking.content.decode()
    page = fill(browser, at("HB-3", f"settings/add/?control={control}"), value=value)
    assert f": {said}." in words(page)
    assert now(draft, "HB-3").controls == {control: kept}
    fill(browser, at("HB-3", f"settings/{control}/remove/"))
    assert now(draft, "HB-3").controls == {}


def test_a_setting_without_a_value_is_asked_for_again(browser):
    page = fill(browser, at("HB-3", "settings/add/?control=retention.monitoring_days"), value="a year")
    assert "Type a whole number, such as 30" in words(page)


def test_she_asks_for_something_to_do_changes_it_and_lets_it_go(browser, draft):
    said = {"kind": "training", "what": "learn the policy", "when": "on_joining"}
    page = fill(browser, at("HB-3", "duties/add/"), **said)
    assert "Now it asks for this: Learn the policy, when they join." in words(page)
    fill(browser, at("HB-3", "duties/0/"), when="", every="12")
    assert (now(draft, "HB-3").duties[0].every, now(draft, "HB-3").duties[0].when) == (12, "")
    page = fill(browser, at("HB-3", "duties/0/remove/"))
    assert "The duty is gone from clause HB-3." in words(page)
    assert now(draft, "HB-3").duties == ()


@pytest.mark.parametrize("url", ["HB-1|words/", "HB-1|rules/0/", "HB-2|settings/add/?control=training.interval_months",
                                 "HB-2|duties/0/", "|details/"])  # fmt: skip
def test_a_page_saved_as_it_was_opened_changes_nothing(url, browser, draft):
    before = draft.content
    page = fill(browser, at(*url.split("|")))
    assert page.redirect_chain
    assert PolicyVersion.objects.of(draft.school).get(pk=draft.pk).content == before


def test_she_adds_a_clause_with_the_next_free_number(browser, draft):
    url = at(more="clauses/add/?after=HB-1")
    page = fill(browser, url, says="Parents are kind online.", who=["parent"], modality="should")
    assert "Clause HB-4 is in the draft" in words(page)
    assert [c.id for c in PolicyVersion.objects.of(draft.school).get(pk=draft.pk).clauses] == [
        "HB-1", "HB-4", "HB-2", "HB-3",
    ]  # fmt: skip
    again = fill(browser, url, number="HB-2", says="Twice.", who=["parent"], modality="should")
    assert "There is a clause HB-2 already" in words(again)
    odd = fill(browser, url, number="a/b", says="Odd.", who=["parent"], modality="should")
    assert "Use letters and digits" in words(odd)


def test_she_removes_a_clause_once_she_is_sure(browser, draft):
    assert "Remove clause HB-2?" in words(browser.get(at("HB-2", "remove/")))
    assert now(draft, "HB-2")
    fill(browser, at("HB-2", "remove/"))
    assert now(draft, "HB-2") is None
    assert browser.get(at("HB-2")).status_code == 404


def test_a_clause_that_another_narrows_is_not_removed_and_she_is_told_why(browser, draft):
    fill(browser, at("HB-3", "rules/add/?act=contact.pupil"), effect="allow", by=["staff"], limits=["HB-1"])
    page = browser.get(at("HB-1", "remove/"))
    assert "Another clause makes an exception to this one" in words(page)
    assert at("HB-3") in page.content.decode()
    assert browser.post(at("HB-1", "remove/"), {"revision": "2"}).status_code == 422
    fill(browser, at("HB-3", "rules/0/"), limits=None)
    fill(browser, at("HB-1", "remove/"))
    assert now(draft, "HB-1") is None


def test_she_puts_the_details_right(browser, draft):
    details = {"title": "Our policy", "adopted": "12 March 2025", "review_due": "spring 2027", "approver": "governors"}
    fill(browser, at(more="details/"), **details)
    found = PolicyVersion.objects.of(draft.school).get(pk=draft.pk).content
    assert (found.title, found.approver, found.dates) == (
        "Our policy", "governors", {"adopted": "2025-03-12", "review_due": "2027-spring"},
    )  # fmt: skip
    wrong = fill(browser, at(more="details/"), review_due="soon")
    assert "Type a date such as" in words(wrong)


def test_two_people_never_overwrite_each_other_and_nothing_typed_is_lost(browser, head, draft, sign_in):
    deputy = sign_in(somebody("slt", school=head.school))
    opened = form_on(browser.get(at("HB-1", "words/")))
    fill(deputy, at("HB-1", "words/"), says="The deputy's words.")
    page = send(browser, at("HB-1", "words/"), opened, says="The head's words.")
    assert page.status_code == 422
    assert "Somebody changed this draft while you were on this page" in words(page)
    assert "How clause HB-1 stands now The deputy's words." in words(page)
    assert now(draft, "HB-1").says == "The deputy's words."
    assert form_on(page)["says"] == ["The head's words."]
    assert "Clause HB-1 is changed" in words(send(browser, at("HB-1", "words/"), form_on(page)))
    assert now(draft, "HB-1").says == "The head's words."


def test_details_that_somebody_else_changed_are_shown_as_they_are_now(browser, head, draft, sign_in):
    opened = form_on(browser.get(at(more="details/")))
    fill(sign_in(somebody("slt", school=head.school)), at(more="details/"), approver="the governors")
    page = send(browser, at(more="details/"), opened, owner="the head teacher")
    assert "How they stand now Approved by the governors" in words(page)
    assert form_on(page)["owner"] == ["the head teacher"]


def test_a_draft_that_went_to_the_governors_meanwhile_is_left_alone(browser, head, draft):
    opened = form_on(browser.get(at("HB-1", "words/")))
    adopting.send(head, draft)
    page = send(browser, at("HB-1", "words/"), opened, says="Too late.")
    assert "Only a draft can be changed" in words(page)
    assert now(draft, "HB-1").says != "Too late."


def test_a_rule_is_never_saved_over_another_that_took_its_place(browser, head, draft, sign_in):
    deputy = sign_in(somebody("slt", school=head.school))
    fill(browser, at("HB-1", "rules/add/?act=befriend.pupil"), effect="forbid")
    opened = form_on(browser.get(at("HB-1", "rules/0/")))
    fill(deputy, at("HB-1", "rules/0/remove/"))
    page = send(browser, at("HB-1", "rules/0/"), opened)
    again = send(browser, at("HB-1", "rules/0/"), form_on(page))
    assert "Somebody changed this draft" in words(again)
    assert [rule.act for rule in now(draft, "HB-1").rules] == ["befriend.pupil"]


PAGES = [
    "details/", "clauses/add/", "clauses/HB-1/", "clauses/HB-1/words/", "clauses/HB-1/remove/",
    "clauses/HB-1/rules/add/", "clauses/HB-1/rules/add/?act=contact.pupil", "clauses/HB-1/rules/0/",
    "clauses/HB-1/rules/0/remove/", "clauses/HB-2/settings/add/", "clauses/HB-2/settings/add/?control=review.due",
    "clauses/HB-2/settings/training.interval_months/remove/", "clauses/HB-2/duties/add/", "clauses/HB-2/duties/0/",
    "clauses/HB-2/duties/0/remove/",
]  # fmt: skip


def test_every_page_is_for_those_who_write_this_schools_policy(head, draft, sign_in):
    lead, governor, teacher = (sign_in(somebody(role, school=head.school)) for role in ("dsl", "governor", "staff"))
    elsewhere = sign_in(somebody("head", school=SchoolFactory()))
    for page in PAGES:
        url = at(more=page)
        assert lead.get(url).status_code == 200, url
        assert governor.get(url).status_code == 403, url
        assert teacher.post(url).status_code == 403, url
        assert elsewhere.get(url).status_code == 404, url
        assert elsewhere.post(url, {"revision": "1"}).status_code == 404, url


def test_what_is_adopted_is_not_changed(browser, head, draft):
    adopting.adopt(somebody("governor", school=head.school), adopting.send(head, draft), timezone.localdate())
    for page in PAGES:
        for answer in (browser.get(at(more=page)), browser.post(at(more=page), {"revision": "1"})):
            assert answer.headers["Location"] == "/policy/1/"
    assert "Only a draft can be changed" in words(browser.get("/policy/1/"))
    assert PolicyVersion.objects.of(head.school).get(pk=draft.pk).pack == draft.pack


@pytest.mark.parametrize(
    "page",
    ["clauses/HB-9/", "clauses/HB-1/rules/7/", "clauses/HB-1/rules/add/?act=fly", "clauses/HB-2/duties/7/",
     "clauses/HB-2/settings/add/?control=nonsense", "clauses/HB-2/settings/review.due/remove/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(page, browser):
    assert browser.get(at(more=page)).status_code == 404


def test_she_says_who_decides_on_a_step_what_it_waits_for_and_when_it_comes(browser, draft):
    fill(browser, at("HB-1", "settings/add/?control=sanction.steps"), value=["talk", "block"])
    assert "Shut them out of the school’s own page: the policy says no more of it" in words(browser.get(at("HB-1")))
    page = at("HB-1", "settings/add/?control=sanction.steps&step=block")
    assert "What the clause says of: shut them out" in words(browser.get(page))
    said = {
        "after": ["talk"],
        "when_place": ["own_page"],
        "decided_by": ["head"],
        "school_days": "5",
        "letter": "block",
    }
    told = words(fill(browser, page, **said))
    assert (
        "after “talk to them”, when it is on a page or forum that the school runs. The head teacher may take it" in told
    )
    block = now(draft, "HB-1").steps["block"]
    assert (block.after, block.decided_by, block.school_days, block.letter) == (("talk",), ("head",), 5, "block")
    assert block.when[0].fact == "place"
    fill(browser, at("HB-1", "settings/add/?control=sanction.steps"), value=["talk", "block", "police"])
    assert now(draft, "HB-1").steps["block"] == block, "what is said of a step stays when another is named"
    fill(browser, page, after=["none"])
    assert now(draft, "HB-1").steps["block"].after == ()
    both = fill(browser, page, after=["none", "talk"])
    assert "Choose the steps that come first, or that none has to" in words(both)
    assert browser.get(at("HB-1", "settings/add/?control=sanction.steps&step=talc")).status_code == 404
    assert browser.get(at("HB-1", "settings/add/?control=review.due&step=talk")).status_code == 404
