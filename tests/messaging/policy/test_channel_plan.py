"""Which channels a customer's reminder takes, and how a plan of channels is written."""

import pytest
from hypothesis import given, strategies as st

from messaging.policy import channel_plan
from messaging.policy.channel_plan import Order, PlanError, Step, order_for
from messaging.policy.parts import WRITTEN
from messaging.policy.within import Within

PLAN = channel_plan.read("sms, email 4, push 48")


@st.composite
def plans(draw: st.DrawFn) -> channel_plan.Plan:
    written = draw(st.lists(st.sampled_from(WRITTEN), min_size=1, max_size=4, unique=True))
    hours = st.integers(1, channel_plan.LONGEST_WAIT_HOURS)
    steps = [Step(channel, draw(hours)) for channel in written]
    first, last = sorted(draw(st.lists(st.integers(0, 24), min_size=2, max_size=2, unique=True)))
    within = draw(st.sampled_from([None, Within(first, last)]))
    return (steps[0]._replace(wait_hours=0, within=within), *steps[1:])


def test_a_plan_is_read_as_it_is_written() -> None:
    assert (Step("sms"), Step("email", 4), Step("push", 48)) == PLAN


def test_a_plan_may_name_the_hours_of_its_first_channel() -> None:
    plan = channel_plan.read("sms 18-21, email 4")
    assert plan == (Step("sms", within=Within(18, 21)), Step("email", 4))


def test_a_plan_may_end_with_people() -> None:
    plan = channel_plan.read("sms, email 4, phone 48")
    assert plan[-1] == Step("phone", 48)
    assert order_for(plan, wished="", obstacles={"email": "no_contact_point"}).ahead == plan[2:]


@given(plans())
def test_what_is_written_is_read_back(plan: channel_plan.Plan) -> None:
    assert channel_plan.read(channel_plan.write(plan)) == plan


@pytest.mark.parametrize(
    "text",
    [
        *("", "fax", "sms, sms 4", "sms, email", "sms, email 0", "sms, email 9999"),
        *("phone", "sms, phone 4, email 8", "phone 4", "sms, email ４", "sms,"),
        *("sms 21-18", "sms 18-25", "sms 18", "sms 18-21 4", "sms, email 18-21"),
    ],
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(PlanError):
        channel_plan.read(text)


def test_the_plan_begins_with_its_first_channel() -> None:
    assert order_for(PLAN, wished="", obstacles={}) == Order("sms", PLAN[1:])


def test_a_channel_that_lacks_something_is_passed_over_and_named() -> None:
    order = order_for(PLAN, wished="", obstacles={"sms": "unreachable"})
    assert order == Order("email", PLAN[2:], (("sms", "unreachable"),))


@pytest.mark.parametrize("refusal", ["suppressed", "wrong_party"])
def test_a_refusal_is_never_gone_round(refusal: str) -> None:
    assert order_for(PLAN, wished="", obstacles={"sms": refusal}).first == "sms"
    assert order_for(PLAN, wished="", obstacles={"email": refusal}).ahead == ()


def test_the_wish_of_the_customer_is_the_only_channel() -> None:
    assert order_for(PLAN, wished="email", obstacles={}) == Order("email")


def test_with_nothing_usable_the_first_says_what_is_missing() -> None:
    lacking = dict.fromkeys(WRITTEN, "no_contact_point")
    assert order_for(PLAN, wished="", obstacles=lacking) == Order("sms")


@given(
    plans(),
    st.dictionaries(
        st.sampled_from(WRITTEN), st.sampled_from(["suppressed", "no_gateway", "unreachable"])
    ),
    st.sampled_from(["", *WRITTEN]),
)
def test_no_channel_comes_twice_and_none_after_a_refusal(
    plan: channel_plan.Plan, obstacles: dict[str, str], wished: str
) -> None:
    order = order_for(plan, wished=wished, obstacles=obstacles)
    taken = [order.first, *[step.channel for step in order.ahead]]
    assert len(set(taken)) == len(taken)
    assert not any(obstacles.get(step.channel) for step in order.ahead)
    named = [step.channel for step in plan]
    refused = [named.index(c) for c, why in obstacles.items() if why == "suppressed" and c in named]
    assert wished or all(named.index(c) <= min(refused, default=9) for c in taken)
