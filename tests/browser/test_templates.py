"""A text from the first word to the next run: written, mended, rejected, approved, used."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import steps
from tests.browser.axe import grave_violations
from tests.browser.conftest import SignIn
from tests.browser.desk import NARROW, WIDE, Desk, sign_in
from tests.browser.product import Product

# The template most of a run's customers would get.
BUSIEST = """
SELECT v.template_id FROM messaging_candidate c
JOIN messaging_templateversion v ON v.id = c.template_version_id
WHERE c.run_id = %s AND c.language = 'zh-hans' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""
NEWEST = """
SELECT id, state FROM messaging_templateversion
WHERE template_id = %s AND language = 'zh-hans' ORDER BY number DESC LIMIT 1
"""
THREAT = "再不还款就起诉您"
KIND = "如已还款请忽略本短信。"


def body_of(page: Page) -> str:
    return page.locator("[name=body]").input_value()


def start_version(desk: Desk, template: int) -> int:
    """A new draft from the text in force, its editor open; the version's id."""
    desk.open("template", template)
    desk.page.locator("#zh-hans form button, #zh-hans a.hc-button").first.click()
    expect(desk.page.locator("#editor")).to_be_visible()
    return int(desk.product.row(NEWEST, template)[0])


def write_at_the_end(page: Page, text: str) -> None:
    page.locator("[name=body]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def wait_for_review(page: Page, *, blocked: bool) -> None:
    expect(page.locator("#preview")).to_have_attribute("data-blocked", "1" if blocked else "0")


def expect_state(product: Product, version: int, state: str) -> None:
    sql = "SELECT state FROM messaging_templateversion WHERE id = %s"
    steps.wait_until(f"version {version} is {state}", lambda: product.value(sql, version) == state)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_text_is_written_mended_rejected_approved_and_used(
    fresh: Product, at_desk: SignIn, size: tuple[int, int]
) -> None:
    template = fresh.value(BUSIEST, steps.run_of(fresh, "anhe"))
    author = at_desk("collector", size)
    version = start_version(author, template)

    # A finding stops the submission, never the draft.
    page = author.page
    write_at_the_end(page, THREAT)
    wait_for_review(page, blocked=True)
    expect(page.locator("#submit")).to_be_disabled()
    page.keyboard.press("Control+s")
    expect(page.locator("#unsaved")).to_be_hidden()
    assert THREAT in fresh.value(
        "SELECT body FROM messaging_templateversion WHERE id = %s", version
    )

    # The finding leads to its place, where it is mended.
    finding = page.locator("#preview .hc-findings .hc-place").first
    finding.focus()
    page.keyboard.press("Enter")
    selected = "t => t.value.slice(t.selectionStart, t.selectionEnd)"
    assert page.locator("[name=body]").evaluate(selected) in THREAT
    page.locator("[name=body]").fill(body_of(page).replace(THREAT, KIND))
    page.locator("[name=note]").fill("已还款的客户也会收到")
    wait_for_review(page, blocked=False)
    assert author.width_beyond_the_screen() == 0
    page.locator("#submit").press("Enter")
    expect(page.locator("#decision")).to_be_visible()
    assert author.width_beyond_the_screen() == 0
    expect_state(fresh, version, "submitted")
    expect(page.locator("#why-no-buttons")).to_be_visible()

    # By keys alone: from the queue to the request, and back to its author with a reason.
    supervisor = at_desk("supervisor", size)
    supervisor.open("approval_queue")
    assert supervisor.width_beyond_the_screen() == 0
    desk = supervisor.page
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.locator(".hc-diff ins")).to_contain_text(KIND.rstrip("。"))
    desk.keyboard.press("r")
    expect(desk.locator("#reason")).to_be_focused()
    desk.keyboard.insert_text("请写明客服电话之后再说")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect_state(fresh, version, "rejected")

    author.open("template_editor", version)
    expect(page.locator("#content")).to_contain_text("请写明客服电话之后再说")
    page.locator("[name=body]").fill(body_of(page).replace(KIND, "已还请忽略。"))
    wait_for_review(page, blocked=False)
    page.locator("#submit").click()
    expect_state(fresh, version, "submitted")

    # Approving is two steps: a opens the check, and nothing happens before the second.
    supervisor.open("approval_queue")
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    expect(desk.locator("#check")).to_be_focused()
    desk.keyboard.press("Enter")
    assert supervisor.width_beyond_the_screen() == 0
    expect_state(fresh, version, "submitted")
    desk.locator("#approve button[value=approve]").press("Enter")
    expect_state(fresh, version, "approved")

    # In force, and what the next run is made of.
    author.open("template", template)
    expect(page.locator("#zh-hans .hc-text")).to_contain_text("已还请忽略。")
    steps.set_clock(supervisor, "2026-09-16T18:30")
    run = steps.plan(supervisor, "anhe", "2026-09-16")
    used = "SELECT count(*) FROM messaging_candidate WHERE run_id = %s AND template_version_id = %s"
    assert fresh.value(used, run, version) > 0


