"""A letter is begun from the school's own words, read, changed, and kept in every version."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases import a_case, named
from factories import FamilyLinkFactory, pupil, somebody
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.letters.models import Draft, Letter
from schoolgate.casework.letters.plain_english import notes
from schoolgate.casework.removals.actions.removing import add
from schoolgate.casework.reports.models import Report
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


def adopt(head, policy):
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=head.school, account=None), version, date(2020, 9, 1))
    return version


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Hattie Head")


@pytest.fixture
def case(head):
    return a_case(head)


def write(client, case, key, **given):
    return fill(client, reverse("letter_write", args=[case.reference, key]), **given)


def test_it_begins_with_the_schools_words_and_what_is_known(head, case, sign_in):
    author = named(case, "Ann *Angry* Example", kind="parent")
    page = write(
        sign_in(head),
        case,
        "ask_author",
        to=f"party-{author.pk}",
        what="A cruel post",
        web_address="https://a.example/x_y_z",
    )
    said = words(page)
    assert "Dear Ann *Angry* Example," in said, "a name is no Markdown"
    assert "https://a.example/x_y_z" in said
    assert "Yours sincerely, Hattie Head Head teacher" in said
    letter = Letter.objects.of(head.school).get()
    assert letter.reference in said
    assert f"Our reference: {letter.reference}" in said
    assert letter.sealed
    assert "Ann" not in letter.sealed
    assert LedgerEntry.objects.filter(verb="letter.written", subject__endswith=f":{letter.pk}").exists()
    assert "Angry" not in str(list(LedgerEntry.objects.values("verb", "subject", "detail")))


def test_what_is_not_known_is_a_gap_and_the_letter_does_not_go_out_with_one(head, case, sign_in):
    client = sign_in(head)
    decide(head, case, "talk", Given("taken", "To be heard."))
    page = write(client, case, "invite_to_talk", to="other", name="Pat Example")
    assert "Fill in before it goes out: what it is about" in words(page)
    letter = Letter.objects.of(head.school).get()
    sent = fill(client, reverse("letter_handed_over", args=[case.reference, letter.reference]), how="post")
    assert sent.status_code == 422
    assert "There is still a gap to fill in: what it is about" in words(sent)
    page = fill(
        client,
        reverse("letter_words", args=[case.reference, letter.reference]),
        words="Dear Pat,\r\n\r\nPlease come in.",
    )
    assert "Fill in" not in words(page)


def test_each_version_is_kept_and_two_do_not_write_over_each_other(head, case, sign_in):
    client = sign_in(head)
    write(client, case, "invite_to_talk", to="other", name="Pat Example", what="A post")
    letter = Letter.objects.of(head.school).get()
    url = reverse("letter_words", args=[case.reference, letter.reference])
    fill(client, url, words="Second.")
    fill(client, url)
    assert letter.drafts.count() == 2, "words that stayed as they were are no version"
    again = fill(client, url, words="Third.", after=1)
    assert "Somebody else changed this letter" in words(again)
    first = client.get(reverse("letter_draft", args=[case.reference, letter.reference, 1]))
    assert "I would like to talk with you" in words(first)
    assert client.get(reverse("letter_draft", args=[case.reference, letter.reference, 3])).status_code == 404
    assert "Second" not in Draft.unscoped.get(letter=letter, number=2).sealed


def test_a_parent_of_a_pupil_in_it_can_be_written_to_with_the_childs_name(head, case, sign_in):
    child = pupil(head.school, name="Cy Child")
    link = FamilyLinkFactory(child=child, adult=somebody("parent", school=head.school, name="Paz Parent"))
    relative = FamilyLinkFactory(
        child=child, adult=somebody("staff", school=head.school, name="Una Uncle"), kind="relative"
    )
    named(case, child, "affected", "pupil")
    client = sign_in(head)
    asked = client.get(reverse("letter_write", args=[case.reference, "reporters_parent"])).content.decode()
    assert f"parent-{link.pk}" in asked
    assert f"parent-{relative.pk}" not in asked, "a relative does not answer for the child"
    page = write(client, case, "reporters_parent", to=f"parent-{link.pk}", doing="We look into it.")
    assert "Dear Paz Parent" in words(page)
    assert "Cy Child told us" in words(page)
    assert "Names of others" not in words(page), "the family knows its own child"


def test_the_name_of_somebody_else_in_the_case_is_warned_of_and_asks_for_a_tick(head, case, sign_in):
    author = named(case, "Ann Author", kind="parent")
    named(case, somebody("staff", school=head.school, name="Grace Targeted"), "affected", "staff")
    client = sign_in(head)
    decide(head, case, "request_removal", Given("taken", "It hurts."))
    page = write(
        client,
        case,
        "ask_author",
        to=f"party-{author.pk}",
        what="Words about Grace, by Ann, in good grace",
        web_address="https://a.example/",
    )
    assert "Names of others in this case stand in the letter: Grace." in words(page)
    letter = Letter.objects.of(head.school).get()
    url = reverse("letter_handed_over", args=[case.reference, letter.reference])
    assert fill(client, url, how="hand").status_code == 422
    letter.refresh_from_db()
    assert letter.state == Letter.State.DRAFT
    assert "It is written down" in fill(client, url, how="hand", sure="on").content.decode()


def test_a_letter_to_somebody_who_is_typed_needs_a_name(head, case, sign_in):
    page = write(sign_in(head), case, "ask_host", to="host")
    assert page.status_code == 422
    assert "Type the name of whoever the letter is to" in words(page)


def test_it_rests_on_the_clause_of_its_step_in_the_policy_in_force(head, case, sign_in):
    author = named(case, "Ann Author", kind="parent")
    version = adopt(head, "days-lane")
    client = sign_in(head)
    page = write(client, case, "written_warning", to=f"party-{author.pk}", what="A post")
    letter = Letter.objects.of(head.school).get()
    clause = version.clause(letter.clause)
    assert clause is not None
    assert f"This letter rests on clause {clause.id} of our policy" in words(page)
    assert f"a warning under our policy (clause {clause.id})" in words(page)
    url = reverse("letter_words", args=[case.reference, letter.reference])
    assert "no such clause" in words(fill(client, url, clause="ZZ-99"))
    fill(client, url, clause="")
    letter.refresh_from_db()
    assert letter.clause == ""


def test_plain_english_is_advice_and_a_letter_to_a_company_gets_none(head, case, sign_in):
    client = sign_in(head)
    hard = (
        "We hereby commence, "
        + "in accordance with the aforementioned regulations, " * 6
        + "an investigation. It is your fault."
    )
    page = write(client, case, "invite_to_talk", to="other", name="Pat Example", what=hard)
    said = words(page)
    assert "Can it be two?" in said
    assert "Can you say “commence” more simply? Perhaps “start”." in said
    assert "This could sound like blame. is your fault" in said
    page = write(client, case, "ask_host", to="host", name="A Network", what=hard)
    assert "Can it be two?" not in words(page)


def test_a_draft_stands_in_the_way_of_closing_until_it_is_put_away(head, case, sign_in):
    from schoolgate.casework.cases.page import hinders

    client = sign_in(head)
    write(client, case, "closing", to="other", name="Pat Example")
    letter = Letter.objects.of(head.school).get()
    assert any(letter.reference in line for line in hinders(case))
    client.post(reverse("letter_put_away", args=[case.reference, letter.reference]))
    assert not any(letter.reference in line for line in hinders(case))
    url = reverse("letter_handed_over", args=[case.reference, letter.reference])
    assert "was put away" in words(fill(client, url, how="post"))
    assert not Entry.objects.of(case.school).filter(case=case, kind="letter").exists()


def test_whoever_may_not_know_of_the_case_learns_nothing(head, case, sign_in):
    write(sign_in(head), case, "closing", to="other", name="Pat Example")
    letter = Letter.objects.of(head.school).get()
    at = [case.reference, letter.reference]
    pages = [
        reverse("letters", args=at[:1]),
        reverse("letter_choose", args=at[:1]),
        reverse("letter_write", args=[case.reference, "closing"]),
        *(
            reverse(name, args=at)
            for name in ("letter", "letter_words", "letter_paper", "letter_mail", "letter_handed_over")
        ),
        reverse("letter_draft", args=[*at, 1]),
    ]
    outside = somebody("dsl", school=head.school)
    for client in (sign_in(outside),):
        for url in pages:
            assert client.get(url).status_code == 404, url
            assert client.get(url.replace(case.reference, "C-00000000")).status_code == 404
    other = a_case(outside)
    assert sign_in(outside).get(reverse("letter", args=[other.reference, letter.reference])).status_code == 404


def reported(case, by, **said):
    """That somebody told us of it, as the report of a case."""
    report = Report(school=case.school, case=case, by=by, how="inside", sent_key=f"{case.pk}-{by and by.pk}")
    report.keep(**said)
    report.save()


def test_whoever_told_us_is_not_given_away_and_their_family_can_be_thanked(head, case, sign_in):
    teller = pupil(head.school, name="Tilly Teller")
    link = FamilyLinkFactory(child=teller, adult=somebody("parent", school=head.school, name="Paz Parent"))
    reported(case, teller)
    reported(case, None, name="Noor Neighbour")
    author = named(case, "Ann Author", kind="parent")
    client = sign_in(head)
    given = {"what": "What Noor and Tilly told us", "web_address": "https://a.example/"}
    page = write(client, case, "ask_author", to=f"party-{author.pk}", **given)
    assert "Names of others in this case stand in the letter: Noor, Tilly." in words(page)
    first = client.get(reverse("letter_write", args=[case.reference, "reporters_parent"])).content.decode()
    assert first.index(f"parent-{link.pk}") < first.index(f"party-{author.pk}")
    page = write(client, case, "reporters_parent", to=f"parent-{link.pk}", doing="We look into it.")
    assert "Tilly Teller told us" in words(page)
    assert "Names of others" not in words(page)


def test_a_case_that_is_joined_takes_its_letters_and_what_is_to_come_down_with_it(head, case, sign_in):
    client = sign_in(head)
    other = a_case(head)
    write(client, case, "closing", to="other", name="Pat Example")
    letter = Letter.objects.of(head.school).get()
    for each in (case, other):
        add(head, each, address="https://a.example/1", network="other", kind="post", ground="bullying")
    join(head, case, other.reference, "The same chat.")
    assert client.get(reverse("letter", args=[other.reference, letter.reference])).status_code == 200
    assert client.get(reverse("letter", args=[case.reference, letter.reference])).status_code == 404
    assert client.get(reverse("removal", args=[other.reference, 2])).status_code == 200
    page = write(client, case, "closing", to="other", name="Pat Example")
    assert "This case goes on in another one" in words(page)


def test_a_hard_word_is_found_in_its_other_forms_too():
    said = [note.what for note in notes("We are utilising it, and have commenced. That is information.")]
    assert "Can you say “utilise” more simply? Perhaps “use”." in said
    assert "Can you say “commence” more simply? Perhaps “start”." in said
    assert not [one for one in said if "inform" in one]
