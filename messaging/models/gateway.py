"""Gateways, and what the sandbox gateway's handsets have received."""

import pgtrigger
from django.conf import settings as installation
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Channel
from accounts.models.sealed import EncryptedTextField, SealedModel
from messaging.models.approvable import Approvable, approval_triggers
from messaging.models.choices import ContentClass

CREDENTIALS_NAMED = r"(env:HUANCUI_GATEWAY_[A-Z0-9_]{1,80}|file:[A-Za-z0-9][A-Za-z0-9._-]{0,99})"
"""The places credentials may be in, as PostgreSQL and Python both read it: variables under a prefix
of their own, and files of one folder, which no name leads out of."""

# How a gateway is doing has a row of its own (gateway_state.py), made with the approval.
STATE_WITH_APPROVAL = pgtrigger.Trigger(
    name="f_has_a_state",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved"),
    func="""
    INSERT INTO messaging_gatewaystate (gateway_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
    """,
)
# Who closed it by hand does not open it again; the breaker (gateway_state.py) is another matter.
TWO_PEOPLE_REOPEN = pgtrigger.Trigger(
    name="g_two_people_reopen",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        "OLD.open IS DISTINCT FROM NEW.open OR OLD.turned_by_id IS DISTINCT FROM NEW.turned_by_id"
    ),
    func="""
    IF OLD.open = NEW.open OR NEW.open AND NEW.turned_by_id IS NULL
       OR NOT huancui_is_acting(NEW.turned_by_id) THEN
        RAISE EXCEPTION 'who opens or closes gateway % is who acts', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_turns_a_gateway_acts';
    END IF;
    IF NEW.open AND NEW.turned_by_id = OLD.turned_by_id THEN
        RAISE EXCEPTION 'who closed gateway % does not open it', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'another_person_reopens_a_gateway';
    END IF;
    PERFORM huancui_require_all_concerned(
        NEW.turned_by_id IS NULL OR huancui_works_with(NEW.turned_by_id, NULL));
    RETURN NEW;
    """,
)


class Gateway(Approvable):
    """A way out: driver, how fast, what it accepts. Credentials are only named, never kept here."""

    code = models.SlugField(_("code"), unique=True)
    driver = models.CharField(_("driver"), max_length=20)
    # The driver's, kept so that PostgreSQL can tell what may go by it.
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS
    )
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    credentials_ref = models.CharField(
        _("credentials"),
        max_length=120,
        blank=True,
        help_text=_("Where they are: env:HUANCUI_GATEWAY_… or file:NAME. Never the secret itself."),
    )
    rate_per_second = models.PositiveIntegerField(_("messages per second"), default=200)
    weight = models.PositiveSmallIntegerField(
        _("share of the messages"),
        default=1,
        help_text=_("Beside other gateways that accept the same; 0: only when no other can."),
    )
    timeout_seconds = models.PositiveSmallIntegerField(_("time-out (s)"), default=10)
    content_classes = ArrayField(
        models.CharField(max_length=30, choices=ContentClass.choices),
        verbose_name=_("accepts"),
        default=list,
    )
    for_testing = models.BooleanField(
        _("for testing"),
        default=False,
        db_default=False,
        help_text=_("Carries texts to colleagues' own telephones, and none to a borrower."),
    )
    open = models.BooleanField(_("open"), default=True)
    turned_by = models.ForeignKey(
        installation.AUTH_USER_MODEL,
        verbose_name=_("opened or closed by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("gateway")
        verbose_name_plural = _("gateways")
        permissions = [("approve_gateway", "Can approve or reject a gateway")]
        constraints = [
            models.CheckConstraint(
                condition=Q(credentials_ref="")
                | Q(credentials_ref__regex=f"^{CREDENTIALS_NAMED}$"),
                name="credentials_are_only_named",
            ),
            # What it accepts is nothing: so no message is given to it.
            models.CheckConstraint(
                condition=Q(for_testing=False) | Q(content_classes=[], channel="sms"),
                name="a_gateway_for_testing_takes_no_message",
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers(
                "code",
                "driver",
                "channel",
                "settings",
                "credentials_ref",
                "rate_per_second",
                "timeout_seconds",
                "weight",
                "content_classes",
                "for_testing",
            ),
            STATE_WITH_APPROVAL,
            TWO_PEOPLE_REOPEN,
        ]

    def __str__(self) -> str:
        return self.code


class SandboxText(SealedModel):
    """A text on a sandbox handset: what the sandbox gateway was handed, or what was answered."""

    class Direction(models.TextChoices):
        TO_HANDSET = "to", _("To the handset")
        FROM_HANDSET = "from", _("From the handset")
        OFF = "off", _("Switched off")
        ON = "on", _("Switched on")

    SWITCHED = (Direction.OFF, Direction.ON)

    message_id = models.BigIntegerField(null=True, unique=True)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel.choices, default=Channel.SMS
    )
    address_hash = models.BinaryField()
    text = EncryptedTextField(purpose="sandbox_text.text")
    content = EncryptedTextField(purpose="sandbox_text.content", null=True)
    at = models.DateTimeField(_("at"))
    arrives = models.BooleanField(default=True)
    receipt_sent = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("handset text")
        verbose_name_plural = _("handset texts")
        permissions = [("use_handset", "Can use the sandbox handset")]
        indexes = [
            models.Index(fields=["address_hash", "at"], name="texts_on_a_handset"),
            models.Index(
                fields=["id"],
                condition=Q(receipt_sent=False, direction="to"),
                name="handset_receipts_due",
            ),
        ]
