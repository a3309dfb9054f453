"""The steps of setting up, in their order: each asks the tables whether it is done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from accounts.access import lenders
from accounts.access.team import team_day
from accounts.models import (
    ImportFile,
    Lender,
    Loan,
    StaffRequest,
    TrainingCourse,
    TrainingRecord,
    User,
)
from accounts.models.choices import Role
from feedback.models import LetterTemplate
from messaging.approval.kinds import kind_of
from messaging.authoring.strategy_cells import in_words
from messaging.authoring.strategy_table import tables_of, unworded
from messaging.models import (
    CalendarYear,
    Gateway,
    LenderWording,
    Message,
    PolicyVersion,
    Run,
    Strategy,
    TemplateVersion,
    in_force,
)
from messaging.models.approvable import Approvable, ApprovalState
from messaging.models.choices import ContentClass
from messaging.models.message_states import MessageState


class Standing(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    MISSING = "missing"


class Found(NamedTuple):
    """`told`: what there is, or what is lacking, in a few words. `at`: URL name and arguments of
    the very thing that is to be done or decided now, where that is not the step's own page."""

    standing: Standing
    told: str
    at: tuple[str, tuple[int, ...]] | None = None


class Step(NamedTuple):
    """`who`: does it, in words; `page`: URL name of where."""

    title: Any
    why: Any
    who: Any
    page: str
    look: Callable[[datetime], Found]


REQUESTS: tuple[str, tuple[int, ...]] = ("staff_requests", ())
APPROVED = Q(state=ApprovalState.APPROVED)
ASKED = Q(state=ApprovalState.SUBMITTED)
DECIDES = "messaging.approve_templateversion"
SUPERVISORS = 2
"""Who wrote a strategy does not approve it."""


def _approvable(rows: Any) -> Found:
    """Approved, waiting for the second person, or not there."""
    if rows.filter(APPROVED).exists():
        return Found(Standing.DONE, "")
    if asked := rows.filter(ASKED).order_by("submitted_at", "pk").first():
        told = gettext("waits for a second person's approval")
        return Found(Standing.WAITING, told, _where(asked))
    if draft := rows.order_by("pk").last():
        told = gettext("a draft is there; nobody has asked for approval")
        return Found(Standing.MISSING, told, _where(draft))
    return Found(Standing.MISSING, "")


def _of_every_lender(rows: Any) -> Found:
    """As `_approvable`, and for each lender."""
    lenders = list(Lender.objects.order_by("name"))
    if not lenders:
        return Found(Standing.MISSING, gettext("there is no lender yet"))
    approved = set(rows.filter(APPROVED).values_list("lender", flat=True))
    lacking = [str(lender) for lender in lenders if lender.pk not in approved]
    if not lacking:
        return Found(Standing.DONE, "")
    told = gettext("lacking for %(lenders)s") % {"lenders": "、".join(lacking)}
    open_ones = rows.exclude(lender__in=approved)
    if asked := open_ones.filter(ASKED).order_by("submitted_at", "pk").first():
        return Found(Standing.WAITING, told, _where(asked))
    draft = open_ones.filter(state=ApprovalState.DRAFT).order_by("pk").last()
    return Found(Standing.MISSING, told, _where(draft) if draft else None)


def _where(version: Approvable) -> tuple[str, tuple[int, ...]]:
    """The page on which this version is read, asked for and decided."""
    return kind_of(version).page.removeprefix("admin:"), (version.pk,)


def _staff(_now: datetime) -> Found:
    active = User.objects.filter(is_active=True)
    have = {role: active.filter(groups__name=role).distinct().count() for role in Role}
    wanted = {Role.SUPERVISOR: SUPERVISORS, Role.ADMINISTRATOR: SUPERVISORS}
    lacking = [Role(role).label for role in Role if have[role] < wanted.get(role, 1)]
    if not lacking and Lender.objects.exists() and not lenders.of_all(DECIDES).exists():
        return Found(Standing.MISSING, gettext("no supervisor works with all lenders"))
    if not lacking:
        return Found(Standing.DONE, "")
    told = gettext("lacking: %(roles)s") % {"roles": "、".join(map(str, lacking))}
    asked = StaffRequest.objects.filter(
        state=StaffRequest.State.ASKED, subject__is_machine=False
    ).aggregate(n=Count("subject", distinct=True))["n"]
    if asked:
        told += " · " + ngettext(
            "%(n)d person waits for the word of another administrator (Requests about people)",
            "%(n)d people wait for the word of another administrator (Requests about people)",
            asked,
        ) % {"n": asked}
        return Found(Standing.WAITING, told, REQUESTS)
    return Found(Standing.MISSING, told)


