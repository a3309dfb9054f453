"""Alarms: somebody may be in danger, or a reply lies unread too long. Loud until a person has it.

What triggers guarantee, whatever code path writes:
- a conversation in which distress was written is not resolved before its alarm is closed;
- an alarm of distress is closed by a call in which somebody was spoken to, begun since it was
  raised, or by a supervisor who says why; never by anything else, and never twice.
"""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.rotating import is_rotation
from accounts.models.sealed import EncryptedTextField, SealedModel
from feedback.models.conversation import Conversation
from messaging.models.call import SPOKEN, Call
from messaging.models.reply import Reply

_CLOSED_RIGHTLY = f"""
IF OLD.closed_at IS NOT NULL THEN
    IF NOT COALESCE({is_rotation("reason_enc")}, false)
       OR to_jsonb(NEW) - 'reason_enc' <> to_jsonb(OLD) - 'reason_enc' THEN
        RAISE EXCEPTION 'an alarm is closed once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END IF;
IF (NEW.conversation_id, NEW.kind) IS DISTINCT FROM (OLD.conversation_id, OLD.kind)
   OR NEW.reply_id < OLD.reply_id OR NEW.raised_at < OLD.raised_at THEN
    RAISE EXCEPTION 'what an alarm is about never changes' USING ERRCODE = 'check_violation';
END IF;
IF NEW.closed_at IS NULL OR NEW.kind <> 'distress' THEN
    RETURN NEW;
END IF;
IF NEW.closed_how = 'call' THEN
    PERFORM 1 FROM messaging_call c JOIN feedback_conversation v ON v.id = NEW.conversation_id
    WHERE c.id = NEW.call_id AND c.customer_id = v.customer_id AND c.begun_at >= NEW.raised_at
      AND c.outcome IN {SPOKEN!r};
    IF NOT FOUND THEN
        RAISE EXCEPTION 'distress_needs_a_call: no call in which somebody was spoken to closes it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distress_needs_a_call';
    END IF;
ELSIF NEW.closed_how = 'supervisor' THEN
    IF NEW.reason_enc IS NULL OR NOT huancui_may(NEW.closed_by_id, 'feedback', 'close_distress')
    THEN
        RAISE EXCEPTION 'distress_needs_a_supervisor: with a reason, without a call'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'distress_needs_a_supervisor';
    END IF;
ELSE
    RAISE EXCEPTION 'distress_needs_a_call: or a supervisor'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'distress_needs_a_call';
END IF;
RETURN NEW;
"""


def _staff(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Alarm(SealedModel):
    """raised → taken → closed. One open one per conversation and kind: what else is written joins
    it, and rings anew when somebody had it already.

    `raised_at` is since when nobody has had it; `taken_at` empty: nobody has. Whoever has it may
    ask a supervisor to join the call (`join_asked_at`); one does, or the alarm closes without.
    """

    class Kind(models.TextChoices):
        DISTRESS = "distress", _("Somebody may be in danger")
        UNREAD = "unread", _("A reply lies unread")
        ASKED = "asked", _("A question lies unanswered")

    class How(models.TextChoices):
        CALL = "call", _("By a call")
        SUPERVISOR = "supervisor", _("By a supervisor")
        READ = "read", _("By reading it")
        ANSWERED = "answered", _("By dealing with it")

    conversation = models.ForeignKey(
        Conversation,
        verbose_name=_("conversation"),
        on_delete=models.PROTECT,
        related_name="alarms",
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    reply = models.ForeignKey(
        Reply, verbose_name=_("last reply"), on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField(_("raised at"))
    taken_at = models.DateTimeField(_("taken at"), null=True)
    taken_by = _staff(_("taken by"))
    join_asked_at = models.DateTimeField(_("supervisor asked to join at"), null=True)
    join_asked_by = _staff(_("supervisor asked to join by"))
    joined_at = models.DateTimeField(_("joined at"), null=True)
    joined_by = _staff(_("joined by"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = _staff(_("closed by"))
    closed_how = models.CharField(_("closed"), max_length=10, choices=How.choices, blank=True)
    call = models.ForeignKey(
        Call, verbose_name=_("call"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = EncryptedTextField(_("reason"), purpose="alarm.reason", null=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        permissions = [("close_distress", "Can close distress without a call")]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "kind"],
                condition=Q(closed_at=None),
                name="one_open_alarm_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(taken_at=None, taken_by=None)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="an_alarm_is_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closed_how="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_how="")),
                name="a_closed_alarm_says_who_and_how",
            ),
        ]
        indexes = [
            # What every page asks for, and the tick.
            models.Index(fields=["raised_at"], condition=Q(closed_at=None), name="alarms_open"),
            models.Index(fields=["-raised_at", "-id"], name="alarms_newest_first"),
        ]
        triggers = [
            Audited(),
            pgtrigger.Protect(name="alarms_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="closed_rightly",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_CLOSED_RIGHTLY,
            ),
            pgtrigger.Trigger(
                name="raised_open",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.closed_at IS NOT NULL"),
                func="RAISE EXCEPTION 'an alarm begins open' USING ERRCODE = 'check_violation';",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AlarmNotice(models.Model):
    """One message to people outside these pages: once for each step of an alarm and each way.

    `step`: minutes without anybody, counted from `since`, which is the alarm's `raised_at` then.
    `delivered_at` empty: not yet, or nobody to tell; `error` says which, and what is tried again.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("E-mail")
        WEBHOOK = "webhook", _("Webhook")

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="notices")
    since = models.DateTimeField(_("since"))
    step = models.PositiveSmallIntegerField(_("minutes"))
    way = models.CharField(_("way"), max_length=8, choices=Way.choices)
    at = models.DateTimeField(_("at"))
    people = models.PositiveSmallIntegerField(_("people"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True)
    error = models.CharField(_("error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("notice of an alarm")
        verbose_name_plural = _("notices of alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["alarm", "since", "step", "way"], name="one_notice_a_step_and_way"
            )
        ]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(delivered_at=None), name="notices_not_delivered"
            )
        ]
        triggers = [Audited()]
