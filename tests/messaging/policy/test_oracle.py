"""`decide` against an oracle of its own: the same facts, judged twice."""

import os
import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from messaging.policy import profiles
from messaging.policy.calendar import CalendarDay
from messaging.policy.decide import SEND, decide
from messaging.policy.facts import (
    CALL,
    REMINDER,
    ContactFacts,
    ContactPointFacts,
    HoldFacts,
    LoanFacts,
    PastContact,
    TemplateFacts,
)
from tests.messaging.policy import oracle

CASES = int(os.environ.get("HUANCUI_ORACLE_CASES", "4000"))
SEED = int(os.environ.get("HUANCUI_ORACLE_SEED", "20260915"))

ZONES = [
    *((name,) for name in oracle.ZONE.values()),
    ("America/Los_Angeles",),
    ("Asia/Kathmandu",),
    ("Asia/Shanghai", "America/New_York"),
    ("America/New_York", "America/Los_Angeles"),
    ("Australia/Sydney", "Australia/Perth"),
    ("Europe/London", "Asia/Kolkata", "Australia/Adelaide"),
    ("Asia/Shanghai", "Asia/Urumqi"),
    ("Mars/Olympus",),
    ("Asia/Shanghai", "Mars/Olympus"),
    (),
]
# The days on which clocks change in the United States, in Europe and in Australia, among others.
DAYS = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4), date(2026, 11, 1)]
BORDERS = [450, 480, 540, 600, 720, 1050, 1080, 1140, 1200, 1230, 1260, 1320, 0]


def moment(pick: random.Random) -> datetime:
    day = pick.choice(DAYS) + timedelta(days=pick.randint(-3, 3))
    zone = ZoneInfo(pick.choice(list(oracle.ZONE.values())))
    minute = pick.choice(BORDERS) if pick.random() < 0.5 else pick.randint(0, 1439)
    local = datetime.combine(day, datetime.min.time(), zone) + timedelta(minutes=minute)
    return local.astimezone(UTC) + timedelta(seconds=pick.choice([0, 0, -0.5, 0.5]))


def days_around(now: datetime, pick: random.Random) -> tuple[CalendarDay, ...]:
    if pick.random() < 0.1:
        return ()
    first = now.date() - timedelta(days=4)
    return tuple(
        CalendarDay(
            day,
            working=pick.random() < (0.9 if day.weekday() < 5 else 0.1),
            name="Holiday" if pick.random() < 0.15 else "",
            confirmed=pick.random() > 0.05,
        )
        for day in (first + timedelta(days=n) for n in range(50))
    )


def loan(pick: random.Random, now: datetime, today: date, number: int) -> LoanFacts:
    dpd = pick.choice([-8, -7, -1, 0, 1, 2, 3, 4, 7, 8, 15, 16, 30, 31, 60])
    stage, turn = oracle._stage(today - timedelta(days=dpd), today)
    wrong = pick.random() < 0.08
    return LoanFacts(
        loan_id=number,
        stage_planned="dpd-1" if wrong or not stage else stage,
        occurrence=turn,
        due_date=today - timedelta(days=dpd),
        amount_due=Decimal(pick.choice(["10.00"] * 9 + ["1.00", "0.99", "0.00"])),
        currency="CNY",
        as_of=now
        - pick.choice([timedelta(hours=2)] * 6 + [timedelta(days=1), timedelta(days=1, seconds=1)]),
        already_reminded=pick.random() < 0.08,
        role=pick.choice(["debtor"] * 9 + ["contact_person"]),
    )


def contact(pick: random.Random, now: datetime) -> PastContact:
    span = pick.choice([1, 24, 168, 720, 744])
    ago = timedelta(hours=span) + timedelta(
        seconds=pick.choice([-1, 0, 1]) if pick.random() < 0.4 else pick.randint(-80_000, 80_000)
    )
    return PastContact(
        at=now - max(ago, timedelta(seconds=1)),
        channel=pick.choice(["sms", "email", "phone"]),
        scope=pick.choice(["both", "both", "customer", "address"]),
        kind=pick.choice(["message", "message", "call", "dial"]),
        loan_ids=pick.choice([(), (1,), (2,), (1, 2)]),
    )


def hold(pick: random.Random, now: datetime) -> HoldFacts:
    start = now + timedelta(seconds=pick.choice([-9999, -1, 0, 1]))
    until = pick.choice([None, start + timedelta(seconds=1), start + timedelta(days=3)])
    return HoldFacts(
        1, pick.choice(["complaint", "death"]), start, until, pick.choice([None, 1, 9])
    )


