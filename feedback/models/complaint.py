"""Complaints: logged, held, answered in time."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.hold import Hold
from accounts.models.lender import Lender
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.states import StateMachine
from feedback.models.complaint_closing import CLOSING
from feedback.models.complaint_second_person import SECOND_PERSON
from feedback.models.complaint_told import TOLD
from feedback.models.owner import WHO_HAS_IT_SEES_IT
from messaging.models.message import Message
from messaging.models.template import TemplateVersion

WITHDRAWN_WITHIN = timedelta(minutes=30)
"""What was sent on the page may be withdrawn there; later a person hears why (P)."""


class Complaint(SealedModel):
    """open → in_progress → resolved ⇄ in_review; resolved → in_progress, where somebody who had no
    part in it opens it again (complaint_closing). Until it is resolved, its hold keeps the customer
    in peace; the review has a hold of its own.

    `due_on` is the last day for the answer, `review_until` the last to ask for a review,
    `next_due_on` whichever date is next to be kept by us (empty: none is).
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        IN_PROGRESS = "in_progress", _("Being worked on")
        RESOLVED = "resolved", _("Resolved")
        IN_REVIEW = "in_review", _("In review")

    class Via(models.TextChoices):
        PHONE = "phone", _("Phone")
        REPLY = "reply", _("Reply to a text")
        EMAIL = "email", _("E-mail")
        LETTER = "letter", _("Letter")
        REGULATOR = "regulator", _("Regulator (12378)")
        COUNTER = "counter", _("In person")
        PAGE = "page", _("The customer's page")
        SURVEY = "survey", _("Survey")

    class Category(models.TextChoices):
        TOO_OFTEN = "too_often", _("Too many texts")
        WRONG_HOUR = "wrong_hour", _("Texts at the wrong hour")
        WRONG_AMOUNT = "wrong_amount", _("Wrong amount or already paid")
        WRONG_PERSON = "wrong_person", _("Wrong person")
        WORDING = "wording", _("Wording")
        PRIVACY = "privacy", _("Privacy")
        AFTER_OPT_OUT = "after_opt_out", _("Texts after opting out")
        AUTHORITY = "authority", _("Regulator, lawyer, police or press named")
        CONDUCT = "conduct", _("Threats")
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

    class RootCause(models.TextChoices):
        TEMPLATE = "template", _("Wording of a template")
        RULE = "rule", _("A rule or its setting")
        GATEWAY = "gateway", _("Gateway")
        DATA = "data", _("Data of the core system")
        PERSON = "person", _("A person's work")
        NONE = "none", _("No fault found")

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
    lender = models.ForeignKey(
        Lender,
        verbose_name=_("lender"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    template_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("text complained about"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
        db_index=False,  # the index of what a text brought in serves it
    )
    via = models.CharField(_("came by"), max_length=10, choices=Via.choices)
    category = models.CharField(_("category"), max_length=15, choices=Category.choices)
    severity = models.CharField(
        _("severity"), max_length=8, choices=Severity.choices, default=Severity.NORMAL
    )
    text = EncryptedTextField(_("what the customer says"), purpose="complaint.text")
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
    worked_by = ArrayField(models.BigIntegerField(), default=list, editable=False)
    not_closed_by = ArrayField(
        models.BigIntegerField(),
        verbose_name=_("not closed by"),
        default=list,
        editable=False,
        help_text=_("Whom it names, and who closed it before a colleague opened it again."),
    )
    repeats = models.PositiveSmallIntegerField(
        _("said again"),
        default=0,
        help_text=_("How often the customer complained of the same while it was open."),
    )
    withdrawn_at = models.DateTimeField(
        _("withdrawn by the customer at"),
        null=True,
        editable=False,
        help_text=_("On their page. It stays open and held until a person closes it."),
    )
    is_complex = models.BooleanField(_("complex"), default=False)
    due_on = models.DateField(_("answer due on"))
    review_until = models.DateField(_("review may be asked for until"), null=True)
    next_due_on = models.DateField(_("next due"), null=True)
    rank = models.GeneratedField(
        expression=Case(
            When(severity="severe", next_due_on__isnull=False, then=Value(0)), default=Value(1)
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
        editable=False,
    )
    hold = models.OneToOneField(
        Hold, verbose_name=_("hold"), on_delete=models.PROTECT, related_name="complaint"
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    answer = EncryptedTextField(
        _("what was done and answered"), purpose="complaint.answer", null=True
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("resolved by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    drawn = models.BooleanField(
        _("drawn for a second look"), default=False, db_default=False, editable=False
    )
    looked_at = models.DateTimeField(_("looked at again at"), null=True, editable=False)
    looked_at_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("looked at again by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    root_cause = models.CharField(
        _("root cause"), max_length=10, choices=RootCause.choices, blank=True
    )
    cause_version = models.ForeignKey(
        TemplateVersion,
        verbose_name=_("text at fault"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        permissions = [
            ("resolve_complaint", "Can resolve a complaint"),
            ("decide_complaint", "Can approve extensions, close severe ones, decide reviews"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["resolved", "in_review"])
                | (
                    ~Q(outcome="")
                    & ~Q(root_cause="")
                    & Q(answer__isnull=False)
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
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | Q(
                    via="page",
                    opened_by=None,
                    withdrawn_at__gte=F("opened_at"),
                    withdrawn_at__lte=F("opened_at") + WITHDRAWN_WITHIN,
                ),
                name="a_complaint_is_withdrawn_soon_after_on_the_page",
            ),
            models.CheckConstraint(
                condition=Q(root_cause="template", cause_version__isnull=False)
                | (~Q(root_cause="template") & Q(cause_version=None)),
                name="a_text_at_fault_is_named",
            ),
            models.CheckConstraint(
                condition=Q(state="resolved", next_due_on=None)
                | (~Q(state="resolved") & Q(next_due_on__isnull=False)),
                name="an_open_complaint_has_a_deadline",
            ),
        ]
        indexes = [
            # "Due within 24 h" first; reminders and escalation walk it too.
            models.Index(
                fields=["next_due_on", "id"],
                condition=Q(next_due_on__isnull=False),
                name="complaints_by_deadline",
            ),
            # The list: severe ones that are open, then by their next date, then the resolved, the
            # last one first.
            models.Index(
                F("rank").asc(),
                F("next_due_on").asc(nulls_last=True),
                F("opened_at").desc(),
                F("id").asc(),
                name="complaints_by_need",
            ),
            # What every page of a supervisor asks for.
            models.Index(
                fields=["id"],
                condition=Q(severity="severe", owner=None, next_due_on__isnull=False),
                name="complaints_severe_and_free",
            ),
            # What was closed and waits for a second look.
            models.Index(
                fields=["resolved_at"],
                condition=Q(state="resolved", drawn=True, looked_at=None),
                name="complaints_to_look_at",
            ),
            # The statistics of a span of time.
            models.Index(fields=["-opened_at"], name="complaints_newest_first"),
            # What one text brought in lately (pausing).
            models.Index(
                fields=["template_version", "opened_at"],
                condition=Q(template_version__isnull=False),
                name="complaints_of_a_text",
            ),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="a_second_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=SECOND_PERSON,
            ),
            pgtrigger.Trigger(
                name="b_who_closes_and_who_looks",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=CLOSING,
            ),
            StateMachine(
                name="complaint_states",
                transitions=[
                    ("open", "in_progress"),
                    ("open", "resolved"),
                    ("in_progress", "resolved"),
                    ("resolved", "in_review"),
                    ("resolved", "in_progress"),
                    ("in_review", "resolved"),
                ],
            ),
            *TOLD,
            pgtrigger.Trigger(
                name="who_has_it_sees_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "NEW.owner_id IS NOT NULL AND NEW.owner_id IS DISTINCT FROM OLD.owner_id"
                ),
                func=WHO_HAS_IT_SEES_IT.format("huancui_works_with(NEW.owner_id, NEW.lender_id)"),
            ),
            pgtrigger.Protect(name="complaints_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number
