"""The handset beside its text messages: a mail, a locked screen, a WeChat card; answering there."""

from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.borrowers import Borrower, a_borrower_to_write_to
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE
from tests.browser.product import Product

ARRIVES = """
import json
from accounts.models import ContactPoint, Customer
from accounts.keys import keyring
from config import clock
from messaging.content.shapes.shape import shape
from messaging.content.shapes.told import Told
from messaging.models import SandboxText

customer = Customer.objects.get(customer_no={number!r})
told = Told(text={text!r}, signature="安和消费金融", subject="还款提醒", language="zh-hans",
            values={{"customer_name": {name!r}, "amount_due": {amount!r}}})
addresses = {{"email": "someone@example.com", "push": "token-of-a-telephone",
              "wechat": "oABCDEFGHIJKLMNOPQRSTUVWXYZ12"}}
for channel, address in addresses.items():
    point = ContactPoint.objects.filter(customer=customer, channel=channel).first()
    point = point or ContactPoint.objects.create(
        customer=customer, channel=channel, address=address, seen_at=clock.now(),
        address_index=ContactPoint.address.field.index(address),
        address_hash=keyring().suppression_hash(address, channel))
    SandboxText.objects.create(direction="to", channel=channel, text=told.text,
        address_hash=point.address_hash, content=json.dumps(dict(shape(channel, told))),
        at=clock.now())
"""
HEARD = """
SELECT r.channel, r.intent FROM messaging_reply r JOIN accounts_customer c ON c.id = r.customer_id
WHERE c.customer_no = %s
"""
TOKEN = "from messaging.gateways.email.addresses import stop_token as t; print(t({}))"
MAILED = """
SELECT m.id, m.customer_id FROM messaging_message m
JOIN accounts_contactpoint p ON p.customer_id = m.customer_id AND p.channel = 'email'
WHERE m.run_id = %s AND m.state IN ('accepted', 'delivered') ORDER BY m.id LIMIT 1
"""
STOPPED = """
SELECT DISTINCT s.channel FROM messaging_suppression s
JOIN accounts_contactpoint p USING (address_hash) WHERE p.customer_id = %s AND s.lifted_at IS NULL
"""


def _arrives(product: Product, person: Borrower) -> None:
    """The same words on every channel the customer listens to."""
    text = f"【安和消费金融】{person.salutation}您好，您应还{person.amount}。"
    words = {"number": person.customer_no, "text": text, "name": person.name}
    product.manage("shell", "-c", ARRIVES.format(**words, amount=person.amount))


def test_each_channel_is_seen_as_it_is_and_answered(fresh: Product, at_desk: SignIn) -> None:
    person = a_borrower_to_write_to(fresh, steps.run_of(fresh, "anhe"), "dpd-4-7")
    _arrives(fresh, person)
    desk = at_desk("agent")
    steps.open_handset(desk, person.customer_no)
    tabs = desk.page.locator(".hc-tabs a")
    expect(tabs).to_have_count(4)

    tabs.filter(has_text="App 推送").click()
    locked = desk.page.locator(".hc-lock-message").first
    expect(locked).to_be_visible()
    assert person.amount not in locked.inner_text()  # whoever glances at it learns of no debt
    assert person.amount in desk.page.locator(".hc-lock-app").inner_text()

    tabs.filter(has_text="邮件").click()
    expect(desk.page.locator(".hc-mail-body")).to_contain_text(person.amount)

    tabs.filter(has_text="微信").click()
    expect(desk.page.locator(".hc-wechat")).to_be_visible()
    for size in (WIDE, NARROW):
        desk.resize(size)
        assert desk.width_beyond_the_screen() == 0
        assert grave_violations(desk.page) == []
    desk.resize(WIDE)
    desk.page.fill("#handset-text", "请问利息怎么算")
    desk.page.press("#handset-text", "Enter")
    expect(desk.page.locator(".hc-handset-mine")).to_contain_text("请问利息怎么算")
    assert fresh.rows(HEARD, person.customer_no) == [("wechat", "other")]
    desk.go(reverse("admin:inbox"))
    expect(desk.page.locator("[data-row]", has_text="请问利息怎么算")).to_be_visible()


def test_who_stops_mails_is_left_in_peace_there_alone(
    browser: Browser, fresh: Product, at_desk: SignIn
) -> None:
    run_id = steps.release(at_desk("supervisor"), "anhe")
    steps.wait_until("texts have left", lambda: bool(fresh.rows(MAILED, run_id)))
    message_id, customer_id = fresh.row(MAILED, run_id)
    token = fresh.manage("shell", "-v", "0", "-c", TOKEN.format(message_id)).strip()
    context = browser.new_context(
        viewport={"width": NARROW[0], "height": NARROW[1]}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{fresh.address}/c/anhe/stop/{message_id}/{token}/")
    assert fresh.rows(STOPPED, customer_id) == []  # a scanner of mail opens every address
    page.uncheck("input[value=sms]")
    page.check("input[value=email]")
    page.locator("main button").click()
    expect(page.locator("main")).to_contain_text("邮件")
    assert fresh.rows(STOPPED, customer_id) == [("email",)]
    context.close()
