"""Hardship: what a customer needs, what was agreed under four eyes, until when."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.hold import Hold
from accounts.models.rotating import WrittenOnce
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.states import StateMachine

TRANSITIONS = [
    ("open", "granted"),
    ("open", "declined"),
    ("open", "ended"),
    ("granted", "ended"),
    # The customer wrote again: somebody must look; what was agreed stays in force meanwhile.
    ("granted", "open"),
]
LIVE = ("open", "granted")

# The decision that ends it is made at that moment, so that an earlier one ends nothing again. A day
# is over when it is over everywhere. What customers asked for on their own page and nobody has
# granted they take back themselves, unless they said it elsewhere too; nobody signed in does it.
_TWO_END_IT = """
IF EXISTS (
    SELECT FROM feedback_hardshipdecision d
    WHERE d.case_id = NEW.id AND d.state = 'approved'
      AND d.outcome = CASE NEW.state WHEN 'declined' THEN 'none' ELSE 'end' END
      AND d.decided_at = NEW.ended_at AND d.decided_by_id = NEW.ended_by_id
) OR (
    OLD.state = 'granted' AND NEW.state = 'ended' AND NEW.ended_by_id IS NULL
    AND OLD.ends_on < ((NEW.ended_at + interval '14 hours') AT TIME ZONE 'UTC')::date
) OR (
    OLD.state = 'open' AND NEW.state = 'ended' AND NEW.ended_by_id IS NULL
    AND OLD.opened_by_id IS NULL AND OLD.source LIKE 'page:%' AND OLD.ends_on IS NULL
    AND huancui_actor() IS NULL AND NOT EXISTS (
        SELECT FROM feedback_hardshiphold l JOIN accounts_hold h ON h.id = l.hold_id
        WHERE l.case_id = NEW.id AND h.released_at IS NULL
          AND h.source IS DISTINCT FROM 'hardship:' || NEW.id
    )
) THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'hardship: only an approved decision, or its day, ends case %', NEW.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_end_a_hardship';
"""


class Need(models.TextChoices):
    """What the customer asks for, and what happened to them."""

    DEFERRAL = "deferral", _("Pay later")
    INSTALMENTS = "instalments", _("Pay in instalments")
    UNEMPLOYMENT = "unemployment", _("Lost work")
    LESS_INCOME = "less_income", _("Earns less")
    ILLNESS = "illness", _("Illness or accident")
    FAMILY = "family", _("Care or loss in the family")
    DISASTER = "disaster", _("Disaster")
    OTHER = "other", _("Something else")


class HardshipCase(SealedModel):
    """open → granted | declined | ended; granted → ended, or open again when they write again.

    While it is live its holds keep the customer in peace. What is granted, that nothing is, and an
    end before the day that was granted, is a `HardshipDecision` that a second person approved.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("hardship", "Open")
        GRANTED = "granted", _("Granted")
        DECLINED = "declined", _("Nothing granted")
        ENDED = "ended", pgettext_lazy("hardship", "Ended")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="hardships"
    )
    state = models.CharField(
        pgettext_lazy("hardship", "state"),
        max_length=10,
        choices=State.choices,
        default=State.OPEN,
    )
    source = models.CharField(
        _("source"), max_length=60, help_text=_("What it rests on, as reply:4, staff:2 or page:9.")
    )
    needs = ArrayField(
        models.CharField(max_length=15, choices=Need.choices),
        verbose_name=_("what is needed"),
        default=list,
        blank=True,
    )
    story = EncryptedTextField(
        _("what the customer says"), purpose="hardship_case.story", null=True
    )
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("opened by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: the customer themselves."),
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        on_delete=models.PROTECT,
        related_name="hardships",
    )
    ends_on = models.DateField(
        _("granted until"), null=True, blank=True, help_text=_("The last day of peace.")
    )
    reviewed_at = models.DateTimeField(_("end looked at"), null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("end looked at by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    end_reason = models.CharField(_("why ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hardship case")
        verbose_name_plural = _("hardship cases")
        permissions = [("decide_hardshipcase", "Can approve what is granted in hardship")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state__in=LIVE),
                name="one_live_hardship_per_customer",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(ends_on__isnull=False),
                name="what_is_granted_ends_on_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE) | Q(ended_at__isnull=False, end_reason__gt=""),
                name="an_ended_hardship_says_why",
            ),
        ]
        indexes = [
            # Who is next: the open ones, oldest first.
            models.Index(fields=["id"], condition=Q(state="open"), name="hardships_open"),
            # Ending, and to be looked at before they end.
            models.Index(
                fields=["ends_on", "id"], condition=Q(state="granted"), name="hardships_by_end"
            ),
            models.Index(fields=["state", "-id"], name="hardships_by_state"),
        ]
        triggers = [
            Audited(),
            StateMachine(name="hardship_states", transitions=TRANSITIONS),
            pgtrigger.Protect(name="hardships_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="granted_by_a_decision",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__state="granted"),
                func="""
                IF NEW.state = OLD.state AND NEW.ends_on IS NOT DISTINCT FROM OLD.ends_on THEN
                    RETURN NEW;
                END IF;
                IF NOT EXISTS (
                    SELECT FROM feedback_hardshipdecision d
                    WHERE d.case_id = NEW.id AND d.state = 'approved'
                      AND d.outcome NOT IN ('none', 'end')
                      AND d.until IS NOT DISTINCT FROM NEW.ends_on
                ) THEN
                    RAISE EXCEPTION 'hardship: only an approved decision grants'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="two_people_end_it_or_its_day",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=LIVE) & ~pgtrigger.Q(new__state__in=LIVE),
                func=_TWO_END_IT,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class HardshipHold(models.Model):
    """A hold that belongs to a case: the reply's, the case's own, or the one that was granted."""

    case = models.ForeignKey(HardshipCase, on_delete=models.PROTECT, related_name="holds")
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="hardship")

    class Meta:
        verbose_name = _("hold of a hardship case")
        verbose_name_plural = _("holds of hardship cases")
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]


class HardshipNote(SealedModel):
    """One entry of a case's timeline."""

    case = models.ForeignKey(HardshipCase, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    what = models.CharField(_("what"), max_length=30)
    note = EncryptedTextField(purpose="hardship_note.note", null=True)

    class Meta:
        verbose_name = _("hardship note")
        verbose_name_plural = _("hardship notes")
        indexes = [models.Index(fields=["case", "at"], name="timeline_of_a_hardship")]
        triggers = [WrittenOnce("note_enc")]
