"""“Send at once” lets go of the preferred hours, never of the quiet ones."""

from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.conftest import SignIn
from tests.browser.product import Product

TEN_IN_THE_EVENING = steps.shanghai("2026-09-15 22:00")
EIGHT_IN_THE_MORNING = steps.shanghai("2026-09-16 08:00")
# A customer in Urumqi has two hours more in the evening; these have Shanghai's hours.
BY_SHANGHAI = "c.timezones = ARRAY['Asia/Shanghai']::varchar[]"
BEGUN = f"""
SELECT count(*) FROM messaging_attempt a
JOIN messaging_message m ON m.id = a.message_id JOIN accounts_customer c ON c.id = m.customer_id
WHERE {BY_SHANGHAI} AND a.begun_at >= %s AND a.begun_at < %s
"""
HELD = f"""
SELECT DISTINCT m.not_before FROM messaging_message m
JOIN accounts_customer c ON c.id = m.customer_id WHERE {BY_SHANGHAI} AND m.state = 'queued'
"""
# How the messages of customers with one loan ended after a night, by days past due when planned.
ENDS = f"""
SELECT DISTINCT m.state, m.reason FROM messaging_message m
JOIN accounts_customer c ON c.id = m.customer_id JOIN messaging_candidate d ON d.id = m.candidate_id
WHERE {BY_SHANGHAI} AND coalesce(m.handed_over_at, m.final_at) >= %s AND d.days_past_due = ANY(%s)
  AND (SELECT count(*) FROM messaging_candidateloan l WHERE l.candidate_id = d.id) = 1
"""
STILL_IN_THEIR_STAGE = list(range(8, 15))  # a day later still in dpd-8-15
PAST_IT = [0, 1, 3]  # due on the day, on the first day, on the last of dpd-2-3


def test_nothing_begins_from_ten_on_and_what_was_held_goes_at_eight(
    fresh: Product, at_desk: SignIn
) -> None:
    desk = at_desk("supervisor")
    runs = [steps.run_of(fresh, lender) for lender in ("anhe", "linshui")]
    steps.set_clock(desk, "2026-09-15T21:59")
    steps.release(desk, "anhe", at_once=True)
    steps.set_clock(desk, "2026-09-15T22:00")  # while it is being sent
    steps.release(desk, "linshui", at_once=True)
    expect(desk.page.locator("#run-progress")).to_contain_text("2026年9月16日 08:00")
    # What was claimed when the clock was set is given back first and decided about again.
    steps.wait_until(
        "the rest is held until eight",
        lambda: (
            fresh.rows(HELD) == [(EIGHT_IN_THE_MORNING,)]
            and all(steps.nothing_is_due(fresh, run_id) for run_id in runs)
        ),
    )
    assert fresh.value(BEGUN, TEN_IN_THE_EVENING, EIGHT_IN_THE_MORNING) == 0
    assert desk.open("messaging_message_changelist", query="?state__exact=queued") == 200
    expect(desk.page.locator("#result_list")).to_contain_text("08:00")

    steps.set_clock(desk, "2026-09-16T08:00")
    for run_id in runs:
        steps.wait_until("it goes", lambda run_id=run_id: steps.nothing_is_due(fresh, run_id))
    left = fresh.rows(ENDS, EIGHT_IN_THE_MORNING, STILL_IN_THEIR_STAGE)
    assert left
    assert {state for state, _reason in left} <= {"accepted", "delivered"}
    assert fresh.rows(ENDS, EIGHT_IN_THE_MORNING, PAST_IT) == [("expired", "stage_passed")]
    assert fresh.value(BEGUN, TEN_IN_THE_EVENING, EIGHT_IN_THE_MORNING) == 0
