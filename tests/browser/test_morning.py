"""An agent's morning, whole: a reply at a gateway's door, a complaint, its answer, the survey."""

import json
import re
import time
import urllib.request
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Browser, expect

from messaging.gateways.batch import signing
from tests.browser import steps
from tests.browser.conftest import SignIn
from tests.browser.desk import Desk
from tests.browser.product import Product
from tests.browser.test_complaint_full import form_to, looks_right
from tests.browser.test_customer_pages import Text, check, phone, press

SECRET = "a carrier's secret of some length"
WORDS = "你们的短信语气太重了，看着难受"
# A carrier's adapter, set up under four eyes. Weight 0: a sandbox sends nothing by it.
_DOOR = """
from accounts.audit.trail import acting
from accounts.models import User
from config import clock
from messaging.approval.fingerprints import fingerprint
from messaging.approval.steps import approve, submit
from messaging.authoring import gateways as gateway_drafts
admin, boss = (User.objects.get(username=name) for name in ("admin", "supervisor"))
wanted = gateway_drafts.Settings(
    driver="batch_http", settings={"url": "https://sms.example.com"},
    credentials_ref="file:carrier", weight=0, content_classes=("confirmation",))
now = clock.now()
with acting(user=admin, source="test"):
    draft = gateway_drafts.new_draft("carrier", wanted, note="", by=admin, now=now)
    draft = submit(draft, by=admin, now=now)
with acting(user=boss, source="test"):
    approve(draft, by=boss, now=now, seen_hash=fingerprint(draft))
"""
# Somebody who got a text: as the text and the number tell it.
_SOMEBODY = """
import json
from accounts.keys import keyring
from messaging.models import CheckCode
keys = keyring()
sent = CheckCode.objects.filter(message__state__in=["accepted", "delivered"])
message = sent.select_related("message__customer", "message__contact_point").first().message
text = message.body
phone = message.contact_point.address
name = message.customer.name
print("FOUND" + json.dumps([message.customer_id, phone, text, name]))
"""
_ASK = "from feedback.tasks import ask_surveys; ask_surveys()"
COMPLAINT = """
SELECT c.id, c.state, c.severity FROM feedback_complaint c WHERE c.customer_id = %s
"""
SURVEY = "SELECT rating, via FROM feedback_survey WHERE customer_id = %s"


@dataclass(frozen=True)
class Somebody:
    """A customer with our text on their phone."""

    customer_id: int
    number: str
    text: str
    name: str


def test_a_reply_becomes_a_complaint_an_answer_and_a_survey(
    browser: Browser, fresh: Product, at_desk: SignIn
) -> None:
    supervisor, agent = at_desk("supervisor"), at_desk("agent")
    somebody = _text_somebody(fresh, supervisor)
    agent.open("inbox")
    assert _reply_at_the_door(fresh, somebody.number, WORDS) == 200

    complaint = _take_and_log(agent, fresh, somebody)
    _work_on_it(agent, complaint)
    # Who released the run does not close a complaint about its text, nor who approved the text.
    supervisor.open("complaint", complaint)
    form = form_to(supervisor.page, "complaint_resolve", complaint)
    expect(supervisor.page.locator(form)).to_have_count(0)
    _second_person_answers(at_desk("supervisor3"), agent, fresh, complaint, somebody)

    fresh.manage("shell", "-c", _ASK)
    _answer_the_survey(browser, fresh, somebody)
    assert fresh.rows(SURVEY, somebody.customer_id) == [(2, "page")]
    supervisor.open("surveys")
    row = supervisor.page.locator("tr", has_text="投诉")
    assert row.locator("td").all_inner_texts()[:2] == ["1", "1"]
    looks_right(supervisor)


def _text_somebody(product: Product, supervisor: Desk) -> Somebody:
    """The run leaves; one of those it reached. The carrier's door is open by then."""
    folder = product.data / "gateways"
    folder.mkdir(exist_ok=True)
    (folder / "carrier").write_text(SECRET)
    run_id = steps.release(supervisor, "linshui", at_once=True)
    product.manage("shell", "-c", _DOOR, as_web=True)
    steps.wait_until("the run has left", lambda: steps.nothing_is_due(product, run_id))
    printed = product.manage("shell", "-c", _SOMEBODY).partition("FOUND")[2]
    return Somebody(*json.loads(printed))


