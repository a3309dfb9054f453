"""The clocks of a complaint: reckoned from the lender's policy and the work calendar, and stored.

Answer: `complaint_days`, or `complaint_complex_days` when complex, and `complaint_extension_days`
more with an approved extension, 60 at most. Asking for a review: `complaint_review_days` from the
answer; the review itself as many again from the request (2020 No. 3 gives 30 for either).
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.access.team import TEAM
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from feedback.complaints.deadline import LONGEST_ROLL_DAYS, DayKnown, Deadline, reckon
from feedback.models import Complaint, ComplaintClock, ComplaintExtension
from feedback.models.complaint_clock import LONGEST_DAYS
from messaging.models import PolicyVersion, in_force
from messaging.policy import profiles
from messaging.policy.model import Policy

Kind, Because = ComplaintClock.Kind, ComplaintClock.Because


@dataclass(frozen=True)
class Rules:
    """The policy a clock goes by, and the stored version of it, if one is in force."""

    policy: Policy
    version: PolicyVersion | None


def rules_for(lender: Lender | None, now: datetime) -> Rules:
    """The lender's policy; where none is in force, the default profile: hearing comes first."""
    if lender is not None:
        with suppress(in_force.NothingInForce):
            version, policy = in_force.policy(lender, now)
            return Rules(policy, version)
    return Rules(profiles.load(profiles.DEFAULT), None)


def day_at(lender: Lender | None, moment: datetime) -> date:
    """The lender's day, as for promises; the team's where no lender is known."""
    return lender_day(lender or TEAM, moment)


def answer_figures(policy: Policy, *, is_complex: bool, extended: bool) -> dict[str, int]:
    """The policy's figures the days of the answer are added up from."""
    base = "complaint_complex_days" if is_complex else "complaint_days"
    figures = {base: min(getattr(policy, base), LONGEST_DAYS)}
    if extended:
        room = LONGEST_DAYS - figures[base]
        figures["complaint_extension_days"] = min(policy.complaint_extension_days, room)
    return figures


def deadline(starts_on: date, policy: Policy, *, days: int, now: datetime) -> Deadline:
    """Reckoned by the policy's rule for holidays and its country's work calendar."""
    rolls = policy.complaint_rolls_to_working_day
    return reckon_in(policy.country, starts_on, days=days, rolls=rolls, now=now)


def reckon_in(country: str, starts_on: date, *, days: int, rolls: bool, now: datetime) -> Deadline:
    """Reckoned by what is confirmed of a country's work calendar at `now`."""
    first = starts_on + timedelta(days=days)
    last = first + timedelta(days=LONGEST_ROLL_DAYS)
    known = {
        day.date: DayKnown(day.working) for day in in_force.calendar_days(country, first, last, now)
    }
    return reckon(starts_on, days=days, rolls=rolls, calendar=known)


def answer_deadline(starts_on: date, rules: Rules, now: datetime) -> Deadline:
    """Of a complaint just opened."""
    figures = answer_figures(rules.policy, is_complex=False, extended=False)
    return deadline(starts_on, rules.policy, days=sum(figures.values()), now=now)


def set_answer(
    complaint: Complaint,
    *,
    because: ComplaintClock.Because,
    now: datetime,
    by: User | None,
    extension: ComplaintExtension | None = None,
) -> Deadline:
    """Reckon the day of the answer anew; the caller holds the lock and saves the complaint."""
    extended = complaint.extensions.filter(state=ComplaintExtension.State.APPROVED).exists()
    rules = rules_for(complaint.lender, now)
    figures = answer_figures(rules.policy, is_complex=complaint.is_complex, extended=extended)
    found = _keep(
        complaint,
        Kind.ANSWER,
        because=because,
        starts_on=day_at(complaint.lender, complaint.opened_at),
        figures=figures,
        rules=rules,
        now=now,
        by=by,
        extension=extension,
    )
    complaint.due_on = complaint.next_due_on = found.due_on
    return found


def set_asking(complaint: Complaint, *, now: datetime, by: User | None) -> Deadline:
    """Until when the customer may ask for a review: from the day of the answer on."""
    rules = rules_for(complaint.lender, now)
    found = _keep(
        complaint,
        Kind.ASK,
        because=Because.RESOLVED,
        starts_on=day_at(complaint.lender, now),
        figures={"complaint_review_days": rules.policy.complaint_review_days},
        rules=rules,
        now=now,
        by=by,
    )
    complaint.review_until = found.due_on
    return found


def set_review(complaint: Complaint, *, now: datetime, by: User | None) -> Deadline:
    """By when the review must be decided: from the day it was asked for."""
    rules = rules_for(complaint.lender, now)
    found = _keep(
        complaint,
        Kind.REVIEW,
        because=Because.ASKED,
        starts_on=day_at(complaint.lender, now),
        figures={"complaint_review_days": rules.policy.complaint_review_days},
        rules=rules,
        now=now,
        by=by,
    )
    complaint.next_due_on = found.due_on
    return found


def _keep(
    complaint: Complaint,
    kind: ComplaintClock.Kind,
    *,
    because: ComplaintClock.Because,
    starts_on: date,
    figures: dict[str, int],
    rules: Rules,
    now: datetime,
    by: User | None,
    extension: ComplaintExtension | None = None,
) -> Deadline:
    found = deadline(starts_on, rules.policy, days=sum(figures.values()), now=now)
    ComplaintClock.objects.create(
        complaint=complaint,
        kind=kind,
        because=because,
        at=now,
        by=by,
        extension=extension,
        starts_on=found.starts_on,
        days=found.days,
        nominal_on=found.nominal_on,
        due_on=found.due_on,
        days_off=list(found.days_off),
        unconfirmed_years=list(found.unconfirmed),
        country=rules.policy.country,
        policy=rules.version,
        profile=rules.policy.name,
        figures=figures,
    )
    return found