def _training(now: datetime) -> Found:
    day = team_day(now)
    trained = TrainingRecord.objects.filter(
        user__groups__name=Role.SUPERVISOR,
        user__is_active=True,
        course__qualifies=True,
        passed_on__lte=day,
        valid_until__gte=day,
    )
    number = trained.values("user").distinct().count()
    if number >= SUPERVISORS:
        return Found(Standing.DONE, "")
    told = gettext("%(n)d of %(wanted)d supervisors are trained")
    told %= {"n": number, "wanted": SUPERVISORS}
    if not TrainingCourse.objects.filter(qualifies=True).exists():
        told += " · " + gettext("there is no training course yet: add one under “Courses” first")
        return Found(Standing.MISSING, told, ("accounts_trainingcourse_add", ()))
    asked = StaffRequest.objects.filter(
        state=StaffRequest.State.ASKED, kind=StaffRequest.Kind.TRAINING
    ).count()
    if asked:
        told += " · " + ngettext(
            "%(n)d waits for the word of another administrator",
            "%(n)d wait for the word of another administrator",
            asked,
        ) % {"n": asked}
        return Found(Standing.WAITING, told, REQUESTS)
    return Found(Standing.MISSING, told)


def _lender(_now: datetime) -> Found:
    return Found(Standing.DONE if Lender.objects.exists() else Standing.MISSING, "")


def _wording(_now: datetime) -> Found:
    return _of_every_lender(LenderWording.objects.all())


def _policy(_now: datetime) -> Found:
    return _of_every_lender(PolicyVersion.objects.all())


def _calendar(now: datetime) -> Found:
    return _approvable(CalendarYear.objects.filter(year=team_day(now).year))


def _gateway(_now: datetime) -> Found:
    return _approvable(Gateway.objects.filter(for_testing=False))


def _texts(_now: datetime) -> Found:
    of_kind = TemplateVersion.objects.filter(
        template__content_class=ContentClass.COLLECTION_SERVICE
    )
    return _approvable(of_kind)._replace(at=None)  # all of them are read on the step's own page


def _answers(_now: datetime) -> Found:
    answers = TemplateVersion.objects.filter(template__content_class=ContentClass.ANSWER)
    return _approvable(answers)._replace(at=None)


def _letters(_now: datetime) -> Found:
    """One for each purpose, in whatever language."""
    letters = LetterTemplate.objects.all()
    approved = set(letters.filter(APPROVED).values_list("purpose", flat=True))
    lacking = [each for each in LetterTemplate.Purpose if each not in approved]
    if not lacking:
        return Found(Standing.DONE, "")
    told = gettext("lacking: %(letters)s") % {"letters": "、".join(str(e.label) for e in lacking)}
    if letters.filter(ASKED, purpose__in=lacking).exists():
        return Found(Standing.WAITING, told, ("letters_waiting", ()))
    return Found(Standing.MISSING, told)


def _strategy(now: datetime) -> Found:
    """One for each lender, and a text in force wherever it leads."""
    found = _of_every_lender(Strategy.objects.all())
    if found.standing != Standing.DONE:
        return found
    lenders = Lender.objects.in_bulk()
    told = []
    standing = in_force.standing_strategies(lenders, now)
    tables = tables_of(standing.values(), now)
    for lender, strategy in standing.items():
        cells = unworded(tables[strategy.pk])
        if cells:
            words = {"lender": lenders[lender], "cell": in_words(cells[0].cell), "n": len(cells)}
            told.append(
                ngettext(
                    "%(lender)s: nobody is written to in %(cell)s, as no text is in force",
                    "%(lender)s: nobody is written to in %(n)d cells, as no text is in force; "
                    "the first: %(cell)s",
                    len(cells),
                )
                % words
            )
    return Found(Standing.MISSING, "；".join(told)) if told else found


