"""Legal holds: nothing of a customer is erased while one is in force."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.second_person import AskedAndDecided
from accounts.models.states import StateMachine


def _staff(label: Any, *, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=null,
        on_delete=models.PROTECT,
        related_name="+",
    )


class LegalHold(AskedAndDecided):
    """asked → placed | refused; placed → lift_asked → lifted, or back to placed.

    Two people place it and two lift it. It binds from the asking on: what was erased meanwhile
    could not be brought back. One on a complaint (`about`, as complaint:17) keeps everything of
    its customer, since nobody knows beforehand what a court will ask for.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Asked for, in force")
        PLACED = "placed", _("In force")
        REFUSED = "refused", _("Refused")
        LIFT_ASKED = "lift_asked", _("In force, to be lifted")
        LIFTED = "lifted", _("Lifted")

    IN_FORCE = ("asked", "placed", "lift_asked")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="legal_holds"
    )
    about = models.CharField(_("about"), max_length=40, blank=True)
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    lift_why = models.CharField(_("why it is lifted"), max_length=200, blank=True)
    lift_asked_by = _staff(_("lifting asked by"), null=True)
    lift_asked_at = models.DateTimeField(_("lifting asked at"), null=True)
    lifted_by = _staff(_("lifted by"), null=True)
    lifted_at = models.DateTimeField(_("lifted at"), null=True)

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        permissions = [("decide_legalhold", "Can decide on placing and lifting legal holds")]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_legal_hold_says_why"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None)
                | ~Q(state="asked") & Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="a_legal_hold_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["lift_asked", "lifted"])
                | Q(lift_asked_by__isnull=False, lift_asked_at__isnull=False) & ~Q(lift_why=""),
                name="a_lifting_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by=None) & ~Q(state="lifted")
                | Q(state="lifted", lifted_by__isnull=False, lifted_at__isnull=False)
                & ~Q(lifted_by=F("lift_asked_by")),
                name="two_people_lift_a_legal_hold",
            ),
            models.UniqueConstraint(
                fields=["customer", "about"],
                condition=Q(state__in=["asked", "placed", "lift_asked"]),
                name="one_legal_hold_at_a_time",
            ),
        ]
        indexes = [
            # Asked of every row whose time is over.
            models.Index(
                fields=["customer"],
                condition=Q(state__in=["asked", "placed", "lift_asked"]),
                name="legal_holds_in_force",
            ),
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="legal_hold_states",
                transitions=[
                    ("asked", "placed"),
                    ("asked", "refused"),
                    ("placed", "lift_asked"),
                    ("lift_asked", "lifted"),
                    ("lift_asked", "placed"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="a_legal_hold_stays_as_asked",
                fields=["customer", "about", "why", "asked_by", "asked_at"],
            ),
            pgtrigger.Protect(name="legal_holds_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_holds_and_lifts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'INSERT' THEN
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'add_legalhold');
                ELSIF OLD.state = 'asked' AND NEW.state <> 'asked' THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_legalhold');
                ELSIF OLD.state = 'placed' AND NEW.state = 'lift_asked' THEN
                    PERFORM huancui_require_acting(NEW.lift_asked_by_id, 'add_legalhold');
                ELSIF OLD.state = 'lift_asked' AND NEW.state = 'lifted' THEN
                    PERFORM huancui_require_acting(NEW.lifted_by_id, 'decide_legalhold');
                    PERFORM huancui_require_all_concerned(
                        huancui_works_with_lenders_of(NEW.lifted_by_id, NEW.customer_id));
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
