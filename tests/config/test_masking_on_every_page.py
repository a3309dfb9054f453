"""No page of staff shows who a customer is without a look on record (architecture 4.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from accounts.models import ContactPoint, Customer, Lender, Reveal, User
from accounts.sample.source import excerpt, uci_rows
from config import clock
from config.sample import load
from feedback.models import LetterTemplate
from messaging.models import Campaign, Message, Segment, Template
from messaging.models.template import REMINDERS
from messaging.report import asking, daily, regular
from tests import make, make_api, make_sealed

pytestmark = pytest.mark.django_db

NAME, CODE = "欧阳锦瑟", "7QK4XN9T"
ASIDE = f"。我叫{NAME}（欧阳 锦瑟），电话100 0001 2345，＋８６１００００１２３４５，查询码{CODE}"
EACH = 1
"""Rows looked at of a table, the first and the last of them."""

MODELS = {
    "user_id": "accounts.User",
    "request_id": "accounts.StaffRequest",
    "point_id": "accounts.ContactPoint",
    "customer_id": "accounts.Customer",
    "consent_id": "accounts.Consent",
    "import_id": "accounts.ImportFile",
    "hold_id": "accounts.Hold",
    "lender_id": "accounts.Lender",
    "run_id": "messaging.Run",
    "candidate_id": "messaging.Candidate",
    "education_candidate_id": "messaging.EducationCandidate",
    "education_plan_id": "messaging.EducationPlan",
    "suppression_id": "messaging.Suppression",
    "stop_id": "messaging.Stop",
    "template_id": "messaging.Template",
    "alarm_id": "feedback.Alarm",
    "conversation_id": "feedback.Conversation",
    "task_id": "feedback.CallTask",
    "pause_id": "feedback.ComplaintPause",
    "complaint_id": "feedback.Complaint",
    "extension_id": "feedback.ComplaintExtension",
    "link_id": "feedback.ComplaintMessage",
    "report_id": "messaging.ComplianceReport",
    "schedule_id": "messaging.ReportSchedule",
    "proof_id": "messaging.DayProof",
    "review_id": "feedback.ComplaintReview",
    "evidence_id": "feedback.Evidence",
    "letter_id": "feedback.Letter",
    "promise_id": "feedback.Promise",
    "case_id": "feedback.HardshipCase",
    "destination_id": "accounts.EventDestination",
    "delivery_id": "accounts.EventDelivery",
    "key_id": "accounts.ApiKey",
    "policy": "messaging.PolicyVersion",
    "strategy": "messaging.Strategy",
    "wording_list": "messaging.WordingListVersion",
    "calendar": "messaging.CalendarYear",
    "gateway": "messaging.Gateway",
    "lender_wording": "messaging.LenderWording",
    "segment": "messaging.Segment",
    "campaign": "messaging.Campaign",
}
"""Whose id a part of an address is; for `pk`, by what the page's name begins with."""

WITHOUT = {
    # What there is no row of, here; what is only posted to is told by 405.
    *("consent_revoke", "suppression_lift", "stop", "stop_now", "stop_lift", "complaint_pause"),
    *("second_step_ask", "here", "oidc_begin", "oidc_return", "trial"),
    *("many", "many_results"),  # one's own job, whose rows are named by number
    *("set_password", "app_list", "auth_user_password_change", "staff_decide"),
}
FRAME = ("_add", "_delete", "_history", "logout")
"""Django's own pages, which nobody may open, and the way out."""


@pytest.fixture
def sample(tmp_path: Path, settings: Any) -> None:
    """The sample of a sandbox, of few customers."""
    settings.UPLOAD_DIR = tmp_path / "uploads"
    rows = excerpt(uci_rows(), 20)
    small = tmp_path / "small.csv"
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    small.write_text("\n".join(lines), "utf-8")
    load.load(small, days=4, say=lambda _line: None)


def test_nothing_personal_is_shown_unasked(sample: None) -> None:
    """Of the sample, and of somebody of whom everything is kept and said."""
    make_sealed.everything(clock.now() + timedelta(minutes=1), aside=ASIDE, name=NAME)
    _everybody_a_segment()
    _a_report()
    _a_campaign()
    make_api.key(Lender.objects.earliest("pk"))
    secret = _secrets()
    desks = [_desk("agent", also="supervisor"), _desk("collector", also="auditor")]
    desks.append(_desk("administrator"))
    looks = Reveal.objects.count()
    told: dict[str, set[str]] = {}
    statuses: dict[str, set[int]] = {}
    for name, address in _addresses():
        for answer in _answers(desks, address):
            statuses.setdefault(name, set()).add(answer.status_code)
            if found := set(secret.findall(_text(answer))):
                told[f"{name} {address}"] = found
    assert not told
    assert {name for name, seen in statuses.items() if not seen & {200, 204, 405}} == {
        "autocomplete"
    }
    assert Reveal.objects.count() == looks


