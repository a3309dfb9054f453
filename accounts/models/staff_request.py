"""What gives a person power: asked by one, approved by another, never by themselves."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Role
from accounts.models.lender import Lender
from accounts.models.second_person import AskedAndDecided, takes_two_people
from accounts.models.staff import TrainingCourse, User


class StaffRequest(AskedAndDecided):
    """A role, a lender, a training, a password, a login, or the end of lost second factors, for
    one person; a lender that is empty is all of them.

    asked → approved | refused | withdrawn. The database lets a role, a training record or a login
    come about only by using up an approved request (`used_at`), and takes a request without
    `asked_by` only until two administrators have been made (`manage.py first_administrators`).
    """

    class Kind(models.TextChoices):
        ROLE = "role", _("Role")
        LENDER = "lender", _("Lender")
        TRAINING = "training", _("Training passed")
        PASSWORD = "password", _("New password")
        LOGIN = "login", _("Login open again")
        FACTOR = "factor", _("Second factor lost")

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for a second person")
        APPROVED = "approved", _("Approved")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    kind = models.CharField(_("what"), max_length=10, choices=Kind.choices)
    subject = models.ForeignKey(
        User, verbose_name=_("for whom"), on_delete=models.PROTECT, related_name="requests"
    )
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices, blank=True)
    course = models.ForeignKey(
        TrainingCourse,
        verbose_name=_("course"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    passed_on = models.DateField(_("passed on"), null=True, blank=True)
    lender = models.ForeignKey(
        Lender,
        verbose_name=_("lender"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    why = models.CharField(_("reason"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(  # type: ignore[assignment]  # nobody asked for the first two
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    used_at = models.DateTimeField(_("used at"), null=True)
    # Of the code that goes with the link to a new password (accounts.people.second_part).
    second_part = models.CharField(max_length=64, blank=True, editable=False)

    code = ""
    """The code itself, in the hands of who has just asked; it is kept nowhere."""

    class Meta:
        verbose_name = _("request about a person")
        verbose_name_plural = _("requests about people")
        permissions = [
            ("ask_staffrequest", "Can ask for a role, a training or a password of a person"),
            ("decide_staffrequest", "Can decide on what somebody asks for a person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="role", lender=None) & ~Q(role="") & Q(course=None, passed_on=None)
                | Q(
                    kind="training",
                    role="",
                    lender=None,
                    course__isnull=False,
                    passed_on__isnull=False,
                )
                | Q(kind="lender", role="", course=None, passed_on=None)
                | Q(
                    kind__in=["password", "login", "factor"],
                    role="",
                    lender=None,
                    course=None,
                    passed_on=None,
                ),
                name="a_request_says_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state="withdrawn", decided_at__isnull=False)
                | Q(asked_by=None, state="approved", decided_by=None, decided_at__isnull=False)
                | Q(
                    state__in=["approved", "refused"],
                    asked_by__isnull=False,
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="a_decided_request_says_by_whom",
            ),
            takes_two_people(
                "a_person_takes_two_people", ["approved", "refused"], unless=Q(asked_by=None)
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("subject")) & ~Q(decided_by=F("subject"), state="approved"),
                name="nobody_gives_themselves_power",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_request_says_why"),
            models.UniqueConstraint(
                fields=["subject", "kind", "role", "lender"],
                condition=Q(state="asked"),
                nulls_distinct=False,
                name="one_open_request_of_a_kind",
            ),
        ]
        indexes = [
            # What waits for a second person, and what the guard looks for when it is used up.
            models.Index(fields=["asked_at"], name="requests_waiting", condition=Q(state="asked")),
            models.Index(
                fields=["subject", "kind"],
                name="requests_to_use_up",
                condition=Q(state="approved", used_at=None),
            ),
            models.Index(fields=["-decided_at"], name="requests_decided_last"),
        ]
        triggers = [
            Audited(),
            pgtrigger.FSM(
                name="request_states",
                field="state",
                transitions=[
                    ("asked", "approved"),
                    ("asked", "refused"),
                    ("asked", "withdrawn"),
                ],
            ),
            pgtrigger.ReadOnly(
                name="a_request_stays_what_it_was",
                exclude=["state", "decided_by", "decided_at", "used_at"],
            ),
            pgtrigger.Protect(name="requests_are_kept", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="who_may_ask_and_decide",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="PERFORM huancui_check_request(TG_OP, OLD, NEW); RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def what_lender(self) -> str:
        return str(self.lender or _("All lenders"))
