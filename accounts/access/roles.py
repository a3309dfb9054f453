"""Roles and exactly what their work needs, in one table. A test walks it: role × screen × action.

A role is a Django group of the same name. Groups are rewritten from this table after every
migration, so a permission granted by hand does not survive an upgrade unnoticed.
"""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission

from accounts.models.choices import Role

# What everybody at a desk may look at.
_LOOK = {
    "accounts.view_lender",
    "accounts.view_customer",
    "accounts.view_contactpoint",
    "accounts.view_loan",
    "accounts.view_repayment",
    "accounts.view_hold",
    "accounts.view_loanmove",
    "messaging.view_template",
    "messaging.view_templateversion",
    "messaging.view_strategy",
    "messaging.view_campaign",
    "messaging.view_trial",
    "messaging.view_segment",
    "messaging.view_policyversion",
    "messaging.view_calendaryear",
    "messaging.view_lenderwording",
    "messaging.view_wordinglistversion",
    "messaging.view_run",
    "messaging.view_candidate",
    "messaging.view_message",
    "messaging.view_stop",
    "messaging.view_suppression",
}
# Promises to pay, hardship, and messages that went after the money had come.
_SEE_CARE = {
    "feedback.view_promise",
    "feedback.view_hardshipcase",
    "feedback.view_unduemessage",
}
_CARE = {
    *_SEE_CARE,
    "feedback.make_promise",
    "feedback.add_hardshipcase",
    "feedback.change_hardshipcase",
    "feedback.settle_unduemessage",
}
_COMPLAINTS = {"feedback.view_complaint", "feedback.add_complaint", "feedback.change_complaint"}

