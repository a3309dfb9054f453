"""Useful knowledge between reminders: its plans, whom they chose, and who wants no more.

What the database guards by itself, whatever a worker believes: two pieces to one customer or one
address never lie nearer than `EDUCATION_GAP` days, and none leaves within `EDUCATION_APART` days of
a reminder that was sent, or while one is on its way.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from accounts.models.choices import Channel, Language
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.lender import Lender
from accounts.models.states import StateMachine
from messaging.models import introduced
from messaging.models.choices import Arm, EducationTopic, Outcome
from messaging.models.message import Message
from messaging.models.policy import PolicyVersion
from messaging.models.template import TemplateVersion

TRANSITIONS = [("planned", "released"), ("planned", "dropped"), ("released", "stopped")]


class EducationPlan(models.Model):
    """One lender's plan of one day: planned → released → stopped, or dropped before its release."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned, waiting for release")
        RELEASED = "released", _("Released")
        STOPPED = "stopped", _("Stopped")
        DROPPED = "dropped", _("Dropped")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="education_plans"
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.PLANNED)
    policy = models.ForeignKey(PolicyVersion, verbose_name=_("policy"), on_delete=models.PROTECT)
    engine_version = models.CharField(max_length=20)
    control_share = models.DecimalField(_("control share"), max_digits=5, decimal_places=4)
    # Customers of the lender who have not agreed to any: counted, and not listed by name.
    without_consent = models.PositiveIntegerField(_("have not agreed"))
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("planned by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the schedule."),
    )
    planned_at = models.DateTimeField(_("planned at"))
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("released by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField(_("released at"), null=True)

    class Meta:
        verbose_name = _("plan of useful knowledge")
        verbose_name_plural = _("plans of useful knowledge")
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "day"],
                condition=~Q(state="dropped"),
                name="one_education_plan_per_lender_and_day",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None)
                | Q(planned_by=None)
                | ~Q(released_by=F("planned_by")),
                name="who_planned_education_does_not_release_it",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "dropped"])
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="released_education_names_who",
            ),
        ]
        indexes = [models.Index(fields=["-day"], name="education_plans_newest_first")]
        triggers = [
            Audited(),
            introduced.of_a_row("no_knowledge_of_a_new_lender"),
            StateMachine(name="education_plan_states", transitions=TRANSITIONS),
            pgtrigger.Trigger(
                name="education_released_by_the_trained",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="released") & ~pgtrigger.Q(old__state="released"),
                func="""
                IF NOT huancui_is_acting(NEW.released_by_id) THEN
                    RAISE EXCEPTION 'who releases a plan is who acts'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NOT huancui_is_trained(NEW.released_by_id, NEW.released_at) THEN
                    RAISE EXCEPTION 'training: only a person with valid training releases a plan'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="education_plans_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.lender} {date_format(self.day)}"


_ONLY_ITS_MESSAGE = """
IF NEW.contact_point_id IS NULL THEN
    OLD.contact_point_id := NULL;  -- an erased address
END IF;
IF (to_jsonb(NEW) - 'message_id') IS DISTINCT FROM (to_jsonb(OLD) - 'message_id')
   OR NEW.message_id IS DISTINCT FROM OLD.message_id
      AND (OLD.message_id IS NOT NULL OR NOT NEW.to_send) THEN
    RAISE EXCEPTION 'whom a plan chose, and why, is kept'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'chosen_for_education_is_kept';
END IF;
RETURN NEW;
"""


class EducationCandidate(models.Model):
    """One customer of a plan who has agreed to useful knowledge: which piece, why, and whether it
    is sent; else the reason against it. Facts and trace as in a Decision.

    The record of the experiment, too: `eligible` is who would get the piece but for the arm.
    """

    plan = models.ForeignKey(EducationPlan, on_delete=models.PROTECT, related_name="candidates")
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="+"
    )
    contact_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.SET_NULL)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    language = models.CharField(_("language"), max_length=10, choices=Language.choices)
    topic = models.CharField(_("topic"), max_length=20, choices=EducationTopic.choices, blank=True)
    why = models.CharField(_("chosen because"), max_length=20, blank=True)
    template_version = models.ForeignKey(
        TemplateVersion, verbose_name=_("template"), null=True, on_delete=models.PROTECT
    )
    habit = models.CharField(_("habit"), max_length=15)
    arm = models.CharField(_("arm"), max_length=8, choices=Arm.choices)
    eligible = models.BooleanField(_("in the comparison"))
    to_send = models.BooleanField(_("to send"))
    outcome = models.CharField(_("verdict"), max_length=6, choices=Outcome.choices)
    reason = models.CharField(_("reason"), max_length=40)
    until = models.DateTimeField(_("until"), null=True)
    facts = models.JSONField(editable=False)
    trace = models.JSONField(editable=False)
    message = models.OneToOneField(
        Message, null=True, on_delete=models.PROTECT, related_name="education"
    )

    class Meta:
        verbose_name = _("customer in a plan of useful knowledge")
        verbose_name_plural = _("customers in plans of useful knowledge")
        constraints = [
            models.UniqueConstraint(fields=["plan", "customer"], name="once_in_an_education_plan"),
            models.CheckConstraint(
                condition=~Q(to_send=True) | Q(eligible=True, arm="contact"),
                name="education_goes_to_the_contact_arm",
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "reason", "id"], name="education_by_reason"),
            # What this customer had before.
            models.Index(fields=["customer", "-id"], name="education_of_a_customer"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="chosen_for_education_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_ITS_MESSAGE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} #{self.pk}"


class EducationDeclined(models.Model):
    """An address that wants no more useful knowledge; reminders go on. A suppression of its own
    scope: it holds for whoever stands behind the address, until the customer who declined it gives
    a new consent. Keyed by a hash that outlives erasure."""

    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    address_hash = models.BinaryField(editable=False)
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(_("source"), max_length=60)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("address without useful knowledge")
        verbose_name_plural = _("addresses without useful knowledge")
        indexes = [models.Index(fields=["address_hash"], name="education_declined_by_address")]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"#{self.pk}"
