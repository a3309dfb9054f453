"""Of accounts: what concerns a customer, a file, or who may do what here."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.contact import consents
from accounts.disclosure import personal
from accounts.models import (
    ApiKey,
    Consent,
    ErasureRequest,
    EventDestination,
    Hold,
    ImportFile,
    LegalHold,
    LoanMove,
    NewNumber,
    RetentionRule,
    StaffNumber,
    StaffRequest,
)
from config.staff.second_person.kinds import Kind, Line, masked, of_customer

CONSENTS = "consents"
_AHEAD = "customer__contact_points"


def _consents() -> Any:
    rows = consents.waiting().select_related("customer", "recorded_by__api_key")
    return rows.prefetch_related(_AHEAD)


def _consent(row: Consent) -> Line:
    said = f"{row.get_via_display()} · {masked(row.given_words, row.customer)}"
    what = f"{row.customer} · {row.get_kind_display()}"
    return Line(what, said, row.recorded_by, row.given_at, of_customer(row.customer_id))


def _recorders(row: Consent) -> set[int | None]:
    key = getattr(row.recorded_by, "api_key", None)
    return {row.recorded_by_id, key.asked_by_id if key else None}


def _new_numbers() -> Any:
    rows = NewNumber.objects.filter(state=NewNumber.State.ASKED)
    return rows.select_related("customer", "asked_by").prefetch_related(_AHEAD).order_by("pk")


def _holds() -> Any:
    rows = Hold.objects.filter(released_at=None, lift_asked_by__isnull=False)
    return rows.select_related("customer", "lift_asked_by").prefetch_related(_AHEAD).order_by("pk")


def _hold(row: Hold) -> Line:
    said = masked(row.release_reason, row.customer)
    what = f"{row.customer} · {row.get_kind_display()}"
    return Line(what, said, row.lift_asked_by, None, of_customer(row.customer_id))


def _asked(page: str) -> Any:
    """How a row of AskedAndDecided about a customer is shown."""

    def line(row: Any) -> Line:
        said = masked(row.why, row.customer)
        return Line(row.customer, said, row.asked_by, row.asked_at, reverse(page))

    return line


def _by_asker(row: Any) -> set[int | None]:
    return {row.asked_by_id}


def _erasures() -> Any:
    rows = ErasureRequest.objects.filter(state=ErasureRequest.State.ASKED)
    return rows.select_related("customer", "asked_by").prefetch_related(_AHEAD).order_by("pk")


def _legal_holds() -> Any:
    rows = LegalHold.objects.filter(state__in=[LegalHold.State.ASKED, LegalHold.State.LIFT_ASKED])
    related = rows.select_related("customer", "asked_by", "lift_asked_by")
    return related.prefetch_related(_AHEAD).order_by("pk")


def _legal_hold(row: LegalHold) -> Line:
    is_lifting = row.state == LegalHold.State.LIFT_ASKED
    who, at = (row.lift_asked_by, row.lift_asked_at) if is_lifting else (row.asked_by, row.asked_at)
    said = masked(row.lift_why if is_lifting else row.why, row.customer)
    what = f"{row.customer} · {row.get_state_display()}"
    return Line(what, said, who, at, reverse("admin:legal_holds"))


def _legal_hold_hands(row: LegalHold) -> set[int | None]:
    is_lifting = row.state == LegalHold.State.LIFT_ASKED
    return {row.lift_asked_by_id if is_lifting else row.asked_by_id}


def _files() -> Any:
    rows = ImportFile.objects.filter(
        ~Q(unusual=[]) | Q(needs_second__gt=0), state=ImportFile.State.CHECKED, allowed_by=None
    )
    return rows.select_related("uploaded_by", "by_key__asked_by").order_by("pk")


def _file(row: ImportFile) -> Line:
    page = reverse("admin:import_page", args=[row.pk])
    who = row.uploaded_by or row.by_key
    return Line(row, row.get_kind_display(), who, row.uploaded_at, page)


def _file_hands(row: ImportFile) -> set[int | None]:
    return {row.uploaded_by_id, row.by_key.asked_by_id if row.by_key else None}


def _moves() -> Any:
    rows = LoanMove.objects.filter(state=LoanMove.State.ASKED)
    return rows.select_related("loan", "asked_by").order_by("pk")


def _about(page: str) -> Any:
    def line(row: Any) -> Line:
        return Line(row, row.why, row.asked_by, row.asked_at, reverse(page))

    return line


def _requests() -> Any:
    rows = StaffRequest.objects.filter(state=StaffRequest.State.ASKED)
    return rows.select_related("subject", "asked_by").order_by("pk")


def _request(row: StaffRequest) -> Line:
    what = f"{row.subject} · {row.get_kind_display()}"
    return Line(what, row.why, row.asked_by, row.asked_at, reverse("admin:staff_requests"))


def _staff_numbers() -> Any:
    rows = StaffNumber.objects.filter(state=StaffNumber.State.ASKED)
    return rows.select_related("user").order_by("pk")


def _staff_number(row: StaffNumber) -> Line:
    said = personal.masked_own_number(row)
    return Line(row.user, said, row.user, row.asked_at, reverse("admin:staff_numbers"))


KINDS = (
    Kind(
        CONSENTS,
        _("Consents that a colleague or key recorded"),
        "accounts.view_customer",
        "accounts.change_consent",
        _consents,
        _consent,
        _recorders,
        together="second_person_consents",
    ),
    Kind(
        "numbers",
        _("New numbers"),
        "accounts.view_newnumber",
        "accounts.decide_newnumber",
        _new_numbers,
        _asked("admin:new_numbers"),
        _by_asker,
    ),
    Kind(
        "holds",
        _("Holds to be lifted"),
        "accounts.view_hold",
        "accounts.release_hold",
        _holds,
        _hold,
        lambda row: {row.lift_asked_by_id},
    ),
    Kind(
        "files",
        _("Files that change people, amounts or loans"),
        "accounts.view_importfile",
        "accounts.allow_importfile",
        _files,
        _file,
        _file_hands,
    ),
    Kind(
        "moves",
        _("Loans under another number"),
        "accounts.view_loanmove",
        "accounts.decide_loanmove",
        _moves,
        lambda row: Line(
            row.loan,
            row.get_answer_display(),
            row.asked_by,
            row.asked_at,
            reverse("admin:loan_moves"),
        ),
        _by_asker,
    ),
    Kind(
        "legal_holds",
        _("Legal holds"),
        "accounts.view_legalhold",
        "accounts.decide_legalhold",
        _legal_holds,
        _legal_hold,
        _legal_hold_hands,
    ),
    Kind(
        "erasures",
        _("Erasures of persons"),
        "accounts.view_erasurerequest",
        "accounts.decide_erasurerequest",
        _erasures,
        _asked("admin:erasures"),
        _by_asker,
    ),
    Kind(
        "periods",
        _("Retention periods"),
        "accounts.view_retentionrule",
        "accounts.decide_retentionrule",
        lambda: (
            RetentionRule.objects.filter(state=RetentionRule.State.ASKED)
            .select_related("asked_by")
            .order_by("pk")
        ),
        _about("admin:retention"),
        _by_asker,
    ),
    Kind(
        "requests",
        _("Roles, lenders, training, logins"),
        "accounts.view_staffrequest",
        "accounts.decide_staffrequest",
        _requests,
        _request,
        lambda row: {row.asked_by_id, row.subject_id},
    ),
    Kind(
        "staff_numbers",
        _("Colleagues’ telephones"),
        "accounts.view_staffnumber",
        "accounts.decide_staffnumber",
        _staff_numbers,
        _staff_number,
        lambda row: {row.user_id},
    ),
    Kind(
        "keys",
        _("API keys"),
        "accounts.view_apikey",
        "accounts.decide_apikey",
        lambda: (
            ApiKey.objects.filter(state=ApiKey.State.ASKED)
            .select_related("asked_by")
            .order_by("pk")
        ),
        _about("admin:api_keys"),
        _by_asker,
    ),
    Kind(
        "destinations",
        _("Where events are told to"),
        "accounts.view_eventdestination",
        "accounts.decide_eventdestination",
        lambda: (
            EventDestination.objects.filter(state=EventDestination.State.ASKED)
            .select_related("asked_by", "lender")
            .order_by("pk")
        ),
        _about("admin:events"),
        _by_asker,
    ),
)
