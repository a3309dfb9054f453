"""Who may do what with a POST, as the work is divided (docs, a page a role), not by the code.

Acts by a button stand in `tests.accounts.access.test_roles.MAY_DO`; here stands what else takes a
POST: forms, acts whose steps are not everybody's who sees them, screens of tables, acts on many
rows, and what asks for password or second factor first.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tests.accounts.access.test_roles import ALL, MAY_DO, MAY_OPEN, A, C, G, S, U

AS_OPENED = {
    *("api_key_ask", "calendar_edit", "campaign_edit", "campaign_new", "checklist_save"),
    *("complaint_evidence", "complaint_export", "complaint_log", "consent_record"),
    *("consent_revoke", "contact_point_reveal", "conversation_numbers", "conversation_sure"),
    *("customer_evidence", "customer_words", "erasure_ask", "event_ask", "factor_add"),
    *("gateway_edit", "gateway_new", "hardship_open", "hold_export", "hold_place"),
    *(
        "import_bad_rows",
        "import_columns",
        "import_upload",
        "lender_wording_edit",
        "letter_edit",
        "letter_new",
    ),
    *("legal_hold", "message_evidence", "new_number_ask", "number_confirm", "own_address"),
    "number_stop",
    *("own_data", "policy_edit", "promise_make", "report_csv", "report_margins", "reports"),
    *("sandbox_reset", "segment_edit", "segment_new", "staff_ask", "stop_place", "strategy_edit"),
    *("strategy_segments", "template_editor", "template_import", "template_phone"),
    *("template_preview", "trial_new", "wish_record", "wording_list_entry", "here"),
    # These only look for something, or show what was typed.
    *("desk_look", "find", "inbox", "inbox_list", "trial_library"),
    # Shown with what it says is there, which is on record as a look.
    "conversation",
}
"""Forms, whose POST is for whoever may open them."""

ONLY: dict[str, set[Any]] = {
    "complaint_pause": {S},
    "legal_hold": {S, G},  # the auditor reads it; STEPS says who decides
}
"""Pages with a form for fewer than may open them."""

OWN = {
    *("approval_comment", "approval_step", "list_export", "login", "logout", "view_delete"),
    *("view_save", "many_begin", "many_go_on", "many_resume", "many_stop", "many_undo"),
    "password_change",
}
"""One's own, or by what it is about: see STEPS and ACTS."""


def who(name: str) -> set[Any] | None:
    """None: no line says it."""
    if name in ONLY:
        return ONLY[name]
    if name in AS_OPENED:
        return MAY_OPEN.get(name) or MAY_DO[name]
    return ALL if name in OWN else MAY_DO.get(name)


SCREENS: dict[str, set[Any]] = {
    "accounts_lender_add": {A},
    "accounts_lender_change": {A},
    "accounts_user_add": {A},
    "accounts_user_change": {A},
    "accounts_trainingcourse_add": {A},
    "accounts_trainingcourse_change": {A},
    "messaging_suppression_add": {G},
    "messaging_template_add": {C},
}
"""Django's own pages of tables that take a form; nobody writes by any other."""

ACTS: dict[str, set[Any]] = {
    "complaints_hand_over": {S, G},
    "conversations_answer": {S, G},
    "conversations_hand_over": {S, G},
    "conversations_reopen": {S, G},
    "conversations_resolve": {S, G},
    "conversations_snooze": {S, G},
    "conversations_take": {S, G},
    "conversations_wake": {S, G},
    "suppressions_lift": {S},
    "versions_replace": {C},
    "versions_submit": {C},
    "versions_withdraw": {C},
}
"""What is done to many rows of a list."""


class Step(NamedTuple):
    """One of several that an address takes: `kind`, `step` or what the button sends."""

    page: str
    parts: dict[str, str]
    said: dict[str, str]
    may: set[Any]