def _everybody_a_segment() -> None:
    Segment.objects.create(
        lender=Lender.objects.earliest("pk"),
        title="all",
        conditions=[{"fact": "days_past_due", "at_least": "-7"}],
        edited_by=User.objects.earliest("pk"),
        edited_at=clock.now(),
    )


def _a_campaign() -> None:
    now, by = clock.now(), User.objects.filter(is_active=True).earliest("pk")
    Campaign.objects.create(
        lender=Lender.objects.earliest("pk"),
        number=99,
        title="x",
        texts=[Template.objects.filter(**REMINDERS).earliest("pk").pk],
        first_day=now.date(),
        last_day=now.date() + timedelta(days=7),
        author=by,
        edited_by=by,
        created_at=now,
        edited_at=now,
    )


def _a_report() -> None:
    now, by = clock.now(), User.objects.earliest("pk")
    report = asking.ask(
        first=now.date() - timedelta(days=7), last=now.date(), lender=None, rule="", by=by, now=now
    )
    asking.work(report.pk, clock=clock.now)
    regular.begin(every="week", lender=None, by=by, now=now)
    daily.prove_yesterday(now)


def test_nothing_personal_is_shown_of_whom_a_search_finds(now: datetime) -> None:
    customer = make_sealed.everything(now, aside=ASIDE, name=NAME)
    phone = make.sandbox_phone()
    for _one_of_two in range(2):
        make.customer(name=NAME, phone=phone)
    secret, desk = _secrets(), _desk("agent")
    asked = {"customer_find": {"typed": phone}, "inbox_find": {"find": customer.customer_no}}
    for page, said in asked.items():
        answer = desk.post(reverse(f"admin:{page}"), said, follow=True)
        assert "欧**瑟" in _text(answer), page
        assert not secret.findall(_text(answer)), page


def _desk(role: str, *, also: str = "") -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(make.staff(role, also=also))
    return client


def _answers(desks: list[Client], address: str) -> Iterator[Any]:
    """Of each desk that may, until one opens it."""
    for client in desks:
        answer = client.get(address, follow=True)
        yield answer
        if answer.status_code != 403:
            return


def _text(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace")


def _secrets() -> re.Pattern[str]:
    """Every name and number there is, however the number is written, and every code in a text."""
    names = {person.name for person in Customer.objects.all()} - {
        str(user) for user in User.objects.all()
    }
    digits = {point.address.lstrip("+").removeprefix("86") for point in ContactPoint.objects.all()}
    codes = set()
    for message in Message.objects.exclude(body=None):
        codes |= set(re.findall(r"(?<![0-9A-Z])(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-Z]{8}", message.body))
    spelled = {r"[ \-]?".join(map(re.escape, each)) for each in digits if each.isdigit()}
    others = {re.escape(each) for each in digits if not each.isdigit()}
    return re.compile("|".join([*map(re.escape, names | codes | {CODE}), *spelled, *others]))


def _addresses() -> Iterator[tuple[str, str]]:
    for name, parts in _pages(get_resolver()):
        for values in product(*(_values(name, each, kind) for each, kind in parts.items())):
            yield name, reverse(f"admin:{name}", args=values) + _asked(name)


def _asked(page: str) -> str:
    """What a page needs beside its address."""
    if page != "complaint_letter":
        return ""
    template = LetterTemplate.objects.filter(state="approved", purpose="received").earliest("pk")
    return f"?template={template.pk}"


def _pages(resolver: URLResolver, inside: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _pages(entry, inside or entry.app_name == "admin")
        elif isinstance(entry, URLPattern) and entry.name and inside and _ours(entry.name):
            yield entry.name, entry.pattern.converters


def _ours(page: str) -> bool:
    return page not in WITHOUT and not page.endswith(FRAME)


def _values(page: str, argument: str, kind: Any) -> list[Any]:
    if argument == "object_id":
        app, table = page.split("_")[:2]
        return _ids(_PACKED.get(page, f"{app}.{table}"))
    if argument == "version_id":
        return _ids("feedback.LetterTemplate" if page.startswith("letter") else _VERSION)
    if argument == "pk":
        found = [model for begins, model in MODELS.items() if page.startswith(begins)]
        return _ids(found[-1]) if found else [1]
    if argument == "document":
        return ["agent", "api"]
    if page == "import_sample":
        return ["loans", "repayments"]
    if argument in MODELS:
        return _ids(MODELS[argument])
    return [1] if isinstance(kind, IntConverter) else ["opt-out"]


_PACKED = {
    "customer_evidence": "accounts.Customer",
    "complaint_evidence": "feedback.Complaint",
    "message_evidence": "messaging.Message",
}
_VERSION = "messaging.TemplateVersion"


def _ids(model: str) -> list[int]:
    rows = apps.get_model(model)._base_manager.order_by("pk").values_list("pk", flat=True)
    return sorted({*rows[:EACH], *rows.reverse()[:EACH]})