PERMISSIONS: dict[str, frozenset[str]] = {
    Role.COLLECTOR: frozenset(
        _LOOK
        | {
            "feedback.view_survey",
            "feedback.view_effectsum",
            "messaging.add_template",
            "messaging.change_template",
            "messaging.add_templateversion",
            "messaging.change_templateversion",
            "messaging.change_campaign",
            "messaging.change_lenderwording",
            "messaging.change_wordinglistversion",
            "messaging.plan_run",
            "accounts.view_importfile",
            "accounts.add_importfile",
            "accounts.answer_loanmove",
            "messaging.use_handset",
            "messaging.add_phonesend",
            "accounts.add_staffnumber",
        }
    ),
    Role.SUPERVISOR: frozenset(
        _LOOK
        | _SEE_CARE
        | {
            "accounts.view_apikey",
            "accounts.decide_apikey",
            "accounts.revoke_apikey",
            "accounts.view_eventdestination",
            "accounts.decide_eventdestination",
            "accounts.end_eventdestination",
            "config.view_incident",
            "feedback.view_survey",
            "feedback.view_effectsum",
            "messaging.approve_templateversion",
            "messaging.view_compliancereport",
            "messaging.add_compliancereport",
            "messaging.change_strategy",
            "messaging.approve_strategy",
            "messaging.change_campaign",
            "messaging.approve_campaign",
            "messaging.change_trial",
            "messaging.change_segment",
            "messaging.approve_trial",
            "messaging.approve_policyversion",
            "messaging.change_calendaryear",
            "messaging.approve_calendaryear",
            "messaging.approve_lenderwording",
            "messaging.change_wordinglistversion",
            "messaging.approve_wordinglistversion",
            "messaging.approve_gateway",
            "messaging.view_gateway",
            "messaging.plan_run",
            "messaging.release_run",
            "messaging.stop_run",
            "messaging.lift_suppression",
            "messaging.use_handset",
            "messaging.add_phonesend",
            "accounts.add_staffnumber",
            "accounts.view_staffnumber",
            "accounts.decide_staffnumber",
            "accounts.view_importfile",
            "accounts.add_importfile",
            "accounts.allow_importfile",
            "accounts.answer_loanmove",
            "accounts.decide_loanmove",
            "accounts.export_customer",
            "accounts.add_hold",
            "accounts.release_hold",
            "accounts.change_consent",
            "accounts.view_retentionrule",
            "accounts.add_retentionrule",
            "accounts.decide_retentionrule",
            "accounts.begin_retentionrun",
            "accounts.stop_retentionrun",
            "accounts.view_erasurerequest",
            "accounts.add_erasurerequest",
            "accounts.decide_erasurerequest",
            "accounts.view_legalhold",
            "accounts.add_legalhold",
            "accounts.decide_legalhold",
            "accounts.view_chainlink",
            "accounts.export_evidence",
            "accounts.view_trainingrecord",
            "accounts.view_staffrequest",
            "accounts.decide_staffrequest",
            "accounts.reveal_contactpoint",
            "accounts.view_newnumber",
            "accounts.add_newnumber",
            "accounts.decide_newnumber",
            "feedback.decide_hardshipcase",
            "feedback.settle_unduemessage",
            "feedback.view_complaint",
            "feedback.resolve_complaint",
            "feedback.decide_complaint",
            "feedback.view_lettertemplate",
            "feedback.approve_lettertemplate",
            "feedback.view_conversation",
            "feedback.change_conversation",
            "feedback.view_calltask",
            "feedback.change_calltask",
            "feedback.add_checklist",
            "feedback.assign_conversation",
            "feedback.view_alarm",
            "feedback.close_distress",
            "feedback.ask_secretunlock",
            "feedback.decide_secretunlock",
            "config.change_sandboxclock",
        }
    ),
    Role.AGENT: frozenset(
        _LOOK
        | _CARE
        | _COMPLAINTS
        | {
            "feedback.resolve_complaint",
            "feedback.view_lettertemplate",
            "feedback.add_lettertemplate",
            "feedback.change_lettertemplate",
            "feedback.view_conversation",
            "feedback.change_conversation",
            "feedback.view_calltask",
            "feedback.change_calltask",
            "feedback.view_alarm",
            "feedback.ask_secretunlock",
            "accounts.view_erasurerequest",
            "accounts.add_erasurerequest",
            "accounts.view_legalhold",
            "accounts.add_legalhold",
            "accounts.export_customer",
            "accounts.add_hold",
            "accounts.answer_loanmove",
            "accounts.reveal_contactpoint",
            "accounts.confirm_contactpoint",
            "accounts.view_newnumber",
            "accounts.add_newnumber",
            "accounts.add_consent",
            "accounts.change_consent",
            "accounts.record_wish",
            "messaging.add_suppression",
            "messaging.use_handset",
        }
    ),
    Role.AUDITOR: frozenset(
        _LOOK
        | _SEE_CARE
        | {
            "accounts.view_apikey",
            "accounts.view_eventdestination",
            "config.view_incident",
            "feedback.view_survey",
            "feedback.view_effectsum",
            "accounts.view_auditentry",
            "accounts.view_signinattempt",
            "accounts.view_retentionrule",
            "accounts.view_erasurerequest",
            "accounts.view_legalhold",
            "accounts.add_legalhold",
            "accounts.decide_legalhold",
            "accounts.view_chainlink",
            "accounts.verify_chain",
            "accounts.export_evidence",
            "accounts.view_user",
            "accounts.view_importfile",
            "accounts.view_trainingcourse",
            "accounts.view_trainingrecord",
            "accounts.view_staffrequest",
            "accounts.view_reveal",
            "accounts.view_look",
            "accounts.view_newnumber",
            "accounts.view_staffnumber",
            "accounts.view_watched",
            "accounts.change_watched",
            "messaging.view_gateway",
            "messaging.view_compliancereport",
            "messaging.add_compliancereport",
            "feedback.view_complaint",
            "feedback.view_conversation",
            "feedback.view_calltask",
            "feedback.view_alarm",
            "feedback.view_lettertemplate",
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _LOOK
        | {
            "accounts.view_apikey",
            "accounts.ask_apikey",
            "accounts.ask_eventdestination",
            "accounts.decide_apikey",
            "accounts.revoke_apikey",
            "accounts.view_eventdestination",
            "accounts.decide_eventdestination",
            "accounts.end_eventdestination",
            "config.view_incident",
            "accounts.view_signinattempt",
            "accounts.view_retentionrule",
            "accounts.add_retentionrule",
            "accounts.stop_retentionrun",
            "accounts.view_chainlink",
            "accounts.end_staffsession",
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.add_lender",
            "accounts.change_lender",
            "accounts.view_trainingcourse",
            "accounts.add_trainingcourse",
            "accounts.change_trainingcourse",
            "accounts.view_trainingrecord",
            "accounts.view_staffrequest",
            "accounts.ask_staffrequest",
            "accounts.decide_staffrequest",
            "accounts.view_staffnumber",
            "accounts.decide_staffnumber",
            "accounts.view_importfile",
            "accounts.add_importfile",
            "messaging.change_lenderwording",
            "messaging.change_policyversion",
            "messaging.change_calendaryear",
            "messaging.view_gateway",
            "messaging.add_gateway",
            "messaging.change_gateway",
            "messaging.stop_run",
            "config.change_sandboxclock",
        }
    ),
}

# Where each role's day begins (URL names); the first role a person holds decides.
LANDING = {
    Role.SUPERVISOR: "admin:morning",
    Role.COLLECTOR: "admin:text_results",
    Role.AGENT: "admin:inbox",
    Role.AUDITOR: "admin:reports",
    Role.ADMINISTRATOR: "admin:setting_up",
}


def landing_page(user: AbstractBaseUser | AnonymousUser) -> str:
    """The URL name of the page this person's work is on."""
    held = set(Group.objects.filter(user=user.pk).values_list("name", flat=True))
    for role, page in LANDING.items():
        if role in held:
            return page
    return "admin:setting_up"


def sync_roles(**_kwargs: Any) -> None:
    """Make the groups exactly what PERMISSIONS says; permissions not migrated yet are left out."""
    known = {
        f"{app}.{code}": pk
        for pk, code, app in Permission.objects.values_list(
            "pk", "codename", "content_type__app_label"
        )
    }
    for role, wanted in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=str(role))
        group.permissions.set([known[name] for name in wanted if name in known])
