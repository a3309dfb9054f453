"""Calls of the API that carried an idempotency key: what was asked, and what was answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.api_key import ApiKey
from accounts.models.sealed import EncryptedTextField, SealedModel


class ApiCall(SealedModel):
    """Written by the same transaction as what the call did, so that a call repeated with the same
    key does nothing and is answered the same. The answer is kept sealed, for a day."""

    key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="calls")
    idempotency_key = models.CharField(max_length=80)
    fingerprint = models.BinaryField(help_text=_("Of method, path and body."))
    status = models.PositiveSmallIntegerField(null=True)
    answer = EncryptedTextField(purpose="api_call.answer", null=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("call of the API")
        verbose_name_plural = _("calls of the API")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "idempotency_key"], name="an_idempotency_key_is_used_once"
            )
        ]
        indexes = [models.Index(fields=["at"], name="api_calls_by_age")]

    def __str__(self) -> str:
        return f"#{self.pk}"
