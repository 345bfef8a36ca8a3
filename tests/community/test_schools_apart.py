"""One school never reaches another's rows by accident."""

import pytest

from factories import PersonFactory, RoleHoldingFactory, SchoolFactory
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.scope import UnscopedError

pytestmark = pytest.mark.django_db


def test_a_school_finds_its_own_people_and_roles(school):
    ours, theirs = RoleHoldingFactory(person__school=school), RoleHoldingFactory()

    assert list(Person.objects.of(school)) == [ours.person]
    assert list(RoleHolding.objects.of(theirs.person.school)) == [theirs]


@pytest.mark.parametrize(
    "query",
    [
        lambda model: model.objects.all(),
        lambda model: model.objects.get(pk=1),
        lambda model: model.objects.filter(pk=1),
        lambda model: model.objects.count(),
        lambda model: model.objects.exists(),
        lambda model: model.objects.first(),
    ],
)
@pytest.mark.parametrize("model", [Person, RoleHolding])
def test_a_query_that_names_no_school_is_an_error(model, query):
    with pytest.raises(UnscopedError, match=r"\.of\(school\)"):
        query(model)


def test_a_new_row_says_which_school_it_belongs_to(school):
    assert Person.objects.create(school=school, name="Ann Example").school == school
    with pytest.raises(UnscopedError, match="which school"):
        Person.objects.create(name="Ann Example")


def test_an_account_is_at_most_one_person_in_a_school(school):
    from django.db import IntegrityError

    person = PersonFactory(school=school)
    PersonFactory(school=SchoolFactory(), account=person.account)
    with pytest.raises(IntegrityError):
        PersonFactory(school=school, account=person.account)
