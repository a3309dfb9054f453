"""Tokens that providers lend for an hour or two, one a gateway, shared by all processes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.sealed import EncryptedTextField, SealedModel
from messaging.models.gateway import Gateway


class AccessToken(SealedModel):
    """What a gateway's calls are made with until `expires_at`; drawn anew by one process at a time
    (messaging.gateways.access.keeper)."""

    gateway = models.OneToOneField(
        Gateway, verbose_name=_("gateway"), on_delete=models.CASCADE, related_name="access_token"
    )
    token = EncryptedTextField(_("token"), purpose="access_token.token")
    drawn_at = models.DateTimeField(_("drawn at"))
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")

    def __str__(self) -> str:
        return f"{self.gateway} #{self.pk}"
