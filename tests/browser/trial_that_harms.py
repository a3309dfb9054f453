"""What the pictures of a trial begin with, run inside the product: many of one arm complain, as an
agent logs it on the telephone; the night's count stops the trial; the strategy is changed.

Everything goes through the product's own services, so every figure on the pages has its rows.
"""

from accounts.audit.trail import acting
from accounts.models import Customer, User
from config import clock
from feedback.complaints import opening
from feedback.effect import counting
from feedback.effect.horizons import HARM_DAYS
from feedback.models import Complaint
from messaging.approval import steps
from messaging.authoring import strategies
from messaging.models import Assignment, Strategy, Trial, in_force

TEXT = "短信语气太硬，看了很不舒服。"
EVERY = 3
"""Of those in the arm, one in so many complains."""

NOTE = "中性文案在试验中引来更多投诉，试验已自动停止；逾期二至三天一律用温和文案，晚间发送。"
CELLS = (("dpd-2-3", "neutral", "unknown"), ("dpd-2-3", "gentle", "unknown"))


def complain() -> int:
    """The trial of tones, which harm has stopped."""
    now = clock.now()
    trial = Trial.objects.get(stage="dpd-2-3", ended_at=None, state="approved")
    agent = User.objects.get(username="agent")
    arm = Assignment.objects.filter(trial=trial, trial_arm=1, at__gt=now - HARM_DAYS)
    people = sorted(set(arm.values_list("customer", flat=True)))[::EVERY]
    with acting(user=agent, source="page", reason="complaint by telephone"):
        for customer in Customer.objects.filter(pk__in=people).order_by("pk"):
            opening.log(
                customer=customer,
                message=None,
                via=Complaint.Via.PHONE,
                category=Complaint.Category.WORDING,
                severity=Complaint.Severity.NORMAL,
                text=TEXT,
                by=agent,
                now=now,
            )
    with acting(source="night"):
        counting.count_all(now)
    trial.refresh_from_db()
    assert trial.ended_why == Trial.Ended.HARM, (len(people), trial.ended_why)
    return int(trial.pk)


def change_strategy(lender_code: str = "anhe") -> int:
    """The gentle text for both tones, in the evening; asked for, not approved."""
    now = clock.now()
    boss = User.objects.get(username="supervisor")
    standing = Strategy.objects.filter(lender__code=lender_code).latest("number")
    with acting(user=boss, source="page", reason="trial stopped"):
        former = in_force.strategy(standing.lender, now)
        draft = strategies.new_version(former.lender, by=boss, now=now, from_version=former)
        cells = strategies.cells(draft)
        wanted = {**cells, CELLS[0]: cells[CELLS[1]]}
        draft = strategies.save_cells(
            draft,
            wanted,
            channels=dict.fromkeys(CELLS, "sms 18-21"),
            note=NOTE,
            by=boss,
            now=now,
            seen_edited_at=draft.edited_at,
        )
        return int(steps.submit(draft, by=boss, now=now).pk)
