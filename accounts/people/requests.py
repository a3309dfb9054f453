"""Asking for what gives a person power, and deciding on it: two people, never the person.

Locks: the request first, then the person. The database refuses every other way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit.trail import because
from accounts.errors import Refused
from accounts.models import (
    Lender,
    StaffLender,
    StaffRequest,
    TrainingCourse,
    TrainingRecord,
    User,
)
from accounts.models.choices import Role
from accounts.models.staff import TRAINING_VALID_DAYS
from accounts.people import second_part
from accounts.people.guard import guarded
from accounts.signin import factors, sessions

Kind, State = StaffRequest.Kind, StaffRequest.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a role, a lender (None: all), a course passed on a day, or neither
    (password, login)."""

    kind: str
    role: str = ""
    course: TrainingCourse | None = None
    passed_on: date | None = None
    lender: Lender | None = None


def ask(subject: User, wanted: Wanted, *, why: str, by: User, now: datetime) -> StaffRequest:
    """A request for a second person to decide. Raises Refused. `code`: the second part of the link
    to a new password, for a person without an e-mail address; to be shown once."""
    if not why.strip():
        raise Refused(_("Say why."))
    _check(subject, wanted, now)
    code = second_part.new_code() if second_part.needed(subject, wanted.kind) else ""
    with guarded():
        made = StaffRequest.objects.create(
            kind=wanted.kind,
            subject=subject,
            role=wanted.role,
            course=wanted.course,
            passed_on=wanted.passed_on,
            lender=wanted.lender,
            why=why.strip(),
            asked_by=by,
            asked_at=now,
            second_part=second_part.mark(code) if code else "",
        )
    made.code = code
    return made


@transaction.atomic
def ask_together(
    subject: User, wanted: Sequence[Wanted], *, why: str, by: User, now: datetime
) -> list[StaffRequest]:
    """All of them, or none. Raises Refused."""
    return [ask(subject, each, why=why, by=by, now=now) for each in wanted]


@transaction.atomic
def approve_together(
    request: StaffRequest, *, seen: Collection[int], by: User, now: datetime
) -> list[StaffRequest]:
    """This one and whatever else the same person asks for the same colleague: `seen`, by id. Raises
    Refused, also where more is asked by now, and then nothing is approved."""
    same = StaffRequest.objects.filter(
        subject=request.subject_id, asked_by=request.asked_by_id, state=State.ASKED
    )
    waiting = list(same.order_by("pk"))
    if not {each.pk for each in waiting} <= set(seen):
        raise Refused(_("More is asked for this person by now: read it first."))
    return [approve(each, by=by, now=now) for each in waiting or [request]]


@transaction.atomic
def approve(request: StaffRequest, *, by: User, now: datetime) -> StaffRequest:
    """The second person agrees, and what was asked for is so from now on. Raises Refused."""
    with guarded():
        fresh = _waiting(request)
        because(f"{fresh.asked_by}: {fresh.why}")
        if second_part.needed(fresh.subject, fresh.kind) and not fresh.second_part:
            raise Refused(_("No e-mail reaches this person any more. Refuse this, and ask again."))
        _close(fresh, State.APPROVED, by=by, now=now)
        _give(fresh, now=now)
    fresh.refresh_from_db()
    return fresh


@transaction.atomic
def refuse(request: StaffRequest, *, by: User, now: datetime) -> StaffRequest:
    """The second person does not agree. Raises Refused."""
    with guarded():
        return _close(_waiting(request), State.REFUSED, by=by, now=now)


@transaction.atomic
def withdraw(request: StaffRequest, *, by: User, now: datetime) -> StaffRequest:
    """Who asked takes it back. Raises Refused."""
    fresh = _waiting(request)
    if fresh.asked_by_id != by.pk:
        raise Refused(_("Only the person who asked can withdraw it."))
    return _close(fresh, State.WITHDRAWN, by=None, now=now)


def take_role(subject: User, role: str) -> None:
    """A role is gone at once: less power takes one person. It is on record who. Raises Refused for
    the last auditor: who makes logins does not choose to be watched by nobody."""
    with guarded():
        subject.groups.remove(Group.objects.get(name=role))


def take_lender(subject: User, given: StaffLender) -> None:
    """As `take_role`."""
    with guarded():
        StaffLender.objects.filter(pk=given.pk, user=subject).delete()


def _check(subject: User, wanted: Wanted, now: datetime) -> None:
    if subject.is_machine and wanted.kind != Kind.LENDER:
        raise Refused(_("Nobody signs in as a machine: it has no role, training or password."))
    held = set(subject.groups.values_list("name", flat=True))
    if wanted.kind == Kind.ROLE:
        if wanted.role in held:
            raise Refused(_("This person has the role already."))
        if held and Role.ADMINISTRATOR in {*held, wanted.role}:
            raise Refused(
                _("An administrator holds no other role. Take the other role away first.")
            )
    if (
        wanted.kind == Kind.LENDER
        and StaffLender.objects.filter(user=subject, lender=wanted.lender).exists()
    ):
        raise Refused(_("This person works with these people already."))
    if wanted.kind == Kind.TRAINING:
        if wanted.course is None or wanted.passed_on is None:
            raise Refused(_("Say which course was passed, and on which day."))
        if wanted.passed_on > now.date() + timedelta(days=1):
            raise Refused(_("A course cannot have been passed on a day to come."))
    if wanted.kind == Kind.LOGIN and subject.is_active:
        raise Refused(_("This login is open."))
    if wanted.kind == Kind.FACTOR and not factors.of(subject).exists():
        raise Refused(_("This person has no second factor."))


def _give(request: StaffRequest, *, now: datetime) -> None:
    subject = User.objects.select_for_update().get(pk=request.subject_id)
    if request.kind == Kind.ROLE:
        subject.groups.add(Group.objects.get(name=request.role))
    elif request.kind == Kind.LENDER:
        StaffLender.objects.create(user=subject, lender_id=request.lender_id)
    elif request.course_id is not None and request.passed_on is not None:
        TrainingRecord.objects.create(
            user=subject,
            course_id=request.course_id,
            passed_on=request.passed_on,
            valid_until=request.passed_on + timedelta(days=TRAINING_VALID_DAYS),
        )
    elif request.kind == Kind.LOGIN:
        subject.is_active = True
        subject.save(update_fields=["is_active"])
    elif request.kind == Kind.FACTOR:
        factors.remove_all(request, now=now)
        sessions.end_others(
            subject, but=None, how=sessions.How.ADMINISTRATOR, by=request.decided_by, now=now
        )


def _waiting(request: StaffRequest) -> StaffRequest:
    fresh = StaffRequest.objects.select_for_update(no_key=True).get(pk=request.pk)
    if fresh.state != State.ASKED:
        raise Refused(
            _("This has been decided already: %(state)s.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _close(request: StaffRequest, state: str, *, by: User | None, now: datetime) -> StaffRequest:
    request.state, request.decided_by, request.decided_at = state, by, now
    request.save(update_fields=["state", "decided_by", "decided_at"])
    return request
