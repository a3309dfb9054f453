"""A colleague's own mobile number, to which texts are sent to be looked at: entered by its owner,
confirmed by another, proved by a code. It is never a customer's.

What is over keeps no number: the database empties it with the step that ends it.
"""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import Decided
from accounts.models.states import StateMachine

_LIVE = ["asked", "confirmed", "in_use"]

# Who gives, confirms, proves and ends it is who acts; at each step the number is nobody else's.
_GUARD = """
IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN
        RAISE EXCEPTION 'a number of staff is asked for first' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_staff_number_is_asked_first';
    END IF;
    PERFORM huancui_require_acting(NEW.user_id, 'add_staffnumber');
    PERFORM huancui_require_nobodys(NEW.sms_hash, NEW.phone_hash);
    RETURN NEW;
END IF;
IF huancui_in_bulk('rotation') AND NEW.state = OLD.state THEN
    RETURN NEW;  -- written under a new key
END IF;
IF to_jsonb(NEW) - ARRAY['state', 'decided_by_id', 'decided_at', 'verified_at', 'ended_at',
                         'ended_by_id', 'ended_why']
   <> to_jsonb(OLD) - ARRAY['state', 'decided_by_id', 'decided_at', 'verified_at', 'ended_at',
                            'ended_by_id', 'ended_why'] THEN
    RAISE EXCEPTION 'another number begins anew' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'another_number_begins_anew';
END IF;
IF NEW.state = OLD.state AND NEW IS DISTINCT FROM OLD
   OR OLD.decided_by_id IS NOT NULL AND (NEW.decided_by_id, NEW.decided_at)
      IS DISTINCT FROM (OLD.decided_by_id, OLD.decided_at) THEN
    RAISE EXCEPTION 'what was decided stays' USING
        ERRCODE = 'check_violation', CONSTRAINT = 'a_decided_staff_number_stays';
END IF;
IF NEW.state IN ('confirmed', 'refused') THEN
    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_staffnumber');
END IF;
IF NEW.state IN ('confirmed', 'in_use') THEN
    PERFORM huancui_require_nobodys(OLD.sms_hash, OLD.phone_hash);
END IF;
IF NEW.state = 'in_use' THEN
    PERFORM huancui_require_acting(NEW.user_id, 'add_staffnumber');
    IF NOT EXISTS (SELECT FROM accounts_staffnumbercode c
                   WHERE c.number_id = NEW.id AND c.used_at = NEW.verified_at) THEN
        RAISE EXCEPTION 'a number is proved by a code sent to it' USING
            ERRCODE = 'check_violation', CONSTRAINT = 'a_staff_number_is_proved';
    END IF;
END IF;
IF NEW.state = 'ended' THEN
    PERFORM huancui_check_end_of_number(
        NEW.ended_why, NEW.user_id, NEW.ended_by_id, OLD.sms_hash, OLD.phone_hash);
END IF;
IF NEW.state IN ('refused', 'ended') THEN
    NEW.number_enc := ''::bytea;
    NEW.sms_hash := NULL;
    NEW.phone_hash := NULL;
END IF;
RETURN NEW;
"""


class StaffNumber(SealedModel, Decided):
    """asked → confirmed by another → in use, once a code sent to it was typed; refused, or ended.

    `sms_hash`, `phone_hash`: by which contact points of the two channels, and whatever ever went
    to or came from one, are found; by them the database knows a customer's number.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        CONFIRMED = "confirmed", _("Confirmed, not yet proved by a code")
        IN_USE = "in_use", _("In use")
        REFUSED = "refused", _("Refused")
        ENDED = "ended", pgettext_lazy("number", "Ended")

    class Ended(models.TextChoices):
        SELF = "self", _("Taken back or changed by its owner")
        OTHER = "other", _("Ended by a second person")
        LEFT = "left", _("Its owner left or lost the role")
        CUSTOMER = "customer", _("It became a customer's number")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("telephone", "whose"),
        on_delete=models.PROTECT,
        related_name="own_numbers",
    )
    number = EncryptedTextField(_("number"), purpose="staff_number.number")
    sms_hash = models.BinaryField(null=True, editable=False)
    phone_hash = models.BinaryField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked at"))
    verified_at = models.DateTimeField(_("proved at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_why = models.CharField(
        _("why ended"), max_length=10, choices=Ended.choices, blank=True, default=""
    )

    LIVE = (State.ASKED, State.CONFIRMED, State.IN_USE)

    class Meta:
        verbose_name = _("number of a colleague")
        verbose_name_plural = _("numbers of colleagues")
        permissions = [("decide_staffnumber", "Can decide whose a colleague's number is")]
        constraints = [
            CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state="ended")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_staff_number_says_who_decided",
            ),
            CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("user")),
                name="a_staff_number_takes_two_people",
            ),
            CheckConstraint(
                condition=Q(state__in=_LIVE, sms_hash__isnull=False, phone_hash__isnull=False)
                | ~Q(state__in=_LIVE) & Q(sms_hash=None, phone_hash=None),
                name="what_is_over_keeps_no_number",
            ),
            CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_why="")
                | ~Q(state="ended") & Q(ended_at=None, ended_by=None, ended_why=""),
                name="an_ended_staff_number_says_why",
            ),
            CheckConstraint(
                condition=~Q(state="in_use") | Q(verified_at__isnull=False),
                name="a_staff_number_in_use_was_proved",
            ),
            UniqueConstraint(
                fields=["user"], condition=Q(state__in=_LIVE), name="one_number_of_a_colleague"
            ),
            UniqueConstraint(fields=["sms_hash"], name="a_staff_number_is_one_persons"),
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="staff_number_states",
                transitions=[
                    ("asked", "confirmed"),
                    ("asked", "refused"),
                    ("asked", "ended"),
                    ("confirmed", "in_use"),
                    ("confirmed", "ended"),
                    ("in_use", "ended"),
                ],
            ),
            pgtrigger.Protect(name="staff_numbers_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_gives_a_staff_number",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_GUARD,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class StaffNumberCode(models.Model):
    """A code that was sent to a number: a keyed hash, good for minutes and few tries."""

    MOST_TRIES = 5

    number = models.ForeignKey(StaffNumber, on_delete=models.PROTECT, related_name="codes")
    code_hash = models.BinaryField(editable=False)
    made_at = models.DateTimeField(_("made at"))
    good_until = models.DateTimeField(_("good until"))
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("code sent to a colleague")
        verbose_name_plural = _("codes sent to colleagues")
        constraints = [
            CheckConstraint(condition=Q(tries__lte=5), name="a_code_is_tried_five_times"),
            CheckConstraint(
                condition=Q(used_at=None) | Q(used_at__lt=F("good_until"), tries__gte=1),
                name="a_code_is_used_in_time",
            ),
        ]
        triggers = [
            Audited(),
            pgtrigger.Protect(name="number_codes_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="a_number_code_only_wears_off",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF to_jsonb(NEW) - ARRAY['tries', 'used_at']
                   <> to_jsonb(OLD) - ARRAY['tries', 'used_at']
                   OR OLD.used_at IS NOT NULL OR NEW.tries < OLD.tries
                   OR NEW.tries = OLD.tries AND NEW.used_at IS NULL THEN
                    RAISE EXCEPTION 'a code is tried, and used once' USING
                        ERRCODE = 'check_violation', CONSTRAINT = 'a_number_code_only_wears_off';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
