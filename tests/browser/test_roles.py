"""Who may not, sees no button; and the address behind the button refuses them."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import SignIn
from tests.browser.product import Product

IN_FORCE = """
SELECT v.id, v.template_id FROM messaging_templateversion v
WHERE v.state = 'approved' AND v.language = 'zh-hans' ORDER BY v.id LIMIT 1
"""


def test_a_collector_submits_a_text_and_cannot_approve_it(fresh: Product, at_desk: SignIn) -> None:
    desk = at_desk("collector")
    _version, template = fresh.row(IN_FORCE)
    desk.open("template", template)
    desk.page.locator(
        f"form[action='{reverse('admin:template_new', args=[template])}'] button"
    ).first.click()
    body = desk.page.locator("[name=body]")
    body.fill(body.input_value() + "感谢您的配合。")
    desk.page.locator("[name=note]").fill("补一句感谢")
    desk.page.locator("button[value=submit]").click()
    expect(desk.page.locator("#decision")).to_be_visible()
    draft, state = fresh.row(
        "SELECT id, state FROM messaging_templateversion WHERE template_id = %s AND number = 2",
        template,
    )
    assert state == "submitted"

    expect(desk.page.locator("#decision button[value=approve]")).to_have_count(0)
    expect(desk.page.locator("#decision button[value=reject]")).to_have_count(0)
    seen = desk.page.locator("#decision [name=seen_hash]").input_value()
    answer = desk.post("approval_step", "template", draft, step="approve", seen_hash=seen)
    assert answer.status == 403
    assert (draft, "submitted") == fresh.row(
        "SELECT id, state FROM messaging_templateversion WHERE id = %s", draft
    )

    supervisor = at_desk("supervisor")
    supervisor.open("template_version", draft)
    supervisor.page.locator("#approve summary").click()
    supervisor.page.locator("#decision button[value=approve]").click()
    expect(supervisor.page.locator("#decision button[value=retire]")).to_have_count(1)


def test_a_collector_cannot_release_a_run(fresh: Product, at_desk: SignIn) -> None:
    desk = at_desk("collector")
    run_id = steps.run_of(fresh, "anhe")
    steps.open_run(desk, "anhe")
    expect(desk.page.locator(".hc-funnel")).to_be_visible()
    expect(steps.release_button(desk, run_id)).to_have_count(0)
    count = fresh.value("SELECT funnel->>'to_send' FROM messaging_run WHERE id = %s", run_id)
    assert desk.post("run_release", run_id, count=count).status == 403
    assert fresh.value("SELECT state FROM messaging_run WHERE id = %s", run_id) == "planned"
    assert desk.post("run_plan", lender="anhe").status == 302  # what they may, the same way


def test_an_agent_cannot_edit_templates(product: Product, at_desk: SignIn) -> None:
    desk = at_desk("agent")
    version, template = product.row(IN_FORCE)
    before = product.value("SELECT count(*) FROM messaging_templateversion")
    desk.open("template", template)
    expect(desk.page.locator("#content form, #content a.hc-button")).to_have_count(0)
    desk.open("template_version", version)
    expect(desk.page.locator("#content")).to_be_visible()
    expect(desk.page.locator("button[name=step], #content a[href$='/edit/']")).to_have_count(0)

    assert desk.open("template_editor", version) == 403
    assert desk.post("template_editor", version, body="x", act="save").status == 403
    assert desk.post("template_new", template, language="zh-hans").status == 403
    assert desk.post("approval_step", "template", version, step="retire").status == 403
    assert product.value("SELECT count(*) FROM messaging_templateversion") == before
    point = product.value("SELECT min(id) FROM accounts_contactpoint WHERE channel = 'sms'")
    assert desk.post("handset_answer", point).status == 302  # what they may, the same way


@pytest.mark.parametrize("username", ["collector", "agent", "auditor"])
def test_only_supervisors_and_administrators_set_the_clock(at_desk: SignIn, username: str) -> None:
    desk = at_desk(username)
    desk.go("/")
    expect(desk.page.locator("#sandbox-to")).to_have_count(0)
    assert desk.post("sandbox_clock", step="1d").status == 403
    assert desk.post("sandbox_reset").status == 403
