"""The numbers of a run add up."""

from decimal import Decimal

from hypothesis import given, strategies as st

from accounts.models import Lender
from messaging.planning import funnel
from messaging.planning.funnel import Tally
from messaging.policy import reasons

LENDER = Lender(price_per_segment=Decimal("0.045"), currency="CNY")
candidates = st.lists(
    st.fixed_dictionaries(
        {
            "loans": st.integers(1, 3),
            "to_send": st.booleans(),
            "reason": st.sampled_from(
                [reasons.SUPPRESSED, reasons.CONTROL_ARM, "odd", reasons.STALE_DATA]
            ),
            "segments": st.none() | st.integers(1, 4),
            "waits": st.booleans(),
            "not_today": st.booleans(),
            "review_overdue": st.booleans(),
        }
    ),
    max_size=30,
)


@given(candidates)
def test_due_less_each_reason_is_what_is_to_be_sent(every):
    tally = Tally()
    for each in every:
        tally.add(**each)
    found = tally.funnel(LENDER)
    assert found["due"] == len(every)
    assert found["due"] - sum(step["count"] for step in found["minus"]) == found["to_send"]
    assert found["loans"] == sum(each["loans"] for each in every)
    sent = [each for each in every if each["to_send"]]
    assert found["segments"] == sum(each["segments"] or 0 for each in sent)
    for name in ("not_today", "review_overdue"):
        assert found[name] == sum(each[name] for each in sent)


def test_reasons_come_in_the_order_of_the_way_and_unknown_ones_last():
    tally = Tally()
    for reason in ("odd", reasons.CONTROL_ARM, reasons.STALE_DATA):
        tally.add(loans=1, to_send=False, reason=reason, segments=1, waits=False, not_today=False)
    assert [step["reason"] for step in tally.funnel(LENDER)["minus"]] == [
        reasons.STALE_DATA,
        reasons.CONTROL_ARM,
        "odd",
    ]


def test_the_cost_is_rounded_once_and_to_the_cent():
    tally = Tally()
    for _each in range(3):
        tally.add(loans=1, to_send=True, reason="ok", segments=1, waits=False, not_today=False)
    assert tally.funnel(LENDER)["cost"] == "0.14"  # 0.135


def test_each_reason_has_one_place():
    assert len(set(funnel._ORDER)) == len(funnel._ORDER)
