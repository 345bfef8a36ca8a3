"""Any row of casework, and any byte of its files, that somebody changes behind our back is found and named."""

from __future__ import annotations

import itertools
import re
import secrets
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models, transaction
from django.utils import timezone

from cases import a_case
from factories import PersonFactory, SchoolFactory, somebody
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.cases.proved import NOT_PROVED, models_of_casework, tell_of, way_to_reference
from schoolgate.casework.cases.verifying import verify, verify_files
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing.models import Referral
from schoolgate.casework.letters.models import Wording
from schoolgate.cli import main
from schoolgate.community.change import NothingWrittenError, by_machine
from schoolgate.community.models import Person, School
from schoolgate.record import triggers
from schoolgate.record.growing import InsertOnly
from schoolgate.record.models import LedgerEntry
from schoolgate.record.proving import Proof, Rows, proofs

pytestmark = pytest.mark.django_db
PROVED = sorted((model for model in models_of_casework() if model._meta.label_lower not in NOT_PROVED), key=str)
LABELS = [model._meta.label_lower for model in PROVED]
NO_CASE = {Wording}
EARLIER = "2001-02-03 04:05:06"
count = itertools.count(2)

Made = dict[type[models.Model], list[Any]]


def run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def made() -> Made:
    """Two rows of every model that is proved, the second of each about another case."""
    school = SchoolFactory()
    rows: Made = {School: [school] * 3, Person: [PersonFactory(school=school) for _ in range(3)]}
    with by_machine(school) as ledger:
        for number in range(2):
            for model in PROVED:
                a_row(model, rows, number)
        rows[Case][0].besides.add(rows[Person][0])
        rows[Referral][0].items.add(rows[Item][0])
        ledger.write("made.up", school)
    assert verify(school) == []
    return rows


def a_row(model: type[models.Model], rows: Made, number: int) -> models.Model:
    """A row of a model by its number, made together with those that it cannot be without."""
    if len(rows.setdefault(model, [])) <= number:
        fields = [field for field in model._meta.concrete_fields if not (field.primary_key or field.has_default())]
        row = model(**{field.name: a_value(field, rows, number) for field in fields if not (field.null or field.blank)})
        row.save()
        rows[model].append(row)
    return rows[model][number]


def a_value(field: models.Field, rows: Made, number: int) -> object:
    match field:
        case models.ForeignKey():
            return a_row(field.related_model, rows, number)
        case models.CharField() | models.TextField():
            return secrets.token_hex(32)[: field.max_length]
        case models.BooleanField():
            return False
        case models.IntegerField():
            return next(count)
        case models.DateTimeField():
            return timezone.now()
        case models.DateField():
            return timezone.localdate()
        case models.BinaryField():
            return b"Made up."
    raise AssertionError(f"{field} is of a kind that this test does not know")


def another(field: models.Field, value: Any) -> object:
    """A value that the column could have instead."""
    match field:
        case models.JSONField():
            return '["changed"]'
        case models.BooleanField():
            return not value
        case models.ForeignKey() | models.IntegerField():
            return (value or 0) + (1000 if stands_once(field) else 1)
        case models.DateTimeField():
            return EARLIER
        case models.DateField():
            return EARLIER[:10]
        case models.BinaryField():
            return b"Changed."
    return f"{'y' if str(value or '').startswith('x') else 'x'}{str(value or '')[1:]}"


def stands_once(field: models.Field) -> bool:
    """Whether two rows may not hold the same value, alone or together with another column's."""
    constraints = field.model._meta.constraints
    return field.unique or any(field.name in getattr(constraint, "fields", ()) for constraint in constraints)


def test_every_model_of_casework_is_proved_or_says_why_not():
    for model in models_of_casework():
        label = model._meta.label_lower
        assert (label in NOT_PROVED) != (model in {proof.model for proof in proofs()}), label
    known = {model._meta.label_lower: {field.name for field in model._meta.fields} for model in models_of_casework()}
    for name in NOT_PROVED:
        app, model, *column = name.split(".")
        assert set(column) <= known[f"{app}.{model}"], name


