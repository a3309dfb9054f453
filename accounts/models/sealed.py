"""Texts that are encrypted in their column, and readable in no row but their own (DESIGN 4.9).

`EncryptedTextField` binds every ciphertext to its purpose, which is one column, and to the id of
its row. So the id has to be known before the text is sealed: a `SealedModel` asks the sequence for
it beforehand, and only where there is something to seal.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.core import checks
from django.db import connection, models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import gettext, gettext_lazy as _

from accounts.errors import Refused
from accounts.keys import keyring
from accounts.privacy.errors import DecryptionError
from accounts.privacy.keyring import Keyring

log = logging.getLogger(__name__)

SUFFIX = "_enc"
"""Of every encrypted column: by it the audit trail knows what to mask."""

UNREADABLE = _("(cannot be read)")
"""What a screen says where a text was not sealed for its column and row."""

ERASED = _("(erased)")
"""And where a text went, its time being over or its person having asked for it: no bytes are left
of it (accounts.retention), and it reads as an empty one."""

_as_stored: ContextVar[bool] = ContextVar("as_stored", default=False)


@contextmanager
def as_stored() -> Iterator[None]:
    """Inside, the attributes give ciphertexts: for what carries rows about without reading them."""
    token = _as_stored.set(True)
    try:
        yield
    finally:
        _as_stored.reset(token)


class Unreadable(DecryptionError, Refused):
    """A text was not sealed for this column and row, or its key is missing; a person is told."""

    def __init__(self) -> None:
        super().__init__(
            gettext(
                "A text kept here cannot be read: it was changed outside of this software, or its"
                " key is missing. An administrator has to look into it."
            )
        )


class Held:
    """What a row holds in one column: what is stored, the text, or both once one made the other.

    `pk`: the row it is stored in; a copy of the row under another id is sealed anew.
    """

    __slots__ = ("pk", "sealed", "text")

    def __init__(
        self, *, sealed: bytes | None = None, text: str | None = None, pk: int | None = None
    ) -> None:
        self.sealed = sealed
        self.text = text
        self.pk = pk


class SealedAttribute(DeferredAttribute):
    """The text of a row: opened when it is first asked for, sealed when the row is written."""

    field: EncryptedTextField[Any, Any]

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        held = instance.__dict__.get(self.field.attname)
        if held is None:
            held = super().__get__(instance, cls)  # reads it now if it was deferred
        if held is None:
            return None
        if _as_stored.get():
            return self.field.sealed_by(held, instance)
        if held.text is None:
            held.text = self.field.open(held.sealed, held.pk or instance.pk)
        return held.text

    def __set__(self, instance: Any, value: str | bytes | memoryview | None) -> None:
        """A text, or a ciphertext as it came from the database."""
        if isinstance(value, str):
            held: Held | None = Held(text=value)
        else:
            held = None if value is None else Held(sealed=bytes(value), pk=instance.pk)
        instance.__dict__[self.field.attname] = held


if TYPE_CHECKING:
    from django.db.models import (
        BigAutoField as AutoColumn,
        BinaryField as BinaryColumn,
    )
else:  # Django's fields take no type arguments while the program runs

    class BinaryColumn(models.BinaryField):
        __class_getitem__ = classmethod(lambda cls, _types: cls)

    class AutoColumn(models.BigAutoField):
        __class_getitem__ = classmethod(lambda cls, _types: cls)


Set = TypeVar("Set", contravariant=True)
Get = TypeVar("Get", covariant=True)


class EncryptedTextField(BinaryColumn[Set, Get]):
    """A text, encrypted in the column `<name>_enc`; in Python it is simply the text.

    `purpose` names this one column for good ("customer.name"), whatever becomes of its table. A
    ciphertext that is moved to another column or row cannot be read there: `Unreadable`.
    Queries can ask whether there is one (`name=None`), and get or set ciphertexts; no more.
    """

    descriptor_class = SealedAttribute
    empty_strings_allowed = False
    _pyi_private_set_type: str
    _pyi_private_get_type: str  # type: ignore[assignment]

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose}

    def get_attname_column(self) -> tuple[str, str]:
        attname, column = super().get_attname_column()
        return attname, self.db_column or f"{column}{SUFFIX}"

    def bound_to(self, pk: int) -> str:
        """What the cipher authenticates beside the text."""
        if not pk:
            raise ValueError(f"{self.purpose}: a text is sealed for a row, and this has no id yet")
        return f"{self.purpose}#{pk}"

    def seal(self, text: str, pk: int) -> bytes:
        """The ciphertext of row `pk`."""
        return keyring().encrypt(text, self.bound_to(pk))

    def index(self, text: str) -> bytes:
        """By which the text is found without opening any: equal texts of this column have one."""
        return keyring().blind_index(text, self.purpose)

    def indexes(self, text: str) -> list[bytes]:
        """As which it may be found while the index key is being changed."""
        return keyring().blind_indexes(text, self.purpose)

    def open(self, sealed: bytes | memoryview, pk: int, keys: Keyring | None = None) -> str:
        """The text of row `pk`. Raises `Unreadable` for what was not sealed for this column and
        this row; that is logged, with neither text nor ciphertext. What was erased is empty."""
        if not sealed:
            return ""
        try:
            return (keys or keyring()).decrypt(sealed, self.bound_to(pk))
        except DecryptionError:
            log.error("%s of row %s cannot be read", self.purpose, pk)
            raise Unreadable from None

    def readable(self, instance: models.Model) -> str | None:
        """The text, if there is one and it can be read: for lists, which one damaged row must not
        take away as a whole. Whatever leaves the house asks the attribute, and is refused."""
        try:
            text: str | None = getattr(instance, self.attname)
        except Unreadable:
            return None
        return text

    def shown(self, instance: models.Model) -> str:
        """For a screen: the text, "" where there is none, and a remark where it went or cannot be
        read."""
        if self.is_erased(instance):
            return str(ERASED)
        try:
            text: str | None = getattr(instance, self.attname)
        except Unreadable:
            return str(UNREADABLE)
        return text or ""

    def is_erased(self, instance: models.Model) -> bool:
        """There was a text, and nothing is left of it."""
        with as_stored():
            return bool(getattr(instance, self.attname) == b"")

    def sealed_by(self, held: Held, instance: models.Model) -> bytes:
        if held.sealed is not None and held.pk not in (None, instance.pk):
            held.text = self.open(held.sealed, held.pk)
            held.sealed = None
        if held.sealed is None:
            held.sealed = self.seal(held.text or "", instance.pk)
            held.pk = instance.pk
        return held.sealed

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        held: Held | None = model_instance.__dict__.get(self.attname)
        return None if held is None else self.sealed_by(held, model_instance)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in ("exact", "isnull") else None

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            raise TypeError(f"{self.purpose} is sealed row by row: set it on a row, and save that")
        return super().get_prep_value(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> bytes | None:
        return None if value is None else bytes(value)

    def to_python(self, value: Any) -> Any:
        return value

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        found = list(super().check(**kwargs))
        if not issubclass(self.model, SealedModel):
            found.append(checks.Error("Its model must be a SealedModel.", obj=self, id="sealed.E1"))
        others = [each for model in apps.get_models() for each in sealed_fields(model)]
        if any(each.purpose == self.purpose and each != self for each in others):
            found.append(checks.Error("Another column has its purpose.", obj=self, id="sealed.E2"))
        return found


class DrawnAutoField(AutoColumn[Set, Get]):
    """An id that is drawn from its sequence beforehand where a text is sealed for it."""

    def get_pk_value_on_save(self, instance: Any) -> Any:
        if not _waits_to_be_sealed(instance):
            return super().get_pk_value_on_save(instance)
        return draw_ids(type(instance), 1)[0]

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.BigAutoField", args, kwargs


Row = TypeVar("Row", bound=models.Model)


class SealedQuerySet(models.QuerySet[Row]):
    """Many rows at once, their ids drawn in one query."""

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        rows = list(objs)
        nameless = [row for row in rows if row.pk is None and _waits_to_be_sealed(row)]
        for row, pk in zip(nameless, draw_ids(self.model, len(nameless)), strict=True):
            row.pk = pk
        return super().bulk_create(rows, *args, **kwargs)

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> int:
        with as_stored():
            return super().bulk_update(objs, *args, **kwargs)


SealedManager = models.Manager.from_queryset(SealedQuerySet)


class SealedModel(models.Model):
    """A model with an `EncryptedTextField`."""

    id = DrawnAutoField(primary_key=True, auto_created=True, verbose_name="ID", serialize=False)

    objects = SealedManager()

    class Meta:
        abstract = True

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with as_stored():
            super().refresh_from_db(*args, **kwargs)


@cache
def sealed_fields(model: type[models.Model]) -> tuple[EncryptedTextField[Any, Any], ...]:
    """The encrypted columns of a model."""
    fields = model._meta.local_concrete_fields
    return tuple([field for field in fields if isinstance(field, EncryptedTextField)])


def draw_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for new rows, in ascending order: nobody else gets them."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _waits_to_be_sealed(instance: models.Model) -> bool:
    held: Sequence[Held | None] = [
        instance.__dict__.get(field.attname) for field in sealed_fields(type(instance))
    ]
    return any(each is not None and (each.sealed is None or each.pk) for each in held)
