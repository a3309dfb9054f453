"""A supervisor makes a segment, sees whom it reaches, and gives it to a strategy's draft."""

import pytest
from django.urls import reverse

from messaging.authoring import strategies
from messaging.models import Segment, in_force
from messaging.planning import service as planning
from tests import make, make_runs

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TOLD = {"title": "按时小额", "habit": ["always_on_time"], "amount_due_high": "500"}


@pytest.fixture
def desk(client):
    client.force_login(make.staff("supervisor"))
    return client


def _made(desk, lender, **changed):
    told = {"amount_due_currency": "CNY"} | TOLD | changed
    return desk.post(f"{reverse('admin:segment_new')}?lender={lender.pk}", told, headers=ENGLISH)


def test_a_segment_is_made_and_says_whom_it_reaches(desk, now):
    lender = make_runs.ready_lender()
    make.loan(lender=lender, dpd=5, amount_due=100)
    make.loan(lender=lender, dpd=5, amount_due=900)
    answer = _made(desk, lender)
    segment = Segment.objects.get()
    assert answer.url == reverse("admin:segment", args=[segment.pk])
    page = desk.get(answer.url, headers=ENGLISH)
    assert page.context["reach"][:4] == (1, 1, 2, 2)
    text = page.content.decode()
    assert "Repayment habit: Always on time" in text
    assert "Amount due: under CNY 500" in text
    rows = desk.get(reverse("admin:segment_customers", args=[segment.pk])).context["rows"]
    assert len(rows) == 1


def test_days_are_told_by_their_first_and_last(desk, lender):
    _made(desk, lender, days_past_due_low="1", days_past_due_high="7")
    segment = Segment.objects.get()
    assert {"fact": "days_past_due", "at_least": "1", "below": "8"} in segment.conditions
    form = desk.get(reverse("admin:segment_edit", args=[segment.pk])).content.decode()
    assert 'name="days_past_due_high"' in form
    part = desk.get(reverse("admin:segment_edit", args=[segment.pk])).context["parts"]
    assert [(p.low, p.high) for p in part if p.code == "days_past_due"] == [("1", "7")]


def test_what_the_law_protects_is_refused_on_the_page(desk, lender):
    page = _made(desk, lender, title="Women, small amounts")
    assert page.status_code == 422
    assert "gender" in page.content.decode()
    assert not Segment.objects.exists()


def test_what_is_no_number_is_said_and_stays_in_the_form(desk, lender):
    page = _made(desk, lender, amount_due_high="five hundred")
    assert page.status_code == 422
    assert "five hundred" in page.content.decode()


def test_a_strategy_takes_it_along_and_shows_it(desk, now):
    lender = make_runs.ready_lender()
    _made(desk, lender)
    boss = make.staff("supervisor")
    draft = strategies.new_version(
        lender, by=boss, now=now, from_version=in_force.strategy(lender, now)
    )
    page = reverse("admin:strategy_segments", args=[draft.pk])
    seen = desk.get(page).context["seen_edited_at"]
    told = {"act": "add", "stage": "due-7", "segment": Segment.objects.get().pk, "template": "none"}
    desk.post(page, told | {"seen_edited_at": seen})
    cell = draft.segment_cells.get()
    assert (cell.stage, cell.title, cell.template) == ("due-7", "按时小额", None)
    shown = desk.get(reverse("admin:strategy", args=[draft.pk]), headers=ENGLISH)
    assert [line["new"] for line in shown.context["by_segment"]] == [True]
    assert [line["reach"] for line in shown.context["by_segment"]] == [0]
    assert "Repayment habit: Always on time" in shown.content.decode()
    seen = desk.get(page).context["seen_edited_at"]
    desk.post(page, {"act": "remove", "position": cell.position, "seen_edited_at": seen})
    assert not draft.segment_cells.exists()


def test_lists_are_filtered_by_it(desk, now):
    lender = make_runs.ready_lender()
    small = make.loan(lender=lender, dpd=5, amount_due=100)
    make.loan(lender=lender, dpd=5, amount_due=900)
    _made(desk, lender)
    asked = {"segment": Segment.objects.get().pk}
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=now)
    rows = desk.get(reverse("admin:run_candidates", args=[run.pk]), asked).context["rows"]
    assert [row["candidate"].customer_id for row in rows] == [small.customer_id]
    people = desk.get(reverse("admin:accounts_customer_changelist"), asked).context["cl"]
    assert [each.pk for each in people.result_list] == [small.customer_id]


def test_thrown_away_is_gone_from_the_list(desk, lender):
    _made(desk, lender)
    desk.post(reverse("admin:segment_discard", args=[Segment.objects.get().pk]))
    assert not Segment.objects.exists()
    assert desk.get(reverse("admin:messaging_segment_changelist")).status_code == 200
