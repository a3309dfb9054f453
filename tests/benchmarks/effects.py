"""The night's sums of effect: of every episode, and of what changed since the night before.

A year of episodes, each of a loan of its own standing; two in three are repaid, some a day late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse

from accounts.models import Lender, Repayment
from config import clock
from feedback.effect import summing
from feedback.models import EffectSum, EpisodeOutcome
from feedback.texts import sums
from messaging.models import Assignment, TemplateVersion
from messaging.planning import service as planning
from tests import make
from tests.benchmarks import database, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, measured, must_be
from tests.benchmarks.multiplying import multiply, multiply_people
from tests.benchmarks.screen import Screen

FIRST = 1_000
DAYS = 365
PER_CUSTOMER = 5
IN_CONTROL = 20
"""One customer in so many."""

NIGHTS = 3

TEXTS = 240
BEHIND = (
    ("overall", ""),
    ("stage", "dpd-1"),
    ("hour", "18"),
    ("zone", "Asia/Urumqi"),
    ("habit", "often_late"),
    ("language", "en"),
)
"""Cuts of which the episodes are looked at; the last has none."""


def measure(*, episodes: int) -> Iterator[Measure]:
    """A count of all, then of nights that follow it: each with its day's episodes and its money."""
    database.fresh("effects")
    lender = _fill(episodes)
    with measured() as watch:
        looked_at = summing.count(lender, now=NOW)
    must_be("episodes looked at", looked_at, Assignment.objects.count())
    facts = {"sums": EffectSum.objects.count()}
    yield Measure("effects of all episodes", episodes, watch.seconds, facts=facts)
    seconds = []
    for night in range(1, NIGHTS + 1):
        _day(lender, episodes // DAYS, night)
        database.analyze()
        with measured() as watch:
            looked_at = summing.count(lender, now=NOW + timedelta(days=night))
        seconds.append(watch.seconds)
    must_be("outcomes", EpisodeOutcome.objects.count(), Assignment.objects.count())
    facts = {"looked_at": looked_at, "nights": NIGHTS}
    yield Measure("effects, the next night", episodes, max(seconds), facts=facts)
    database.drop("effects")


def _fill(episodes: int) -> Lender:
    lender = world.make_lender()
    customers = episodes // PER_CUSTOMER
    person = make.customer(customer_no="first")
    loan = make.loan(loan_no="first", lender=lender, customer=person, dpd=5)
    run = planning.plan(lender=lender, day=make.DAY, by=None, now=NOW)
    must_be("messages to copy", world.release(run), 1)
    Repayment.objects.create(
        reference="first", loan=loan, paid_on=make.DAY, amount=1, recorded_at=NOW
    )
    multiply_people(customers, after=FIRST)
    copy(customers, episodes)
    ago = f"(n * 7919::bigint) % {DAYS}"
    multiply(
        "accounts_repayment",
        episodes * 2 // 3,
        id=f"{FIRST} + n",
        reference="'P' || n",
        loan_id=f"{FIRST} + 1 + (n - 1) % {customers}",
        paid_on=f"s.paid_on - ({ago})::int + (n % 13)::int",
        recorded_at=f"s.recorded_at - interval '1 day' * ({ago} - n % 13)",
        amount="s.amount * (1 + n % 700)",
    )
    database.ask("VACUUM ANALYZE")
    return lender


def copy(customers: int, episodes: int, *, after: int = 0, today: str = "s.day") -> None:
    """Episodes of customers 1 to so many, spread over the days of a year before `today`."""
    ago = f"((n * 7919::bigint) % {DAYS})::int"
    multiply(
        "messaging_assignment",
        episodes,
        id=f"{FIRST} + {after} + n",
        customer_id=f"{FIRST} + 1 + (n - 1) % {customers}",
        loan_id=f"{FIRST} + 1 + (n - 1) % {customers}",
        due_date=f"s.due_date - ((n - 1) / {customers} + {int(after > 0)})::int * 400",
        day=f"{today} - {ago}",
        at=f"s.at + interval '1 day' * ({today} - s.day - {ago})",
        arm=f"CASE WHEN (n - 1) % {customers} % {IN_CONTROL} = 0 THEN 'control' ELSE 'contact' END",
        stage="(ARRAY['dpd-1', 'dpd-2-3', 'dpd-4-7', 'dpd-8-15', 'dpd-16+'])[1 + n % 5]",
        tone="(ARRAY['gentle', 'neutral', 'firm'])[1 + n % 3]",
        cause="(ARRAY['unknown', 'forgot', 'cash_flow'])[1 + n % 3]",
        habit="(ARRAY['always_on_time', 'sometimes_late', 'often_late'])[1 + n / 7 % 3]",
        amount_due="100 + n % 900",
        days_past_due="1 + n % 30",
        template_version_id="(SELECT min(id) FROM messaging_templateversion) + n % 12",
    )


def fill_pages(lender: Lender, *, customers: int) -> None:
    """What the pages of effect show to a lender of so many customers, an episode each: sums of a
    few episodes as the night makes them, with many more texts; then the episodes behind them."""
    some = min(2_000, customers)
    copy(some, some, today="CURRENT_DATE")
    summing.count(lender, now=clock.now())
    database.ask(
        "INSERT INTO feedback_effectsum (lender_id, cut, value, days, horizon, arm, customers,"
        " shares, unit, cluster, since, as_of)"
        " SELECT lender_id, cut, value::int + 100 * n, days, horizon, arm, customers, shares, unit,"
        " cluster, since, as_of FROM feedback_effectsum, generate_series(1, %s) n"
        " WHERE cut = 'text'",
        TEXTS // 12,
    )
    copy(customers, customers, after=some, today="CURRENT_DATE")
    multiply(
        "feedback_episodeoutcome",
        customers,
        key="assignment_id",
        assignment_id=f"{FIRST} + {some} + n",
        zone="(ARRAY['Asia/Shanghai', 'Asia/Urumqi', 'Asia/Taipei'])[1 + n % 3]",
    )
    sums.bring_up_to_date(clock.now())


def screens(lender: Lender) -> Iterator[Screen]:
    """The pages of effect with what they are asked for."""
    for days, within, outcome in (("365", "30", "amount"), ("90", "7", "full")):
        query = f"lender={lender.pk}&days={days}&horizon={within}&outcome={outcome}"
        yield Screen(f"effect {outcome}", f"{reverse('admin:effect')}?{query}")
    for cut, value in BEHIND:
        query = f"lender={lender.pk}&cut={cut}&value={value}&arm=control&days=365&horizon=30"
        yield Screen(f"effect_episodes {cut}", f"{reverse('admin:effect_episodes')}?{query}")
    yield Screen("text_results of all", f"{reverse('admin:text_results')}?whose=all&days=90")
    text = TemplateVersion.objects.order_by("pk")[0].template_id
    yield Screen("text_result", f"{reverse('admin:text_result', args=[text])}?days=90")


def _day(lender: Lender, episodes: int, night: int) -> None:
    """A day later: as many new episodes as on any day, and as much money for the open ones."""
    database.ask("ALTER TABLE messaging_assignment DISABLE TRIGGER USER")
    columns = [field.column for field in Assignment._meta.concrete_fields if field.column != "id"]
    changed = {
        "day": f"'{make.DAY}'::date + {night}",
        "at": f"at + interval '1 day' * ('{make.DAY}'::date + {night} - day)",
        "due_date": f"due_date + 5000 + {night}",
    }
    values = ", ".join(changed.get(column, column) for column in columns)
    database.ask(
        f"INSERT INTO messaging_assignment ({', '.join(columns)}) SELECT {values}"
        f" FROM messaging_assignment WHERE id > {FIRST} ORDER BY hashint8(id + {night})"
        f" LIMIT {episodes}"
    )
    database.ask("ALTER TABLE messaging_assignment ENABLE TRIGGER USER")
    database.ask("ALTER TABLE accounts_repayment DISABLE TRIGGER USER")
    database.ask(
        "INSERT INTO accounts_repayment (reference, loan_id, paid_on, amount, recorded_at, tx)"
        f" SELECT 'N{night}-' || id, loan_id, '{make.DAY}'::date + {night} - 1, amount_due, %s,"
        " (SELECT max(tx) FROM accounts_repayment)"
        f" FROM messaging_assignment WHERE day > '{make.DAY}'::date - 30"
        f" ORDER BY hashint8(id + {night}) LIMIT {episodes * 2 // 3}",
        NOW + timedelta(days=night),
    )
    database.ask("ALTER TABLE accounts_repayment ENABLE TRIGGER USER")
