"""What the pictures of a trial begin with, run inside the product: many of one arm complain, as an
agent logs it on the telephone; the night's count stops the trial; the strategy is changed.

Everything goes through the product's own services, so every figure on the pages has its rows.
"""

from datetime import datetime

from accounts.access.lenders import OWN
from accounts.audit.trail import acting
from accounts.models import Customer, User
from config import clock
from feedback.complaints import opening
from feedback.effect import summing, trials as effects
from feedback.effect.horizons import HARM_DAYS
from feedback.models import Complaint
from messaging.approval import steps
from messaging.authoring import strategies
from messaging.models import Assignment, Trial, in_force

TEXT = "都晚上八九点了还发短信，影响休息。"
AT_ONCE = 5

NOTE = "试验中 20 点后发送的短信引来更多投诉，试验已自动停止；到期前七天的短信改在傍晚发送。"
CELL = ("due-7", "neutral", "unknown")
EARLY = "sms 18-19, email 4"


def complain() -> int:
    """The trial of hours, which harm has stopped: as many complain as that takes."""
    now = clock.now()
    trial = Trial.objects.exclude(arm_hours=[]).get()
    agent = User.objects.get(username="agent")
    arm = Assignment.objects.filter(trial=trial, trial_arm=1, at__gt=now - HARM_DAYS)
    people = sorted(set(arm.values_list("customer", flat=True)))
    for first in range(0, len(people), AT_ONCE):
        with acting(user=agent, source="page", reason="complaint by telephone"):
            for customer in Customer.objects.filter(pk__in=people[first : first + AT_ONCE]):
                _log(customer, by=agent, now=now)
        with acting(source="night"):
            summing.count(trial.lender, now=now)
            effects.settle(trial.lender, now=now)
        trial.refresh_from_db()
        if trial.ended_why == Trial.Ended.HARM:
            return int(trial.pk)
    raise AssertionError(f"{len(people)} complaints did not stop the trial")


def _log(customer: Customer, *, by: User, now: datetime) -> None:
    opening.log(
        customer=customer,
        message=None,
        via=Complaint.Via.PHONE,
        category=Complaint.Category.WRONG_HOUR,
        severity=Complaint.Severity.NORMAL,
        text=TEXT,
        by=by,
        now=now,
    )


def change_strategy() -> int:
    """Its text leaves early in the evening; asked for, not approved."""
    now = clock.now()
    boss = User.objects.get(username="supervisor")
    with acting(user=boss, source="page", reason="trial stopped", lenders=OWN):
        lender = Trial.objects.exclude(arm_hours=[]).get().lender
        former = in_force.strategy(lender, now)
        draft = strategies.new_version(lender, by=boss, now=now, from_version=former)
        draft = strategies.save_cells(
            draft,
            strategies.cells(draft),
            channels={CELL: EARLY},
            note=NOTE,
            by=boss,
            now=now,
            seen_edited_at=draft.edited_at,
        )
        return int(steps.submit(draft, by=boss, now=now).pk)
