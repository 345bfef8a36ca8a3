"""Whatever happens to a line of a chronology behind our back is found and named."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.cases.verifying import verify
from schoolgate.cli import main

pytestmark = pytest.mark.django_db
TABLE = "cases_entry"
FIELDS = ("sealed", "kind", "file", "restricted", "at", "by_id", "about", "previous", "hash", "key")
LINES = 5


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def cases():
    dsl = somebody("dsl")
    found = [a_case(dsl), a_case(dsl)]
    for case in found:
        for number in range(LINES - 1):
            note(dsl, case, f"Note {number}.", restricted=False)
    return found


def test_untouched_chronologies_can_be_trusted(cases):
    assert verify(cases[0].school) == []


def test_the_command_names_the_line(cases, capsys):
    assert main(["cases", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cases": 2, "lines": 2 * LINES, "ok": True, "problems": []}
    take_out(None, cases[1], 3, None)

    assert main(["cases", "verify"]) == 1
    assert f"{cases[1].reference}: line 3 is in the ledger and not here." in capsys.readouterr().out


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_that_is_changed_taken_out_put_in_or_swapped_is_named(cases, data):
    school = cases[0].school
    case, other = data.draw(st.permutations(cases))
    number = data.draw(st.integers(1, LINES))
    how = data.draw(st.sampled_from([change, take_out, cut_off, swap, put_in, move]))
    with transaction.atomic():
        how(data, case, number, other)
        problems = verify(school)
        transaction.set_rollback(True)

    assert any(case.reference in problem for problem in problems)
    assert verify(school) == []


def change(data, case, number, _):
    field = data.draw(st.sampled_from(FIELDS))
    row = Entry.objects.of(case.school).get(case=case, number=number)
    value = getattr(row, field)
    new = {
        "restricted": not row.restricted,
        "at": "2020-01-01 00:00:00",
        "by_id": None if row.by_id else somebody("staff", school=case.school).pk,
        "file": "support",
    }.get(field, f"x{value}"[: len(str(value)) or 1])
    run(f"UPDATE {TABLE} SET {field} = %s WHERE id = %s", new, row.pk)


def take_out(_, case, number, __):
    run(f"DELETE FROM {TABLE} WHERE case_id = %s AND number = %s", case.pk, number)


def cut_off(_, case, number, __):
    run(f"DELETE FROM {TABLE} WHERE case_id = %s AND number >= %s", case.pk, number)


def swap(_, case, number, __):
    with_ = number % LINES + 1
    for old, new in ((number, 999), (with_, number), (999, with_)):
        run(f"UPDATE {TABLE} SET number = %s WHERE case_id = %s AND number = %s", new, case.pk, old)


def put_in(_, case, __, ___):
    last = Entry.objects.of(case.school).get(case=case, number=LINES)
    put = Entry(case=case, number=LINES + 1, kind="noted", previous=last.hash)
    put.keep(words="Never said.", salt="0")
    put.hash = put.hashed()
    put.save()


def move(_, case, number, other):
    run(
        f"UPDATE {TABLE} SET case_id = %s, number = %s WHERE case_id = %s AND number = %s", other.pk, 6, case.pk, number
    )
