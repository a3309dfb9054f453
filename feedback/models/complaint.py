"""Complaints: logged, held, answered in time."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.hold import Hold
from accounts.models.rotating import WrittenOnce
from messaging.models.message import Message


class Complaint(models.Model):
    """open → in_progress → resolved. While not resolved, its hold keeps the customer in peace."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("Being worked on")
        RESOLVED = "resolved", _("Resolved")

    class Via(models.TextChoices):
        PHONE = "phone", _("Phone")
        REPLY = "reply", _("Reply to a text")
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Letter")
        REGULATOR = "regulator", _("Regulator (12378)")
        COUNTER = "counter", _("In person")

    class Category(models.TextChoices):
        TOO_OFTEN = "too_often", _("Too many texts")
        WRONG_HOUR = "wrong_hour", _("Texts at the wrong hour")
        WRONG_AMOUNT = "wrong_amount", _("Wrong amount or already paid")
        WRONG_PERSON = "wrong_person", _("Wrong person")
        WORDING = "wording", _("Wording")
        PRIVACY = "privacy", _("Privacy")
        AFTER_OPT_OUT = "after_opt_out", _("Texts after opting out")
        OTHER = "other", _("Something else")

    class Severity(models.TextChoices):
        LOW = "low", _("Low")
        NORMAL = "normal", _("Normal")
        SEVERE = "severe", _("Severe")

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("Upheld")
        PARTLY = "partly", _("Partly upheld")
        NOT_UPHELD = "not_upheld", _("Not upheld")
        WITHDRAWN = "withdrawn", _("Withdrawn by the customer")

    number = models.CharField(_("number"), max_length=20, unique=True)
    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="complaints"
    )
    message = models.ForeignKey(
        Message,
        verbose_name=_("message complained about"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    via = models.CharField(_("came by"), max_length=10, choices=Via.choices)
    category = models.CharField(_("category"), max_length=15, choices=Category.choices)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.NORMAL
    )
    text_enc = models.BinaryField(_("what the customer says"))
    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        help_text=_("Empty: opened by a reply, nobody has taken it yet."),
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("logged by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField(_("answer due on"))
    hold = models.OneToOneField(
        Hold, verbose_name=_("hold"), on_delete=models.PROTECT, related_name="complaint"
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    answer_enc = models.BinaryField(_("what was done and answered"), null=True)
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        permissions = [("resolve_complaint", "Can resolve a complaint")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="resolved")
                | (
                    ~Q(outcome="")
                    & Q(answer_enc__isnull=False)
                    & Q(resolved_at__isnull=False)
                    & Q(resolved_by__isnull=False)
                ),
                name="a_resolved_complaint_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state="resolved")
                | ~Q(severity="severe")
                | ~Q(resolved_by=F("opened_by")),
                name="a_severe_complaint_needs_a_second_person",
            ),
        ]
        indexes = [
            # "Due within 24 h" first.
            models.Index(
                fields=["due_on", "id"],
                condition=~Q(state="resolved"),
                name="complaints_by_deadline",
            ),
            models.Index(fields=["-opened_at"], name="complaints_newest_first"),
        ]
        triggers = [
            Audited(),
            pgtrigger.FSM(
                name="complaint_states",
                field="state",
                transitions=[
                    ("open", "in_progress"),
                    ("open", "resolved"),
                    ("in_progress", "resolved"),
                ],
            ),
            pgtrigger.Protect(name="complaints_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number


class ComplaintEvent(models.Model):
    """One entry of a complaint's timeline."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=30)
    note_enc = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("complaint event")
        verbose_name_plural = _("complaint events")
        indexes = [models.Index(fields=["complaint", "at"], name="timeline_of_a_complaint")]
        triggers = [WrittenOnce("note_enc")]
