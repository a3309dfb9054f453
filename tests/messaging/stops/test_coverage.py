"""What a stop covers: counted before it is placed, listed while it stands."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from messaging.dispatch.loop import dispatch
from messaging.models import Message, Run
from messaging.stops import coverage
from messaging.stops.coverage import Figures
from tests import make, make_outbox, make_stops
from tests.make_outbox import FixedClock
from tests.make_stops import a_run, seen, stop, went

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("scope", ["all", "lender", "run", "template", "version", "gateway"])
def test_the_figures_are_those_of_the_scope(scope: str, now: datetime) -> None:
    run, other = a_run(6), a_run(2)
    first = run.messages.order_by("pk").first()
    assert first is not None
    ids = {
        "all": None,
        "lender": run.lender_id,
        "run": run.pk,
        "template": first.template_version.template_id,
        "version": first.template_version_id,
        "gateway": make_outbox.Gateway.objects.get().pk,
    }
    mine = list(run.messages.order_by("pk"))
    went(mine[0], "accepted", now - timedelta(hours=1))
    went(mine[1], "unknown", now)
    went(mine[2], "handing_over", now)
    Message.objects.filter(pk=mine[3].pk).update(state="cancelled", reason="opted_out")
    went(next(iter(other.messages.order_by("pk"))), "delivered", now)
    everywhere = scope in ("all", "gateway")
    assert seen(scope, ids[scope], now) == Figures(
        on_the_wire=1, waiting=3 if everywhere else 2, sent=3 if everywhere else 2, unclear=1
    )


def test_of_a_stopped_version_other_languages_and_a_new_version_go_out(
    boss: User, clock: FixedClock
) -> None:
    wrong = make_outbox.make_messaging.version()
    english = make_outbox.make_messaging.version(template=wrong.template, language="en")
    better = make_outbox.make_messaging.version(template=wrong.template)
    lender = make.lender()
    run = make_outbox.run(lender, policy_version=make_outbox.policy(lender))
    for version in (wrong, english, better):
        make_outbox.message(
            loan=make.loan(lender=lender),
            in_run=run,
            template_version=version,
            language=version.language,
        )
    placed = stop("version", wrong.pk, boss, clock.wall)
    dispatch(clock=clock.clock)
    states = dict(Message.objects.values_list("template_version", "state"))
    assert states == {wrong.pk: "queued", english.pk: "accepted", better.pk: "accepted"}
    assert Message.objects.get(template_version=wrong).reason == "emergency_stop"
    make_stops.lift(placed.pk, by=boss, reason="it was right after all", now=clock.wall)
    clock.passes(300)
    dispatch(clock=clock.clock)
    assert Message.objects.get(template_version=wrong).state == "accepted"


def test_what_another_gateway_takes_is_not_stopped_with_one(now: datetime) -> None:
    a_run(3)
    first = make_outbox.Gateway.objects.get()
    make_outbox.gateway()
    assert seen("gateway", first.pk, now).waiting == 0


def test_what_was_sent_yesterday_counts_only_for_its_run(now: datetime) -> None:
    run = a_run(1)
    message = run.messages.get()
    went(message, "delivered", now - timedelta(days=1))
    Run.objects.filter(pk=run.pk).update(released_at=now - timedelta(days=2))
    assert seen("all", None, now).sent == 0
    assert seen("run", run.pk, now).sent == 1


def test_who_got_it_comes_in_pages_the_latest_first(boss: User, now: datetime) -> None:
    run = a_run(5)
    for n, message in enumerate(run.messages.order_by("pk")):
        went(message, "accepted", now - timedelta(minutes=n // 2))
    covered = coverage.covered_by(stop("run", run.pk, boss, now))
    pages, after = [], ""
    while True:
        page = coverage.who_got_it(covered, after=after, size=2)
        pages.append([(m.handed_over_at, m.pk) for m in page.rows])
        after = page.after
        if not after:
            break
    listed = [each for page in pages for each in page]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert listed == sorted(listed, reverse=True)
    assert len(set(listed)) == 5
    assert len(list(coverage.all_who_got_it(covered))) == 5
    for nonsense in ("x", "1-", "1-2-3", "-1-1"):
        with pytest.raises(ValueError):
            coverage.who_got_it(covered, after=nonsense)


@pytest.mark.parametrize("scope", ["all", "lender", "run", "template", "version", "gateway"])
def test_more_messages_cost_no_more_queries(scope: str, now: datetime) -> None:
    counted = []
    for count in (1, 9):
        run = a_run(count)
        message = run.messages.order_by("pk").first()
        assert message is not None
        ids = {
            "all": None,
            "lender": run.lender_id,
            "run": run.pk,
            "template": message.template_version.template_id,
            "version": message.template_version_id,
            "gateway": make_outbox.Gateway.objects.get().pk,
        }
        covered = coverage.would_cover(scope, ids[scope], now=now)
        with CaptureQueriesContext(connection) as queries:
            coverage.figures(covered, now=now)
            coverage.who_got_it(covered)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 16
