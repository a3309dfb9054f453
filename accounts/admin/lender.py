"""The lender's facts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.admin.base import Screen
from accounts.models import Lender


@admin.register(Lender)
class LenderScreen(Screen):
    """What is true of a lender; texts may say only that."""

    list_display = ["name", "signature", "hotline", "price_per_segment", "currency"]
    search_fields = ["name", "code"]
    change_form_before_template = "accounts/lender_stop.html"
    fieldsets = [
        (None, {"fields": ["code", "name", "name_en", "signature", "hotline", "official_site"]}),
        (_("Ways to pay"), {"fields": ["ways_to_pay", "ways_to_pay_en"]}),
        (
            _("What is true of it"),
            {
                "fields": [
                    "reports_to_credit_registry",
                    "late_fee_in_contract",
                    "legal_action_approved",
                    "allowed_hosts",
                    "check_host",
                ]
            },
        ),
        (_("Sending"), {"fields": ["timezone", "plan_at", "price_per_segment", "currency"]}),
    ]
