"""The erasure of one person: asked for by one, approved by another, carried out by the database."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from accounts.models.customer import Customer
from accounts.models.second_person import AskedAndDecided
from accounts.models.states import StateMachine


class ErasureRequest(AskedAndDecided):
    """asked → approved → done; asked → refused | withdrawn."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved, being carried out")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="erasures"
    )
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    done_at = models.DateTimeField(_("carried out at"), null=True)
    erased = models.JSONField(default=dict, editable=False)
    """{table: rows}"""

    class Meta:
        verbose_name = _("erasure of a person")
        verbose_name_plural = _("erasures of persons")
        permissions = [("decide_erasurerequest", "Can decide on the erasure of a person")]
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="an_erasure_says_why"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"], decided_by=None)
                | Q(state__in=["approved", "done", "refused"], decided_by__isnull=False)
                & ~Q(decided_by=F("asked_by")),
                name="an_erasure_takes_two_people",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(state__in=["asked", "approved"]),
                name="one_erasure_of_a_person_at_a_time",
            ),
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="erasure_states",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "withdrawn"),
                    ("approved", "done"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="an_erasure_stays_as_asked",
                fields=["customer", "why", "asked_by", "asked_at"],
            ),
            pgtrigger.Protect(name="erasure_requests_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_erases_a_person",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'INSERT' THEN
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'add_erasurerequest');
                ELSIF OLD.state = 'asked' AND NEW.state IN ('approved', 'refused') THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_erasurerequest');
                    PERFORM huancui_require_all_concerned(NEW.state = 'refused'
                        OR huancui_works_with_lenders_of(NEW.decided_by_id, NEW.customer_id));
                ELSIF NEW.state = 'done' AND OLD.state <> 'done' AND NOT huancui_is_erasing() THEN
                    RAISE EXCEPTION 'done is what the database did' USING
                        ERRCODE = 'check_violation', CONSTRAINT = 'done_is_what_was_done';
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ErasedValue(models.Model):
    """What is kept of the erased values of a sealed row: the commitments its hash was made of
    (docs/sealed-chain.md). Written by the function that emptied it; its salt is gone."""

    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    commitments = models.JSONField()
    """{column: hex}"""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["table", "row_id"], name="a_sealed_row_is_erased_once")
        ]
        triggers = [AppendOnly()]

    def __str__(self) -> str:
        return f"{self.table} #{self.row_id}"
