"""The forms of the sandbox: a step or a moment; a lender's name before everything goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from config.sandbox.forms import ClockForm, ResetForm

NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _here():
    with translation.override("en"), timezone.override("Asia/Shanghai"):
        yield


def test_a_step_is_added_to_now():
    form = ClockForm({"step": "1h", "to": ""})
    assert form.is_valid()
    assert form.moment(NOW) == NOW + timedelta(hours=1)


def test_a_moment_is_read_where_the_team_works():
    form = ClockForm({"to": "2026-09-16T08:00"})
    assert form.is_valid()
    assert form.moment(NOW) == datetime(2026, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", [{}, {"step": "1h", "to": "2026-09-16T08:00"}, {"step": "9y"}, {"to": "tomorrow"}]
)
def test_neither_both_or_nonsense_is_refused(said):
    assert not ClockForm(said).is_valid()


def test_the_sandbox_is_emptied_by_whoever_names_one_of_its_lenders():
    names = ["Anhe", "安和"]
    assert ResetForm({"lender": " 安和 "}, names=names).is_valid()
    for said in ("anhe", "", "Bank"):
        assert not ResetForm({"lender": said}, names=names).is_valid()
    assert ResetForm({"lender": ""}, names=[]).is_valid()
