"""Rows that the ledger can prove: with an entry stands the hash of every row that changed with it.

A model is proved once `prove` was called for it, when its app is made ready. From then on every row of it that is
saved, updated or deleted inside `keeping` (which `community/change.py` opens) is told to the ledger: with the next
entry, or in one of its own at the end. What changed in any other way is not what the ledger says it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import DatabaseError, models
from django.db.models.signals import m2m_changed, post_delete, post_save

from schoolgate.record import moments
from schoolgate.record.chain import canonical, sha256

M = TypeVar("M", bound=models.Model)

GONE = "gone"
"""What the ledger says of a row that was deleted, in place of its hash."""
NOBODY = "-"
"""What it says of a row that belongs to nothing with a reference."""
AT_ONCE = 2000
"""Rows that are held in memory at a time."""
UNREADABLE = (ValueError, TypeError, AttributeError, DatabaseError)
"""What comes of a value that is no longer of its column's kind."""


Told = tuple[str, str, int]
"""What the ledger says of a row: its hash, the reference of what it belonged to, and the number of the entry."""


Column = tuple[str, Any, Callable[[Any], str]]
"""The name of a column that is hashed; what stands in it by itself, and how its values are spelt."""


class Proof:
    """How the rows of one model are hashed.

    `owner` is the way from a row to the reference of what it belongs to; columns that are `besides` may change without
    anybody being told.
    """

    def __init__(self, model: type[models.Model], owner: str = "", besides: Iterable[str] = ()) -> None:
        self.model, self.owner, self.label = model, owner, model._meta.label_lower
        self.owners = [owner] if owner else []
        without = frozenset(besides)
        # By their names: in what order a model has them is no part of what they say.
        fields = sorted(model._meta.concrete_fields, key=lambda field: field.attname)
        fields = [field for field in fields if field.name not in without]
        self.columns: list[Column] = [(field.attname, _empty(field), _spelling(field)) for field in fields]
        self.asked = [moments.lying(field.attname) if _is_moment(field) else field.attname for field in fields]
        self.key = fields.index(model._meta.pk)

    def hash(self, values: Sequence[Any], sets: Iterable[tuple[str, list[int]]] = ()) -> str:
        """SHA-256, in hexadecimal, of a row: the values of its columns as `asked` for, and its sets of rows.

        A column is left out where it holds what stands in it by itself: one that is added later changes no hash.
        """
        said = [
            f"{name} {len(text := spell(value))} {text}"
            for (name, empty, spell), value in zip(self.columns, values, strict=False)
            if value != empty
        ]
        said.extend(f"{name} {rows}" for name, rows in sets)
        return sha256("\n".join(said))

    def read(self, rows: models.QuerySet[Any], *more: str) -> dict[int, tuple[Any, ...]]:
        """Of each of these rows, by its number in the database: its hash, and `more` of it. The hash of one that cannot
        even be read is '', and then there is no more."""
        try:
            return dict(self._read(rows.order_by(), more))
        except UNREADABLE:
            numbers = sorted(rows.values_list("pk", flat=True))
            if len(numbers) == 1:
                return {numbers[0]: ("",)}
            middle = numbers[len(numbers) // 2]
            return self.read(rows.filter(pk__lt=middle), *more) | self.read(rows.filter(pk__gte=middle), *more)

    def _read(self, rows: models.QuerySet[Any], more: tuple[str, ...]) -> Iterator[tuple[int, tuple[Any, ...]]]:
        sets = [(field.name, _between(field, rows)) for field in self.model._meta.local_many_to_many]
        size = len(self.columns)
        for values in rows.values_list(*self.asked, *more).iterator(chunk_size=AT_ONCE):
            key = values[self.key]
            full = [(name, found[key]) for name, found in sets if key in found]
            yield key, (self.hash(values, full), *values[size:])


def _between(field: models.ManyToManyField[Any, Any], rows: models.QuerySet[Any]) -> dict[int, list[int]]:
    """The rows that each of these speaks of by a table between them."""
    ours, theirs = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through: Any = field.remote_field.through
    between = through._base_manager.filter(**{f"{ours}__in": rows.values("pk")}).order_by(theirs)
    found: dict[int, list[int]] = {}
    for one, other in between.values_list(ours, theirs):
        found.setdefault(one, []).append(other)
    return found


def _empty(field: models.Field[Any, Any]) -> Any:
    made = field.has_default() and callable(field.default) and field.default not in (list, dict)
    return object() if made else field.get_default()


def _is_moment(field: models.Field[Any, Any]) -> bool:
    return isinstance(field, models.DateTimeField) and _spelling(field) is moments.spelt


def _spelling(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    if isinstance(field, models.JSONField):
        return canonical
    if isinstance(field, models.BinaryField):
        return _hex
    # Nothing and the word None are two things; where nothing is what stands there by itself, it is left out.
    if field.null and _empty(field) is not None:
        return repr
    return moments.spelt if isinstance(field, models.DateTimeField) else str


def _hex(value: bytes | memoryview) -> str:
    return bytes(value).hex()


_proofs: dict[type[models.Model], Proof] = {}
_touched: ContextVar[dict[type[models.Model], set[int]] | None] = ContextVar("touched", default=None)


def prove(model: type[models.Model], owner: str = "", besides: Iterable[str] = ()) -> None:
    """From now on the ledger is told of every row of this model that changes. See `Proof`."""
    _proofs[model] = Proof(model, owner, besides)
    post_save.connect(_saved, sender=model, dispatch_uid="proving")
    post_delete.connect(_saved, sender=model, dispatch_uid="proving")
    for field in model._meta.local_many_to_many:
        m2m_changed.connect(_set, sender=field.remote_field.through, dispatch_uid="proving")


def proofs() -> list[Proof]:
    """Of every model that is proved."""
    return list(_proofs.values())


def touch(model: type[models.Model], rows: Iterable[int]) -> None:
    """These rows are not what they were."""
    touched = _touched.get()
    if touched is not None and model in _proofs:
        touched.setdefault(model, set()).update(rows)


class Rows(models.QuerySet[M]):
    """Rows that can be changed many at a time, and the ledger hears of each."""

    def update(self, **values: Any) -> int:
        rows = list(self.values_list("pk", flat=True)) if self.model in _proofs else []
        done = super().update(**values)
        touch(self.model, rows)
        return done

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        made = super().bulk_create(objs, *args, **kwargs)
        touch(self.model, [row.pk for row in made if row.pk is not None])
        return made


@contextmanager
def keeping() -> Iterator[None]:
    """Remember what changes, until the ledger was told."""
    token = _touched.set({})
    try:
        yield
    finally:
        _touched.reset(token)


def untold() -> bool:
    """Whether something changed that the ledger was not told of yet."""
    return bool(_touched.get())


def tell() -> str:
    """What the ledger is to say of everything that changed since it was last told, a row on a line: its name, its hash
    or that it is gone, and what it belongs to."""
    touched = _touched.get() or {}
    lines = [line for model in sorted(touched, key=_label) for line in _lines(_proofs[model], sorted(touched[model]))]
    touched.clear()
    return "\n".join(lines)


def _lines(proof: Proof, rows: list[int]) -> Iterator[str]:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        found = proof.read(proof.model._base_manager.filter(pk__in=some), *proof.owners)
        for pk in some:
            hash_, *owner = found.get(pk, (GONE,))
            yield f"{proof.label}:{pk} {hash_} {owner[0] if owner else NOBODY}"


def hear(said: dict[str, Told], entry: int, rows: str) -> None:
    """Add to what was `said`, by the names of rows, what an entry says of them. What came later stands."""
    for line in rows.split("\n"):
        match line.split(" "):
            case [name, hash_, owner]:
                said[name] = (hash_, owner, entry)


def _label(model: type[models.Model]) -> str:
    return model._meta.label_lower


def _saved(sender: type[models.Model], instance: models.Model, **_: Any) -> None:
    touch(sender, [instance.pk])


def _set(instance: models.Model, reverse: bool, pk_set: set[int] | None, model: type[models.Model], **_: Any) -> None:
    if reverse:
        touch(model, pk_set or ())
    else:
        touch(type(instance), [instance.pk])
