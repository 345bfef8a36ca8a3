"""The parents' and pupils' guide: made from the policy in force, given to each family, and written down."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from io import BytesIO

import pypdfium2
import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from pyphen import Pyphen
from weasyprint import HTML

from factories import FamilyLinkFactory, RoleHoldingFactory, TermFactory, family, pupil, somebody, with_second_step
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Notice, Person, School
from schoolgate.duties.guides.actions.giving import choose_languages, hand_over, send_guides, send_now
from schoolgate.duties.guides.families import guide_now, recipients, without
from schoolgate.duties.guides.frame import frames
from schoolgate.duties.guides.guide import guide
from schoolgate.duties.guides.home import record
from schoolgate.duties.guides.jobs import give_everywhere
from schoolgate.duties.guides.models import Given
from schoolgate.duties.guides.owing import days
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.pack import load
from schoolgate.policy.vocabulary import acts, consents, controls, load_yaml, workflows
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PACKS = ("model", "days-lane", "glenwood", "helsby-hillside", "roman-road", "windmill-hill")


def said(policy: str) -> list[tuple[set[str], str]]:
    """Each line of a policy's guide: to whom it is said, and its clause."""
    made = guide(load(policy).clauses)
    sections = (({"parent"}, made.parents), ({"pupil"}, made.pupils), ({"parent", "pupil"}, made.both))
    return [(who, line.clause) for who, parts in sections for lines in parts.values() for line in lines]


MONDAY = timezone.make_aware(datetime(2027, 3, 1, 8))


