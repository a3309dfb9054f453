"""The emergency stop: while one is active, nothing it covers begins to leave."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from accounts.models.audit import Audited

# Acts count that were done by who is named. What the software paused over its complaints is let go
# on by somebody who had no hand in that version; once it is retired, there is nothing to let go on.
_WHO_LIFTS = """
IF NEW.lift_asked_by_id IS DISTINCT FROM OLD.lift_asked_by_id
   AND NEW.lift_asked_by_id IS NOT NULL AND NOT huancui_is_acting(NEW.lift_asked_by_id)
   OR NEW.lifted_by_id IS NOT NULL AND NOT huancui_is_acting(NEW.lifted_by_id) THEN
    RAISE EXCEPTION 'who lifts stop %, or asks for it, is who acts', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_lift_a_stop';
END IF;
IF NEW.lifted_by_id IS NOT NULL AND OLD.by_id IS NULL AND OLD.scope = 'version' AND EXISTS (
    SELECT FROM messaging_templateversion v
    WHERE v.id = OLD.object_id AND v.state = 'approved'
      AND (NEW.lifted_by_id IN (v.author_id, v.edited_by_id, v.submitted_by_id, v.decided_by_id)
           OR NEW.lifted_by_id = ANY (v.editors))
) THEN
    RAISE EXCEPTION 'who wrote or approved a text does not let it go on, stop %', OLD.id
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_fresh_eye_lets_a_text_go_on';
END IF;
IF NEW.lifted_by_id IS NOT NULL AND OLD.scope NOT IN ('lender', 'run') THEN
    PERFORM huancui_require_all_concerned(huancui_works_with(NEW.lifted_by_id, NULL));
END IF;
"""


class Stop(models.Model):
    """Covers everything, or one gateway, template, version of one, run or lender (`object_id`).

    `by` empty: the software itself, over a database that was put back (dispatch.watermark), or over
    a text that brought many complaints. Whoever is in a hurry stops first and says why afterwards,
    once. One person asks that it be lifted, another lifts it, or says why not (`lift_reason` while
    nobody asks); over the complaints of a text one supervisor decides, who neither wrote nor
    approved it (feedback.complaints.pause_decisions).
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
                        | Q(by=None, lift_asked_by=None, scope="version")
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
                func=f"""
                IF OLD.lifted_at IS NOT NULL
                   OR OLD.reason NOT IN ('', NEW.reason)
                   OR (NEW.scope, NEW.object_id, NEW.at, NEW.by_id)
                      IS DISTINCT FROM
                      (OLD.scope, OLD.object_id, OLD.at, OLD.by_id) THEN
                    RAISE EXCEPTION 'a stop is only ever lifted, once'
                        USING ERRCODE = 'check_violation';
                END IF;
                {_WHO_LIFTS}
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
