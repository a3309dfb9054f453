"""By when a complaint must be answered or reviewed, and what each date was reckoned from."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import AppendOnly, Audited
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import Decided, says_who_decided, takes_two_people
from feedback.models.complaint import Complaint
from messaging.models.policy import PolicyVersion

LONGEST_DAYS = 60
"""Days from the complaint to its answer, extended to the utmost (2020 No. 3)."""

_RIGHTLY_RECKONED = """
IF NEW.nominal_on <> NEW.starts_on + NEW.days OR NEW.due_on < NEW.nominal_on THEN
    RAISE EXCEPTION 'a deadline is never before its days are over'
        USING ERRCODE = 'check_violation';
END IF;
IF NEW.because = 'extended' AND NOT EXISTS (
    SELECT 1 FROM feedback_complaintextension e
    WHERE e.id = NEW.extension_id AND e.complaint_id = NEW.complaint_id AND e.state = 'approved'
) THEN
    RAISE EXCEPTION 'four eyes: a deadline is extended by an approved extension'
        USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""
_DECIDED_ONCE = f"""
IF OLD.state <> 'requested' AND NOT (
    to_jsonb(NEW) - 'reason_enc' = to_jsonb(OLD) - 'reason_enc'
    AND COALESCE({is_rotation("reason_enc")}, false)) THEN
    RAISE EXCEPTION 'an extension is decided once'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'an_extension_is_decided_once';
END IF;
IF (NEW.complaint_id, NEW.requested_by_id, NEW.requested_at, NEW.from_due_on)
   IS DISTINCT FROM
   (OLD.complaint_id, OLD.requested_by_id, OLD.requested_at, OLD.from_due_on) THEN
    RAISE EXCEPTION 'a request is not rewritten' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class ComplaintExtension(Decided, SealedModel):
    """requested → approved | refused: more days, for a reason, given by another person.

    One that is open or approved per complaint; a refused one may be followed by another.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="extensions")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.REQUESTED
    )
    reason = EncryptedTextField(_("reason"), purpose="complaint_extension.reason")
    from_due_on = models.DateField(_("answer due on"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("requested by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("requested at"))

    class Meta:
        verbose_name = _("extension of a deadline")
        verbose_name_plural = _("extensions of deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["complaint"],
                condition=~Q(state="refused"),
                name="one_extension_per_complaint",
            ),
            says_who_decided("a_decided_extension_names_who", waiting="requested"),
            takes_two_people(
                "an_extension_needs_a_second_person",
                ["approved", "refused"],
                asked_by="requested_by",
            ),
        ]
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="decided_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_DECIDED_ONCE,
            ),
            pgtrigger.Protect(name="extensions_are_kept", operation=pgtrigger.Delete),
        ]


class ComplaintClock(models.Model):
    """One date as it was reckoned: days from a day by a policy's figure, moved over days off.

    Written once; the newest of its kind is the one in force.
    """

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        ASK = "ask", _("Asking for a review")
        REVIEW = "review", pgettext_lazy("complaint", "Review")

    class Because(models.TextChoices):
        OPENED = "opened", _("complaint opened")
        COMPLEX = "complex", _("marked as complex")
        EXTENDED = "extended", _("extension approved")
        RESOLVED = "resolved", _("answered")
        ASKED = "asked", _("review asked for")
        CALENDAR = "calendar", _("work calendar changed")

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(_("clock"), max_length=6, choices=Kind.choices)
    because = models.CharField(_("because"), max_length=8, choices=Because.choices)
    at = models.DateTimeField(_("reckoned at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    extension = models.ForeignKey(
        ComplaintExtension, null=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("counted from"))
    days = models.PositiveSmallIntegerField(_("calendar days"))
    nominal_on = models.DateField(_("days are over on"))
    due_on = models.DateField(_("due on"))
    days_off = ArrayField(models.DateField(), verbose_name=_("days off passed over"), default=list)
    unconfirmed_years = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("unconfirmed years"), default=list
    )
    country = models.CharField(_("work calendar"), max_length=8)
    policy = models.ForeignKey(
        PolicyVersion,
        verbose_name=_("policy"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: none was in force; the shipped profile was used."),
    )
    profile = models.CharField(_("profile"), max_length=20)
    figures = models.JSONField(
        _("figures"), help_text=_("Policy fields the days were added up from, in calendar days.")
    )

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="answer") | Q(days__lte=LONGEST_DAYS),
                name="an_answer_takes_60_days_at_most",
            ),
        ]
        indexes = [
            models.Index(fields=["complaint", "kind", "-id"], name="clocks_of_a_complaint"),
        ]
        triggers = [
            Audited(),
            AppendOnly(),
            pgtrigger.Trigger(
                name="rightly_reckoned",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_RIGHTLY_RECKONED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.due_on}"
