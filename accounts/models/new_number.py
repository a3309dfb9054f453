"""A number that a customer says is theirs now: written down by one person, agreed to by another."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.contact_point import ContactPoint
from accounts.models.customer import Customer
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import AskedAndDecided, says_who_decided, takes_two_people
from accounts.models.states import StateMachine


class NewNumber(SealedModel, AskedAndDecided):
    """asked → approved | refused | withdrawn. Nothing is sent to it before it is approved: until
    then it is no contact point (`point`), and nobody's but this row's.

    `replaces`: the number the customer has no longer, which is retired with the approval.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    customer = models.ForeignKey(
        Customer, verbose_name=_("customer"), on_delete=models.PROTECT, related_name="new_numbers"
    )
    number = EncryptedTextField(_("number"), purpose="new_number.number")
    replaces = models.ForeignKey(
        ContactPoint,
        verbose_name=_("instead of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    why = models.CharField(_("evidence"), max_length=200)
    source = models.CharField(_("through"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    point = models.ForeignKey(
        ContactPoint,
        verbose_name=_("contact point"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("new number")
        verbose_name_plural = _("new numbers")
        permissions = [("decide_newnumber", "Can decide on a customer's new number")]
        constraints = [
            CheckConstraint(condition=~Q(why=""), name="a_new_number_says_how_it_is_known"),
            CheckConstraint(
                condition=Q(state="approved", point__isnull=False)
                | ~Q(state="approved") & Q(point=None),
                name="an_approved_number_is_a_contact_point",
            ),
            says_who_decided("a_new_number_says_who_decided", waiting="asked"),
            takes_two_people("a_new_number_takes_two_people", ["approved", "refused"]),
            UniqueConstraint(
                fields=["customer"],
                condition=Q(state="asked"),
                name="one_new_number_of_a_customer_at_a_time",
            ),
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="new_number_states",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "withdrawn"),
                ],
            ),
            pgtrigger.Protect(name="new_numbers_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_gives_a_new_number",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF TG_OP = 'INSERT' THEN
                    IF NEW.state <> 'asked' THEN
                        RAISE EXCEPTION 'a new number is asked for first' USING
                            ERRCODE = 'check_violation', CONSTRAINT = 'a_new_number_is_asked_first';
                    END IF;
                    PERFORM huancui_require_acting(NEW.asked_by_id, 'add_newnumber');
                    -- the second person is led there to hear it said
                    IF NEW.source LIKE 'conversation:%' AND NOT EXISTS (
                        SELECT FROM feedback_conversation AS said
                        WHERE said.customer_id = NEW.customer_id
                          AND 'conversation:' || said.id = NEW.source
                    ) THEN
                        RAISE EXCEPTION 'a new number was said by its own customer' USING
                            ERRCODE = 'check_violation',
                            CONSTRAINT = 'a_new_number_is_said_by_its_customer';
                    END IF;
                    RETURN NEW;
                END IF;
                IF huancui_is_erasing() OR huancui_in_bulk() AND NEW.state = OLD.state THEN
                    RETURN NEW;  -- its texts go, or are written under a new key
                END IF;
                IF to_jsonb(NEW) - ARRAY['state', 'point_id', 'decided_by_id', 'decided_at']
                   <> to_jsonb(OLD) - ARRAY['state', 'point_id', 'decided_by_id', 'decided_at']
                THEN
                    RAISE EXCEPTION 'a new number stays as it was asked for' USING
                        ERRCODE = 'check_violation', CONSTRAINT = 'a_new_number_stays_as_asked';
                END IF;
                IF OLD.state = 'asked' AND NEW.state IN ('approved', 'refused') THEN
                    PERFORM huancui_require_acting(NEW.decided_by_id, 'decide_newnumber');
                END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
