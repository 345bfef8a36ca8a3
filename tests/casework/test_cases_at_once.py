"""Two people do something to the same two cases at the same moment, from opposite ends."""

from __future__ import annotations

import pytest

from cases import a_case
from crowds import outcome
from factories import somebody
from schoolgate.casework.cases.actions.linking import link, unlink
from schoolgate.casework.cases.actions.merging import join
from schoolgate.community.change import Refused

AT_ONCE = """
from itertools import cycle
from cases import a_case
from crowds import at_once
from factories import somebody
from schoolgate.casework.cases.actions.linking import link
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.models import Case, Link

dsl = somebody("dsl")
found = {}
for name, act in (("link", link), ("join", join)):
    found[name] = []
    for _ in range(3):
        one, other = a_case(dsl), a_case(dsl)
        ends = cycle([(one, other), (other, one)])
        def begin():
            here, there = next(ends)
            return act(dsl, here, there.reference, "The same evening.")
        found[name].append(at_once(begin, size=4))
found["joined"] = Case.objects.of(dsl.school).filter(state="joined").count()
found["links"] = Link.objects.of(dsl.school).count()
print(json.dumps(found))
"""


@pytest.mark.whole
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_from_opposite_ends_one_is_heard_and_the_others_get_a_sentence(database, tmp_path, request):
    env = {"SCHOOLGATE_DATA": str(tmp_path)}
    if database == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgresql")

    found = outcome(AT_ONCE, env)

    assert (found["joined"], found["links"]) == (3, 3)
    for said in found["link"]:
        assert said == ["These two are linked already."] * 3 + ["done"]
    for said in found["join"]:
        assert said.count("done") == 1
        refused = [words for words in said if words != "done"]
        assert all("goes on in another one" in words or "They are one" in words for words in refused), refused


@pytest.mark.django_db
def test_of_cases_that_were_joined_it_is_said_where_it_goes_on():
    dsl = somebody("dsl")
    one, other, third = a_case(dsl), a_case(dsl), a_case(dsl)
    join(dsl, one, other.reference, "The same.")

    with pytest.raises(Refused, match="They are one, and it goes on here"):
        join(dsl, other, one.reference, "The same.")
    with pytest.raises(Refused, match="was joined to another one"):
        join(dsl, third, one.reference, "The same.")
    with pytest.raises(Refused, match="goes on in another one"):
        join(dsl, one, third.reference, "The same.")


@pytest.mark.django_db
def test_a_link_is_ended_once():
    dsl = somebody("dsl")
    one, other = a_case(dsl), a_case(dsl)
    made = link(dsl, one, other.reference, "The same evening.")
    unlink(dsl, one, made.pk)

    with pytest.raises(Refused, match="not linked any more"):
        unlink(dsl, other, made.pk)
