"""An address of a customer on a channel."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import audited_in_sets
from accounts.models.choices import Channel, PartyRole
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.sealed import EncryptedTextField, SealedModel

# What a file brings two people brought in; a number typed on a page needs them too.
_TWO_PEOPLE = pgtrigger.Trigger(
    name="a_typed_number_takes_two_people",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(
        "current_user = 'huancui_web' AND NEW.channel IN ('sms', 'phone')"
    ),
    func="""
    IF NOT EXISTS (
        SELECT FROM accounts_newnumber n WHERE n.point_id = NEW.id AND n.state = 'approved'
    ) THEN
        RAISE EXCEPTION 'a number typed on a page takes two people' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_typed_number_takes_two_people';
    END IF;
    RETURN NULL;
    """,
)


class ContactPoint(SealedModel):
    """One address of a customer on one channel."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        WRONG_PARTY = "wrong_party", _("Wrong person")
        UNREACHABLE = "unreachable", _("Unreachable")
        RETIRED = "retired", _("Retired")

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer"),
        on_delete=models.CASCADE,
        related_name="contact_points",
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    role = models.CharField(
        _("role"), max_length=15, choices=PartyRole.choices, default=PartyRole.DEBTOR
    )
    address = EncryptedTextField(_("address"), purpose="contact_point.address")
    address_index = models.BinaryField(editable=False)
    address_hash = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.ACTIVE)
    # When somebody last made sure that this is the customer's, through what, and on what evidence.
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_through = models.CharField(
        _("confirmed through"), max_length=40, blank=True, default="", db_default=""
    )
    confirmed_evidence = models.CharField(
        _("evidence"), max_length=200, blank=True, default="", db_default=""
    )
    seen_at = models.DateTimeField(_("last named by the core system"))
    named_by = models.ForeignKey(
        Lender,
        verbose_name=_("last named by"),
        null=True,
        editable=False,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    retired_why = models.CharField(
        _("why retired"),
        max_length=12,
        choices=[
            ("not_named", _("The lender names another one")),
            ("replaced", _("The customer has another one")),
        ],
        blank=True,
        default="",
        db_default="",
    )
    retired_at = models.DateTimeField(_("retired at"), null=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        permissions = [
            ("reveal_contactpoint", "Can see addresses in clear"),
            ("confirm_contactpoint", "Can confirm that an address is the customer's"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on=None) | ~Q(confirmed_through=""),
                name="a_confirmation_says_through_what",
            ),
            models.UniqueConstraint(
                fields=["customer", "channel", "address_hash"], name="an_address_once_per_customer"
            ),
        ]
        indexes = [
            # Search by number (inbox, customers) goes through the blind index.
            models.Index(fields=["address_index"], name="contact_point_search"),
            # Wrong person, opt-out and caps reach every customer behind one number.
            models.Index(fields=["address_hash"], name="contact_points_of_a_number"),
        ]
        triggers = [*audited_in_sets(), _TWO_PEOPLE]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} #{self.pk}"
