"""The first day of a school: the technician's link, the second step, the head."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.exceptions import ValidationError
from django.test import Client

from schoolgate.community.actions.schools import begin_school, set_password_path
from schoolgate.community.models import Person, School
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db
PASSWORD = "quite another sentence"


def test_the_technician_opens_the_link_and_names_the_head():
    technician = begin_school("Made Up Primary", technician="Ita Example", email="ita@school.example")
    client, link = Client(), set_password_path(technician.account)
    page = client.get(link, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    client.post("/account/login/", {"login": "ita@school.example", "password": PASSWORD})
    assert client.get("/people/").headers["Location"] == "/account/2fa/"

    TOTP.activate(technician.account, generate_totp_secret())
    client.post("/people/add/", {"name": "Hattie Example", "email": "hattie@school.example", "roles": ["head"]})
    assert Person.objects.of(technician.school).get(name="Hattie Example").roles() == {"head", "staff"}
    again = {"name": "Second Example", "email": "second@school.example", "roles": ["head"]}
    assert client.post("/people/add/", again).status_code == 422

    assert Client().get(link, follow=True).context["token_fail"], "the link works once"
    assert list(LedgerEntry.objects.values_list("verb", flat=True)) == [
        "school.begun", "person.added", "role.assigned", "account.password_reset", "person.added", "role.assigned",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "more"),
    [("Made Up Primary", {}), ("New School", {"email": "nobody"}), ("New School", {"phase": "university"}), ("", {})],
)
def test_a_school_that_cannot_begin_leaves_nothing_behind(name, more):
    begin_school("Made Up Primary", technician="Ita Example", email="ita@school.example")
    with pytest.raises(ValidationError):
        begin_school(name, **{"technician": "Tec Example", "email": "tec@school.example", **more})
    assert School.objects.count() == Person.unscoped.count() == 1
