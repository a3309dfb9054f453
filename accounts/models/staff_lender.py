"""Whose people a member of staff works with: given by two people, as every power is."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.lender import Lender
from accounts.models.staff import User


class StaffLender(models.Model):
    """One person works with the people of one lender; of all, today's and later ones, where
    `lender` is empty. A row uses up an approved request (accounts.models.staff_request)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="works_with")
    lender = models.ForeignKey(
        Lender, null=True, on_delete=models.PROTECT, related_name="worked_by", blank=True
    )

    class Meta:
        verbose_name = _("lender of a staff member")
        verbose_name_plural = _("lenders of staff")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "lender"], nulls_distinct=False, name="a_lender_once_a_person"
            )
        ]
        triggers = [
            Audited(),
            pgtrigger.Protect(name="given_or_taken", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="a_lender_takes_two_people",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                PERFORM huancui_use_request(
                    'lender', NEW.user_id, '', NULL, NULL, NEW.lender_id);
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return str(self.lender or _("All lenders"))
