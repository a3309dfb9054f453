"""The rules together: their order, and a reminder against which nothing speaks."""

from messaging.policy import reasons
from messaging.policy.decide import SEND
from messaging.policy.rules import RULES


def test_the_rules_come_in_the_order_of_the_design():
    assert [name for name, _ in RULES] == [
        "emergency_stop",
        "loan_settled",
        "least_amount",
        "stale_data",
        "contact_point",
        "suppressed",
        "holds",
        "template",
        "content_class",
        "control_arm",
        "already_reminded",
        "quiet_hours",
        "blackout_days",
        "preferred_window",
        "cap_customer",
        "cap_address",
        "minimum_gap",
        "stage_passed",
    ]


def test_with_nothing_against_it_a_reminder_goes(judge, reminder):
    assert judge(reminder()) == (SEND, reasons.OK, None)
