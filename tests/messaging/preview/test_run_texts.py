"""Real texts before the release: one of each template, masked, most people first."""

from datetime import datetime

import pytest

from messaging.planning.service import plan
from messaging.preview.run_texts import run_texts
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def test_each_template_shows_a_text_of_somebody_who_gets_it(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for dpd in (5, 5, 12):
        make.loan(lender=lender, dpd=dpd)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    run.candidates.update(to_send=True)
    found = run_texts(run, now=now)
    assert [each.number for each in found] == [2, 1]
    for each in found:
        name = each.candidate.customer.name
        assert each.text.startswith("【")
        assert name not in each.text
        assert each.longest >= 1


def test_the_number_of_queries_does_not_follow_the_templates(
    now: datetime, django_assert_max_num_queries
) -> None:
    lender = make_runs.ready_lender()
    for dpd in (1, 3, 5, 12, 30):
        make.loan(lender=lender, dpd=dpd)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    run.candidates.update(to_send=True)
    with django_assert_max_num_queries(25):
        assert len(run_texts(run, now=now)) >= 4
