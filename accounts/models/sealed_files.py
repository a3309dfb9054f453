"""Columns that name encrypted files: what their bytes are for, and where they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models.sealed import Get, Set

if TYPE_CHECKING:
    from django.db.models import CharField as TextColumn
else:  # Django's fields take no type arguments while the program runs

    class TextColumn(models.CharField):
        __class_getitem__ = classmethod(lambda cls, _types: cls)


class EncryptedFileField(TextColumn[Set, Get]):
    """The name of a file in a `folder` below the uploads, its bytes encrypted for a `purpose`."""

    def __init__(self, *args: Any, purpose: str, folder: str = "", **kwargs: Any) -> None:
        self.purpose = purpose
        self.folder = folder
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose, "folder": self.folder}
