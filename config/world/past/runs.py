"""One past run: planned by the planner's own judging from that day's figures, released, sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from accounts.models import Lender, User
from config.world.past import texts
from config.world.past.ledger import ZONE, Instalment
from messaging.decisions.facts.batch_context import Frame, read_frame
from messaging.decisions.facts.loans import Reminders
from messaging.decisions.facts.rows import CustomerRow, LoanRow, StagedLoan
from messaging.decisions.record import freeze
from messaging.models import Decision, Run, in_force
from messaging.planning import hours, write
from messaging.planning.choose import choose, staged
from messaging.planning.funnel import Tally
from messaging.planning.judging import Known, judge
from messaging.planning.wordings import in_use
from messaging.policy.arms import CONTROL
from messaging.policy.decide import BLOCK, ENGINE_VERSION, SEND, decide
from messaging.runs.assigning import assign

PLANNED_AT = time(18, 2)
"""Once the hours in which texts are preferred have begun."""

RELEASED_AT = (time(18, 10), time(19, 6), time(20, 4))
"""When the supervisor comes to release it, as the day goes."""

LAST_HAND_OVER = time(20, 50)
SPREAD_SECONDS = 900

HELD_DAYS = 3
"""Who is held without an end known is looked at again after so many days."""


@dataclass
class Told:
    """`stages`: instalments' stages that had their turn, `texted`: by a text that left; `waits`:
    customers who are kept back, and the day on which they are looked at again."""

    stages: set[tuple[StagedLoan, date]] = field(default_factory=set)
    texted: set[tuple[StagedLoan, date]] = field(default_factory=set)
    waits: dict[int, date] = field(default_factory=dict)

    def hears(self, run: Run, each: write.Planned, due: Mapping[int, date]) -> None:
        """What the run said of one candidate. `due`: of loans by id."""
        said = each.eligibility.to_send or each.choice.arm == CONTROL
        of_loans = [(x, due[x.loan_id]) for x in each.choice.staged]
        if each.eligibility.to_send:
            self.texted.update(of_loans)
        if said or each.verdict.outcome == BLOCK:
            self.stages.update(of_loans)
        elif each.eligibility.until is not None:
            self.waits[each.choice.customer.id] = each.eligibility.until.astimezone(ZONE).date()
        else:
            self.waits[each.choice.customer.id] = run.day + timedelta(days=HELD_DAYS)


@dataclass(frozen=True, slots=True)
class Left:
    """A text that left, and the instalments it was about."""

    sent: texts.Sent
    about: tuple[Instalment, ...]
    stage: str
    tone: str
    language: str


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=ZONE)


def carry_out(
    lender: Lender,
    day: date,
    owed: Iterable[Instalment],
    *,
    people: dict[int, CustomerRow],
    told: Told,
    by: User,
    today: datetime,
    whole: bool = False,
) -> list[Left]:
    """Plan, release and send the run of that day; `told` grows. What left, in order. `whole`: who
    is not written to again in a stage stands in it too, as in a run of the planner's; on most days
    of the past they are left out, which is a tenth of the rows."""
    now = at(day, PLANNED_AT)
    version, policy = in_force.policy(lender, now)
    frame = read_frame(lender=lender, policy=policy, now=now)
    by_loan = {one.loan.id: one for one in owed}
    wanting = _wanting(by_loan, day, frame, told, whole=whole)
    strategy = in_force.strategy(lender, now)
    run = Run.objects.create(
        lender=lender, day=day, policy=version, strategy=strategy, engine_version=ENGINE_VERSION
    )
    planned, ids, tally = _plan(run, wanting, frame, people, told, whole=whole)
    released = at(day, Random(f"release:{day}").choice(RELEASED_AT))
    _release(run, tally, lender=lender, by=by, planned=now, released=released)
    assign(run, control_share=policy.control_share)
    leaving = _leaving(planned, ids, released)
    _decide_again(leaving, planned, ids, frame, run)
    sent = texts.send(
        run,
        [(ids[place], planned[place].found, moment) for place, moment in leaving],
        gateway=frame.gateways[0],
        room=policy.tranche_size,
        today=today,
    )
    ended = max((each.at for each in sent), default=released) + timedelta(minutes=5)
    Run.objects.filter(pk=run.pk).update(state=Run.State.FINISHED, ended_at=ended)
    return [
        _left(each, planned[place], by_loan)
        for each, (place, _moment) in zip(sent, leaving, strict=True)
    ]


def _wanting(
    by_loan: dict[int, Instalment], day: date, frame: Frame, told: Told, *, whole: bool
) -> dict[int, list[LoanRow]]:
    """The loans owed by customer, of customers with one whose stage has not had its turn; `whole`:
    of all with one in a stage."""
    rows: dict[int, list[LoanRow]] = defaultdict(list)
    wants = set()
    for one in by_loan.values():
        row = one.as_of(day)
        if not whole and told.waits.get(row.customer_id, day) > day:
            continue
        rows[row.customer_id].append(row)
        if whole or (staged(row, day, frame.policy), row.due_date) not in told.stages:
            wants.add(row.customer_id)
    return {customer: rows[customer] for customer in sorted(wants)}


def _plan(
    run: Run,
    wanting: dict[int, list[LoanRow]],
    frame: Frame,
    people: dict[int, CustomerRow],
    told: Told,
    *,
    whole: bool,
) -> tuple[list[write.Planned], list[int], Tally]:
    loans = {row.id: row for rows in wanting.values() for row in rows}
    places = {pk: staged(row, run.day, frame.policy) for pk, row in loans.items()}
    had = told.texted if whole else told.stages
    reminded = Reminders(
        {place: {0} for pk, place in places.items() if (place, loans[pk].due_date) in had}
    )
    assert run.strategy is not None  # noqa: S101
    wordings = in_use(frame.lender, run.strategy, at=frame.now, now=frame.now)
    choices = [
        choose(
            customer=people[customer],
            loans=rows,
            day=run.day,
            policy=frame.policy,
            wordings=wordings,
            reminders=reminded,
            salt=frame.lender.code,
        )
        for customer, rows in wanting.items()
    ]
    tally = Tally()
    known = Known(loans=loans, customers=people, reminders=reminded)
    drawing = hours.of(
        run.strategy, frame.lender, frame.policy, run.day, named=wordings.names_hours
    )
    planned = judge(run, choices, frame, known=known, tally=tally, overdue=(), hours=drawing)
    ids = write.write(run, planned, at=frame.now)
    due = {pk: row.due_date for pk, row in loans.items()}
    for each in planned:
        told.hears(run, each, due)
    return planned, ids, tally


def _release(
    run: Run, tally: Tally, *, lender: Lender, by: User, planned: datetime, released: datetime
) -> None:
    """Through every state, as on the page."""
    of_run = Run.objects.filter(pk=run.pk)
    of_run.update(state=Run.State.PLANNED, planned_at=planned, funnel=tally.funnel(lender))
    of_run.update(state=Run.State.RELEASING, released_by=by, released_at=released)
    of_run.update(state=Run.State.RELEASED)


def _leaving(
    planned: Sequence[write.Planned], ids: Sequence[int], released: datetime
) -> list[tuple[int, datetime]]:
    """The place of each that leaves, and when: in their order, as gateways take them."""
    last = at(released.astimezone(ZONE).date(), LAST_HAND_OVER)
    found = []
    for place, (each, pk) in enumerate(zip(planned, ids, strict=True)):
        if not each.eligibility.to_send:
            continue
        begins = max(released, each.until or released)
        moment = begins + timedelta(seconds=Random(f"leaves:{pk}").uniform(2, SPREAD_SECONDS))
        found.append((place, max(begins, min(moment, last))))
    return sorted(found, key=lambda each: each[1])


def _decide_again(
    leaving: Sequence[tuple[int, datetime]],
    planned: Sequence[write.Planned],
    ids: Sequence[int],
    frame: Frame,
    run: Run,
) -> None:
    """Before it leaves; kept where it says something new."""
    new = []
    for place, moment in leaving:
        each = planned[place]
        if each.verdict.outcome != SEND:
            verdict = decide(each.found.facts, frame.policy, moment)
            new.append((place, moment, verdict, freeze(each.found.facts, verdict)))
    assert run.policy_id is not None  # noqa: S101
    Decision.objects.bulk_create(
        Decision(
            candidate_id=ids[place],
            phase=Decision.Phase.CLAIM,
            at=moment,
            outcome=verdict.outcome,
            reason=verdict.reason,
            until=verdict.until,
            policy_id=run.policy_id,
            engine_version=verdict.engine_version,
            facts=frozen.facts,
            trace=frozen.trace,
        )
        for place, moment, verdict, frozen in new
    )


def _left(sent: texts.Sent, planned: write.Planned, by_loan: dict[int, Instalment]) -> Left:
    choice = planned.choice
    return Left(
        sent=sent,
        about=tuple(by_loan[loan.id] for loan in choice.loans),
        stage=choice.staged[0].stage,
        tone=choice.tone,
        language=choice.language,
    )
