"""Every reason leads to a page on which somebody can settle it, and somebody may."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.access.roles import PERMISSIONS
from accounts.contact import consents
from accounts.models import ContactPoint, Customer, Hold
from accounts.models.choices import Role
from messaging import labels
from messaging.admin.settling.links import advice, who_may
from messaging.admin.settling.table import CUSTOMER, NOTHING_TO_SETTLE, SETTLING
from messaging.models import message_reasons
from messaging.planning import funnel
from messaging.policy import reasons
from tests import make, make_messaging

pytestmark = pytest.mark.django_db

AFTER_THE_POLICY = frozenset(
    value
    for name, value in vars(message_reasons).items()
    if name.isupper()
    if isinstance(value, str)
)
EVERY_CODE = sorted(
    (reasons.ALL_REASONS | AFTER_THE_POLICY | set(labels.REASONS) | set(funnel._ORDER))
    - NOTHING_TO_SETTLE
)

# What whoever may act finds on the page: the address or name of the act itself.
ACTS = {
    "admin:import_upload": 'type="file"',
    "admin:stops": "stops/place/",
    "admin:education": "education/lenders/",
    "admin:messaging_suppression_changelist": "suppression",
    "admin:feedback_complaint_changelist": "complaint",
    "admin:hardships": "hardship",
    "admin:promises": "promise",
    "admin:call_list": "calls",
    "admin:inbox": "inbox",
    "admin:messaging_strategy_changelist": "strateg",
    "admin:messaging_template_changelist": "template",
    "admin:reviews": "templates/",
    "admin:messaging_gateway_changelist": "gateway",
    "admin:messaging_policyversion_changelist": "policies/",
    "admin:work_calendar": "calendars/",
    "admin:run_today": "run/",
    "admin:lender_wordings": "lender-wordings/",
    "admin:loan_moves": "loan-moves/",
}


@pytest.fixture
def customer(now: datetime) -> Customer:
    """One about whom everything can be settled: a number to confirm, a hold, a wish."""
    found = make.customer()
    ContactPoint.objects.filter(customer=found).update(state="wrong_party")
    Hold.objects.create(customer=found, kind="manual", reason="x", source="test", starts_at=now)
    consents.give(
        found, kind="night_contact", via="call", evidence="x", by=make.staff("agent"), now=now
    )
    make.loan(customer=found)
    return found


def at_desk(role: Role) -> Client:
    client = Client()
    client.cookies["django_language"] = "en"
    client.force_login(make.staff(role))
    return client


@pytest.mark.parametrize("code", EVERY_CODE)
def test_every_reason_has_a_page_a_sentence_and_somebody_who_may(code: str) -> None:
    settling = SETTLING[code]
    assert str(settling.does).endswith((".", "。"))
    assert who_may(settling), f"no role may settle {code}"


@pytest.mark.parametrize("page", sorted({settling.page for settling in SETTLING.values()}))
def test_whoever_may_settle_a_reason_opens_its_page_and_finds_the_act(
    page: str, customer: Customer
) -> None:
    make_messaging.version()
    for settling in SETTLING.values():
        if settling.page != page:
            continue
        url = reverse(page, args=[customer.pk] if page == CUSTOMER else [])
        for role in who_may(settling):
            answer = at_desk(role).get(url)
            assert answer.status_code == 200, (page, role)
            assert _act(page, settling.permission, customer) in answer.content.decode(), (
                page,
                role,
                settling.permission,
            )


def _act(page: str, permission: str, customer: Customer) -> str:
    if page != CUSTOMER:
        return ACTS[page]
    point = customer.contact_points.get()
    return {
        "accounts.confirm_contactpoint": reverse("admin:number_confirm", args=[point.pk]),
        "accounts.release_hold": reverse("admin:hold_release", args=[customer.holds.get().pk]),
        "accounts.add_consent": reverse("admin:consent_record", args=[customer.pk]),
        "accounts.record_wish": reverse("admin:wish_record", args=[customer.pk]),
    }[permission]


def test_the_page_of_all_reasons_tells_every_one(customer: Customer) -> None:
    page = at_desk(Role.COLLECTOR).get(reverse("admin:reasons")).content.decode()
    for code in EVERY_CODE:
        assert f'id="{code}"' in page


def test_who_may_not_act_is_told_who_may() -> None:
    collector, administrator = make.staff("collector"), make.staff("administrator")
    told = advice(reasons.CAP_CUSTOMER, user=collector)
    assert not told.may
    assert told.url == reverse("admin:reasons") + "#cap_customer"
    assert told.who == str(Role.ADMINISTRATOR.label)
    known = advice(reasons.CAP_CUSTOMER, user=administrator)
    assert known.url == reverse("admin:messaging_policyversion_changelist")


def test_what_is_about_a_customer_leads_to_them_and_about_many_to_their_list() -> None:
    agent = make.staff("agent")
    assert advice(reasons.NUMBER_NOT_FRESH, user=agent, customer_id=7).url == reverse(
        CUSTOMER, args=[7]
    )
    assert advice(reasons.NUMBER_NOT_FRESH, user=agent, instead="/list").url == "/list"


def test_what_is_no_obstacle_has_no_advice() -> None:
    assert advice("ok", user=make.staff("agent")) is None
    assert advice("", user=make.staff("agent")) is None


def test_no_permission_in_the_table_is_misspelt() -> None:
    known = frozenset().union(*PERMISSIONS.values())
    assert {settling.permission for settling in SETTLING.values()} <= known
