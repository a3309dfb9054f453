"""The rules that decide who is written to."""

from django.utils.translation import gettext_lazy as _

from config.staff.places.kinds import Group, Place

RULES = Group(
    _("Rules"),
    (
        Place(
            "messaging_policyversion_changelist",
            _("Policies"),
            _("Hours, limits and periods, each with its source"),
            "policy",
            "messaging.view_policyversion",
        ),
        Place(
            "work_calendar",
            _("Work calendar"),
            _("Holidays and working days of a year"),
            "calendar_month",
            "messaging.view_calendaryear",
        ),
        Place(
            "accounts_lender_changelist",
            _("Lenders"),
            _("Name, signature, hotline and products"),
            "domain",
            "accounts.view_lender",
        ),
        Place(
            "messaging_gateway_changelist",
            _("Gateways"),
            _("Providers that carry the texts, and how they fare"),
            "cell_tower",
            "messaging.view_gateway",
        ),
    ),
)
