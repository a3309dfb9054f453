"""Staff, and their training: who is trained may approve and release (facts: guideline 2024)."""

from datetime import timedelta

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import Audited

TRAINING_VALID_DAYS = 365


class User(AbstractUser):
    """A member of the lender's team. Roles are groups, see accounts.access.roles."""

    display_name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    password_is_own = models.BooleanField(
        _("password set by themselves"), default=False, editable=False
    )
    is_sample = models.BooleanField(_("sample login"), default=False, editable=False)
    is_machine = models.BooleanField(_("login of a machine"), default=False, editable=False)
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_machine=False)
                | Q(is_staff=False, is_superuser=False, email="", password__startswith="!"),  # noqa: S106
                name="nobody_signs_in_as_a_machine",
            ),
            # Requests and the trail name who acts: a colleague's name is nobody else's.
            models.UniqueConstraint(
                Lower("display_name"),
                condition=~Q(display_name="") & Q(is_machine=False),
                name="a_name_is_one_persons",
                violation_error_message=_(
                    "A colleague is called so. Add what tells you apart, as a team."
                ),
            ),
            # A link to a password goes there: two logins with one address are one person's.
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="an_address_is_one_persons"
            ),
        ]
        triggers = [
            Audited(masked=("password",), ignored=("last_login",)),
            pgtrigger.ReadOnly(name="a_machine_stays_one", fields=["is_machine"]),
            pgtrigger.Trigger(
                name="leaving_ends_ones_number",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__is_active=True) & pgtrigger.Q(new__is_active=False),
                func="PERFORM huancui_end_numbers_of(NEW.id); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def set_password(self, raw_password: str | None) -> None:
        """A password set here is known to whoever set it; pages on which its owner does say so
        afterwards (accounts.signin.passwords.became_own)."""
        super().set_password(raw_password)
        self.password_is_own = False

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class TrainingCourse(models.Model):
    """A course; one that `qualifies` lets whoever passed it approve and release."""

    code = models.SlugField(_("code"), unique=True)
    title = models.CharField(_("title"), max_length=120)
    qualifies = models.BooleanField(_("qualifies for approval and release"), default=True)

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        triggers = [
            Audited(),
            # Whoever has passed it would be trained at once, by one person's click.
            pgtrigger.Trigger(
                name="a_course_gains_no_power",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.qualifies AND NOT OLD.qualifies"),
                func="""
                RAISE EXCEPTION 'a course that does not qualify never does'
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'a_course_gains_no_power';
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TrainingRecord(models.Model):
    """Somebody passed a course on a day; it counts for at most 365 days."""

    user = models.ForeignKey(
        User, verbose_name=_("staff member"), on_delete=models.CASCADE, related_name="trainings"
    )
    course = models.ForeignKey(
        TrainingCourse, verbose_name=_("course"), on_delete=models.PROTECT, related_name="records"
    )
    passed_on = models.DateField(_("passed on"))
    valid_until = models.DateField(_("valid until"))

    class Meta:
        verbose_name = _("training record")
        verbose_name_plural = _("training records")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "course", "passed_on"], name="one_record_per_course_and_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("passed_on"))
                & Q(valid_until__lte=F("passed_on") + timedelta(days=TRAINING_VALID_DAYS)),
                name="training_counts_at_most_a_year",
            ),
        ]
        triggers = [Audited()]

    def __str__(self) -> str:
        return f"{self.user} · {self.course}"
