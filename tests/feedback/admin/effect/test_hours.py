"""The page of hours: what was drawn, what came of it with its doubt, and the texts behind."""

import pytest
from django.urls import reverse

from accounts.rules.lender_day import lender_day
from config import clock
from messaging.models import HourFinding, HourSum
from tests import make, make_runs
from tests.feedback.effect.test_hours import drawn

__all__ = ["drawn"]

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


def _sums(lender, *, customers=500):
    HourFinding.objects.create(
        lender=lender,
        as_of=lender_day(lender, clock.now()),
        since=make.DAY,
        texts=3_000,
        customers=customers,
        good=0.352,
        gained=0.021,
        error=0.002,
        spread_customers=0,
        spread_hours=0,
        spread_texts=0.2,
    )
    for hour, good in ((18, 300), (19, 320), (20, 450)):
        HourSum.objects.create(
            lender=lender,
            hours=[18, 19, 20],
            alike="",
            hour=hour,
            texts=1_000,
            customers=customers,
            answered=40,
            repaid=good,
            harmed=2,
            good=good,
            weight=3_000,
            squares=9_000,
            weighted=3.0 * good,
            by_customer=[9_000, 9.0 * good, 9.0 * good],
        )


def test_it_says_what_came_of_each_hour_and_what_learning_gains(desk, lender):
    _sums(lender)
    page = desk.get(reverse("admin:hours"), {"lender": lender.pk}, headers=ENGLISH)
    text = page.content.decode()
    (table,) = page.context["tables"]
    assert [row["mean"] for row in table["rows"]] == ["30.0 %", "32.0 %", "45.0 %"]
    assert table["name"] == "18:00–21:00"
    assert "+2.1 (" in text
    assert "it pays" in text
    assert page.context["gained"]["low"] > "+0"


def test_hours_of_few_customers_are_not_shown(desk, lender):
    _sums(lender, customers=9)
    page = desk.get(reverse("admin:hours"), {"lender": lender.pk}, headers=ENGLISH)
    assert all("mean" not in row for row in page.context["tables"][0]["rows"])


def test_it_exports_what_it_shows(desk, lender):
    _sums(lender)
    csv = desk.get(reverse("admin:hours_export"), {"lender": lender.pk}, headers=ENGLISH)
    lines = csv.content.decode().splitlines()
    assert len(lines) == 4
    assert lines[3].startswith("18:00–21:00,20:00–21:00,1000,500,0.45")
    book = desk.get(reverse("admin:hours_workbook"), {"lender": lender.pk})
    assert book.content[:2] == b"PK"


def test_a_figure_leads_to_its_texts(desk, drawn, now):
    from feedback.effect import hours

    draw = drawn()
    hours.learn(draw.lender, now=make.MORNING)
    asked = {"lender": draw.lender_id, "of": "18,19", "hour": "19"}
    page = desk.get(reverse("admin:hours_texts"), asked, headers=ENGLISH)
    assert [row["draw"].pk for row in page.context["rows"]] == [draw.pk]
    assert desk.get(reverse("admin:hours_texts"), asked | {"of": "18,x"}).status_code == 404
    assert desk.get(reverse("admin:hours_texts")).status_code == 302


def test_before_the_first_draw_it_says_so(desk):
    make_runs.ready_lender()
    page = desk.get(reverse("admin:hours"), headers=ENGLISH).content.decode()
    assert "No hour was drawn yet" in page
    assert "As soon as the preferred hours begin" in page
