from decimal import Decimal

from hypothesis import given, strategies as st

from messaging.policy.arms import arm_for

shares = st.decimals(0, 1, places=3)
IN_CONTROL = [29, 67, 78, 108, 129, 133, 137, 159]


def test_the_arm_of_a_customer_is_pinned():
    """Changing the hash would move customers between the groups and spoil the measurement."""
    arms = [arm_for(f"C{n:04}", "2026", Decimal("0.05")) for n in range(200)]
    assert [n for n, arm in enumerate(arms) if arm == "control"] == IN_CONTROL


@given(st.text(max_size=20), st.text(max_size=20), shares)
def test_the_same_customer_always_lands_in_the_same_arm(key, salt, share):
    assert arm_for(key, salt, share) == arm_for(key, salt, share)


@given(st.text(max_size=20), shares, shares)
def test_a_larger_share_never_moves_anyone_out_of_the_control_group(key, one, other):
    small, large = sorted((one, other))
    if arm_for(key, "s", small) == "control":
        assert arm_for(key, "s", large) == "control"


def test_none_and_all_are_possible():
    keys = [str(n) for n in range(1000)]
    assert {arm_for(key, "s", Decimal(0)) for key in keys} == {"contact"}
    assert {arm_for(key, "s", Decimal(1)) for key in keys} == {"control"}


def test_about_one_in_twenty_is_in_the_control_group():
    count = sum(arm_for(str(n), "s", Decimal("0.05")) == "control" for n in range(20_000))
    assert 900 < count < 1100


def test_another_salt_draws_another_group():
    keys = [str(n) for n in range(2000)]
    first = {key for key in keys if arm_for(key, "a", Decimal("0.05")) == "control"}
    second = {key for key in keys if arm_for(key, "b", Decimal("0.05")) == "control"}
    assert first != second