def _reply_at_the_door(product: Product, number: str, text: str) -> int:
    """The carrier brings a signed call; the status of our answer."""
    body = json.dumps({"replies": [{"from": number, "text": text, "ref": "m1"}]}).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json",
        signing.TIMESTAMP_HEADER: timestamp,
        signing.SIGNATURE_HEADER: signing.sign(
            SECRET,
            method="POST",
            path="/gateways/carrier/replies/",
            timestamp=timestamp,
            body=body,
        ),
    }
    door = f"{product.address}/gateways/carrier/replies/"
    call = urllib.request.Request(door, data=body, headers=headers)
    with urllib.request.urlopen(call) as answer:
        return int(answer.status)


def _take_and_log(agent: Desk, product: Product, somebody: Somebody) -> int:
    """The reply appears by itself; the agent takes it, logs it with one click and is done here."""
    page = agent.page
    row = page.locator("[data-row]", has_text=WORDS)
    row.click(timeout=steps.PATIENCE_SECONDS * 1000)
    page.locator("form[action$='/take/'] button").click()
    expect(page.locator(".hc-thread-event")).to_have_count(1)
    page.keyboard.press("o")
    page.locator("form[action$='/complaint/'] button").click()
    complaint, state, _severity = product.row(COMPLAINT, somebody.customer_id)
    assert state == "open"
    link = page.locator(f".hc-inbox-card a[href='{reverse('admin:complaint', args=[complaint])}']")
    expect(link).to_contain_text("TS2026")
    page.keyboard.press("e")
    expect(page.locator(".hc-inbox-undo")).to_be_visible()
    return int(complaint)


def _work_on_it(agent: Desk, complaint: int) -> None:
    """It is severe, so who works on it cannot close it."""
    agent.open("complaint", complaint)
    page = agent.page
    expect(page.locator(".hc-quote").first).to_contain_text(WORDS)
    kind = page.locator(form_to(page, "complaint_reclassify", complaint))
    page.locator("details", has=kind).locator("summary").click()
    kind.locator("[name=category]").select_option("wording")
    kind.locator("[name=severity]").select_option("severe")
    kind.locator("button").click()
    expect(page.locator("#acts .hc-warn")).to_be_visible()
    expect(page.locator(form_to(page, "complaint_resolve", complaint))).to_have_count(0)


def _second_person_answers(
    supervisor: Desk, agent: Desk, product: Product, complaint: int, somebody: Somebody
) -> None:
    supervisor.open("complaint", complaint)
    resolve = supervisor.page.locator(form_to(supervisor.page, "complaint_resolve", complaint))
    resolve.locator("[name=outcome]").select_option("upheld")
    resolve.locator("[name=root_cause]").select_option("template")
    resolve.locator("[name=cause_version]").select_option(index=1)
    resolve.locator("[name=answer]").fill("已致歉，并请撰写人修改措辞。")
    resolve.locator("button").click()
    assert product.row(COMPLAINT, somebody.customer_id) == (complaint, "resolved", "severe")

    page = agent.page
    agent.open("complaint", complaint)
    page.locator("#letters form[method=get] button").click()
    expect(page.locator(".hc-sheet")).to_contain_text("已致歉")
    page.locator(form_to(page, "complaint_letter_send", complaint) + " button").click()
    with agent.context.expect_page() as opened:
        page.locator("#letters form[action$='/open/'] button").click()
    expect(opened.value.locator("main")).to_contain_text(somebody.name)
    opened.value.close()


def code_in(text: str) -> str:
    """The check code, whatever stands after it."""
    found = re.search(r"(?:查询码|查詢碼|[Cc]heck code )([0-9A-Z]{8})", text)
    assert found is not None, text
    return found[1]


def _answer_the_survey(browser: Browser, product: Product, somebody: Somebody) -> None:
    """On the customer's own phone, with scripts off."""
    text = Text(
        lender="linshui",
        code=code_in(somebody.text),
        digits=somebody.number[-4:],
        customer_id=somebody.customer_id,
        text=somebody.text,
    )
    with phone(browser, locale="zh-CN") as (page, asked):
        check(page, product, text)
        expect(page.locator(".verdict.yes")).to_be_visible()
        press(page, "survey")
        page.locator("input[name=rating][value='2']").check()
        page.fill("#id_remark", "处理得挺快，短信语气要改")
        page.locator("main button").click()
        expect(page.locator("[role=status]")).to_be_visible()
        expect(page.locator("main a[href$='/survey/']")).to_have_count(0)
    assert [each for each in asked if product.address not in each] == []
