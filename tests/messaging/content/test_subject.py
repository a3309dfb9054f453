"""A subject is read over shoulders: it names the lender at most."""

import pytest

from messaging.content.subject import problem, rendered


@pytest.mark.parametrize(
    ("subject", "channel", "why"),
    [
        ("", "sms", ""),
        ("还款提醒", "sms", "needless"),
        ("{{ lender }}的还款提醒", "email", ""),
        ("Your account with {{ lender }}", "email", ""),
        (" ", "email", "missing"),
        ("{{ lender", "email", "malformed"),
        ("还款提醒\nBcc: x", "email", "malformed"),
        ("{{ customer_name }}，还款提醒", "email", "placeholder"),
        ("{{ amount_due }}", "push", "placeholder"),
        ("您已逾期", "push", "telling"),
        ("Overdue", "email", "telling"),
        ("还款 1234 元", "email", "telling"),
    ],
)
def test_what_a_subject_may_be(subject: str, channel: str, why: str) -> None:
    assert problem(subject, channel) == why


def test_it_is_rendered_with_the_lenders_name() -> None:
    assert rendered("{{ lender }}的还款提醒", {"lender": "安和"}) == "安和的还款提醒"
    assert rendered("", {}) == ""