STEPS = (
    Step("staff_decide", {"step": "approve"}, {}, {S, A}),
    Step("staff_decide", {"step": "refuse"}, {}, {S, A}),
    Step("api_key_step", {"step": "approve"}, {}, {S, A}),
    Step("event_step", {"step": "approve"}, {}, {S, A}),
    Step("retention_decide", {"step": "approve"}, {}, {S}),
    Step("erasure_decide", {"step": "approve"}, {}, {S}),
    Step("legal_hold_step", {"step": "place"}, {}, {S, U}),
    Step("legal_hold_step", {"step": "lift"}, {}, {S, U}),
    Step("legal_hold_step", {"step": "keep"}, {}, {S, U}),
    Step("new_number_decide", {"step": "approve"}, {}, {S}),
    Step("approval_step", {"kind": "template"}, {"step": "approve"}, {S}),
    Step("approval_step", {"kind": "template"}, {"step": "retire", "reason": "x"}, {S}),
    Step("approval_step", {"kind": "template"}, {"step": "submit"}, {C}),
    Step("approval_step", {"kind": "strategy"}, {"step": "submit"}, {S}),
    Step("approval_step", {"kind": "strategy"}, {"step": "approve"}, {S}),
    Step("approval_step", {"kind": "trial"}, {"step": "submit"}, {S}),
    Step("approval_step", {"kind": "trial"}, {"step": "discard"}, {S}),
    Step("approval_step", {"kind": "campaign"}, {"step": "submit"}, {C, S}),
    Step("approval_step", {"kind": "campaign"}, {"step": "approve"}, {S}),
    Step("approval_step", {"kind": "policy"}, {"step": "submit"}, {A}),
    Step("approval_step", {"kind": "policy"}, {"step": "retire", "reason": "x"}, {S}),
    Step("approval_step", {"kind": "wording"}, {"step": "submit"}, {C, A}),
    Step("approval_step", {"kind": "wording"}, {"step": "retire", "reason": "x"}, {S}),
    Step("approval_step", {"kind": "gateway"}, {"step": "submit"}, {A}),
    Step("approval_step", {"kind": "gateway"}, {"step": "retire", "reason": "x"}, {S}),
    Step("approval_step", {"kind": "calendar"}, {"step": "approve"}, {S}),
    Step("approval_step", {"kind": "wording_list"}, {"step": "approve"}, {S}),
    Step("approval_step", {"kind": "letter"}, {"step": "retire", "reason": "x"}, {S}),
    Step("complaint_pause", {}, {}, {S}),
)
"""Who takes a step that an address seen by more people leads to."""

WAITING = {
    "staff_decide": "requests",
    "api_key_step": "keys",
    "event_step": "destinations",
    "retention_decide": "periods",
    "erasure_decide": "erasures",
    "legal_hold_step": "legal_holds",
    "new_number_decide": "numbers",
    "complaint_pause": "pauses",
}
"""Of what kind of `config.staff.second_person` the rows of such a page are."""

ASKED_AGAIN = {
    # Releases, approvals, and every yes of a second person.
    *("run_release", "education_release", "starter_approve", "approval_step", "import_allow"),
    *("consent_confirm", "second_person_consents", "second_person_closings", "complaint_leave"),
    *("complaint_extension_decide", "complaint_pause", "evidence_remove", "hardship_approve"),
    *("loan_moves_decide", "unlock_decide", "new_number_decide", "erasure_decide"),
    *(
        "letters_approve",
        "checklist_confirm",
        "staff_number_decide",
        "retention_decide",
        "staff_decide",
        "api_key_step",
        "event_step",
    ),
    # What lets texts go again.
    *("stop_lift", "suppression_lift", "hold_release", "gateway_open", "run_resume", "alarm_close"),
    # What gives or takes power, one's own second factors and telephone.
    "my_phone_enter",
    *("staff_ask", "staff_take_role", "staff_take_lender", "api_key_ask", "event_ask"),
    *("factor_app", "factor_passkey", "factor_remove", "recovery_codes"),
    # What erases, and what leaves the house with people in it.
    *("retention_begin", "archive_export", "complaint_evidence", "complaint_export"),
    *("customer_evidence", "message_evidence", "hold_export", "import_bad_rows", "list_export"),
    *("own_data", "run_candidates_export", "stop_export", "trail_export"),
}
"""Password or second factor first, unless shown within five minutes (docs/signing-in.md)."""
