"""What a new text asks of a customer's data, beside the old one."""

from messaging.content.placeholder_change import placeholder_change


def _names(before: str, after: str) -> tuple[list[str], list[str]]:
    change = placeholder_change(before, after)
    return [x.name for x in change.added], [x.name for x in change.removed]


def test_what_came_and_what_went_is_told_apart() -> None:
    before = "{{ customer_name }}应还{{ amount_due }}"
    after = "{{ customer_name }}请于{{ due_date }}还{{ loan_tail }}"
    assert _names(before, after) == (["due_date", "loan_tail"], ["amount_due"])


def test_moving_or_repeating_a_placeholder_changes_nothing() -> None:
    before = "{{ hotline }}{{ lender }}"
    assert _names(before, "{{ lender }}{{ hotline }}{{ lender }}") == ([], [])


def test_unknown_names_are_the_business_of_the_review() -> None:
    assert _names("{{ spoon }}", "{{ fork }}{{") == ([], [])
