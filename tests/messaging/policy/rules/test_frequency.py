"""How often a person and an address may be written to."""

from datetime import timedelta

from messaging.policy import reasons
from messaging.policy.decide import HOLD, SEND, decide
from messaging.policy.facts import ANSWER, PastContact
from tests.messaging.policy.judging import HOUR, shanghai


class TestCaps:
    def test_one_text_a_day(self, judge, reminder):
        earlier = PastContact(shanghai("2026-03-09 08:00"), "wechat")
        held = judge(reminder(contacts=(earlier,)))
        assert held == (HOLD, reasons.CAP_CUSTOMER, shanghai("2026-03-10 18:00"))

    def test_three_in_seven_days_over_all_channels(self, judge, reminder, now):
        contacts = tuple(
            PastContact(now - timedelta(days=days), channel)
            for days, channel in ((2, "sms"), (4, "email"), (6, "push"))
        )
        held = judge(reminder(contacts=contacts))
        assert held == (HOLD, reasons.CAP_CUSTOMER, now + timedelta(days=1))

    def test_the_seventh_day_to_the_second_is_free_again(self, judge, reminder, now):
        days = (2, 4, 7)
        contacts = tuple(PastContact(now - timedelta(days=n), "sms") for n in days)
        assert judge(reminder(contacts=contacts))[0] == SEND

    def test_eight_in_thirty_days(self, judge, reminder, now):
        contacts = tuple(PastContact(now - timedelta(days=8 + 3 * n), "sms") for n in range(8))
        assert judge(reminder(contacts=contacts))[1] == reasons.CAP_CUSTOMER

    def test_an_address_shared_by_customers_has_caps_of_its_own(self, judge, reminder, now):
        contacts = tuple(
            PastContact(now - timedelta(days=days), "sms", scope="address") for days in (2, 4, 6)
        )
        held = judge(reminder(contacts=contacts))
        assert held == (HOLD, reasons.CAP_ADDRESS, now + timedelta(days=1))

    def test_a_spoken_call_counts_and_an_unanswered_dial_does_not(self, judge, reminder, now):
        call = PastContact(now - HOUR, "phone", kind="call")
        dial = PastContact(now - HOUR, "phone", kind="dial")
        assert judge(reminder(contacts=(call,)))[1] == reasons.CAP_CUSTOMER
        assert judge(reminder(contacts=(dial,)))[0] == SEND

    def test_calls_have_their_own_caps(self, judge, reminder, now):
        calls = tuple(PastContact(now - n * HOUR, "phone", kind="call") for n in (1, 2, 3))
        assert judge(reminder(channel="phone", contacts=calls[:2]))[0] == SEND
        assert judge(reminder(channel="phone", contacts=calls))[1] == reasons.CAP_CUSTOMER
        dials = tuple(
            PastContact(now - n * HOUR / 2, "phone", scope="address", kind="dial")
            for n in range(1, 7)
        )
        assert judge(reminder(channel="phone", contacts=dials[:5]))[0] == SEND
        assert judge(reminder(channel="phone", contacts=dials))[1] == reasons.CAP_ADDRESS


class TestMinimumGap:
    def test_the_night_between_two_days_is_not_enough(self, cn, now, reminder):
        facts = reminder(contacts=(PastContact(now - 23 * HOUR, "sms"),))
        verdict = decide(facts, cn, now)
        assert (verdict.outcome, verdict.reason) == (HOLD, reasons.MINIMUM_GAP)
        assert verdict.until == now + HOUR

    def test_a_full_day_is(self, judge, reminder, now):
        assert judge(reminder(contacts=(PastContact(now - 24 * HOUR, "sms"),)))[0] == SEND


class TestAnswers:
    def test_three_may_follow_one_message_then_it_is_the_customers_turn(self, judge, reminder, now):
        asked = now - 4 * HOUR
        for answers, verdict in ((2, SEND), (3, HOLD)):
            sent = tuple(PastContact(asked + n * HOUR, "sms") for n in range(answers))
            answer = reminder(purpose=ANSWER, replying_to=asked, contacts=sent)
            found = judge(answer)
            assert found[0] == verdict
        assert found == (HOLD, reasons.ANSWERED_ENOUGH, None)
        assert judge(reminder(purpose=ANSWER, replying_to=now - HOUR, contacts=sent))[0] == SEND