def test_the_editor_the_request_and_the_queue_can_be_used_by_everybody(
    fresh: Product, at_desk: SignIn
) -> None:
    template = fresh.value(BUSIEST, steps.run_of(fresh, "anhe"))
    author = at_desk("collector")
    version = start_version(author, template)
    write_at_the_end(author.page, THREAT)
    wait_for_review(author.page, blocked=True)
    found = {}
    for size in (WIDE, NARROW):
        author.resize(size)
        found["editor", size] = grave_violations(author.page)
        assert author.width_beyond_the_screen() == 0
    author.page.locator("[name=body]").fill(body_of(author.page).replace(THREAT, KIND))
    wait_for_review(author.page, blocked=False)
    author.page.locator("#submit").click()
    expect_state(fresh, version, "submitted")
    supervisor = at_desk("supervisor")
    for name, args in (("approval_queue", ()), ("template_version", (version,))):
        supervisor.open(name, *args)
        if args:
            supervisor.page.keyboard.press("a")
        for size in (WIDE, NARROW):
            supervisor.resize(size)
            found[name, size] = grave_violations(supervisor.page)
    assert {where: what for where, what in found.items() if what} == {}


def test_nothing_written_is_lost(fresh: Product, at_desk: SignIn) -> None:
    template = fresh.value(BUSIEST, steps.run_of(fresh, "anhe"))
    mine, theirs = at_desk("collector"), at_desk("collector")
    version = start_version(mine, template)
    theirs.open("template_editor", version)

    # Two people in one draft: the second is told, and sees both texts.
    write_at_the_end(theirs.page, "他们写下这句。")
    theirs.page.keyboard.press("Control+s")
    expect(theirs.page.locator("#unsaved")).to_be_hidden()
    steps.wait_until(
        "theirs is saved",
        lambda: (
            "他们写下这句"
            in fresh.value("SELECT body FROM messaging_templateversion WHERE id = %s", version)
        ),
    )
    write_at_the_end(mine.page, "另外补充几字。")
    expect(mine.page.locator("#preview .hc-warn").first).to_be_visible()
    mine.page.keyboard.press("Control+s")
    conflict = mine.page.locator("#conflict")
    expect(conflict.locator("del")).to_contain_text("他们写下这句")
    expect(conflict.locator("ins")).to_contain_text("另外补充几字")
    assert "另外补充几字。" in body_of(mine.page)

    # Leaving the page is a choice.
    mine.page.locator(".hc-editor-actions a").click()
    expect(mine.page.locator("#leave")).to_be_visible()
    mine.page.locator("#leave [data-close]").click()
    assert "另外补充几字。" in body_of(mine.page)

    # The session ends: the text is offered back after signing in again.
    mine.page.locator("[name=body]").press("Control+End")
    mine.page.keyboard.insert_text("再加一句。")
    mine.context.clear_cookies(name="sessionid")
    mine.page.keyboard.press("Control+s")
    mine.page.wait_for_url("**/login/**")
    sign_in(mine, "collector")
    mine.open("template_editor", version)
    expect(mine.page.locator("#kept-text")).to_contain_text(
        "另外补充几字。再加一句。", use_inner_text=False
    )
    mine.page.locator("#kept-back").click()
    assert body_of(mine.page).endswith("另外补充几字。再加一句。")
    mine.page.keyboard.press("Control+s")
    expect(mine.page.locator("#unsaved")).to_be_hidden()


def test_keys_are_silent_while_writing(product: Product, at_desk: SignIn) -> None:
    template = product.value(BUSIEST, steps.run_of(product, "anhe"))
    desk = at_desk("collector")
    start_version(desk, template)
    page = desk.page
    page.locator("[name=body]").focus()
    page.keyboard.type("?")
    expect(page.locator("#keys")).to_be_hidden()
    assert "?" in body_of(page)
    page.locator("[name=body]").blur()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()


@pytest.mark.parametrize(
    "text",
    ["<script>window.broken = 1</script>", "<img src=x onerror='window.broken = 1'>", "\u202e{{"],
)
def test_markup_and_strange_characters_run_nothing(
    product: Product, at_desk: SignIn, text: str
) -> None:
    template = product.value(BUSIEST, steps.run_of(product, "anhe"))
    desk = at_desk("collector")
    start_version(desk, template)
    page = desk.page
    page.locator("[name=body]").fill(text)
    wait_for_review(page, blocked=True)
    assert page.evaluate("window.broken") is None
    page.keyboard.press("Control+s")
    expect(page.locator("#unsaved")).to_be_hidden()
    assert body_of(page) == text
    assert page.evaluate("window.broken") is None
