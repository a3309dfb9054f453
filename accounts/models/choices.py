"""Closed lists used by several tables (words of DESIGN 3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    COLLECTOR = "collector", _("Collector")
    SUPERVISOR = "supervisor", _("Supervisor")
    AGENT = "agent", _("Service agent")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Channel(models.TextChoices):
    SMS = "sms", _("SMS")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    WECHAT = "wechat", _("WeChat")
    PUSH = "push", _("App push")


class PartyRole(models.TextChoices):
    DEBTOR = "debtor", _("Debtor")
    CO_DEBTOR = "co_debtor", _("Co-debtor")
    GUARANTOR = "guarantor", _("Guarantor")
    CONTACT_PERSON = "contact_person", _("Contact person")


class Cause(models.TextChoices):
    UNKNOWN = "unknown", _("Unknown cause")
    FORGOT = "forgot", _("Forgot")
    CASH_FLOW = "cash_flow", _("Short of cash")
    HARDSHIP = "hardship", _("Hardship")
    DISPUTE = "dispute", _("Dispute")


class Language(models.TextChoices):
    ZH_HANS = "zh-hans", _("Simplified Chinese")
    ZH_HANT = "zh-hant", _("Traditional Chinese")
    EN = "en", _("English")


class DayPart(models.TextChoices):
    MORNING = "morning", _("Morning, 8:00 to 12:00")
    AFTERNOON = "afternoon", _("Afternoon, 12:00 to 18:00")
    EVENING = "evening", _("Evening, 18:00 to 21:00")
