"""Everything of ours that is encrypted, found in the models: for rotation and checks."""

from collections.abc import Iterator
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from accounts.models.sealed import EncryptedTextField, sealed_fields
from accounts.models.sealed_files import EncryptedFileField


class Column(NamedTuple):
    """One encrypted column, and the field that seals and opens its values."""

    label: str
    table: str
    primary_key: str
    name: str
    field: EncryptedTextField[str, str]


class FileColumn(NamedTuple):
    """A column that names encrypted files."""

    model: type[Model]
    field: EncryptedFileField[str, str]


def encrypted_columns() -> list[Column]:
    """All of them, in the order of the models."""
    return [
        Column(
            label=f"{model._meta.label}.{field.name}",
            table=model._meta.db_table,
            primary_key=str(model._meta.pk.column),
            name=str(field.column),
            field=field,
        )
        for model in apps.get_models()
        for field in sealed_fields(model)
    ]


def encrypted_files() -> Iterator[FileColumn]:
    """All of them."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedFileField):
                yield FileColumn(model, field)
