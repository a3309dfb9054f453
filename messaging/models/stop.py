"""The emergency stop: while one is active, nothing it covers begins to leave."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models.audit import Audited

OF_A_TEXT = ("template", "version")


class Stop(models.Model):
    """Covers everything, or one gateway, template, version of one, run or lender (`object_id`).

    `by` empty: the software itself, over a database that was put back (dispatch.watermark), or over
    a text that brought many complaints. Whoever is in a hurry stops first and says why afterwards,
    once. One person asks that it be lifted, another lifts it, or says why not (`lift_reason` while
    nobody asks); over the complaints of a text one supervisor decides
    (feedback.complaints.pause_decisions).
    """

    class Scope(models.TextChoices):
        ALL = "all", _("Everything")
        LENDER = "lender", _("Lender")
        RUN = "run", _("Run")
        TEMPLATE = "template", _("Template")
        VERSION = "version", _("Template version")
        GATEWAY = "gateway", _("Gateway")

    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    object_id = models.BigIntegerField(_("which"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("from"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifted by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifting asked for by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lift_asked_at = models.DateTimeField(_("lifting asked for at"), null=True)
    lift_reason = models.CharField(
        _("reason for lifting"), max_length=200, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        constraints = [
            models.UniqueConstraint(
                fields=["scope", "object_id"],
                condition=Q(lifted_at=None),
                nulls_distinct=False,
                name="one_active_stop_per_scope",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") | Q(by__isnull=False, lifted_at=None),
                name="a_stop_says_why_at_the_latest_before_it_is_lifted",
            ),
            models.CheckConstraint(
                condition=Q(lift_asked_by=None, lift_asked_at=None)
                | (
                    Q(lift_asked_by__isnull=False, lift_asked_at__isnull=False) & ~Q(lift_reason="")
                ),
                name="a_person_asks_to_lift_a_stop_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | (
                    Q(lifted_at__isnull=False, lifted_by__isnull=False)
                    & ~Q(lift_reason="")
                    & (
                        Q(lift_asked_by__isnull=False) & ~Q(lifted_by=F("lift_asked_by"))
                        | Q(by=None, lift_asked_by=None, scope__in=OF_A_TEXT)
                    )
                ),
                name="a_second_person_lifts_a_stop",
            ),
        ]
        indexes = [
            # The page of stops: past ones, newest first. What stands is found by the constraint's.
            models.Index(fields=["-at"], name="stops_newest_first"),
        ]
        triggers = [
            Audited(),
            pgtrigger.Protect(name="stops_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_lifting_changes_a_stop",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.lifted_at IS NOT NULL
                   OR OLD.reason NOT IN ('', NEW.reason)
                   OR (NEW.scope, NEW.object_id, NEW.at, NEW.by_id)
                      IS DISTINCT FROM
                      (OLD.scope, OLD.object_id, OLD.at, OLD.by_id) THEN
                    RAISE EXCEPTION 'a stop is only ever lifted, once'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    @property
    def is_over_a_restored_database(self) -> bool:
        return self.by_id is None and self.scope == Stop.Scope.ALL

    @property
    def not_lifted(self) -> str:
        """Who does not agree that it be lifted, and why; until somebody asks again."""
        asked = self.lift_asked_by_id or self.lifted_at
        return "" if asked else self.lift_reason

    @property
    def why(self) -> str:
        """Its reason, as long as none is given the sentence that says so."""
        return self.reason or gettext("the reason follows")
