"""The lender, and what is true of it: texts may only say what these facts support."""

from datetime import time
from zoneinfo import ZoneInfo

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.rules import lender_facts

HOTLINE = r"^[0-9+][0-9+() -]*$"


def known_zone(name: str) -> None:
    """Every day of the lender's is counted in its zone: a name nobody knows would stop them all."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(
            _("%(name)s is no known time zone. Write a name such as Asia/Shanghai."),
            params={"name": name},
        ) from error


class Lender(models.Model):
    """One lender whose borrowers are reminded, under the name that staff know it by.

    What borrowers read of it is approved apart (messaging.models.LenderWording): its names in each
    language, and the facts of accounts.rules.lender_facts, which change here only by such an
    approval.
    """

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60, unique=True)
    hotline = models.CharField(
        _("hotline"),
        max_length=20,
        validators=[RegexValidator(HOTLINE, _("Digits, blanks, brackets, hyphens; + in front."))],
        help_text=_("It stands in texts of every language, so there are no words in it."),
    )
    official_site = models.CharField(_("official site"), max_length=60, blank=True)
    allowed_hosts = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("hosts a text may link to"),
        default=list,
        blank=True,
    )
    check_host = models.CharField(
        _("short address for customers"),
        max_length=30,
        blank=True,
        default="",
        help_text=_(
            "Where customers check a text and see their reminders: one of the hosts above, without "
            "https://. Fixed and short: every character is paid for in every text that names it."
        ),
    )
    timezone = models.CharField(
        _("time zone"), max_length=40, default="Asia/Shanghai", validators=[known_zone]
    )
    plan_at = models.TimeField(
        _("runs are planned at"),
        null=True,
        blank=True,
        default=time(17, 0),
        help_text=_("Every day, in the lender's time zone, by the schedule. Empty: only by hand."),
    )
    price_per_segment = models.DecimalField(
        _("price per segment"),
        max_digits=8,
        decimal_places=4,
        default="0.045",
        validators=[MinValueValidator(0)],
    )
    currency = models.CharField(_("currency"), max_length=3, default="CNY")
    reports_to_credit_registry = models.BooleanField(
        _("reports to the credit registry"), default=False
    )
    late_fee_in_contract = models.BooleanField(_("late fee is in the contract"), default=False)
    legal_action_approved = models.BooleanField(
        _("legal action is intended and approved"),
        default=False,
        help_text=_("Only then may texts of the last stage mention it."),
    )

    class Meta:
        verbose_name = _("lender")
        verbose_name_plural = _("lenders")
        triggers = [
            Audited(),
            pgtrigger.Trigger(
                name="facts_take_two_people",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=lender_facts.GUARD,
            ),
            pgtrigger.Trigger(
                name="a_lenders_zone_is_known",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("timezone"),  # type: ignore[no-untyped-call]
                func="PERFORM now() AT TIME ZONE NEW.timezone; RETURN NEW;",
            ),
            # Elsewhere it is tomorrow: every text would count a day more or less.
            pgtrigger.Trigger(
                name="a_lenders_days_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.timezone IS DISTINCT FROM NEW.timezone"
                    " OR OLD.code IS DISTINCT FROM NEW.code"
                ),
                func="""
                IF huancui_has_loans(NEW.id) THEN
                    RAISE EXCEPTION 'days are counted by this zone: it stays once there are loans'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_lenders_days_stay';
                END IF;
                RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hotline__regex=HOTLINE), name="a_hotline_has_no_words"
            ),
            models.UniqueConstraint(
                fields=["check_host"],
                condition=~models.Q(check_host=""),
                name="an_address_for_customers_is_one_lenders",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The address a text tells customers to go to is one a text may link to."""
        self.check_host = self.check_host.strip().lower()
        hosts = {host.strip().lower() for host in self.allowed_hosts or ()}
        if self.check_host and self.check_host not in hosts:
            raise ValidationError(
                {"check_host": _("Enter it among the hosts a text may link to as well.")}
            )
