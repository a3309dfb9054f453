"""From an empty database, by screens alone, under each shipped profile: texts go out.

Only staff exist. A lender, its work calendar, texts, policy, gateway, strategy and letters are
set up by the people whose work it is, loans are brought in as a file, a run is planned, released
and handed over to the sandbox's handsets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count, islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from accounts import tasks as imports
from accounts.intake.jobs import confirming
from accounts.models import Customer, ImportFile, Lender
from feedback.models import LetterTemplate
from messaging import tasks
from messaging.admin.policies.form import sections, stored
from messaging.dispatch.loop import dispatch
from messaging.models import (
    CalendarYear,
    Gateway,
    LenderWording,
    Message,
    PolicyVersion,
    Run,
    SandboxText,
    Strategy,
    TemplateVersion,
    in_force,
)
from messaging.policy import profiles
from messaging.policy.arms import CONTACT, arm_for
from tests import make_outbox
from tests.make_intake import as_csv, loan
from tests.setting_up.hands import Hands

pytestmark = pytest.mark.django_db
EVENING = "2026-09-15T18:05"  # a Tuesday, inside every profile's preferred hours
TEXTS = 3


@dataclass(frozen=True)
class Place:
    """Where a profile's lender is, and what its customers read."""

    zone: str
    currency: str
    language: str


# By country: the money of its loans and the language of its customers.
SPOKEN = {
    "CN": ("CNY", "zh-hans"),
    "US": ("USD", "en"),
    "IN": ("INR", "en"),
    "TW": ("TWD", "zh-hant"),
    "AU": ("AUD", "en"),
    "GB": ("GBP", "en"),
    "HK": ("HKD", "zh-hant"),
    "SG": ("SGD", "en"),
}


SAID = {
    "zh-hans": {
        "name": "安和消费金融",
        "signature": "安和消费金融",
        "ways_to_pay": "安和App、银行转账或柜台",
        "product": "消费贷",
    },
    "zh-hant": {
        "name": "安和消費金融",
        "signature": "安和消費金融",
        "ways_to_pay": "安和App、銀行轉帳或櫃檯",
        "product": "消費貸",
    },
    "en": {
        "name": "Anhe Finance",
        "signature": "Anhe",
        "ways_to_pay": "the Anhe app, bank transfer or at a branch",
        "product": "personal loan",
    },
}


def place_of(profile: str) -> Place:
    policy = profiles.load(profile)
    return Place(policy.default_zone, *SPOKEN[policy.country])


@pytest.fixture
def staff() -> dict[str, Hands]:
    roles = ("administrator", "collector", "supervisor", "agent")
    return {**{role: Hands(role) for role in roles}, "second": Hands("supervisor")}


