"""Who brings files in, and a set to bring."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from community.roster.sets import Set, small_school
from factories import somebody
from schoolgate.community.models import Person, School


@pytest.fixture
def technician(school: School, sign_in: Callable[[Person], Client]) -> Client:
    return sign_in(somebody("technician", school=school, name="Ita Example"))


@pytest.fixture
def made(school: School) -> Set:
    return small_school(name=school.name)
