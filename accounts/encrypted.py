"""Every encrypted column of the database, with the purpose its ciphertexts are bound to.

The one list of them: rotation walks it, and a test fails when a model grows a `*_enc` column that
is not here. Named by label, so that this app need not know the ones above it.
"""

from collections.abc import Mapping
from typing import NamedTuple

from django.apps import apps
from django.db.models import BinaryField

from accounts.models.sealed import SUFFIX, EncryptedTextField

PURPOSES: Mapping[str, str] = {
    "feedback.ConversationEvent.note_enc": "conversation.note",
    "feedback.Alarm.reason_enc": "alarm.reason",
    "feedback.CallTask.removal_reason_enc": "call_task.removal",
    "feedback.CallTask.removal_word_enc": "call_task.removal",
    "feedback.HardshipCase.story_enc": "hardship.text",
    "feedback.HardshipDecision.why_enc": "hardship.text",
    "feedback.HardshipNote.note_enc": "hardship.text",
    "feedback.Complaint.text_enc": "complaint.text",
    "feedback.Complaint.answer_enc": "complaint.text",
    "feedback.ComplaintEvent.note_enc": "complaint.text",
    "feedback.ComplaintExtension.reason_enc": "complaint.text",
    "feedback.ComplaintReview.text_enc": "complaint.text",
    "feedback.ComplaintReview.answer_enc": "complaint.text",
    "feedback.Evidence.name_enc": "complaint.text",
    "feedback.Letter.content_enc": "complaint.text",
    "feedback.Survey.remark_enc": "survey.remark",
}

# Columns that name a sealed file: what its bytes are for, and its folder below the uploads.
FILES: Mapping[str, tuple[str, str]] = {
    "accounts.ImportFile.stored_as": ("import.file", ""),
    "feedback.Evidence.stored_as": ("complaint.evidence", "evidence"),
}


class Column(NamedTuple):
    """One encrypted column: where it is and what its values are for."""

    label: str
    table: str
    primary_key: str
    name: str
    purpose: str
    field: EncryptedTextField[str, str] | None = None

    def bound_to(self, pk: int) -> str:
        """What the ciphertext of a row is bound to."""
        return self.field.bound_to(pk) if self.field else self.purpose


class UnknownPurpose(LookupError):
    """A model has an encrypted column whose purpose is not in PURPOSES."""


def encrypted_columns() -> list[Column]:
    """All of them, found in the models. Raises UnknownPurpose for one that is not listed."""
    found = []
    for model in apps.get_models():
        meta = model._meta
        for field in meta.local_concrete_fields:
            if not (isinstance(field, BinaryField) and str(field.column).endswith(SUFFIX)):
                continue
            label = f"{meta.label}.{field.attname}"
            key, name = str(meta.pk.column), str(field.column)
            if isinstance(field, EncryptedTextField):
                found.append(Column(label, meta.db_table, key, name, field.purpose, field))
                continue
            if label not in PURPOSES:
                raise UnknownPurpose(f"{label}: add it to accounts.encrypted.PURPOSES")
            found.append(Column(label, meta.db_table, key, name, PURPOSES[label]))
    return found