@pytest.mark.parametrize("model", PROVED, ids=LABELS)
def test_the_ledger_hears_of_rows_that_are_changed_many_at_a_time(model):
    for manager in (*model._meta.managers, model._base_manager):
        assert issubclass(manager._queryset_class, Rows | InsertOnly), f"{model}.{manager.name}"


@pytest.mark.parametrize("model", PROVED, ids=LABELS)
def test_a_column_that_is_added_later_and_holds_nothing_changes_no_hash(made, model):
    row = made[model][0]
    later = [field.name for field in model._meta.concrete_fields if field.null and not field.has_default()]
    rows = model._base_manager.filter(pk=row.pk)
    assert rows.values_list(*later).get() == (None,) * len(later) or not later
    assert Proof(model).read(rows) == Proof(model, besides=later).read(rows)


@pytest.mark.parametrize("at", [datetime(2026, 11, 21, 17, 15, 0, 20), datetime(2026, 1, 1)])
def test_a_row_says_when_in_one_way_however_it_lies_in_the_database(made, at):
    at = at.replace(tzinfo=UTC)
    case = made[Case][0]
    with by_machine(case.school) as ledger:
        Case.objects.of(case.school).filter(pk=case.pk).update(at=at)
        ledger.write("made.up", case)
    proof = next(proof for proof in proofs() if proof.model is Case)
    columns = [name for name, *_ in proof.columns]
    values = Case.unscoped.values_list(*columns).get(pk=case.pk)
    besides = [("besides", sorted(case.besides.values_list("pk", flat=True)))]
    assert proof.read(Case.unscoped.filter(pk=case.pk)) == {case.pk: (proof.hash(values, besides),)}
    assert verify(case.school) == []


@pytest.mark.parametrize("model", PROVED, ids=LABELS)
def test_every_row_is_of_a_case(model):
    assert bool(way_to_reference(model)) == (model not in NO_CASE)


@pytest.mark.parametrize("model", PROVED, ids=LABELS)
def test_any_column_of_any_row_that_is_changed_is_named(made, model):
    table, key = model._meta.db_table, model._meta.pk.column
    for field in model._meta.concrete_fields:
        row = model._base_manager.get(pk=made[model][0].pk)
        new = another(field, getattr(row, field.attname))
        change = f"UPDATE {table} SET {connection.ops.quote_name(field.column)} = %s WHERE {key} = %s"
        found = problems_after(made, (change, new, row.pk))
        is_proved = f"{model._meta.label_lower}.{field.name}" not in NOT_PROVED
        assert bool(found) == is_proved, field.name
        assert not found or names(made, model, found), (field.name, found)


@pytest.mark.parametrize("model", PROVED, ids=LABELS)
def test_a_row_that_is_taken_out_or_put_in_or_swapped_is_named(made, model):
    table, key = model._meta.db_table, model._meta.pk.column
    first, second = (row.pk for row in made[model])
    gone = problems_after(made, (f"DELETE FROM {table} WHERE {key} = %s", first))
    assert names(made, model, gone)
    assert any("is in the ledger and not here" in problem for problem in gone)

    swap = f"UPDATE {table} SET {key} = %s WHERE {key} = %s"
    swapped = problems_after(made, (swap, 9999, first), (swap, first, second), (swap, second, 9999))
    assert names(made, model, swapped)

    with transaction.atomic():
        a_row(model, made, 2)
        put = verify(made[School][0])
        transaction.set_rollback(True)
    what = what_it_is(model)
    assert any(re.search(f": {what} \\d+ is here and not in the ledger", problem) for problem in put)


def problems_after(made: Made, *changes: tuple[object, ...]) -> list[str]:
    with transaction.atomic():
        for sql, *values in changes:
            run(str(sql), *values)
        found = verify(made[School][0])
        transaction.set_rollback(True)
    assert verify(made[School][0]) == []
    return found


def names(made: Made, model: type[models.Model], problems: list[str]) -> bool:
    """Whether the first row of a model is named, with its case."""
    case = "Of no case" if model in NO_CASE else made[Case][0].reference
    return any(re.match(f"{case}: {what_it_is(model)} \\d", problem) for problem in problems)


def what_it_is(model: type[models.Model]) -> str:
    return "(line|entry)" if model is Entry else str(model._meta.verbose_name)


