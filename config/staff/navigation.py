"""The staff site's look and its menu. Each entry appears only for those whose role may open it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def _may(permission: str) -> Callable[[HttpRequest], bool]:
    return lambda request: request.user.has_perm(permission)


STYLES = ("base", "texts", "runs", "handset", "imports", "desks", "morning", "settings", "narrow")
"""Files of static/staff, in this order; the last gives way on a narrow screen."""


def _style(name: str) -> Callable[[HttpRequest], str]:
    return lambda _request: static(f"staff/{name}.css")


def _entry(title: Any, icon: str, page: str, permission: str) -> dict[str, Any]:
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(page),
        "permission": _may(permission),
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Huancui"),
    "SITE_HEADER": _("Huancui"),
    "SITE_SUBHEADER": _("Gentle reminders"),
    "SITE_URL": None,
    "SITE_SYMBOL": "notifications_active",
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("favicon.svg"),
        }
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": False,
    "ACCOUNT": {
        "navigation": [{"title": _("My login"), "link": reverse_lazy("admin:my_login")}],
    },
    "STYLES": [_style(name) for name in STYLES],
    "SCRIPTS": [lambda _request: static("staff.js"), lambda _request: static("alarm.js")],
    "COLORS": {
        # A calm teal; contrast of 600 on white and of white on 600 is above 4.5 : 1.
        "primary": {
            "50": "#effaf8",
            "100": "#d8f3ee",
            "200": "#b3e6dd",
            "300": "#82d3c7",
            "400": "#4cb8aa",
            "500": "#269c8f",
            "600": "#0f766e",
            "700": "#0f625c",
            "800": "#114e4a",
            "900": "#12403e",
            "950": "#042625",
        }
    },
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": _("Today"),
                "items": [
                    _entry(_("This morning"), "wb_twilight", "admin:morning", "messaging.view_run"),
                    _entry(_("Today's run"), "today", "admin:run_today", "messaging.view_run"),
                    _entry(
                        _("Messages"),
                        "sms",
                        "admin:messaging_message_changelist",
                        "messaging.view_message",
                    ),
                    _entry(_("Archive"), "inventory_2", "admin:archive", "messaging.view_message"),
                    _entry(_("Inbox"), "inbox", "admin:inbox", "feedback.view_conversation"),
                    _entry(
                        _("Alarms"), "notifications_active", "admin:alarms", "feedback.view_alarm"
                    ),
                    _entry(_("Call list"), "call", "admin:call_list", "feedback.view_calltask"),
                    _entry(
                        _("Complaints"),
                        "feedback",
                        "admin:feedback_complaint_changelist",
                        "feedback.view_complaint",
                    ),
                    _entry(
                        _("Promises to pay"),
                        "handshake",
                        "admin:promises",
                        "feedback.view_promise",
                    ),
                    _entry(
                        _("Hardship"),
                        "volunteer_activism",
                        "admin:hardships",
                        "feedback.view_hardshipcase",
                    ),
                    _entry(
                        _("Messages after payment"),
                        "history_toggle_off",
                        "admin:late_payments",
                        "feedback.view_unduemessage",
                    ),
                    _entry(
                        _("Emergency stop"), "stop_circle", "admin:stops", "messaging.view_stop"
                    ),
                    _entry(_("Handset"), "smartphone", "admin:handset", "messaging.use_handset"),
                ],
            },
            {
                "title": _("Content"),
                "separator": True,
                "items": [
                    _entry(
                        _("Templates"),
                        "edit_note",
                        "admin:messaging_template_changelist",
                        "messaging.view_template",
                    ),
                    _entry(
                        _("Approvals"),
                        "rule",
                        "admin:approval_queue",
                        "messaging.approve_templateversion",
                    ),
                    _entry(
                        _("Strategies"),
                        "account_tree",
                        "admin:messaging_strategy_changelist",
                        "messaging.view_strategy",
                    ),
                    _entry(
                        _("Customer segments"),
                        "group_work",
                        "admin:messaging_segment_changelist",
                        "messaging.view_segment",
                    ),
                    _entry(
                        _("Letter templates"),
                        "mail",
                        "admin:feedback_lettertemplate_changelist",
                        "feedback.view_lettertemplate",
                    ),
                    _entry(
                        _("Lenders' wordings"),
                        "badge",
                        "admin:lender_wordings",
                        "messaging.view_lenderwording",
                    ),
                    _entry(
                        _("Wording list"),
                        "spellcheck",
                        "admin:wording_list",
                        "messaging.view_wordinglistversion",
                    ),
                ],
            },
            {
                "title": _("People and loans"),
                "separator": True,
                "items": [
                    _entry(
                        _("Customers"),
                        "group",
                        "admin:accounts_customer_changelist",
                        "accounts.view_customer",
                    ),
                    _entry(
                        _("Loans"),
                        "account_balance",
                        "admin:accounts_loan_changelist",
                        "accounts.view_loan",
                    ),
                    _entry(
                        _("Hold ledger"),
                        "front_hand",
                        "admin:accounts_hold_changelist",
                        "accounts.view_hold",
                    ),
                    _entry(
                        _("Loans under another number"),
                        "swap_horiz",
                        "admin:loan_moves",
                        "accounts.view_loanmove",
                    ),
                    _entry(
                        _("Suppressions"),
                        "block",
                        "admin:messaging_suppression_changelist",
                        "messaging.view_suppression",
                    ),
                    _entry(
                        _("Imports"),
                        "upload_file",
                        "admin:accounts_importfile_changelist",
                        "accounts.view_importfile",
                    ),
                ],
            },
            {
                "title": _("Rules"),
                "separator": True,
                "items": [
                    _entry(
                        _("Policies"),
                        "policy",
                        "admin:messaging_policyversion_changelist",
                        "messaging.view_policyversion",
                    ),
                    _entry(
                        _("Work calendar"),
                        "calendar_month",
                        "admin:work_calendar",
                        "messaging.view_calendaryear",
                    ),
                    _entry(
                        _("Lenders"),
                        "domain",
                        "admin:accounts_lender_changelist",
                        "accounts.view_lender",
                    ),
                    _entry(
                        _("Gateways"),
                        "cell_tower",
                        "admin:messaging_gateway_changelist",
                        "messaging.view_gateway",
                    ),
                ],
            },
            {
                "title": _("Oversight"),
                "separator": True,
                "items": [
                    _entry(_("Effect"), "science", "admin:effect", "feedback.view_effectsum"),
                    _entry(
                        _("Fewer texts"), "filter_alt", "admin:sparing", "feedback.view_effectsum"
                    ),
                    _entry(
                        _("Trials"),
                        "experiment",
                        "admin:messaging_trial_changelist",
                        "messaging.view_trial",
                    ),
                    _entry(_("Surveys"), "star_rate", "admin:surveys", "feedback.view_survey"),
                    _entry(
                        _("Complaints in figures"),
                        "monitoring",
                        "admin:complaint_statistics",
                        "feedback.view_complaint",
                    ),
                    _entry(
                        _("Audit trail"),
                        "history",
                        "admin:accounts_auditentry_changelist",
                        "accounts.view_auditentry",
                    ),
                    _entry(
                        _("Sealed chain"), "link", "admin:sealed_chain", "accounts.view_chainlink"
                    ),
                    _entry(_("Incidents"), "error", "admin:incidents", "config.view_incident"),
                    _entry(
                        _("Retention"),
                        "auto_delete",
                        "admin:retention",
                        "accounts.view_retentionrule",
                    ),
                    _entry(
                        _("Erasure of persons"),
                        "person_off",
                        "admin:erasures",
                        "accounts.view_erasurerequest",
                    ),
                    _entry(
                        _("Legal holds"),
                        "gavel",
                        "admin:legal_holds",
                        "accounts.view_legalhold",
                    ),
                    _entry(
                        _("Reveals"),
                        "visibility",
                        "admin:accounts_reveal_changelist",
                        "accounts.view_reveal",
                    ),
                    _entry(
                        _("For the auditor"),
                        "policy_alert",
                        "admin:watched",
                        "accounts.view_watched",
                    ),
                    _entry(
                        _("Sign-ins"),
                        "login",
                        "admin:accounts_signinattempt_changelist",
                        "accounts.view_signinattempt",
                    ),
                    _entry(
                        _("Staff"), "badge", "admin:accounts_user_changelist", "accounts.view_user"
                    ),
                    _entry(
                        _("Requests about people"),
                        "how_to_reg",
                        "admin:staff_requests",
                        "accounts.view_staffrequest",
                    ),
                    _entry(
                        _("Training"),
                        "school",
                        "admin:training",
                        "accounts.view_trainingrecord",
                    ),
                ],
            },
        ],
    },
}
