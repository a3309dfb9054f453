"""The hold ledger: every dated, evidenced reason not to contact someone, in one place."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.event import EventKind
from accounts.models.loan import Loan
from accounts.models.told import Told
from accounts.rules.hold_terms import LIFTED_BY_TWO

_WHOM = {"of_customer": "NEW.customer_id", "of_loan": "NEW.loan_id"}
_ABOUT = {"hold_id": "NEW.id", "kind": "NEW.kind", "until": "NEW.until"}
_BY_TWO = ", ".join(f"'{kind}'" for kind in LIFTED_BY_TWO)

# Who withdraws a promise does not lift its hold as well; as long as it is open nobody does.
_PROMISE_HOLDS = """
EXISTS (
    SELECT FROM feedback_promise p
    WHERE p.hold_id = OLD.id AND (p.state = 'open' OR p.ended_by_id = NEW.released_by_id)
)
"""

# A hold of a hardship case ends with the case, or while another of the case's keeps the peace, or
# when what was granted is over.
_CASE_LETS_GO = """
EXISTS (
    SELECT FROM feedback_hardshiphold l JOIN feedback_hardshipcase c ON c.id = l.case_id
    WHERE l.hold_id = OLD.id AND (
        c.state NOT IN ('open', 'granted')
        OR c.state = 'granted'
           AND c.ends_on < ((NEW.released_at + interval '14 hours') AT TIME ZONE 'UTC')::date
        OR EXISTS (
            SELECT FROM feedback_hardshiphold o JOIN accounts_hold h ON h.id = o.hold_id
            WHERE o.case_id = c.id AND h.id <> OLD.id AND h.released_at IS NULL
              AND (h.until IS NULL OR h.until > NEW.released_at)
        )
    )
)
"""


class Hold(models.Model):
    """Nothing is sent to the customer (or about the one loan) while a hold is in force.

    In force: `starts_at` ≤ now, not released, and `until` absent or in the future. A hold is never
    edited; it is released, with who and why, or it runs out. Of what protects a customer
    (accounts.rules.hold_terms) one person asks the release, on a reason, and another releases it.
    """

    class Kind(models.TextChoices):
        COMPLAINT = "complaint", _("Open complaint")
        HARDSHIP = "hardship", _("Hardship")
        DISPUTE = "dispute", _("Dispute")
        PROMISE = "promise", _("Promise to pay")
        PAID_CLAIM = "paid_claim", _("Says it is paid")
        DISTRESS = "distress", _("Distress")
        UNREAD_REPLY = "unread_reply", _("Reply nobody has read")
        OPEN_QUESTION = "open_question", _("Question nobody has answered")
        NEW_NUMBER = "new_number", _("Says the number has changed")
        DEATH = "death", _("Customer has died")
        BEREAVEMENT = "bereavement", _("Bereavement")
        INSOLVENCY = "insolvency", _("Insolvency")
        REPRESENTATION = "representation", _("Lawyer or guardian")
        MINOR = "minor", _("Under age")
        OCCASION = "occasion", _("Wedding, calamity or festival")
        LOAN_MOVE = "loan_move", _("Loan under another customer number")
        PAUSE = "pause", _("Asked for a pause")
        MANUAL = "manual", _("Placed by hand")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.CASCADE, related_name="holds"
    )
    loan = models.ForeignKey(
        Loan,
        verbose_name=_("only this loan"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="holds",
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    source = models.CharField(
        _("source"), max_length=60, help_text=_("What it rests on, as complaint:17 or reply:4.")
    )
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("placed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField(pgettext_lazy("hold", "released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("hold", "released by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lift_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("lifting asked for by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    carried_from = models.ForeignKey(
        "self",
        verbose_name=_("carried from"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="carried_to",
        help_text=_("The same hold under the customer's earlier number; it ends with that one."),
    )
    release_reason = models.CharField(_("why released"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("hold ledger")
        permissions = [("release_hold", "Can release a hold")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("starts_at")),
                name="a_hold_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_hold_says_why"),
            models.CheckConstraint(
                condition=Q(released_at=None, lift_asked_by=None, release_reason="")
                | (Q(released_at__isnull=False) | Q(lift_asked_by__isnull=False))
                & ~Q(release_reason=""),
                name="a_release_says_why",
            ),
        ]
        indexes = [
            # decide() reads the holds in force of the customers it has locked.
            models.Index(fields=["customer"], condition=Q(released_at=None), name="holds_in_force"),
            # The sweeper and "ending this week".
            models.Index(
                fields=["until"],
                condition=Q(released_at=None, until__isnull=False),
                name="holds_ending",
            ),
            # "Without end", and how many of them are in force: those that ran out are not in it.
            models.Index(
                fields=["id"],
                condition=Q(released_at=None, until=None),
                name="holds_without_end",
            ),
            # What a reply holds until somebody has read it: by that reply, and by age.
            models.Index(
                fields=["source"],
                condition=Q(released_at=None, kind="unread_reply"),
                name="holds_until_read",
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(released_at=None, kind="unread_reply"),
                name="holds_until_read_by_age",
            ),
            # What one person asked to lift and another has not yet.
            models.Index(
                fields=["id"],
                condition=Q(released_at=None, lift_asked_by__isnull=False),
                name="holds_to_be_lifted",
            ),
            # The ledger of one kind, newest first.
            models.Index(fields=["kind", "-id"], name="holds_by_kind"),
        ]
        triggers = [
            Audited(),
            Told(
                name="a_hold_placed_is_told",
                kind=EventKind.HOLD_PLACED.value,
                operation=pgtrigger.Insert,
                at="NEW.starts_at",
                whom=_WHOM,
                about=_ABOUT,
            ),
            Told(
                name="a_hold_lifted_is_told",
                kind=EventKind.HOLD_LIFTED.value,
                operation=pgtrigger.Update,
                condition="OLD.released_at IS NULL AND NEW.released_at IS NOT NULL",
                at="NEW.released_at",
                whom=_WHOM,
                about=_ABOUT,
            ),
            pgtrigger.Protect(name="holds_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="only_release_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=f"""
                IF huancui_is_erasing()
                   AND to_jsonb(NEW) - ARRAY['reason', 'release_reason']
                       = to_jsonb(OLD) - ARRAY['reason', 'release_reason'] THEN
                    RETURN NEW;
                END IF;
                IF OLD.released_at IS NOT NULL THEN
                    RAISE EXCEPTION 'hold % is released and final', OLD.id
                        USING ERRCODE = 'check_violation';
                END IF;
                IF (NEW.customer_id, NEW.loan_id, NEW.kind, NEW.reason, NEW.source, NEW.starts_at,
                    NEW.until, NEW.placed_by_id)
                   IS DISTINCT FROM
                   (OLD.customer_id, OLD.loan_id, OLD.kind, OLD.reason, OLD.source, OLD.starts_at,
                    OLD.until, OLD.placed_by_id) THEN
                    RAISE EXCEPTION 'a hold is released, never edited'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.lift_asked_by_id IS DISTINCT FROM OLD.lift_asked_by_id
                   AND (OLD.lift_asked_by_id IS NOT NULL
                        OR NOT huancui_is_acting(NEW.lift_asked_by_id)) THEN
                    RAISE EXCEPTION 'who asks to lift hold % is who acts, once', OLD.id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_lift_a_hold';
                END IF;
                IF OLD.kind = 'promise' AND NEW.released_by_id IS NOT NULL
                   AND (NOT huancui_is_acting(NEW.released_by_id) OR {_PROMISE_HOLDS}) THEN
                    RAISE EXCEPTION 'one person withdraws a promise, another lifts hold %', OLD.id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_lift_a_hold';
                END IF;
                IF OLD.kind IN ({_BY_TWO}) AND NEW.released_at IS NOT NULL
                   AND NOT (OLD.lift_asked_by_id IS NOT NULL
                            AND NEW.released_by_id IS DISTINCT FROM OLD.lift_asked_by_id
                            AND NEW.released_by_id IS NOT NULL
                            AND huancui_is_acting(NEW.released_by_id))
                   -- One carried to another number of the customer ends with the first.
                   AND NOT EXISTS (
                       SELECT FROM accounts_hold f
                       WHERE f.id = OLD.carried_from_id AND f.released_at IS NOT NULL
                   )
                   AND NOT (OLD.kind = 'hardship' AND {_CASE_LETS_GO}) THEN
                    RAISE EXCEPTION 'two people lift hold %', OLD.id
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'two_people_lift_a_hold';
                END IF;
                IF OLD.kind IN ({_BY_TWO}) AND OLD.loan_id IS NULL
                   AND OLD.lift_asked_by_id IS NOT NULL AND NEW.released_by_id IS NOT NULL THEN
                    PERFORM huancui_require_all_concerned(
                        huancui_works_with_lenders_of(NEW.released_by_id, OLD.customer_id));
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"
