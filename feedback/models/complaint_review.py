"""The second look at a complaint, by somebody who had no part in the first."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.hold import Hold
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import Decided
from accounts.models.states import StateMachine
from feedback.models.complaint import Complaint

# Reads the complaint: whoever closed it, logged it or ever owned it is the first pair of eyes.
_ANOTHER_PERSON = """
IF (NEW.reviewer_id IS NOT NULL AND NEW.reviewer_id IS DISTINCT FROM
        CASE WHEN TG_OP = 'UPDATE' THEN OLD.reviewer_id END)
   OR NEW.state = 'decided' THEN
    IF EXISTS (
        SELECT 1 FROM feedback_complaint c WHERE c.id = NEW.complaint_id
        AND (c.resolved_by_id IN (NEW.reviewer_id, NEW.decided_by_id)
             OR NEW.reviewer_id = ANY (c.worked_by) OR NEW.decided_by_id = ANY (c.worked_by))
    ) THEN
        RAISE EXCEPTION 'four eyes: a review is done by somebody who did not work on the complaint'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'somebody_else_reviews_a_complaint';
    END IF;
END IF;
RETURN NEW;
"""


class ComplaintReview(Decided, SealedModel):
    """asked → decided; one per complaint. The first answer stays beside it as it was."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for")
        DECIDED = "decided", _("Decided")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("First outcome confirmed")
        CHANGED = "changed", _("Decided otherwise")
        WITHDRAWN = "withdrawn", _("Withdrawn by the customer")

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="review")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ASKED)
    via = models.CharField(_("came by"), max_length=10, choices=Complaint.Via.choices)
    text = EncryptedTextField(_("why the customer asks"), purpose="complaint_review.text")
    asked_at = models.DateTimeField(_("asked at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the customer, on their own page."),
    )
    hold = models.OneToOneField(
        Hold, verbose_name=_("hold"), on_delete=models.PROTECT, related_name="complaint_review"
    )
    due_on = models.DateField(_("due on"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    new_outcome = models.CharField(
        _("outcome instead"), max_length=12, choices=Complaint.Outcome.choices, blank=True
    )
    answer = EncryptedTextField(
        _("what was answered"), purpose="complaint_review.answer", null=True
    )

    class Meta:
        verbose_name = _("review of a complaint")
        verbose_name_plural = _("reviews of complaints")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", outcome="", decided_by=None)
                | Q(state="decided")
                & ~Q(outcome="")
                & Q(answer__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_review_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=(Q(outcome="changed") & ~Q(new_outcome=""))
                | (~Q(outcome="changed") & Q(new_outcome="")),
                name="a_changed_outcome_is_named",
            ),
        ]
        triggers = [
            Audited(),
            StateMachine(name="review_states", transitions=[("asked", "decided")]),
            pgtrigger.Trigger(
                name="by_another_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_ANOTHER_PERSON,
            ),
            pgtrigger.Protect(name="reviews_are_kept", operation=pgtrigger.Delete),
        ]
