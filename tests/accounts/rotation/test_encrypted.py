from django.apps import apps
from django.db.models import BinaryField

from accounts.models.sealed import SUFFIX
from accounts.rotation.encrypted import encrypted_columns, encrypted_files


def test_every_encrypted_column_is_found() -> None:
    """By the ending of its name, which the audit trail masks it by."""
    named_so = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BinaryField) and str(field.column).endswith(SUFFIX)
    }

    assert {column.label for column in encrypted_columns()} == named_so
    assert all(column.name.endswith(SUFFIX) for column in encrypted_columns())


def test_every_purpose_is_one_column_and_no_field_has_anything_against_it() -> None:
    fields = [column.field for column in encrypted_columns()]

    assert len({field.purpose for field in fields}) == len(fields)
    assert [found for field in fields for found in field.check()] == []


def test_every_kind_of_encrypted_file_is_found() -> None:
    found = {(each.model.__name__, each.field.purpose) for each in encrypted_files()}

    assert found == {("ImportFile", "import.file"), ("Evidence", "complaint.evidence")}
