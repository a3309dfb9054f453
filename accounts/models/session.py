"""Where a person is signed in: seen and ended by themselves, and by an administrator on record."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited


class AuditedEnds(Audited):
    """A beginning is on record as a sign-in attempt already."""

    operation = pgtrigger.Update


class StaffSession(models.Model):
    """begun → ended, once. Real time, also in a sandbox whose clock is set. Of Django's session it
    knows nothing: that one carries the id of this row, and is worth what this row says."""

    class How(models.TextChoices):
        SIGNED_OUT = "signed-out", _("Signed out")
        IDLE = "idle", _("Nobody there for too long")
        OVER = "over", _("Longest time over")
        SELF = "self", _("Ended from another session")
        ADMINISTRATOR = "admin", _("Ended by an administrator")
        PASSWORD = "password", _("Password changed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        on_delete=models.PROTECT,
        related_name="staff_sessions",
    )
    network = models.CharField(_("network"), max_length=60)
    device = models.CharField(_("device"), max_length=60)
    begun_at = models.DateTimeField(_("begun at"))
    seen_at = models.DateTimeField(_("last seen at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_how = models.CharField(_("ended"), max_length=12, choices=How.choices, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("signed-in session")
        verbose_name_plural = _("signed-in sessions")
        permissions = [("end_staffsession", "Can end another person's session")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="", ended_by=None)
                | Q(ended_at__isnull=False) & ~Q(ended_how=""),
                name="an_ended_session_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(ended_how="admin") | Q(ended_by__isnull=False),
                name="who_ends_anothers_session_is_named",
            ),
        ]
        indexes = [
            models.Index(fields=["user"], name="sessions_open", condition=Q(ended_at=None)),
        ]
        triggers = [
            AuditedEnds(ignored=("seen_at",)),
            pgtrigger.ReadOnly(
                name="a_session_stays_where_it_began",
                exclude=["seen_at", "ended_at", "ended_how", "ended_by", "network", "device"],
            ),
            pgtrigger.Trigger(
                name="a_session_ends_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF (OLD.ended_at IS NOT NULL
                    OR (OLD.network, OLD.device) IS DISTINCT FROM (NEW.network, NEW.device))
                   AND NOT huancui_is_erasing() THEN
                    RAISE EXCEPTION 'a session ends once, where it began'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_session_ends_once';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="sessions_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
