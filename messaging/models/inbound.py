"""What a gateway calls us with, kept as it came before anything is made of it."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from messaging.models.gateway import Gateway


class InboundRequest(SealedModel):
    """One authenticated request of a gateway at a webhook: its raw body, and whether it was worked.

    The webhook stores it and answers; a task makes receipts or replies of it, in bulk. What cannot
    be read is kept as `failed` for a person to look at; nothing is lost.
    """

    class Kind(models.TextChoices):
        RECEIPTS = "receipts", _("Receipts")
        REPLIES = "replies", _("Replies")
        DEVICES = "devices", _("Devices")

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("row", "Waiting")
        DONE = "done", _("Worked")
        FAILED = "failed", _("Cannot be read")

    gateway = models.ForeignKey(Gateway, on_delete=models.PROTECT, related_name="inbound_requests")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    body = EncryptedTextField(_("as it came"), purpose="inbound_request.body")
    # Of a signed call, over all it says: the same call twice is one (docs/gateways.md).
    seal = models.BinaryField(null=True, unique=True)
    # Of a reply that nobody signed: the same again within minutes is the same (docs/gateways.md).
    digest = models.BinaryField(null=True, editable=False)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    entries = models.PositiveIntegerField(_("entries"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("error"), max_length=80, blank=True)
    at = models.DateTimeField(_("received at"))
    worked_at = models.DateTimeField(_("worked at"), null=True)

    class Meta:
        verbose_name = _("request of a gateway")
        verbose_name_plural = _("requests of gateways")
        indexes = [
            # The task that works them, oldest first.
            models.Index(
                fields=["id"], condition=Q(state="waiting"), name="inbound_requests_waiting"
            ),
            # What an unsigned reply is compared with.
            models.Index(
                fields=["digest", "-at"],
                condition=Q(digest__isnull=False),
                name="inbound_requests_by_digest",
            ),
            # The gateway's page: what could not be read.
            models.Index(
                fields=["gateway", "-at"],
                condition=Q(state="failed"),
                name="inbound_requests_failed",
            ),
        ]
        triggers = [
            # What was worked goes after a time (messaging.inbound.requests.retention).
            pgtrigger.Protect(
                name="inbound_requests_are_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("NOT huancui_in_bulk('retention')"),
            ),
            pgtrigger.Trigger(
                name="as_it_came",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                IF (NEW.gateway_id, NEW.kind, NEW.at, NEW.seal, NEW.digest) IS DISTINCT FROM
                       (OLD.gateway_id, OLD.kind, OLD.at, OLD.seal, OLD.digest)
                   OR (NEW.body_enc IS DISTINCT FROM OLD.body_enc
                       AND NOT COALESCE({is_rotation("body_enc")}, false)) THEN
                    RAISE EXCEPTION 'a call is kept as it came' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} #{self.pk}"
