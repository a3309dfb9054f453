"""What is true where a text will be used, by the stage it is for."""

import pytest

from messaging.content.context import ReviewContext


@pytest.mark.parametrize(
    ("stage", "overdue", "times"),
    [
        ("due-7", False, {"due_date", "days_until_due"}),
        ("due-0", False, {"due_date"}),
        ("dpd-1", True, {"due_date", "days_overdue", "overdue_period"}),
        ("dpd-16+", True, {"due_date", "days_overdue", "overdue_period"}),
    ],
)
def test_a_text_tells_the_time_by_what_has_a_value_in_its_stage(stage, overdue, times):
    context = ReviewContext(stage=stage)
    assert (context.is_overdue, context.time_facts) == (overdue, times)
    assert not context.time_facts & context.absent


def test_what_some_lender_cannot_fill_is_absent_for_all():
    context = ReviewContext(stage="dpd-1", without_value=frozenset({"due_date", "lender"}))
    of_answers = {"chosen_day", "chosen_amount"}
    assert context.absent == {"due_date", "lender", "days_until_due", *of_answers}
    assert "due_date" not in context.time_facts
