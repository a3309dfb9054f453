"""Caps over all channels, counted by customer and by account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from messaging.policy import profiles, reasons
from messaging.policy.decide import HOLD, SEND, decide
from messaging.policy.document import read_caps
from messaging.policy.facts import CALL, ContactFacts, ContactPointFacts, LoanFacts, PastContact
from messaging.policy.rules.frequency import cap_customer, used

NOON = datetime(2026, 7, 1, 2, 0, tzinfo=UTC)  # a Wednesday, noon in Sydney
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def au():
    return profiles.load("au")


def about(*loan_ids, days, kind="message", channel="sms"):
    return PastContact(NOON - days * DAY, channel, "both", kind, loan_ids)


@pytest.fixture
def call(loan):
    """A call about loan 1 that nothing is against but what the test adds."""

    def build(*contacts, loans=(1,)):
        return ContactFacts(
            channel="phone",
            zones=("Australia/Sydney",),
            loans=tuple(loan(number, as_of=NOON - HOUR) for number in loans),
            contact_point=ContactPointFacts(id=7, role="debtor"),
            template=None,
            contacts=contacts,
            purpose=CALL,
            send_at_once=True,
        )

    return build


@pytest.fixture
def judge(au):
    """The engine without the holiday rule, which has tests of its own."""
    open_all_year = replace(au, holiday_rule="none")
    return lambda facts: decide(facts, open_all_year, NOON)


def test_three_texts_in_a_week_leave_no_call_about_that_account(call, judge):
    week = [about(1, days=n) for n in (2, 4, 6)]
    verdict = judge(call(*week))
    assert (verdict.outcome, verdict.reason) == (HOLD, reasons.CAP_ACCOUNT)
    assert verdict.until == NOON + DAY  # when the first of them is a week old
    assert judge(call(*week[:2])).outcome == SEND


def test_calls_count_with_texts_and_dials_do_not(call, judge):
    mixed = [
        about(1, days=2),
        about(1, days=3, kind="call", channel="phone"),
        about(1, days=4, kind="dial", channel="phone"),
    ]
    assert judge(call(*mixed)).outcome == SEND
    third = about(1, days=5, kind="call", channel="phone")
    assert judge(call(*mixed, third)).reason == reasons.CAP_ACCOUNT


def test_ten_in_a_month_are_the_most(call, judge):
    month = [about(1, days=8 + 2 * n) for n in range(10)]
    assert judge(call(*month)).reason == reasons.CAP_ACCOUNT
    assert judge(call(*month[:9])).outcome == SEND


def test_what_was_about_another_account_does_not_count(call, judge):
    assert judge(call(*[about(2, days=n) for n in (2, 4, 6)])).outcome == SEND


def test_what_was_about_none_in_particular_counts_for_each(call, judge):
    assert judge(call(*[about(days=n) for n in (2, 4, 6)])).reason == reasons.CAP_ACCOUNT


def test_of_several_accounts_the_one_with_the_most_contacts_decides(call, judge):
    week = [about(2, days=n) for n in (2, 4, 6)]
    assert judge(call(*week, loans=(1,))).outcome == SEND
    assert judge(call(*week, loans=(1, 2))).reason == reasons.CAP_ACCOUNT


def test_new_york_city_counts_attempts_and_asks_for_consent_to_write(reminder, loan, now):
    city = profiles.load("us-nyc")
    tried = tuple(PastContact(now - n * DAY, "phone", "both", "dial", (1,)) for n in (2, 3, 4))
    allowed = reminder(send_at_once=True, electronic_consent=True)
    assert decide(allowed, city, now).outcome == SEND
    assert decide(replace(allowed, contacts=tried), city, now).reason == reasons.CAP_ACCOUNT
    without = decide(replace(allowed, electronic_consent=False), city, now)
    assert (without.outcome, without.reason, without.until) == (HOLD, reasons.NO_CONSENT, None)
    assert decide(replace(allowed, electronic_consent=False), profiles.load("us-reg-f"), now)


any_contact = st.builds(
    PastContact,
    at=st.integers(0, 40 * 24).map(lambda hours: NOON - hours * HOUR),
    channel=st.sampled_from(["sms", "email", "phone"]),
    scope=st.sampled_from(["customer", "address", "both"]),
    kind=st.sampled_from(["message", "call", "dial"]),
    loan_ids=st.sampled_from([(), (1,), (2,), (1, 2)]),
)
many_contacts = st.lists(any_contact, max_size=12).map(tuple)


def facts_with(contacts, loan_ids=(1,)):
    return ContactFacts(
        channel="sms",
        zones=(),
        loans=tuple(LoanFacts(n, "dpd-1", 0, NOON.date() - DAY, 10, "AUD", NOON) for n in loan_ids),
        contact_point=None,
        template=None,
        contacts=contacts,
    )


@given(many_contacts, st.sampled_from(profiles.NAMES))
@settings(max_examples=300, deadline=None)
def test_the_rule_passes_exactly_while_every_cap_has_something_left(contacts, profile):
    policy, facts = profiles.load(profile), facts_with(contacts)
    caps = [
        cap for scope in ("customer", "account") for cap in policy.cap_table.get(("sms", scope), ())
    ]
    room = all(used(cap, facts, policy, NOON) < cap.limit for cap in caps)
    assert (cap_customer(facts, policy, NOON).outcome == "pass") == room


@given(many_contacts, any_contact, st.sampled_from(["au", "us-nyc"]))
@settings(max_examples=300, deadline=None)
def test_one_contact_more_never_lets_the_next_one_go_sooner(contacts, more, profile):
    policy = profiles.load(profile)
    before = cap_customer(facts_with(contacts), policy, NOON).until or NOON
    after = cap_customer(facts_with((*contacts, more)), policy, NOON).until or NOON
    assert after >= before


@given(many_contacts, st.sampled_from(["au", "us-nyc"]))
@settings(max_examples=300, deadline=None)
def test_a_message_about_more_accounts_never_goes_sooner(contacts, profile):
    policy = profiles.load(profile)
    one = cap_customer(facts_with(contacts, (1,)), policy, NOON).until or NOON
    two = cap_customer(facts_with(contacts, (1, 2)), policy, NOON).until or NOON
    assert two >= one


def test_a_cap_of_an_unknown_scope_is_refused():
    cap = {"scope": "household", "channels": ["sms"], "counts": ["message"], "limit": 1}
    with pytest.raises(ValueError, match="customer, address, account"):
        read_caps([{**cap, "hours": 24, "source": "", "status": "P"}])