def test_whom_a_case_may_be_about_cannot_be_changed_behind_our_back(made):
    """Whoever may be meant is kept from the case by a row of a table between."""
    case, (first, second, _) = made[Case][0], made[Person]
    changed = f"{case.reference}: case {case.pk} was changed."
    assert problems_after(made, ("DELETE FROM cases_case_besides",)) == [changed]
    assert problems_after(made, ("UPDATE cases_case_besides SET person_id = %s", second.pk)) == [changed]
    put = ("INSERT INTO cases_case_besides (case_id, person_id) VALUES (%s, %s)", case.pk, second.pk)
    assert problems_after(made, put) == [changed]
    with by_machine(case.school) as ledger:
        case.besides.remove(first)
        ledger.write("made.up", case)
    assert verify(case.school) == []


def test_a_row_that_cannot_even_be_read_is_named_and_hides_no_other(made):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL takes no value of another kind")
    first, second = made[Case]
    found = problems_after(
        made,
        ("UPDATE cases_case SET at = 'soon' WHERE id = %s", first.pk),
        ("UPDATE cases_case SET state = 'x' WHERE id = %s", second.pk),
    )
    assert found == [f"{case.reference}: case {case.pk} was changed." for case in (first, second)]


def test_what_changes_by_an_action_is_told_and_what_is_undone_is_not(made):
    case = made[Case][0]
    with by_machine(case.school) as ledger:
        ledger.write("made.up", case)
        Case.objects.of(case.school).filter(pk=case.pk).update(danger=True)
    assert LedgerEntry.objects.last().verb == "rows.changed"
    assert verify(case.school) == []

    with pytest.raises(NothingWrittenError), by_machine(case.school):
        Case.objects.of(case.school).filter(pk=case.pk).update(danger=False)
    assert verify(case.school) == []

    Case.objects.of(case.school).filter(pk=case.pk).update(danger=False)
    assert verify(case.school) == [f"{case.reference}: case {case.pk} was changed."]


def test_a_migration_tells_the_ledger_of_rows_that_were_there_before(made):
    with transaction.atomic():
        for model in PROVED:
            a_row(model, made, 2)
        assert len(verify(made[School][0])) == len(PROVED)
        tell_of(PROVED)
    assert verify(made[School][0]) == []

    case = made[Case][0]
    run("UPDATE cases_case SET state = 'closed' WHERE id = %s", case.pk)
    with transaction.atomic():
        tell_of(PROVED)
        assert verify(case.school) == [f"{case.reference}: case {case.pk} was changed."]
        tell_of([Case], again=True)
    assert verify(case.school) == []


def test_the_command_names_a_ledger_that_was_changed_with_its_row(capsys):
    """Whoever changes a row and what the ledger says of it breaks the chain."""
    note(dsl := somebody("dsl"), a_case(dsl), "We rang her mother.", restricted=False)
    triggers.remove(connection)
    assert main(["cases", "verify"]) == 0
    run("UPDATE record_ledgerentry SET rows = '' WHERE number = (SELECT max(number) FROM record_ledgerentry)")
    assert main(["cases", "verify"]) == 1
    said = capsys.readouterr().out
    assert "The ledger, which says what the rows are, cannot be trusted itself." in said
    assert "is here and not in the ledger." in said


def test_any_byte_of_a_file_that_is_changed_is_named():
    dsl = somebody("dsl")
    case = a_case(dsl)
    with working(dsl, case) as (ledger, held):
        one, other = (keep(ledger, held, words, name="a.txt", how="Brought.") for words in (b"One.", b"Another."))
    assert list(verify_files(case.school)) == []

    path = settings.DATA / "vault" / one.vault_key[:2] / one.vault_key
    whole = path.read_bytes()
    for at in range(0, len(whole), 7):
        path.chmod(0o600)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        (problem,) = verify_files(case.school)
        assert problem.startswith(f"{case.reference}: the file of item {one.pk} cannot be trusted.")
    path.write_bytes((settings.DATA / "vault" / other.vault_key[:2] / other.vault_key).read_bytes())
    assert len(list(verify_files(case.school))) == 1
    path.unlink()
    (problem,) = verify_files(case.school)
    assert "is missing from the vault" in problem
