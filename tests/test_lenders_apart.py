"""Nobody sees or touches another lender's people: every staff page and command, by foreign ids.

The addresses come from the resolver: a page that is new is tried at once, and one whose address
names a thing unknown here fails until it is said whose such a thing is.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import (
    Consent,
    ContactPoint,
    Customer,
    ErasureRequest,
    EventDelivery,
    EventDestination,
    Hold,
    ImportFile,
    LegalHold,
    Lender,
    NewNumber,
    RetentionRule,
    StaffNumber,
    User,
)
from config.database_roles import granting
from feedback import models as feedback
from messaging import models as messaging
from tests import make, make_of_everything
from tests.make_of_everything import LISTED, one

OF: dict[str, type[Model]] = {
    "alarm_id": feedback.Alarm,
    "candidate_id": messaging.Candidate,
    "case_id": feedback.HardshipCase,
    "complaint_id": feedback.Complaint,
    "consent_id": Consent,
    "conversation_id": feedback.Conversation,
    "customer_id": Customer,
    "delivery_id": EventDelivery,
    "destination_id": EventDestination,
    "education_candidate_id": messaging.EducationCandidate,
    "education_plan_id": messaging.EducationPlan,
    "erasure_id": ErasureRequest,
    "evidence_id": feedback.Evidence,
    "extension_id": feedback.ComplaintExtension,
    "hold_id": Hold,
    "new_number_id": NewNumber,
    "legal_hold_id": LegalHold,
    "import_id": ImportFile,
    "lender_id": Lender,
    "letter_id": feedback.Letter,
    "link_id": feedback.ComplaintMessage,
    "phone_send_id": messaging.PhoneSend,
    "point_id": ContactPoint,
    "promise_id": feedback.Promise,
    "report_id": messaging.ComplianceReport,
    "review_id": feedback.ComplaintReview,
    "rule_id": RetentionRule,
    "run_id": messaging.Run,
    "schedule_id": messaging.ReportSchedule,
    "staff_number_id": StaffNumber,
    "task_id": feedback.CallTask,
    "unlock_id": feedback.SecretUnlock,
}
"""What an address names → whose it is: a lender's."""

OF_NO_LENDER = {
    # Staff, texts and their approval, gateways, opt-outs by number, stops: said for all lenders.
    *(
        "user_id",
        "given_id",
        "matter_id",
        "factor_id",
        "session_id",
        "request_id",
        "key_id",
        "retention_run_id",
        "proof_id",
        # One's own, whoever it is about.
        "job_id",
        "view_id",
        "model",
        "version_id",
        "gateway_id",
        "template_id",
        "pause_id",
        "kind",
        "intent",
        "document",
    ),
    *("suppression_id", "stop_id", "uidb64", "token", "app_label", "content_type_id", "url", "id"),
}
BY_PK = {
    "policy": messaging.PolicyVersion,
    "strategy": messaging.Strategy,
    "lender_wording": messaging.LenderWording,
    "trial": messaging.Trial,
    "campaign": messaging.Campaign,
    "wording_list": None,
    "segment": messaging.Segment,
    "calendar": None,
    "gateway": None,
    "filing": None,
}
"""Pages that call what they are about `pk`, by how their names begin; None: of no lender."""

BY_OBJECT = {
    "customer_evidence": Customer,
    "complaint_evidence": feedback.Complaint,
    "message_evidence": messaging.Message,
}
"""Pages that call it `object_id` and are no screen of Django's."""

NOBODYS = "NOBODYS7"
REFUSED = {403, 404, 405}
"""403 and 405: what nobody does with a screen, whatever the id."""

ONLY_WHEN = {"conversation_sure", "complaint_letter"}
"""Pages that are there at one step of the work alone."""

NOW_AND_THEN = {"step": "approve", "what": "complaint", "kind": "template"}


