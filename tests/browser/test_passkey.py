"""A passkey in a real browser: added on one's own page, asked for at the next sign-in."""

from config.sample.people import PASSWORD
from tests.browser.conftest import SignIn
from tests.browser.product import Product

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_opens_the_second_step(at_desk: SignIn, fresh: Product) -> None:
    desk = at_desk("collector")
    page = desk.page
    browser = desk.context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    # Browsers give no passkey to an address of numbers.
    here = desk.product.address.replace("127.0.0.1", "localhost")

    def door() -> None:
        page.goto(f"{here}/staff/login/")
        page.fill("input[name=username]", "collector")
        page.fill("input[name=password]", PASSWORD)
        page.click("#login-form [type=submit]")

    door()
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(f"{here}/staff/my-login/factor/")
    page.click("form[data-passkey] button")
    page.wait_for_selector(".hc-codes")
    try:
        desk.context.clear_cookies()
        door()
        page.wait_for_url("**/login/second/")
        page.click("form[data-passkey] button")
        page.wait_for_url(lambda url: "/login/" not in url)
        page.goto(f"{here}/staff/my-login/")
    finally:  # the next test signs in with the password alone
        page.click("form[action*='/remove/'] button")
        page.wait_for_load_state()
    assert page.locator("form[action*='/remove/']").count() == 0
