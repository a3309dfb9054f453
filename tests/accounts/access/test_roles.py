"""Role × screen × action: each role may do exactly what its work needs, and nothing besides.

A page in no row of this table fails the last test: nothing is added without saying for whom.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from accounts.access.roles import PERMISSIONS
from accounts.models.choices import Role
from tests import make

C, S, G, U, A = (
    Role.COLLECTOR,
    Role.SUPERVISOR,
    Role.AGENT,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
ALL = {C, S, G, U, A}

# Page or action (URL name) → who may. POST where it changes something.
MAY_OPEN: dict[str, set[Role]] = {
    "all_pages": ALL,
    "second_person": ALL,
    "setting_up": ALL,
    "api_docs": {S, U, A},
    "api_keys": {S, U, A},
    "api_key_ask": {A},
    "api_key_revoke": {S, A},
    "events": {S, U, A},
    "event_destination": {S, U, A},
    "event_ask": {A},
    "find": ALL,
    "help": ALL,
    "help_first": ALL,
    "incidents": {S, U, A},
    "why": ALL,
    "morning": ALL,
    "morning_csv": ALL,
    "morning_xlsx": ALL,
    "morning_replies": {S, G, U},
    "run_today": ALL,
    "run_candidates": ALL,
    "run_progress": ALL,
    "run_tranches": ALL,
    "candidate": ALL,
    "messaging_run_changelist": ALL,
    "messaging_message_changelist": ALL,
    "messaging_template_changelist": ALL,
    "template": ALL,
    "template_version": ALL,
    "reviews": ALL,
    "template_export": ALL,
    "template_import": {C},
    "messaging_strategy_changelist": ALL,
    "strategy": ALL,
    "messaging_campaign_changelist": ALL,
    "campaign": ALL,
    "messaging_trial_changelist": ALL,
    "messaging_segment_changelist": ALL,
    "segment": ALL,
    "segment_customers": ALL,
    "trial": ALL,
    "strategy_dry_run": ALL,
    "strategy_dry_run_customers": ALL,
    "strategy_alteration": ALL,
    "messaging_policyversion_changelist": ALL,
    "policy": ALL,
    "work_calendar": ALL,
    "reasons": ALL,
    "starter": ALL,
    "calendar_year": ALL,
    "messaging_calendaryear_changelist": ALL,
    "lender_wordings": ALL,
    "lender_wording": ALL,
    "messaging_lenderwording_changelist": ALL,
    "wording_list": ALL,
    "wording_list_version": ALL,
    "messaging_wordinglistversion_changelist": ALL,
    "messaging_suppression_changelist": ALL,
    "messaging_templateversion_changelist": ALL,
    "feedback_conversation_changelist": {S, G, U},
    "stops": ALL,
    "stop": ALL,
    "stop_now": ALL,
    "stop_place": {S, A},
    "messaging_gateway_changelist": {S, U, A},
    "gateway": {S, U, A},
    "gateway_now": {S, U, A},
    "approval_queue": ALL,
    "archive": ALL,
    "reports": {S, U},
    "report": {S, U},
    "report_state": {S, U},
    "report_csv": {S, U},
    "report_day": {S, U},
    "report_margins": {S, U},
    "trail": {U},
    "rehearsal": {S},
    "rehearsal_state": {S},
    "policy_what_if_state": ALL,
    "strategy_what_if_state": ALL,
    "wording_list_what_if_state": ALL,
    "accounts_customer_changelist": ALL,
    "accounts_loan_changelist": ALL,
    "accounts_repayment_changelist": ALL,
    "accounts_hold_changelist": ALL,
    "accounts_lender_changelist": ALL,
    "accounts_importfile_changelist": {C, S, U, A},
    "import_page": {C, S, U, A},
    "import_state": {C, S, U, A},
    "accounts_auditentry_changelist": {U},
    "accounts_signinattempt_changelist": {U, A},
    "my_login": ALL,
    "own_address": ALL,
    "sealed_chain": {S, U, A},
    "sealed_chain_state": {S, U, A},
    "customer_evidence": {S, U},
    "complaint_evidence": {S, U},
    "message_evidence": {S, U},
    "here": ALL,
    "factor_add": ALL,
    "step_up_ask": ALL,
    "factor_passkey_ask": ALL,
    "accounts_reveal_changelist": {U},
    "watched": {U},
    "retention": {S, U, A},
    "legal_holds": {S, G, U},
    "legal_hold": {S, G, U},
    "new_numbers": {S, G, U},
    "staff_numbers": {S, U, A},
    "my_phone": {C, S},
    "phone_sends": {C, S},
    "template_phone": {C, S},
    "handset_own": {C, S},
    "handset_own_texts": {C, S},
    "new_number_ask": {S, G},
    "customer_looks": {U},
    "erasures": {S, G, U},
    "erasure_ask": {S, G},
    "own_data": {S, G},
    "watched_banner": {U},
    "accounts_user_changelist": {U, A},
    "accounts_trainingcourse_changelist": {U, A},
    "accounts_trainingrecord_changelist": {S, U, A},
    "training": {S, U, A},
    "feedback_complaint_changelist": {S, G, U},
    "inbox": {S, G, U},
    "inbox_found": {S, G, U},
    "inbox_list": {S, G, U},
    "conversation": {S, G, U},
    "conversation_thread": {S, G, U},
    "desk": {S},
    "checklists": {S, G, U},
    "desk_csv": {S},
    "desk_look": {S},
    "desk_quality": {S},
    "desk_rows": {S},
    "alarms": {S, G, U},
    "complaint_pauses": {S, G, U},
    "complaint_pause": {S, G, U},
    "conversation_numbers": {S, G},
    "conversation_sure": {S, G},
    "alarm_banner": {S, G},
    "call_list": {S, G, U},
    "call_task": {S, G, U},
    "complaint": {S, G, U},
    "complaint_statistics": {S, G, U},
    "complaint_export": {S, G, U},
    "complaint_letter": {S, G},
    "feedback_lettertemplate_changelist": {S, G, U},
    "letter_template": {S, G, U},
    "letter_new": {G},
    "letters_waiting": {S},
    "letter_edit": {G},
    "surveys": {C, S, U},
    "effect": {C, S, U},
    "text_results": {C, S, U},
    "text_results_csv": {C, S, U},
    "text_results_xlsx": {C, S, U},
    "text_result": {C, S, U},
    "campaign_new": {C, S},
    "campaign_edit": {C, S},
    "education": ALL,
    "education_plan": ALL,
    "education_candidate": ALL,
    "hours": {C, S, U},
    "hours_export": {C, S, U},
    "hours_workbook": {C, S, U},
    "hours_texts": {C, S, U},
    "sparing": {C, S, U},
    "effect_episodes": {C, S, U},
    "trial_new": {S},
    "trial_library": ALL,
    "segment_new": {S},
    "segment_edit": {S},
    "strategy_segments": {S},
    "effect_export": {C, S, U},
    "effect_workbook": {C, S, U},
    "promises": {S, G, U},
    "promise": {S, G, U},
    "promise_make": {G},
    "hardships": {S, G, U},
    "hardship": {S, G, U},
    "hardship_open": {G},
    "late_payments": {S, G, U},
    "hold_export": ALL,
    "handset": {C, S, G},
    "handset_of": {C, S, G},
    "handset_texts": {C, S, G},
    "sandbox_mails": {S, A},
    "sandbox_reset": {S, A},
    # forms
    "messaging_template_add": {C},
    "template_editor": {C},
    "template_preview": {C},
    "accounts_lender_add": {A},
    "accounts_user_add": {A},
    "accounts_trainingcourse_add": {A},
    "hold_place": {S, G},
    "complaint_log": {G},
    "contact_point_reveal": {S, G},
    "customer_words": {S, G},
    "number_confirm": {G},
    "number_stop": {G},
    "consent_record": {G},
    "consent_revoke": {S, G},
    "wish_record": {G},
    "import_upload": {C, S, A},
    "import_sample": {C, S, A},
    "import_columns": {C, S, A},
    "loan_moves": ALL,
    "staff_requests": {S, U, A},
    "staff_ask": {A},
    "import_bad_rows": {C, S, A},
    "strategy_edit": {S},
    "policy_edit": {A},
    "calendar_edit": {S, A},
    "gateway_new": {A},
    "gateway_edit": {A},
    "lender_wording_edit": {C, A},
    "wording_list_entry": {C, S},
    "messaging_suppression_add": {G},
}
MAY_DO: dict[str, set[Role]] = {
    "watched_seen": {U},
    "policy_what_if": {S, A},
    "policy_what_if_stop": {S, A},
    "strategy_what_if": {S},
    "strategy_what_if_stop": {S},
    "wording_list_what_if": {C, S},
    "wording_list_what_if_stop": {C, S},
    "report_stop": {S, U},
    "report_regular": {S, U},
    "report_regular_end": {S, U},
    "trail_export": {U},
    "rehearsal_begin": {S},
    "archive_number": ALL,
    "archive_export": ALL,
    "retention_ask": {S, A},
    "retention_decide": {S, U, A},
    "retention_count": {S},
    "retention_begin": {S},
    "retention_stop": {S, A},
    "legal_hold_step": {S, G, U},
    "new_number_decide": {S, G, U},
    "staff_number_decide": {S, A},
    "my_phone_enter": {C, S},
    "my_phone_code": {C, S},
    "my_phone_prove": {C, S},
    "my_phone_end": {C, S},
    "phone_again": {C, S},
    "erasure_decide": {S, G, U},
    "unlock_ask": {S, G},
    "unlock_decide": {S},
    "customer_find": ALL,
    "suppression_find": ALL,
    "session_end": ALL,
    "factor_app": ALL,
    "factor_passkey": ALL,
    "factor_remove": ALL,
    "recovery_codes": ALL,
    "sessions_end": ALL,
    "education_plan_new": {C, S},
    "education_release": {S},
    "education_drop": {C, S},
    "education_stop": {S, A},
    "run_plan": {C, S},
    "run_release": {S},
    "run_pause": {S, A},
    "run_resume": {S, A},
    "run_ask": {C, S},
    "run_leave_out": {S},
    "run_candidates_export": ALL,
    "run_candidates_find": ALL,
    "run_halt": {S, A},
    "run_stop": {S, A},
    "stop_lift": {S, A},
    "stop_explain": {S, A},
    "gateway_close": {S, A},
    "gateway_open": {S, A},
    "gateway_try": {S, A},
    "gateway_ask": {S, A},
    "filing_text": {A},
    "filing_signature": {A},
    "filing_ask": {A},
    "api_key_step": {S, U, A},
    "event_step": {S, U, A},
    "event_retry": {S, A},
    "template_variant": {C},
    "handset_switch": {C, S, G},
    "stop_export": {S, A},
    "template_new": {C},
    "strategy_new": {S},
    "trial_end": {S},
    "sparing_propose": {S},
    "segment_discard": {S},
    "trial_propose": {S},
    "policy_new": {A},
    "starter_write": {C},
    "letters_starter": {G},
    "letters_approve": {S},
    "starter_approve": {S},
    "calendar_new": {S, A},
    "lender_wording_new": {C, A},
    "wording_list_new": {C, S},
    "wording_list_remove": {C, S},
    "template_reviewed": {S},
    "hold_release": {S},
    "consent_confirm": {S, G},
    "second_person_consents": {S, G},
    "second_person_closings": {S},
    "complaint_leave": {S},
    "complaint_open_again": {S},
    "promise_confirm": {G},
    "promise_decline": {G},
    "promise_cancel": {G},
    "promise_correct": {G},
    "promise_thanked": {G},
    "hardship_take": {G},
    "hardship_needs": {G},
    "hardship_note": {G},
    "hardship_propose": {G},
    "hardship_withdraw": {G},
    "hardship_reviewed": {G},
    "hardship_end": {G},
    "hardship_approve": {S},
    "hardship_reject": {S},
    "late_apologise": {S, G},
    "late_seen": {S, G},
    "complaint_take": {G},
    "inbox_find": {S, G, U},
    "conversation_take": {S, G},
    "conversation_hand_over": {S, G},
    "conversation_snooze": {S, G},
    "conversation_wait": {S, G},
    "conversation_wake": {S, G},
    "inbox_together": {S, G},
    "conversation_note": {S, G},
    "conversation_verify": {S, G},
    "conversation_answer": {S, G},
    "conversation_resolve": {S, G},
    "conversation_read": {S, G},
    "alarm_take": {S, G},
    "alarm_ask_to_join": {S, G},
    "alarm_join": {S},
    "alarm_close": {S},
    "call_removal": {S, G},
    "conversation_tick": {S, G},
    "conversation_merge": {S, G},
    "conversation_take_apart": {S, G},
    "checklist_save": {S},
    "checklist_confirm": {S},
    "conversation_reopen": {S, G},
    "conversation_act": {S, G},
    "call_take": {S, G},
    "call_release": {S, G},
    "call_dial": {S, G},
    "call_tell": {S, G},
    "call_cancel": {S, G},
    "call_ask": {S, G},
    "complaint_note": {G},
    "complaint_give": {S, G},
    "complaint_reclassify": {G},
    "complaint_complex": {G},
    "complaint_extend": {G},
    "complaint_extension_decide": {S},
    "complaint_link": {G},
    "complaint_unlink": {G},
    "complaint_ask_review": {G},
    "review_take": {S},
    "review_decide": {S},
    "evidence_add": {G},
    "evidence_open": {S, G, U},
    "evidence_remove": {S, G},
    "complaint_letter_ask": {S, G},
    "complaint_letter_send": {S, G},
    "letter_open": {S, G, U},
    "complaint_resolve": {S, G},
    "suppression_lift": {S},
    "handset_answer": {C, S, G},
    "import_check": {C, S, A},
    "import_encoding": {C, S, A},
    "import_allow": {S},
    "import_refuse": {S},
    "staff_decide": {S, U, A},
    "staff_take_role": {A},
    "staff_take_lender": {A},
    "sealed_chain_verify": {U},
    "loan_moves_answer": {C, S, G},
    "loan_moves_decide": {S},
    "import_confirm": {C, S, A},
    "import_cancel": {C, S, A},
    "sandbox_clock": {S, A},
}
# Django's own pages that follow from the tables above, and what everybody signed in may do.
FRAME = {
    *("second_step", "second_step_ask"),  # of who gave a password
    *("oidc_begin", "oidc_return"),
    *("index", "login", "logout", "password_change", "password_change_done", "search"),
    # Which step of which kind, by whom, is the service's to say
    # (tests/messaging/approval/test_steps.py); so is who comments (test_comments.py beside it).
    *("approval_step", "approval_comment"),
    # One's own views of a list and acts on many rows; who may do which, the act says
    # (tests/accounts/lists/bulk/test_jobs.py). A list's file is for who sees the list.
    *("view_save", "list_export"),
    *("many", "many_begin", "many_go_on", "many_stop", "many_resume", "many_undo"),
    "many_results",
    *("autocomplete", "jsi18n", "app_list", "auth_user_password_change"),
}
SUFFIXES = ("_add", "_change", "_delete", "_history")
READ_ONLY = {
    *("accounts_auditentry", "accounts_reveal", "accounts_customer", "accounts_hold"),
    *(
        "accounts_loan",
        "accounts_repayment",
        "accounts_importfile",
        "accounts_trainingrecord",
        "feedback_complaint",
        "feedback_lettertemplate",
    ),
    *("messaging_run", "messaging_message", "messaging_templateversion"),
    "feedback_conversation",
}


def address(name: str) -> str:
    for arguments in (
        [],
        [987654321],
        ["template", 987654321],
        [987654321, "complaint"],
        [987654321] * 2,
    ):
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"there is no page {name}")


def desk_of(role: Role) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make.staff(role))
    return client


def opened(answers: dict[str, int]) -> set[str]:
    return {name for name, status in answers.items() if status != 403}


def broken(answers: dict[str, int]) -> set[str]:
    """What a page says of a row that there is not, must be said in a page."""
    return {name for name, status in answers.items() if status >= 500}


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_exactly_its_pages(role: Role, db: None) -> None:
    desk = desk_of(role)
    answers = {name: desk.get(address(name)).status_code for name in MAY_OPEN}
    assert opened(answers) == {name for name, roles in MAY_OPEN.items() if role in roles}
    assert broken(answers) == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_does_exactly_its_acts(role: Role, db: None) -> None:
    desk = desk_of(role)
    answers = {name: desk.post(address(name)).status_code for name in MAY_DO}
    assert opened(answers) == {name for name, roles in MAY_DO.items() if role in roles}
    assert broken(answers) == set()


@pytest.mark.parametrize("role", Role)
def test_a_table_written_by_services_takes_no_form(role: Role, db: None) -> None:
    desk = desk_of(role)
    taken = {t for t in READ_ONLY if desk.post(address(f"{t}_add")).status_code != 403}
    assert not taken


def test_nobody_deletes_through_the_screens() -> None:
    assert not any(".delete_" in permission for held in PERMISSIONS.values() for permission in held)


def test_every_permission_of_the_table_exists(db: None) -> None:
    from django.contrib.auth.models import Permission

    known = {
        f"{app}.{code}"
        for app, code in Permission.objects.values_list("content_type__app_label", "codename")
    }
    assert not set().union(*PERMISSIONS.values()) - known


def test_a_visitor_sees_only_the_sign_in(db: None) -> None:
    visitor = Client()
    for name in [*MAY_OPEN, *MAY_DO]:
        answer = visitor.get(address(name))
        assert answer.status_code in {302, 405}, name


def test_every_page_is_in_this_table() -> None:
    unsaid = {
        name
        for name in _names(get_resolver())
        if name not in {*MAY_OPEN, *MAY_DO, *FRAME} and not name.endswith(SUFFIXES)
    }
    assert not unsaid


def _names(resolver: URLResolver, inside_staff: bool = False) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _names(entry, inside_staff or entry.app_name == "admin")
        elif isinstance(entry, URLPattern) and entry.name and inside_staff:
            yield entry.name
