"""Rows as JSON: values in clear, bytes as hex, nothing that only finds or locks a row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models

from accounts.models.sealed import EncryptedTextField
from accounts.models.sealed_files import EncryptedFileField

LEFT_OUT = frozenset(
    {
        "fingerprint",
        "id_last4_hash",
        "address_index",
        "name_index",
        "claim_token",
        "tx",
        "funnel",
        "seal",
    }
)
PEOPLE = ("_by_id", "author_id", "owner_id", "reviewer_id", "actor_id", "user_id")


def plain(row: models.Model) -> dict[str, Any]:
    """The columns of one row. A text that cannot be read is null, and named in `unreadable`."""
    told: dict[str, Any] = {}
    unreadable = []
    for field in row._meta.concrete_fields:
        if field.name in LEFT_OUT or isinstance(field, EncryptedFileField):
            continue
        if isinstance(field, EncryptedTextField):
            text = field.readable(row)
            if text is None and row.__dict__.get(field.attname) is not None:
                unreadable.append(field.name)
            told["text" if field.name == "body" else field.name] = text
        else:
            told[field.attname] = _value(getattr(row, field.attname))
    return {**told, "unreadable": unreadable} if unreadable else told


def people_in(rows: Iterable[dict[str, Any]]) -> set[int]:
    """Ids of staff that these rows name."""
    return {
        value
        for row in rows
        for name, value in row.items()
        if isinstance(value, int) and name.endswith(PEOPLE)
    }


def _value(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, bool, float, list, dict)):
        return value
    return str(value)