def case(pick: random.Random) -> tuple[ContactFacts, str, datetime]:
    """Mostly something that could go, with one or two things that may be against it."""
    profile = pick.choice(profiles.NAMES)
    now = moment(pick)
    zone = pick.choice(["", "", "Europe/London", "Asia/Shanghai"])
    today = now.astimezone(ZoneInfo(zone or oracle.ZONE[profile])).date()
    is_call = pick.random() < 0.3
    rare = lambda: pick.random() < 0.06  # noqa: E731
    own = (oracle.ZONE[profile],)
    facts = ContactFacts(
        channel="phone" if is_call else pick.choice(["sms", "sms", "sms", "email"]),
        purpose=CALL if is_call else REMINDER,
        zones=pick.choice(ZONES) if pick.random() < 0.5 else own,
        ledger_zone=zone,
        loans=tuple(loan(pick, now, today, n + 1) for n in range(pick.choice([1, 1, 1, 2]))),
        contact_point=None
        if rare()
        else ContactPointFacts(
            7,
            "contact_person" if rare() else "debtor",
            "wrong_party" if rare() else "active",
            confirmed_on=None if rare() else today - timedelta(days=pick.choice([1, 60, 61])),
            valid=not rare(),
        ),
        template=None
        if is_call or rare()
        else TemplateFacts(
            3,
            "retired" if rare() else "approved",
            pick.choice([None] * 8 + [now, now + timedelta(seconds=1)]),
            "marketing" if rare() else "service",
            has_opt_out_words=pick.random() < 0.8,
            renders=not rare(),
        ),
        stops=("all",) if rare() else (),
        suppression="opt_out" if rare() else None,
        holds=(hold(pick, now),) if pick.random() < 0.15 else (),
        gateway_classes=None if is_call or rare() else frozenset({"service"}),
        gateway_open=not rare(),
        arm="control" if rare() else "contact",
        contacts=tuple(contact(pick, now) for _n in range(pick.choice([0, 0, 0, 1, 2, 5, 12]))),
        send_at_once=is_call or pick.random() < 0.4,
        calendar=days_around(now, pick),
        night_consent=pick.random() < 0.3,
        electronic_consent=pick.random() < 0.7,
        wished_hours=pick.choice(["", "", "", "morning", "afternoon", "evening"]),
        wished_channel=pick.choice([""] * 8 + ["sms", "phone", "wechat"]),
    )
    return facts, profile, now


def test_decide_and_the_oracle_agree_on_every_case() -> None:
    pick = random.Random(SEED)
    agreed: Counter[str] = Counter()
    for number in range(CASES):
        facts, profile, now = case(pick)
        verdict = decide(facts, profiles.load(profile), now)
        expected = oracle.outcome(facts, profile, now)
        assert verdict.outcome == expected, (number, profile, now, verdict.reason, facts)
        agreed[expected] += 1
    assert min(agreed[each] for each in ("send", "hold", "block")) > CASES / 50, agreed


@pytest.mark.parametrize("zones", [each for each in ZONES if "Mars/Olympus" not in each])
@pytest.mark.parametrize("profile", profiles.NAMES)
def test_whoever_may_be_contacted_at_all_is_on_every_day_that_has_an_hour_for_it(
    reminder, loan, profile: str, zones: tuple[str, ...]
) -> None:
    """A soft wish postpones within the day, and never to another one that the stage does not
    reach: where the hard windows leave an hour on the lender's day, so do the preferred ones."""
    policy = profiles.load(profile)
    info = ZoneInfo(oracle.ZONE[profile])
    for day in (date(2026, 7, 1), date(2026, 7, 4), date(2026, 12, 2), date(2026, 12, 5)):
        midnight = datetime.combine(day, datetime.min.time(), info)
        calendar = tuple(CalendarDay(day + timedelta(days=n), working=True) for n in range(-3, 45))
        facts = replace(
            reminder(),
            zones=zones,
            calendar=calendar,
            electronic_consent=True,
            contact_point=ContactPointFacts(7, "debtor", confirmed_on=day),
            loans=(loan(due_date=day - timedelta(days=1), as_of=midnight),),
        )
        quarters = [midnight + n * oracle.STEP for n in range(96)]
        at_once = [t for t in quarters if _goes(replace(facts, send_at_once=True), policy, t)]
        preferred = [t for t in quarters if _goes(facts, policy, t)]
        assert set(preferred) <= set(at_once)
        assert bool(preferred) == bool(at_once)


def _goes(facts: ContactFacts, policy, now: datetime) -> bool:
    return decide(facts, policy, now).outcome == SEND
