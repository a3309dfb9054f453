"""The work calendar: a country's year, proposed by one person and confirmed by another."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from messaging.models.approvable import OPEN, Approvable, approval_triggers


class Country(models.TextChoices):
    """The countries of policies (messaging.policy.fields.COUNTRIES)."""

    CN = "CN", _("China")
    US = "US", _("United States")
    IN = "IN", _("India")
    TW = "TW", _("Taiwan")
    AU = "AU", _("Australia")
    GB = "GB", _("United Kingdom")
    HK = "HK", _("Hong Kong")
    SG = "SG", _("Singapore")


class CalendarYear(Approvable):
    """One version of a country's year. A year without an approved version is unknown.

    `days` lists what is not like any other day of its week: objects of date, working and name, by
    date (messaging.policy.calendar.read_year). Every other day of the year is as certain.
    """

    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("version"))
    days = models.JSONField(_("days"), default=list)
    source = models.CharField(
        _("source"), max_length=200, help_text=_("The official notice these days were taken from.")
    )

    class Meta:
        verbose_name = _("work calendar")
        verbose_name_plural = _("work calendars")
        permissions = [("approve_calendaryear", "Can confirm a work calendar")]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "year", "number"], name="calendar_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["country", "year"],
                condition=Q(state__in=OPEN),
                name="one_open_calendar_per_year",
            ),
            models.CheckConstraint(
                condition=~Q(source__regex=r"^\s*$"), name="a_calendar_names_its_source"
            ),
        ]
        triggers = [
            Audited(),
            *approval_triggers("country", "year", "number", "days", "source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_country_display()} {self.year} v{self.number}"
