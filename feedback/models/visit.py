"""What guards the customer's pages: tries counted by place, and tries at a customer's secret."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from accounts.models.customer import Customer
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import (
    AskedAndDecided,
    says_who_decided,
    takes_two_people,
)
from accounts.models.states import StateMachine
from messaging.models.message import Message


class Throttle(models.Model):
    """How often one place (a network address, a code) tried in a window. Hashed, and soon gone."""

    place_hash = models.BinaryField(primary_key=True, editable=False)
    tries = models.PositiveIntegerField(_("tries"))
    ends_at = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("counted tries")
        verbose_name_plural = _("counted tries")


class SecretTry(models.Model):
    """Somebody who holds a customer's text entered the secret of that customer's page."""

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="secret_tries"
    )
    message = models.ForeignKey(
        Message, verbose_name=_("message"), on_delete=models.PROTECT, db_index=False
    )
    at = models.DateTimeField(_("at"))
    right = models.BooleanField(_("right"))

    class Meta:
        verbose_name = _("try at the secret")
        verbose_name_plural = _("tries at the secret")
        indexes = [
            models.Index(fields=["customer", "-at"], name="secret_tries_of_a_customer"),
            models.Index(
                fields=["-at"], condition=models.Q(right=False), name="wrong_secrets_newest_first"
            ),
        ]
        triggers = [AppendOnly()]


class OneTimeCode(models.Model):
    """A customer asked for a code by text, to open their page with. The code itself is kept by
    nobody (messaging.transactional.one_time_codes); it opens once."""

    MOST_TRIES = 5

    message = models.OneToOneField(
        Message, verbose_name=_("message"), on_delete=models.PROTECT, related_name="one_time_code"
    )
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("one-time code")
        verbose_name_plural = _("one-time codes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tries__lte=5), name="a_code_is_tried_five_times_at_most"
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_code_opens_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.used_at IS NOT NULL OR NEW.tries < OLD.tries
                   OR (NEW.message_id, NEW.customer_id, NEW.asked_at)
                      IS DISTINCT FROM (OLD.message_id, OLD.customer_id, OLD.asked_at) THEN
                    RAISE EXCEPTION 'a one-time code opens once' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            )
        ]


class SecretUnlock(AskedAndDecided, SealedModel):
    """A customer's page is opened again after very many wrong tries: one asks, another agrees."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        AGREED = "agreed", _("Agreed")
        DECLINED = "declined", _("Declined")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="unlocks"
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    reason = EncryptedTextField(_("reason"), purpose="secret_unlock.reason")

    class Meta:
        verbose_name = _("unlocking of a customer's page")
        verbose_name_plural = _("unlockings of customers' pages")
        permissions = [
            ("ask_secretunlock", "Can ask to open a customer's page again"),
            ("decide_secretunlock", "Can decide whether a customer's page is opened again"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=models.Q(state="asked"), name="one_unlock_at_a_time"
            ),
            says_who_decided("a_decided_unlock_says_by_whom", waiting="asked"),
            takes_two_people("an_unlock_takes_two_people", ["agreed", "declined"]),
        ]
        triggers = [
            StateMachine(
                name="unlock_states", transitions=[("asked", "agreed"), ("asked", "declined")]
            ),
            Audited(),
        ]
