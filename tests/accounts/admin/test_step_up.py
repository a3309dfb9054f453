"""Before an act that reaches borrowers, gives power or hands out data one shows again who one is;
what was typed goes on after that."""

import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, SignInAttempt, StaffRequest, User
from accounts.signin.limits import DEVICE
from tests import make
from tests.make_sign_in import PASSWORD, Clock, browser, code_of, comes_in, person, with_app
from tests.soft_key import SoftKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("five_minutes")]
WANTED = {"kind": "role", "role": "agent", "why": 'new "colleague" <张>'}


@pytest.fixture
def machine(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr("config.clock.machine", lambda: clock.now)
    return clock


@pytest.fixture
def boss(machine: Clock) -> User:
    return person("boss", "administrator")


@pytest.fixture
def desk(boss: User, machine: Clock) -> Client:
    """Signed in six minutes ago."""
    client = browser()
    assert comes_in(client, "boss")
    machine.forward(minutes=6)
    return client


@pytest.fixture
def page(chen: User) -> str:
    return reverse("admin:staff_ask", args=[chen.pk])


def asked() -> list[str]:
    return list(StaffRequest.objects.filter(state="asked").values_list("why", flat=True))


def fields(answer: Any) -> dict[str, str]:
    """What the question's form carries."""
    form = answer.content.decode().split('id="step-up"')[1].split("</form>")[0]
    found = re.findall(r'type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_fresh_sign_in_is_asked_nothing(boss: User, machine: Clock, page: str) -> None:
    client = browser()
    comes_in(client, "boss")
    client.post(page, WANTED)
    assert asked() == [WANTED["why"]]


def test_the_password_is_asked_and_the_act_goes_on_with_what_was_typed(
    desk: Client, page: str
) -> None:
    question = desk.post(page, WANTED)
    assert asked() == []
    kept = fields(question)
    assert kept == WANTED
    wrong = desk.post(page, {**kept, "step_up_password": "wrong"})
    assert wrong.status_code == 422
    assert fields(wrong) == WANTED
    assert asked() == []
    assert desk.post(page, {**kept, "step_up_password": PASSWORD}).status_code == 302
    assert asked() == [WANTED["why"]]


def test_it_is_good_for_five_minutes(desk: Client, page: str, machine: Clock) -> None:
    desk.post(page, {**WANTED, "step_up_password": PASSWORD})
    desk.post(page, {**WANTED, "role": "supervisor"})
    assert len(asked()) == 2
    machine.forward(minutes=5)
    desk.post(page, {**WANTED, "role": "auditor"})
    assert len(asked()) == 2


def test_looking_is_free(desk: Client, page: str) -> None:
    assert "step-up" not in desk.get(page).content.decode()


def test_guessing_takes_growing_waits_and_is_on_record(desk: Client, page: str) -> None:
    for _ in range(DEVICE.free):
        desk.post(page, {**WANTED, "step_up_password": "wrong"})
    answer = desk.post(page, {**WANTED, "step_up_password": PASSWORD})
    assert "Too many wrong tries" in answer.content.decode()
    assert asked() == []
    tries = SignInAttempt.objects.filter(step="step-up").order_by("pk")
    assert [each.outcome for each in tries] == ["wrong"] * DEVICE.free + ["waited"]


def test_an_empty_answer_is_no_try(desk: Client, page: str) -> None:
    desk.post(page, {**WANTED, "step_up_password": "", "step_up_code": ""})
    assert not SignInAttempt.objects.filter(step__in=["step-up", "recovery"]).exists()


def test_a_code_serves_as_well(desk: Client, boss: User, machine: Clock, page: str) -> None:
    app = with_app(boss, machine.now)
    desk.post(page, {**WANTED, "step_up_code": code_of(app, machine.now)})
    assert asked() == [WANTED["why"]]
    machine.forward(minutes=6)
    desk.post(page, {**WANTED, "role": "auditor", "step_up_code": "000000"})
    assert len(asked()) == 1


def test_a_passkey_serves_as_well(boss: User, machine: Clock, page: str) -> None:
    client = Client(headers={"accept-language": "en", "host": "localhost"})
    client.force_login(boss)
    key = SoftKey(origin="http://localhost")
    made = key.make(client.get(reverse("admin:factor_passkey_ask")).json())
    client.post(reverse("admin:factor_passkey"), {"passkey": made})
    machine.forward(minutes=6)
    assert "Use a passkey" in client.post(page, WANTED).content.decode()
    signed = key.sign(client.get(reverse("admin:step_up_ask")).json())
    client.post(page, {**WANTED, "step_up_passkey": signed})
    assert asked() == [WANTED["why"]]


def test_an_export_begins_after_the_answer(machine: Clock) -> None:
    person("sun", "auditor")
    client = browser()
    comes_in(client, "sun")
    machine.forward(minutes=6)
    export = reverse("admin:hold_export") + "?standing=now"
    question = client.get(export)
    assert "attachment" not in question.get("Content-Disposition", "")
    assert not AuditEntry.objects.filter(action="export").exists()
    answer = client.post(export, {**fields(question), "step_up_password": PASSWORD})
    assert answer["Location"] == export
    assert "attachment" in client.get(export)["Content-Disposition"]


GUARDED = [
    ("supervisor", "run_release", [1], {}),
    ("supervisor", "stop_lift", [1], {}),
    ("supervisor", "suppression_lift", [1], {}),
    ("supervisor", "hold_release", [1], {}),
    ("supervisor", "starter_approve", [], {}),
    ("supervisor", "education_release", [1], {}),
    ("supervisor", "run_resume", [1], {}),
    ("supervisor", "gateway_open", [1], {}),
    ("supervisor", "new_number_decide", [1, "approve"], {}),
    ("supervisor", "staff_number_decide", [1, "confirm"], {}),
    ("collector", "my_phone_enter", [], {}),
    ("supervisor", "consent_confirm", [1], {}),
    ("supervisor", "second_person_consents", [], {}),
    ("supervisor", "second_person_closings", [], {}),
    ("supervisor", "complaint_leave", [1], {}),
    ("supervisor", "complaint_extension_decide", [1], {}),
    ("supervisor", "complaint_pause", [1], {}),
    ("supervisor", "evidence_remove", [1], {}),
    ("supervisor", "hardship_approve", [1], {}),
    ("supervisor", "loan_moves_decide", [], {}),
    ("supervisor", "unlock_decide", [1], {}),
    ("supervisor", "alarm_close", [1], {}),
    ("agent", "call_removal", [1, "agree"], {}),
    ("administrator", "staff_take_lender", [1, 1], {}),
    ("supervisor", "import_allow", [1], {}),
    ("supervisor", "staff_decide", [1, "approve"], {}),
    ("supervisor", "approval_step", ["template", 1], {"step": "approve"}),
    ("supervisor", "hold_export", [], {}),
    ("supervisor", "stop_export", [1], {}),
    ("supervisor", "complaint_export", [], {}),
    ("supervisor", "customer_evidence", [1], {}),
    ("administrator", "staff_ask", [1], {}),
    ("administrator", "staff_take_role", [1], {}),
    ("collector", "import_bad_rows", [1], {}),
    ("agent", "factor_app", [], {}),
    ("agent", "factor_passkey", [], {}),
    ("agent", "factor_remove", [1], {}),
    ("agent", "recovery_codes", [], {}),
]


@pytest.mark.parametrize(("role", "name", "where", "sent"), GUARDED)
def test_every_act_of_weight_asks(
    machine: Clock, role: str, name: str, where: list[Any], sent: dict[str, str]
) -> None:
    """Before it looks for the row."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff(role))
    machine.forward(minutes=6)
    answer = client.post(reverse(f"admin:{name}", args=where), sent)
    assert 'id="step-up"' in answer.content.decode()
