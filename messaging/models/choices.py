"""Closed lists of messaging (words of DESIGN 3), as choices with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StageChoices(models.TextChoices):
    DUE_7 = "due-7", _("7 days before the due date")
    DUE_0 = "due-0", _("Due today")
    DPD_1 = "dpd-1", _("1 day overdue")
    DPD_2_3 = "dpd-2-3", _("2–3 days overdue")
    DPD_4_7 = "dpd-4-7", _("4–7 days overdue")
    DPD_8_15 = "dpd-8-15", _("8–15 days overdue")
    DPD_16 = "dpd-16+", _("16 or more days overdue")


class Tone(models.TextChoices):
    GENTLE = "gentle", _("Gentle")
    NEUTRAL = "neutral", _("Neutral")
    FIRM = "firm", _("Firm")


class Arm(models.TextChoices):
    CONTACT = "contact", _("Contact")
    CONTROL = "control", _("Control group")


class ContentClass(models.TextChoices):
    COLLECTION_SERVICE = "collection_service", _("Repayment service reminder")
    CONFIRMATION = "confirmation", _("Confirmation of a reply")
    ANSWER = "answer", _("Answer to a customer")
    NOTICE = "notice", _("Thanks or apology")
    CODE = "code", _("One-time code")
    EDUCATION = "education", _("Useful knowledge")


class EducationTopic(models.TextChoices):
    """What a piece of useful knowledge is about."""

    ARREARS = "arrears", _("How interest on arrears grows")
    CREDIT_REPORT = "credit_report", _("What a credit report holds")
    AUTOMATIC = "automatic", _("Setting up automatic repayment")
    BEFORE_DUE = "before_due", _("Before a due date one cannot meet")
    FRAUD = "fraud", _("Recognising fraud")
    FREE_ADVICE = "free_advice", _("Where free advice is")
    STATEMENT = "statement", _("Reading the repayment plan")
    EARLY = "early", _("Repaying early")
    BUDGET = "budget", _("Setting money aside on payday")
    SEVERAL = "several", _("Keeping track of several loans")
    OWN_DATA = "own_data", _("Looking after documents and numbers")
    COST = "cost", _("What a loan costs in a year")


class Outcome(models.TextChoices):
    SEND = "send", _("Send")
    HOLD = "hold", _("Hold")
    BLOCK = "block", _("Block")
