"""Pages about promises, hardship, holds and messages after payment."""

from django.urls import URLPattern

from accounts.admin.pages import page
from feedback.admin.care import (
    hardship as hardship_pages,
    hardship_actions as act,
    hold_ledger,
    late_payments,
    promises as promise,
)

_PROMISE = "promises/<int:promise_id>/"
_CASE = "hardship/<int:case_id>/"

CARE_PAGES: list[URLPattern] = [
    page("holds/export/", hold_ledger.export, "hold_export"),
    page("holds/<int:hold_id>/release/", hold_ledger.release_hold, "hold_release"),
    page("promises/", promise.promise_list, "promises"),
    page("customers/<int:customer_id>/promise/", promise.promise_make, "promise_make"),
    page(_PROMISE, promise.promise_page, "promise"),
    page(f"{_PROMISE}confirm/", promise.promise_confirm, "promise_confirm"),
    page(f"{_PROMISE}decline/", promise.promise_decline, "promise_decline"),
    page(f"{_PROMISE}cancel/", promise.promise_cancel, "promise_cancel"),
    page(f"{_PROMISE}correct/", promise.promise_correct, "promise_correct"),
    page(f"{_PROMISE}thanked/", promise.promise_thanked, "promise_thanked"),
    page("hardship/", hardship_pages.hardship_list, "hardships"),
    page("customers/<int:customer_id>/hardship/", hardship_pages.hardship_open, "hardship_open"),
    page(_CASE, hardship_pages.hardship_page, "hardship"),
    page(f"{_CASE}take/", act.hardship_take, "hardship_take"),
    page(f"{_CASE}needs/", act.hardship_needs, "hardship_needs"),
    page(f"{_CASE}note/", act.hardship_note, "hardship_note"),
    page(f"{_CASE}propose/", act.hardship_propose, "hardship_propose"),
    page(f"{_CASE}withdraw/", act.hardship_withdraw, "hardship_withdraw"),
    page(f"{_CASE}approve/", act.hardship_approve, "hardship_approve"),
    page(f"{_CASE}reject/", act.hardship_reject, "hardship_reject"),
    page(f"{_CASE}reviewed/", act.hardship_reviewed, "hardship_reviewed"),
    page(f"{_CASE}end/", act.hardship_end, "hardship_end"),
    page("late-payments/", late_payments.late_list, "late_payments"),
    page(
        "late-payments/<int:customer_id>/apologise/", late_payments.late_apologise, "late_apologise"
    ),
    page("late-payments/<int:customer_id>/seen/", late_payments.late_seen, "late_seen"),
]
