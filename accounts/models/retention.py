"""How long values are kept, what would go, what went: periods, runs, and the sealed record."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import AppendOnly, Audited
from accounts.models.chained import Chained, OfItsTransaction, chain_index
from accounts.models.erasure_request import ErasureRequest
from accounts.models.lender import Lender
from accounts.models.second_person import AskedAndDecided
from accounts.models.states import StateMachine

SHORTEST_MONTHS = 6
"""No period is shorter: texts are kept for 5 months at least (MIIT Order 31)."""


class Kind(models.TextChoices):
    """Kinds of records whose values become empty once their time is over."""

    MESSAGES = "messages", _("Texts of messages")
    REPLIES = "replies", _("Texts of replies")
    CALLS = "calls", _("Notes of calls")
    CONVERSATIONS = "conversations", _("Notes of conversations")
    COMPLAINTS = "complaints", _("Texts of complaints")
    CARE = "care", _("Hardship and surveys")
    FILES = "files", _("Files brought in")
    SIGN_INS = "sign_ins", _("Where staff signed in from")
    CUSTOMERS = "customers", _("Customers whose loans are closed")


OF_NO_LENDER = (Kind.FILES, Kind.SIGN_INS)
"""One period for the whole installation: these tell no lenders apart."""


def _staff(label: Any, *, null: bool = False) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=null,
        on_delete=models.PROTECT,
        related_name="+",
    )


class RetentionRule(AskedAndDecided):
    """asked → approved | refused | withdrawn. The one approved last is in force; `months` empty:
    kept without end, as everything is of which nothing was approved."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    months = models.PositiveSmallIntegerField(_("kept for months"), null=True)
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)

    class Meta:
        verbose_name = _("period of retention")
        verbose_name_plural = _("periods of retention")
        permissions = [("decide_retentionrule", "Can decide how long records are kept")]
        constraints = [
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=SHORTEST_MONTHS),
                name="nothing_goes_before_its_time",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_NO_LENDER, lender=None)
                | ~Q(kind__in=OF_NO_LENDER) & Q(lender__isnull=False),
                name="a_period_names_its_lender",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_period_says_why"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False)
                | Q(
                    state__in=["approved", "refused"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                & ~Q(decided_by=F("asked_by")),
                name="a_period_takes_two_people",
            ),
            models.UniqueConstraint(
                fields=["kind", "lender"],
                condition=Q(state="asked"),
                nulls_distinct=False,
                name="one_open_period_of_a_kind",
            ),
        ]
        indexes = [
            # The period in force.
            models.Index(
                fields=["kind", "lender", "-decided_at", "-id"],
                condition=Q(state="approved"),
                name="periods_in_force",
            )
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="period_states",
                transitions=[("asked", "approved"), ("asked", "refused"), ("asked", "withdrawn")],
            ),
            pgtrigger.ReadOnly(
                name="a_period_stays_as_asked", exclude=["state", "decided_by", "decided_at"]
            ),
            pgtrigger.Protect(name="periods_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_sets_periods",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'INSERT' THEN
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'add_retentionrule');
                    IF NEW.state <> 'asked' THEN
                        RAISE EXCEPTION 'a period begins as asked' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'a_period_takes_two_people';
                    END IF;
                ELSIF NEW.state IN ('approved', 'refused') AND OLD.state = 'asked' THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_retentionrule');
                    PERFORM huancui_require_all_concerned(
                        huancui_works_with(NEW.decided_by_id, NEW.lender_id));
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RetentionRun(models.Model):
    """counting → waiting → erasing → done; it is stopped while it waits or erases.

    `moment`: everything whose time was over then. Counted first and shown; erased not before
    `not_before`. `place` is where counting or erasing is, so that it goes on after a crash.
    """

    class State(models.TextChoices):
        COUNTING = "counting", _("Being counted")
        WAITING = "waiting", _("Shown, waiting for its time")
        ERASING = "erasing", _("Erasing")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.COUNTING
    )
    moment = models.DateTimeField(_("as of"))
    not_before = models.DateTimeField(_("not before"))
    counted = models.JSONField(default=dict, editable=False)
    """{kind: {lender's id, or "0": rows}}"""
    erased = models.JSONField(default=dict, editable=False)
    """{kind: rows}"""
    place = models.JSONField(default=dict, editable=False)
    """{"table": number in the order of kinds, "after": id}"""
    by = _staff(_("begun by"), null=True)
    stopped_by = _staff(_("stopped by"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("run of retention")
        verbose_name_plural = _("runs of retention")
        permissions = [
            ("begin_retentionrun", "Can begin a run of retention before its time"),
            ("stop_retentionrun", "Can stop a run of retention"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["done", "stopped"], ended_at__isnull=False)
                | ~Q(state__in=["done", "stopped"]) & Q(ended_at=None),
                name="a_run_of_retention_ends_once",
            ),
        ]
        triggers = [
            Audited(ignored=("place", "erased", "counted")),
            StateMachine(
                name="retention_run_states",
                transitions=[
                    ("counting", "waiting"),
                    ("counting", "stopped"),
                    ("waiting", "erasing"),
                    ("waiting", "stopped"),
                    ("erasing", "done"),
                    ("erasing", "stopped"),
                ],
            ),
            pgtrigger.ReadOnly(name="a_run_keeps_its_moment", fields=["moment"]),
            # By nobody: by the schedule. What is stopped is kept, so anybody's lender will do.
            pgtrigger.Trigger(
                name="a_run_is_of_every_lender",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Q(new__by__isnull=False)
                & pgtrigger.Q(new__state__in=["counting", "erasing"]),
                func="""
                PERFORM huancui_require_all_concerned(huancui_works_with(NEW.by_id, NULL));
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="runs_of_retention_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Erasure(Chained):
    """Which values became empty, and by what: one row a batch, written by the function of the
    database that did it, sealed like everything that is written once."""

    chain_moment = "at"

    at = models.DateTimeField(_("at"))
    run = models.ForeignKey(
        RetentionRun,
        verbose_name=_("run of retention"),
        null=True,
        on_delete=models.PROTECT,
        related_name="erasures",
    )
    request = models.ForeignKey(
        ErasureRequest,
        verbose_name=_("erasure of a person"),
        null=True,
        on_delete=models.PROTECT,
        related_name="erasures",
    )
    kind = models.CharField(pgettext_lazy("erasure", "kind"), max_length=14)
    table = models.CharField(_("table"), max_length=63)
    columns = ArrayField(models.CharField(max_length=63))
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    ids = ArrayField(models.BigIntegerField())

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=Q(run__isnull=False, request=None) | Q(run=None, request__isnull=False),
                name="an_erasure_was_decided",
            )
        ]
        indexes = [
            chain_index("erasures_by_transaction"),
            # Whether the value of a row went by right.
            models.Index(fields=["table", "last_id", "first_id"], name="erasures_of_a_row"),
        ]
        triggers = [AppendOnly(), OfItsTransaction()]

    def __str__(self) -> str:
        return f"{self.table} {self.first_id}–{self.last_id}"