def adopt(school: School, policy: str, on: date = date(2020, 9, 1)) -> PolicyVersion:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, on)
    return version


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of an English text; a reader of twelve is in grade 7."""
    hyphens = Pyphen(lang="en_GB")
    said = re.findall(r"[A-Za-z’']+", text)
    syllables = sum(len(hyphens.positions(word)) + 1 for word in said)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    return 0.39 * len(said) / sentences + 11.8 * syllables / len(said) - 15.59


class TestWhatItSays:
    def test_a_parent_reads_what_the_policy_asks_of_families_with_its_clauses(self, school, client):
        adopt(school, "days-lane")
        page = words(client.get(reverse("guide", args=[school.slug])))
        assert "For parents and carers" in page
        assert "For pupils" in page
        # Pictures: their own child's yes, others' only with leave.
        assert "(DL-58)" in page
        # Pupils tell a teacher.
        assert "If something online worries you: staff (DL-84)" in page
        assert "Childline, 0800 1111" in page

    def test_each_rule_stands_under_what_it_does(self, school):
        adopt(school, "days-lane")
        made = guide_now(school).guide
        assert "DL-58" in {line.clause for line in made.parents["ask"]}
        assert "DL-61" in {line.clause for line in made.parents["advice"]}
        assert "DL-80" in {line.clause for line in made.pupils["advice"]}
        assert "DL-81" in {line.clause for line in made.parents["advice"]}
        # “Tell a teacher” and “do not” stand together: no heading turns a sentence into its contrary.
        assert "DL-59" in {line.clause for line in made.parents["advice"]}
        assert "DL-84" in {line.clause for line in made.pupils["advice"]}

    @pytest.mark.parametrize("policy", PACKS)
    def test_nothing_in_it_is_about_staff_alone(self, policy):
        clauses = {clause.id: clause for clause in load(policy).clauses}
        for who, number in said(policy):
            clause = clauses[number]
            bound = {one for rule in clause.rules for one in rule.by} | set(clause.who)
            gives_consent = any("parents" in rule.consent for rule in clause.rules)
            assert bound & {*who, "everyone"} or gives_consent or clause.workflow == "parent_guide", number

    @pytest.mark.parametrize("policy", PACKS)
    def test_each_clause_stands_in_it_once_and_it_is_three_printed_pages_at_most(self, policy, school, client):
        adopt(school, policy)
        numbers = [number for _, number in said(policy)]
        assert len(numbers) == len(set(numbers))
        cache.clear()
        pdf = pypdfium2.PdfDocument(BytesIO(client.get(reverse("guide_print", args=[school.slug])).content))
        assert len(pdf) <= 3
        pdf.close()

    def test_what_no_family_does_or_meets_is_left_to_those_who_work_at_the_school(self):
        numbers = {number for _, number in said("model")}
        # Deciding on one's own request, passwords of staff, others' screens, candidates, what monitoring kept.
        assert not numbers & {"M-11", "M-12", "M-45", "M-48", "M-104", "M-110", "M-121", "M-130", "M-138"}
        assert {"M-04", "M-13", "M-42", "M-64", "M-82", "M-112", "M-116", "M-118"} <= numbers

    def test_what_is_said_to_parents_and_pupils_alike_stands_under_the_strictest_thing_it_does(self):
        families = guide(load("model").clauses)
        assert "M-65" in {line.clause for line in families.both["rules"]}
        # Parents give or withhold this yes, and read for themselves what their children may do.
        assert "M-58" in {line.clause for line in families.parents["know"]}
        assert "M-71" in {line.clause for line in families.pupils["may"]}

    def test_each_act_of_the_catalogue_has_its_place_once(self):
        concerns = load_yaml(files("schoolgate.duties.guides").joinpath("concerns.yaml").read_bytes())
        placed = [act for acts_of in concerns["acts"].values() for act in acts_of]
        assert sorted(placed) == sorted(acts())
        assert set(concerns["controls"]) <= set(controls())
        assert set(concerns["workflows"]) <= set(workflows())
        assert {one for given in concerns["consents"].values() for one in given} <= set(consents())

    def test_without_a_policy_there_is_none_and_the_page_says_so(self, school, client):
        assert "There is no guide yet" in words(client.get(reverse("guide", args=[school.slug])))
        assert client.get(reverse("guide_print", args=[school.slug])).status_code == 404
        assert client.get(reverse("guide", args=["not-there"])).status_code == 404

    def test_it_is_printed(self, school, client):
        adopt(school, "days-lane")
        pdf = pypdfium2.PdfDocument(BytesIO(client.get(reverse("guide_print", args=[school.slug])).content))
        assert "DL-58" in "".join(page.get_textpage().get_text_range() for page in pdf)

    def test_the_paper_is_made_once_for_all_who_ask_until_it_says_something_else(self, school, client, monkeypatch):
        made, write_pdf = [], HTML.write_pdf
        monkeypatch.setattr(HTML, "write_pdf", lambda *args, **said: made.append(1) or write_pdf(*args, **said))
        cache.clear()
        adopt(school, "days-lane")
        url = reverse("guide_print", args=[school.slug])
        first, again = client.get(url), client.get(url)
        assert (len(made), again.content) == (1, first.content)
        assert again.headers["Content-Type"] == "application/pdf"

        head = Person.objects.of(school).get(holdings__role="head")
        choose_languages(head, ["cy"])
        for language in ("cy", "cy", "pl", "made-up"):
            assert client.get(f"{url}?language={language}").content.startswith(b"%PDF")
        assert len(made) == 2
        School.objects.filter(pk=school.pk).update(name="Renamed Primary")
        client.get(url)
        assert len(made) == 3


class TestItsWords:
    def test_the_frame_can_be_read_at_twelve(self):
        text = " ".join(f"{phrase.rstrip('.')}." for key, phrase in frames()["en"].items() if key != "name")
        assert grade(text) <= 7

    def test_every_language_has_every_phrase(self):
        wanted = frames()["en"].keys()
        assert {"en", "cy", "pl"} <= frames().keys()
        for code, frame in frames().items():
            assert frame.keys() == wanted, code
            assert all(frame[key] for key in wanted - {"original"}), code
            assert "{school}" in frame["for"]
            assert "{version}" in frame["from"]
            assert "{date}" in frame["from"]
            # Where the rules are in another language than the frame, it says so.
            assert bool(frame["original"]) == (code != "en")

    def test_the_head_chooses_the_languages_it_is_offered_in(self, school, sign_in, client):
        adopt(school, "days-lane")
        url = reverse("guide", args=[school.slug])
        assert "Cymraeg" not in words(client.get(url))
        assert "For parents and carers" in words(client.get(f"{url}?language=cy"))
        head = Person.objects.of(school).get(holdings__role="head")
        fill(sign_in(head), reverse("guide_languages"), chosen=["cy", "pl"])
        assert "Cymraeg" in words(client.get(url))
        page = client.get(f"{url}?language=cy")
        assert "I rieni a gofalwyr" in words(page)
        assert 'lang="cy"' in page.content.decode()
        assert "DL-58" in words(page)
        with pytest.raises(Refused, match="from the list"):
            choose_languages(head, ["xx"])


class TestGivingIt:
    def test_it_goes_by_itself_to_each_family_once(self, school, monkeypatch):
        monkeypatch.setattr(timezone, "now", lambda: MONDAY)
        parent, _ = family(school)
        lonely = pupil(school)
        adopt(school, "days-lane")
        assert set(recipients(school)) == {parent, lonely}
        give_everywhere.later()
        drain()
        given = Given.objects.of(school).get()
        assert (given.person, given.how, given.by) == (parent, "home", None)
        assert Notice.objects.of(school).filter(person=parent, words__contains="guide for families").count() == 1
        mail = Mail.objects.of(school).filter(person=parent, subject="Your school has a guide for families")
        assert mail.count() == 1
        give_everywhere.later()
        drain()
        assert mail.count() == 1
        assert list(without(school, guide_now(school))) == [lonely]
        Given.objects.of(school).update(at=datetime(2027, 7, 5, 23, 30, tzinfo=UTC))
        assert [entry.on for entry in record(parent)] == [date(2027, 7, 6)], "half past midnight by the school's clock"

    @pytest.mark.parametrize("quiet", [timedelta(hours=11), timedelta(days=-1), timedelta(days=-2)])
    def test_it_waits_for_the_next_school_day_like_everything_that_nobody_waits_for(self, school, monkeypatch, quiet):
        family(school)
        adopt(school, "days-lane")
        for moment, given in ((MONDAY + quiet, 0), (MONDAY + timedelta(days=1), 1)):
            monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
            give_everywhere.later()
            drain()
            assert Given.objects.of(school).count() == given

    def test_it_goes_to_nobody_in_the_holidays_unless_somebody_sends_it(self, school, monkeypatch):
        family(school)
        adopt(school, "days-lane")
        begins = MONDAY.date() + timedelta(days=14)
        TermFactory(school=school, first_day=begins, last_day=begins + timedelta(days=40))
        monkeypatch.setattr(timezone, "now", lambda: MONDAY)
        give_everywhere.later()
        drain()
        assert not Given.objects.of(school).exists()
        send_now(somebody("staff", school=school))
        assert Given.objects.of(school).exists()

    def test_a_parent_without_an_account_gets_it_by_mail(self, school):
        child = pupil(school)
        parent = somebody("parent", school=school, account=None, address="parent@home.example")
        FamilyLinkFactory(adult=parent, child=child)
        adopt(school, "days-lane")
        assert send_guides(school) == 1
        assert Given.objects.of(school).get().how == "mail"

    def test_it_goes_again_when_it_changes_and_not_when_only_other_clauses_do(self, school):
        family(school)
        adopt(school, "days-lane")
        assert send_guides(school) == 1
        head = Person.objects.of(school).filter(holdings__role="head").first()
        same = drafting.start_from(head, "days-lane")
        adopting.adopt(somebody("governor", school=school), adopting.send(head, same), TODAY())
        assert send_guides(school) == 0
        adopt(school, "windmill-hill", TODAY() + timedelta(days=1))
        assert guide_now(school, TODAY() + timedelta(days=1)).guide.text != guide_now(school).guide.text

    def test_a_child_who_joins_brings_their_family_in(self, school):
        family(school)
        adopt(school, "days-lane")
        assert send_guides(school) == 1
        newcomer, _ = family(school)
        assert send_guides(school) == 1
        assert Given.objects.of(school).filter(person=newcomer).exists()

    def test_a_family_whose_child_has_left_gets_none(self, school):
        _, child = family(school)
        child.holdings.update(to_date=TODAY())
        adopt(school, "days-lane")
        assert list(recipients(school)) == []

    def test_the_office_hands_it_over_on_paper_and_ticks(self, school, sign_in):
        child = pupil(school)
        adopt(school, "days-lane")
        office = somebody("staff", school=school)
        client = sign_in(office)
        page = fill(client, reverse("guides"), people=[str(child.pk)])
        assert "Written down for 1 family" in words(page)
        assert "Every family has had it" in words(page)
        given = Given.objects.of(school).get()
        assert (given.person, given.how, given.by) == (child, "paper", office)
        with pytest.raises(Refused, match="ticked already"):
            hand_over(office, [child])
        entry = LedgerEntry.objects.get(verb="guide.given")
        assert entry.actor == office.pk
        assert child.name not in entry.detail

    def test_it_is_sent_at_once_when_somebody_asks(self, school, sign_in):
        family(school)
        adopt(school, "days-lane")
        client = sign_in(somebody("staff", school=school))
        assert "Sent to 1 family" in words(client.post(reverse("guides_send"), follow=True))
        assert "Everybody who can be reached has had it" in words(client.post(reverse("guides_send"), follow=True))

    def test_opening_it_is_written_down_the_first_time(self, school, sign_in):
        parent, _ = family(school)
        adopt(school, "days-lane")
        send_guides(school)
        client = sign_in(parent)
        for _ in range(2):
            client.get(reverse("guide_here"), follow=True)
        assert Given.objects.of(school).get().opened_at
        assert LedgerEntry.objects.filter(verb="guide.read").count() == 1

    def test_another_schools_families_cannot_be_ticked(self, school):
        adopt(school, "days-lane")
        with pytest.raises(Refused):
            hand_over(somebody("staff", school=school), [pupil()])
        assert not Given.unscoped.exists()


class TestWhatTheHeadOwes:
    def test_to_tell_families_until_every_one_has_had_it(self, school, sign_in):
        family(school)
        lonely = pupil(school)
        adopt(school, "days-lane")
        settle(school)
        head = Person.objects.of(school).get(holdings__role="head")
        duty = Duty.objects.of(school).get(kind="inform")
        assert (duty.person, duty.clause, duty.state) == (head, "DL-57", "owed")
        assert duty.due == TODAY() + timedelta(days=days())
        home = words(sign_in(head).get("/"))
        assert "Give every family the guide to the policy" in home
        # The same thing stands there once; a senior leader, who does not owe it, sees how many are left.
        assert "Give families the guide" not in home
        leader = somebody("slt", school=school)
        assert "Give families the guide to the policy 2 families have not had it" in words(sign_in(leader).get("/"))
        send_guides(school)
        hand_over(somebody("staff", school=school), [lonely])
        drain()
        duty.refresh_from_db()
        assert duty.state == "done"

    def test_an_acting_head_owes_it_instead_and_by_the_same_day(self, school):
        family(school)
        adopt(school, "days-lane")
        settle(school, TODAY())
        other = with_second_step(somebody("staff", school=school))
        later = TODAY() + timedelta(days=10)
        RoleHoldingFactory(person=other, role="head", acting=True, to_date=later + timedelta(days=9))
        settle(school, later)
        duty = Duty.objects.of(school).get(kind="inform", state="owed")
        assert (duty.person, duty.due) == (other, TODAY() + timedelta(days=days()))

    @pytest.mark.parametrize(("policy", "clause"), [("glenwood", ""), ("helsby-hillside", ""), ("model", "M-81")])
    def test_only_where_the_policy_asks(self, school, policy, clause):
        from schoolgate.duties.guides.owing import asking
        from schoolgate.duties.owing import asked

        adopt(school, policy)
        assert asking(asked(school, TODAY())) == clause