class Page(NamedTuple):
    name: str
    parts: tuple[str, ...]

    @property
    def about(self) -> type[Model] | None:
        """Whose ids its address takes; None: nobody's. Fails where that is not known."""
        if not self.parts:
            return None
        for part in self.parts:
            if part in OF:
                return OF[part]
        if "pk" in self.parts and "kind" not in self.parts:
            [found] = {model for start, model in BY_PK.items() if self.name.startswith(start)}
            return found
        if "object_id" in self.parts and "content_type_id" not in self.parts:
            return BY_OBJECT.get(self.name) or _of_screen(self.name)
        assert set(self.parts) <= OF_NO_LENDER | {"pk", "step", "object_id"}, self
        return None

    def address(self, pk: int) -> str:
        values = {part: NOW_AND_THEN.get(part, pk) for part in self.parts}
        return reverse(f"admin:{self.name}", kwargs=values)


def _of_screen(name: str) -> type[Model] | None:
    from django.apps import apps

    app, model, _action = name.split("_")
    found = apps.get_model(app, model)
    return found if _is_of_a_lender(found) else None


def _is_of_a_lender(model: type[Model]) -> bool:
    from config.database_roles.policies import POLICIES

    return model._meta.db_table in POLICIES


def _pages(resolver: URLResolver, inside: bool = False) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _pages(entry, inside or entry.app_name == "admin")
        elif isinstance(entry, URLPattern) and entry.name and inside:
            yield Page(entry.name, tuple(entry.pattern.regex.groupindex))


PAGES = sorted(set(_pages(get_resolver())))


@pytest.fixture(autouse=True)
def _roles(db: None) -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


@pytest.fixture
def theirs(now: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[type[Model], int]:
    """Something of everything, of one lender; by model the id of one row."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    make_of_everything.everything(now)
    return {model: one(model) for model in {*OF.values(), *filter(None, BY_PK.values())}}


def desk(*lenders: Lender | None) -> Client:
    """Of somebody who may do everything, among the people of these lenders."""
    person = User.objects.create(username="may-all", is_staff=True, is_superuser=True)
    for lender in lenders:
        make.give_lender(person, lender)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def test_every_page_about_somebody_elses_people_is_not_there(
    theirs: dict[type[Model], int],
) -> None:
    client, seen = desk(make.lender()), {}
    for page in PAGES:
        if page.about is None:
            continue
        address = _theirs(page, theirs)
        for method in (client.get, client.post):
            if not is_refused(client, answer := method(address)):
                seen[page.name, answer.request["REQUEST_METHOD"]] = answer.status_code
    assert seen == {}


def _theirs(page: Page, theirs: dict[type[Model], int]) -> str:
    assert page.about is not None
    return page.address(theirs.get(page.about) or one(page.about))


def is_refused(client: Client, answer: Any) -> bool:
    """Not there; or back to the index, as Django says it; or on to a page that is not there."""
    if answer.status_code != 302:
        return answer.status_code in REFUSED
    return answer.url == reverse("admin:index") or client.get(answer.url).status_code in REFUSED


def test_the_same_pages_are_there_for_who_works_with_all(theirs: dict[type[Model], int]) -> None:
    client = desk(None)
    missing = {
        page.name
        for page in PAGES
        if page.about and client.get(_theirs(page, theirs)).status_code == 404
    }
    assert missing <= ONLY_WHEN


def test_no_list_count_search_or_export_holds_them(theirs: dict[type[Model], int]) -> None:
    client = desk(make.lender())
    showing = set()
    for page in PAGES:
        if page.parts or page.name in {"logout", "jsi18n", "autocomplete"}:
            continue
        address = reverse(f"admin:{page.name}")
        found = body(client, f"{address}?q={LISTED}").count(LISTED)
        if LISTED in body(client, address) or found > body(client, f"{address}?q={NOBODYS}").count(
            NOBODYS
        ):
            showing.add(page.name)
    assert showing == set()


def body(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    return b"".join(answer if answer.streaming else [answer.content]).decode(errors="replace")


def test_the_lists_do_hold_them_for_who_works_with_all(theirs: dict[type[Model], int]) -> None:
    client = desk(None)
    for name in ("accounts_customer_changelist", "accounts_loan_changelist"):
        assert LISTED in body(client, reverse(f"admin:{name}"))
