"""Four weeks of episodes before the sample's day, so that the page of effects has something to say:
whom the draw put where, and what they repaid. Drawn from each loan's number, always the same."""

import random
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Lender, Loan, Repayment, User
from accounts.rules.delinquency import Habit, habit_of
from feedback.effect import counting
from messaging.models import Assignment, Run, in_force
from messaging.models.choices import Arm
from messaging.policy.arms import arm_for

SHARE = Decimal("0.2")
"""The sample lenders' control share in these weeks."""

DAYS_AGO = (29, 25, 22, 19, 16, 13, 10)
BASE = {Habit.ALWAYS_ON_TIME: 0.72, Habit.SOMETIMES_LATE: 0.58, Habit.OFTEN_LATE: 0.40}
HELP = 0.06
"""What a text adds to the chance to repay within two weeks. Known, so that it can be looked for."""

CENT = Decimal("0.01")


def install(ours: list[Lender], *, by: User, now: datetime) -> None:
    """Runs of past days with their groups, the repayments that followed, and the figures."""
    for lender in ours:
        _of(lender, by=by, now=now)
    counting.count_all(now)


def _of(lender: Lender, *, by: User, now: datetime) -> None:
    strategy = in_force.strategy(lender, now)
    cells = {(cell.stage, cell.tone, cell.cause): cell.template_id for cell in strategy.cells.all()}
    versions = in_force.template_versions(set(cells.values()), now)
    runs = [_run(lender, days, by=by, now=now) for days in DAYS_AGO]
    loans = Loan.objects.filter(lender=lender).select_related("customer").order_by("pk")
    assignments, repayments = [], []
    for loan in loans:
        drawn = random.Random(loan.loan_no)
        run = runs[drawn.randrange(len(runs))]
        habit = habit_of(loan.instalments_paid or 0, loan.instalments_paid_late or 0)
        stage, dpd = drawn.choice([("due-7", -7), ("due-0", 0), ("dpd-1", 1), ("dpd-4-7", 4)])
        tone = "gentle" if habit == Habit.ALWAYS_ON_TIME or dpd < 4 else "neutral"
        version = versions.get((cells.get((stage, tone, "unknown"), 0), "zh-hans"))
        if version is None or loan.outstanding <= 0:
            continue
        due = (loan.principal / 24).quantize(CENT, ROUND_HALF_UP)
        one = Assignment(
            run=run,
            lender=lender,
            customer=loan.customer,
            loan=loan,
            due_date=run.day - timedelta(days=dpd),
            day=run.day,
            at=now - (now.date() - run.day),
            arm=arm_for(loan.customer.customer_no, lender.code, SHARE),
            share=SHARE,
            stage=stage,
            tone=tone,
            cause="unknown",
            language="zh-hans",
            habit=habit.value,
            channel="sms",
            template_version=version,
            currency=loan.currency,
            amount_due=due,
            days_past_due=dpd,
        )
        assignments.append(one)
        if drawn.random() < BASE[habit] + HELP * (one.arm == Arm.CONTACT):
            repayments.append(_repaid(one, drawn, now))
    Assignment.objects.bulk_create(assignments, batch_size=2_000)
    Repayment.objects.bulk_create(repayments, batch_size=2_000)


def _run(lender: Lender, days: int, *, by: User, now: datetime) -> Run:
    at = now - timedelta(days=days)
    run = Run.objects.create(lender=lender, day=at.date(), planned_at=at)
    moves = (
        {"state": Run.State.PLANNED},
        {"state": Run.State.RELEASING, "released_by": by, "released_at": at},
        {"state": Run.State.RELEASED},
        {"state": Run.State.FINISHED, "ended_at": at + timedelta(hours=3)},
    )
    for move in moves:
        for name, value in move.items():
            setattr(run, name, value)
        run.save(update_fields=list(move))
    return run


def _repaid(one: Assignment, drawn: random.Random, now: datetime) -> Repayment:
    """Within two weeks, most in the first days; three in four in full."""
    after = min(int(drawn.expovariate(1 / 4)), 14)
    whole = drawn.random() < 0.75
    return Repayment(
        reference=f"PAST-{one.loan.loan_no}",
        loan=one.loan,
        paid_on=min(one.day + timedelta(days=after), now.date()),
        amount=one.amount_due if whole else (one.amount_due / 2).quantize(CENT, ROUND_HALF_UP),
        recorded_at=min(one.at + timedelta(days=after), now),
    )