@pytest.mark.parametrize("profile", profiles.NAMES)
def test_a_lender_set_up_by_screens_alone_sends(
    profile: str,
    staff: dict[str, Hands],
    uploads: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = place_of(profile)
    now = datetime.fromisoformat(EVENING).replace(tzinfo=ZoneInfo(place.zone))
    monkeypatch.setattr("config.clock.now", lambda: now)
    monkeypatch.setattr(tasks.plan_requested, "delay", tasks.plan_requested)

    lender = a_lender(staff, place)
    a_calendar(staff, profile, now)
    loans(staff, lender, place, now)
    a_wording(staff, lender, place.language)
    texts(staff, place.language)
    letters(staff)
    a_policy(staff, lender, profile)
    a_gateway(staff)
    a_strategy(staff, lender)
    consents(staff, profile)
    run = a_run(staff, lender)

    assert run.funnel["to_send"] == TEXTS, run.funnel
    dispatch(clock=make_outbox.FixedClock(now).clock)
    assert SandboxText.objects.count() == TEXTS, list(
        Message.objects.values_list("state", "reason")
    )


def a_lender(staff: dict[str, Hands], place: Place) -> Lender:
    staff["administrator"].fill(
        "accounts_lender_add",
        code="anhe",
        name="安和消费金融",
        hotline="4008001234",
        allowed_hosts="anhe.example",
        check_host="anhe.example",
        timezone=place.zone,
        currency=place.currency,
    )
    return Lender.objects.get()


def a_calendar(staff: dict[str, Hands], profile: str, now: datetime) -> None:
    country = profiles.load(profile).country
    writer, other = staff["administrator"], staff["supervisor"]
    assert "not confirmed" in writer.see("work_calendar").content.decode()
    writer.press("calendar_new", country=country, year=str(now.year))
    year = CalendarYear.objects.get()
    page = writer.see("calendar_edit", year.pk)
    writer.press(
        "calendar_edit",
        year.pk,
        days=page.context["form"].initial["days"],
        source="official notice",
        seen_edited_at=page.context["seen_edited_at"],
    )
    writer.step(year, "calendar", "submit")
    other.step(year, "calendar", "approve")
    assert in_force.calendar_version(country, now.year, now) == year


def texts(staff: dict[str, Hands], language: str) -> None:
    """All of the library in the language its customers read."""
    staff["collector"].press("starter_write", language=[language])
    reader = staff["supervisor"]
    waiting = reader.see("starter").context["waiting"]
    assert waiting
    ticked = [each["version"].pk for each in waiting]
    seen = {f"seen:{each['version'].pk}": each["seen"] for each in waiting}
    reader.press("starter_approve", version=ticked, **seen)
    assert TemplateVersion.objects.filter(state="approved").count() == len(ticked)


def letters(staff: dict[str, Hands]) -> None:
    staff["agent"].press("letters_starter")
    for letter in LetterTemplate.objects.all():
        staff["supervisor"].step(letter, "letter", "approve")
    assert LetterTemplate.objects.filter(state="approved").count() == 8


def a_policy(staff: dict[str, Hands], lender: Lender, profile: str) -> None:
    writer = staff["administrator"]
    writer.press("policy_new", lender=lender.pk, profile=profile)
    policy = PolicyVersion.objects.get()
    page = writer.see("policy_edit", policy.pk)
    drawn = {
        each.name: each.value
        for section in sections(stored(in_force.policy_of(policy), profile), profile)
        for row in section.rows
        for each in row.inputs
        if each.ticked is not False
    }
    writer.press("policy_edit", policy.pk, **drawn, seen_edited_at=page.context["seen_edited_at"])
    writer.step(policy, "policy", "submit")
    staff["supervisor"].step(policy, "policy", "approve")
    assert policy.state == "approved"


def a_gateway(staff: dict[str, Hands]) -> None:
    writer = staff["administrator"]
    form = writer.see("gateway_new").context["form"]
    drawn = {
        name: value
        for name in form.fields
        if (value := form.get_initial_for_field(form.fields[name], name)) not in (None, False)
    }
    classes = [code for code, _label in form.fields["content_classes"].choices]
    writer.press(
        "gateway_new",
        **{**drawn, "code": "sandbox", "driver": "sandbox", "content_classes": classes},
    )
    gateway = Gateway.objects.get()
    writer.step(gateway, "gateway", "submit")
    staff["supervisor"].step(gateway, "gateway", "approve")
    if not gateway.open:
        staff["administrator"].press("gateway_open", gateway.pk, reason="set up")
    gateway.refresh_from_db()
    assert (gateway.state, gateway.open) == ("approved", True)


def a_strategy(staff: dict[str, Hands], lender: Lender) -> None:
    writer = staff["second"]
    writer.press("strategy_new", lender=lender.pk)
    strategy = Strategy.objects.get()
    filled = writer.press("strategy_edit", strategy.pk, act="fill")
    cells = {
        cell.name: str(cell.spot.template.pk) if cell.spot.template else ""
        for tab in filled.context["tabs"]
        for row in tab.rows
        for cell in row.cells
    }
    seen = filled.context["seen_edited_at"]
    writer.press("strategy_edit", strategy.pk, seen_edited_at=seen, **cells)
    writer.step(strategy, "strategy", "submit")
    staff["supervisor"].step(strategy, "strategy", "approve")
    assert strategy.state == "approved"


def _written_to(lender: Lender) -> Iterator[str]:
    """Customers' numbers that no control group of half or less takes."""
    numbers = (f"C{number:04}" for number in count())
    return (each for each in numbers if arm_for(each, lender.code, Decimal("0.5")) == CONTACT)


def loans(staff: dict[str, Hands], lender: Lender, place: Place, now: datetime) -> None:
    """Five days overdue; each says when its number was confirmed, as some profiles want."""
    rows = [
        loan(
            lender=lender.code,
            language=place.language,
            timezone=place.zone,
            currency=place.currency,
            due_date=f"{now.date() - timedelta(days=5)}",
            as_of=f"{now:%Y-%m-%d} 08:00",
            phone_confirmed_on=f"{now.date() - timedelta(days=20)}",
            customer_no=customer_no,
        )
        for customer_no in islice(_written_to(lender), TEXTS)
    ]
    staff["collector"].upload("loans.csv", as_csv(rows))
    file = ImportFile.objects.get()
    imports.check_import(file.pk)  # a worker's
    if place.zone.startswith(("America/", "Europe/")):  # far from the sandbox's Chinese numbers
        file.refresh_from_db()
        staff["supervisor"].press("import_allow", file.pk, seen=confirming.mark(file))
    staff["collector"].press("import_confirm", file.pk)
    imports.apply_import(file.pk, file.uploaded_by_id)
    assert lender.loans.count() == TEXTS


def a_wording(staff: dict[str, Hands], lender: Lender, language: str) -> None:
    """What borrowers read of the lender in their language, its product among it."""
    writer = staff["administrator"]
    writer.press("lender_wording_new", lender.pk)
    wording = LenderWording.objects.get()
    form = writer.see("lender_wording_edit", wording.pk).context["form"]
    typed = {name: form.get_initial_for_field(each, name) for name, each in form.fields.items()}
    said = SAID[language]
    typed |= {
        f"text:{name}:{language}": said[name] for name in ("name", "signature", "ways_to_pay")
    }
    typed[f"product:0:{language}"] = said["product"]
    writer.press("lender_wording_edit", wording.pk, **typed)
    writer.step(wording, "wording", "submit")
    staff["supervisor"].step(wording, "wording", "approve")
    assert wording.state == "approved"


def consents(staff: dict[str, Hands], profile: str) -> None:
    """Where nobody may be texted who has not agreed, an agent records that they have, and a
    supervisor confirms it."""
    if profiles.load(profile).electronic_consent != "required":
        return
    for customer in Customer.objects.all():
        staff["agent"].press(
            "consent_record",
            customer.pk,
            kind="electronic_contact",
            via="call",
            evidence="recording 1",
        )
        staff["supervisor"].press("consent_confirm", customer.consents.get().pk)


def a_run(staff: dict[str, Hands], lender: Lender) -> Run:
    staff["collector"].press("run_plan", lender=lender.code)
    run = Run.objects.get()
    staff["supervisor"].press("run_release", run.pk, count=str(run.funnel["to_send"]))
    run.refresh_from_db()
    return run
