"""What a wording would become for the customers there are."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Lender
from messaging.approval import fingerprints, steps
from messaging.authoring import strategies
from messaging.content import segments
from messaging.models import (
    Candidate,
    SegmentCell,
    Strategy,
    Template,
    TemplateVersion,
    in_force,
)
from messaging.planning import service as planning
from messaging.preview import portfolio
from tests import make, make_messaging, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(db: None) -> Lender:
    return make_runs.ready_lender(price_per_segment=Decimal("0.05"))


def _version(stage: str = "dpd-4-7", tone: str = "gentle") -> TemplateVersion:
    named = {"code": "own"} if tone == "own" else {"stage": stage, "tone": tone}
    template = Template.objects.exclude(code="own" if tone != "own" else "").get(**named)
    return template.versions.get()


def test_nobody_due_is_no_reach(ready: Lender, now: datetime) -> None:
    version = _version()
    found = portfolio.examine(version, now)
    assert portfolio.reach(version.template, now) == found.reach == found.examined == 0
    assert (found.typical, found.longest, found.worst, found.cost) == (None, None, None, {})
    assert found.is_exact


def test_a_template_no_strategy_leads_to_reaches_nobody(ready: Lender, now: datetime) -> None:
    make.loan(dpd=5, lender=ready)
    assert portfolio.reach(make_messaging.template(), now) == 0


@pytest.mark.parametrize(
    ("loan", "tone"),
    [
        ({"dpd": 5}, "gentle"),
        ({"dpd": 4}, "gentle"),
        ({"dpd": 7}, "gentle"),
        ({"dpd": 5, "instalments_paid": 10, "instalments_paid_late": 1}, "neutral"),
        ({"dpd": 5, "instalments_paid": 10, "instalments_paid_late": 5}, "firm"),
        ({"dpd": 5, "instalments_paid": None, "instalments_paid_late": None}, "gentle"),
    ],
)
def test_history_decides_the_tone_as_in_planning(
    ready: Lender, now: datetime, loan: dict, tone: str
) -> None:
    make.loan(lender=ready, **loan)
    reached = {
        t for t in ("gentle", "neutral", "firm") if portfolio.reach(_version(tone=t).template, now)
    }
    assert reached == {tone}


@pytest.mark.parametrize(
    ("dpd", "stage"),
    [
        (-8, None),
        (-7, "due-7"),
        (-1, "due-7"),
        (0, "due-0"),
        (1, "dpd-1"),
        (3, "dpd-2-3"),
        (8, "dpd-8-15"),
        (15, "dpd-8-15"),
        (16, "dpd-16+"),
        (900, "dpd-16+"),
    ],
)
def test_the_due_date_decides_the_stage(
    ready: Lender, now: datetime, dpd: int, stage: str | None
) -> None:
    make.loan(dpd=dpd, lender=ready)
    stages = Template.objects.filter(tone="gentle").values_list("stage", flat=True)
    reached = {each for each in stages if portfolio.reach(_version(each).template, now)}
    assert reached == ({stage} if stage else set())


def test_the_oldest_loan_leads_and_a_customer_counts_once(ready: Lender, now: datetime) -> None:
    person = make.customer()
    make.loan(dpd=5, lender=ready, customer=person)
    make.loan(dpd=20, lender=ready, customer=person)
    make.loan(dpd=40, lender=make.lender(), customer=person)  # of a lender without a strategy

    assert portfolio.reach(_version("dpd-4-7").template, now) == 0
    found = portfolio.examine(_version("dpd-16+"), now)
    assert found.reach == found.examined == 1
    assert "2,469.12" in found.typical.text


def test_reach_is_what_planning_plans(ready: Lender, now: datetime) -> None:
    for n in range(12):
        make.loan(
            dpd=n,
            lender=ready,
            instalments_paid=10,
            instalments_paid_late=n % 4,
            cause=("unknown", "hardship")[n % 2],
        )
    make.loan(dpd=5, lender=ready, product="车贷", amount_due=900)
    make.loan(dpd=6, lender=ready, product="车贷", amount_due=90)
    draft = _with_lines(ready, now)
    steps.submit(draft, by=draft.author, now=now)
    draft.refresh_from_db()
    seen = fingerprints.fingerprint(draft)
    strategy = steps.approve(draft, by=make.staff("supervisor"), now=now, seen_hash=seen)
    run = planning.plan(lender=ready, day=make.DAY, by=None, now=now)

    planned: dict[Any, int] = {}
    candidates = Candidate.objects.filter(run=run)
    for version_id in candidates.values_list("template_version", flat=True):
        planned[version_id] = planned.get(version_id, 0) + 1
    reached = {
        version.pk: portfolio.reach(version.template, now)
        for version in TemplateVersion.objects.select_related("template")
    }
    no_text = planned.pop(None)
    assert {pk: n for pk, n in reached.items() if n} == planned
    assert portfolio.reach_of_strategy(strategy, now) == sum(planned.values())
    lines = strategy.segment_cells.order_by("position")
    assert [cell.template is None for cell in lines] == [False, True, False]
    assert portfolio.reach_of_lines(strategy, now) == {
        lines[0].position: planned[_version("dpd-4-7", "own").pk],
        lines[1].position: no_text,
        lines[2].position: 0,
    }
    assert (planned[_version("dpd-4-7", "own").pk], no_text) == (1, 4)
    assert portfolio.examine(_version("dpd-4-7", "own"), now).examined == 1


def _with_lines(lender: Lender, now: datetime) -> Strategy:
    """A draft that sends a text of its own for large car loans, spares all others of four to seven
    days, and says of a stage in which nobody is what happens to those who wrote."""
    author = make.staff("supervisor")
    own = make_messaging.version(
        template=make_messaging.template(stage="dpd-4-7", tone="neutral", code="own")
    ).template
    said: list[tuple[str, list[dict[str, Any]], Template | None]] = [
        (
            "dpd-4-7",
            [
                {"fact": "product", "one_of": ["车贷"]},
                {"fact": "amount_due", "at_least": "500", "currency": "CNY"},
            ],
            own,
        ),
        ("dpd-4-7", [{"fact": "days_past_due", "at_least": 5}], None),
        ("dpd-16+", [{"fact": "answered", "is": False}], own),
    ]
    draft = strategies.new_version(
        lender, by=author, now=now, from_version=in_force.strategy(lender, now)
    )
    lines = [
        SegmentCell(stage=stage, title=stage, conditions=conditions, template=template)
        for stage, conditions, template in said
    ]
    return strategies.save_segment_cells(
        draft, lines, by=author, now=now, seen_edited_at=draft.edited_at
    )


def test_a_draft_reaches_whom_it_would_have_written_to(ready: Lender, now: datetime) -> None:
    """Not those whose cell is empty, or leads to a text that is not in force."""
    for dpd in (1, 5, 5):
        make.loan(lender=ready, dpd=dpd)
    author = make.staff("supervisor")
    standing = in_force.strategy(ready, now)
    draft = strategies.new_version(ready, by=author, now=now, from_version=standing)
    assert portfolio.reach_of_strategy(draft, now) == 3
    waiting = make_messaging.version(state="submitted").template_id
    cells = strategies.cells(standing)
    for to in (None, waiting):
        draft = strategies.save_cells(
            draft,
            {**cells, ("dpd-4-7", "gentle", "unknown"): to},
            note="",
            by=author,
            now=now,
            seen_edited_at=draft.edited_at,
        )
        assert portfolio.reach_of_strategy(draft, now) == 1


def test_without_a_policy_a_strategy_reaches_nobody(now: datetime) -> None:
    draft = strategies.new_version(make.lender(), by=make.staff("supervisor"), now=now)
    assert portfolio.reach_of_strategy(draft, now) == 0


def test_texts_are_real_their_names_masked_and_their_cost_exact_while_all_are_seen(
    ready: Lender, now: datetime
) -> None:
    for name in ("王小明", "阿卜杜热依木麦麦提", "李四"):
        make.loan(dpd=5, lender=ready, customer=make.customer(name=name))
    found = portfolio.examine(_version(), now)

    assert (found.reach, found.examined, found.unsendable, found.is_exact) == (3, 3, 0, True)
    assert sum(found.segments.values()) == 3
    sms = sum(parts * texts for parts, texts in found.segments.items())
    assert found.cost == {"CNY": Decimal("0.05") * sms}
    assert found.longest.text.startswith("【安和消费金融】阿***提")
    assert found.longest.size.units >= found.typical.size.units
    for rendering in (found.typical, found.longest, found.worst):
        assert "王小明" not in rendering.text
        assert "麦麦" not in rendering.text


def test_the_worst_text_has_the_longest_of_everything(ready: Lender, now: datetime) -> None:
    make.loan(dpd=5, lender=ready, customer=make.customer(name="欧阳上官令狐"))
    make.loan(dpd=5, lender=ready, product="个人综合消费贷款", amount_due=Decimal("1234567.89"))
    found = portfolio.examine(_version(), now)
    assert "1,234,567.89" in found.worst.text
    assert found.worst.text.startswith("【安和消费金融】欧***狐")
    assert found.worst.size.units > found.longest.size.units


def test_the_worst_text_is_one_lenders_own_and_mixes_no_two() -> None:
    version = TemplateVersion(body="还款：{{ ways_to_pay }}", language="zh-hans")
    said = {1: ("【安和】", "App"), 2: ("【临】", "手机银行、柜台或自动扣款")}
    texts = [
        portfolio._Text(
            Lender(pk=pk), signature, {"ways_to_pay": ways}, "", segments.count(""), True
        )
        for pk, (signature, ways) in said.items()
    ]
    worst = portfolio._worst(version, texts)
    assert worst is not None
    assert (worst.lender.pk, worst.text) == (2, "【临】还款：手机银行、柜台或自动扣款")


def test_an_unreadable_name_is_counted_not_shown(ready: Lender, now: datetime) -> None:
    make.loan(dpd=5, lender=ready, customer=make.customer(name=b"damaged"))
    found = portfolio.examine(_version(), now)
    assert (found.reach, found.examined, found.unsendable) == (1, 1, 1)
    assert found.typical is None


def test_a_language_counts_those_who_would_read_it(ready: Lender, now: datetime) -> None:
    make.loan(dpd=5, lender=ready)
    make.loan(dpd=5, lender=ready, customer=make.customer(language="en"))
    template = _version().template
    assert portfolio.reach(template, now) == 2
    assert portfolio.reach(template, now, language="zh-hans") == 2
    assert portfolio.reach(template, now, language="en") == 1  # were it worded in English

    draft = make_messaging.draft(template=template, language="en", body="Dear {{ customer_name }}")
    assert portfolio.examine(draft, now).reach == 1


def test_the_number_of_queries_does_not_depend_on_the_customers(
    ready: Lender, now: datetime, django_assert_num_queries: Any
) -> None:
    version = TemplateVersion.objects.select_related("template").get(pk=_version().pk)
    for _wave in range(2):
        for _n in range(4):
            make.loan(dpd=5, lender=ready)
        with django_assert_num_queries(12):
            portfolio.examine(version, now)
        with django_assert_num_queries(8):
            portfolio.reach(version.template, now)


def test_no_more_than_a_bounded_number_is_rendered(
    ready: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from messaging.preview import portfolio_rows

    monkeypatch.setattr(portfolio_rows, "SAMPLED", 3)
    monkeypatch.setattr(portfolio_rows, "EXTREMES", 1)
    for _n in range(12):
        make.loan(dpd=5, lender=ready)
    long = make.loan(dpd=5, lender=ready, product="一个名字特别长的产品")
    found = portfolio.examine(_version(), now)

    assert found.reach == 13
    assert found.sampled == 3
    assert found.examined <= 7
    assert not found.is_exact
    assert long.product in found.longest.text
    assert found.cost["CNY"] > 0
