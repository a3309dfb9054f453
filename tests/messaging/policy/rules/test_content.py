"""Which text may leave, and by which gateway."""

from dataclasses import replace

import pytest

from messaging.policy import profiles, reasons
from messaging.policy.decide import BLOCK, HOLD, SEND, decide
from tests.messaging.policy.judging import said, shanghai


class TestTemplate:
    @pytest.mark.parametrize("state", ["draft", "submitted", "rejected", "retired"])
    def test_only_an_approved_version_leaves(self, judge, reminder, state):
        template = replace(reminder().template, state=state)
        assert judge(reminder(template=template))[:2] == (BLOCK, reasons.TEMPLATE_NOT_IN_FORCE)

    def test_no_template_no_message(self, judge, reminder):
        assert judge(reminder(template=None))[:2] == (BLOCK, reasons.TEMPLATE_NOT_IN_FORCE)

    def test_a_missing_value_is_never_sent_and_is_named(self, cn, now, reminder):
        template = replace(reminder().template, renders=False, missing=("pay_link",))
        verdict = decide(reminder(template=template), cn, now)
        assert (verdict.outcome, verdict.reason) == (BLOCK, reasons.MISSING_VALUE)
        assert said(verdict, "template").saw["missing"] == ["pay_link"]

    def test_a_version_of_tomorrow_waits_for_tomorrow(self, judge, reminder):
        template = replace(reminder().template, effective_from=shanghai("2026-03-10 00:00"))
        expected = (HOLD, reasons.TEMPLATE_NOT_YET_IN_FORCE, shanghai("2026-03-10 18:00"))
        assert judge(reminder(template=template)) == expected

    def test_a_version_is_in_force_from_its_first_moment(self, judge, reminder, now):
        template = replace(reminder().template, effective_from=now)
        assert judge(reminder(template=template))[0] == SEND

    def test_opt_out_words_are_asked_for_where_the_policy_requires_them(self, reminder, cn, now):
        template = replace(reminder().template, has_opt_out_words=False)
        facts = reminder(template=template)
        assert decide(facts, cn, now).outcome == SEND
        us = decide(facts, profiles.load("us-reg-f"), now)
        assert said(us, "template").reason == reasons.OPT_OUT_WORDS_MISSING


class TestGateway:
    def test_a_class_the_gateway_refuses_is_blocked(self, judge, reminder):
        facts = reminder(gateway_classes=frozenset({"marketing"}))
        assert judge(facts)[:2] == (BLOCK, reasons.CONTENT_CLASS)

    def test_a_closed_or_missing_gateway_only_holds(self, judge, reminder):
        assert judge(reminder(gateway_open=False)) == (HOLD, reasons.GATEWAY_CLOSED, None)
        assert judge(reminder(gateway_classes=None)) == (HOLD, reasons.NO_GATEWAY, None)