def _loans(_now: datetime) -> Found:
    if Loan.objects.exists():
        return Found(Standing.DONE, "")
    if file := ImportFile.objects.order_by("-pk").first():
        told = gettext("a file is here and is not imported yet")
        return Found(Standing.WAITING, told, ("import_page", (file.pk,)))
    return Found(Standing.MISSING, "")


def _run(_now: datetime) -> Found:
    if Run.objects.filter(released_at__isnull=False).exists():
        return Found(Standing.DONE, "")
    if Run.objects.exists():
        return Found(Standing.WAITING, gettext("a run is planned and waits to be released"))
    return Found(Standing.MISSING, "")


def _first_text(_now: datetime) -> Found:
    if Message.objects.filter(state=MessageState.DELIVERED).exists():
        return Found(Standing.DONE, "")
    if Message.objects.exists():
        return Found(Standing.WAITING, gettext("the first text is on its way"))
    return Found(Standing.MISSING, "")


ADMINISTRATORS = _("an administrator asks, another approves")
BY_TWO = _("an administrator writes, a supervisor approves")
WRITERS = _("a collector writes, a supervisor approves")

STEPS = (
    Step(
        _("Staff of every role"),
        _(
            "Two supervisors and two administrators, as nobody decides alone; one who works with "
            "all lenders, as texts serve all."
        ),
        ADMINISTRATORS,
        "accounts_user_changelist",
        _staff,
    ),
    Step(
        _("Training of supervisors"),
        _("Who approves a text or releases a run has passed the training within a year."),
        ADMINISTRATORS,
        "training",
        _training,
    ),
    Step(
        _("A lender"),
        _("In whose name the texts are sent."),
        _("an administrator"),
        "accounts_lender_changelist",
        _lender,
    ),
    Step(
        _("The lender's wording"),
        _("Name, signature, hotline and ways to pay, as texts say them."),
        BY_TWO,
        "lender_wordings",
        _wording,
    ),
    Step(
        _("A policy"),
        _("Hours, caps and periods; begin with the profile of your country."),
        BY_TWO,
        "messaging_policyversion_changelist",
        _policy,
    ),
    Step(
        _("This year's work calendar"),
        _("Holidays move deadlines of complaints and days without texts."),
        BY_TWO,
        "work_calendar",
        _calendar,
    ),
    Step(
        _("A gateway"),
        _("The provider that carries the texts."),
        BY_TWO,
        "messaging_gateway_changelist",
        _gateway,
    ),
    Step(
        _("Reminders"),
        _("Take over starter texts, read them, approve them: all on one page."),
        WRITERS,
        "starter",
        _texts,
    ),
    Step(
        _("Answers for the inbox"),
        _("Agents answer with approved texts only; they are on the same page."),
        WRITERS,
        "starter",
        _answers,
    ),
    Step(
        _("Letters to complainants"),
        _("Received, extended, answered: each needs a wording."),
        _("an agent writes, a supervisor approves"),
        "feedback_lettertemplate_changelist",
        _letters,
    ),
    Step(
        _("A strategy"),
        _("Which text goes to whom. It can be filled from the approved texts in one press."),
        _("a supervisor writes, another approves"),
        "messaging_strategy_changelist",
        _strategy,
    ),
    Step(
        _("Customers and loans"),
        _("The first file of your core system."),
        _("a collector uploads, a supervisor allows"),
        "import_upload",
        _loans,
    ),
    Step(
        _("The first run"),
        _("It is planned by the schedule or by a person, and released by another."),
        _("a supervisor"),
        "run_today",
        _run,
    ),
    Step(
        _("The first text has arrived"),
        _("Its page tells every step it took."),
        _("everybody"),
        "messaging_message_changelist",
        _first_text,
    ),
)
