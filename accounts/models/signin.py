"""Every try to sign in, for good; and the counts that say when the next may be made."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.models.audit import AppendOnly


class SignInAttempt(models.Model):
    """One try, as it ended. A login nobody has is kept as a keyed hash: people type their password
    there. `network` is an address, or the network of an IPv6 one."""

    class Step(models.TextChoices):
        PASSWORD = "password", _("Password")
        CHANGE = "change", _("Old password, to change it")
        STEP_UP = "step-up", _("Password, before an act")
        CODE = "code", _("Code of the app")
        RECOVERY = "recovery", _("Recovery code")
        PASSKEY = "passkey", _("Passkey")
        OIDC = "oidc", _("Provider")

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed-in", _("Signed in")
        RIGHT = "right", _("Right")
        WRONG = "wrong", _("Wrong")
        CLOSED = "closed", _("Login closed")
        WAITED = "waited", _("Not tried: has to wait")

    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("login"),
        null=True,
        on_delete=models.PROTECT,
        related_name="sign_in_attempts",
    )
    login_hash = models.BinaryField(_("unknown login"), null=True, editable=False)
    network = models.CharField(_("network"), max_length=60)
    device = models.CharField(_("device"), max_length=60)
    step = models.CharField(_("step"), max_length=12, choices=Step.choices)
    outcome = models.CharField(
        pgettext_lazy("sign-in", "outcome"), max_length=12, choices=Outcome.choices
    )

    class Meta:
        verbose_name = _("sign-in attempt")
        verbose_name_plural = _("sign-in attempts")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, login_hash__isnull=False)
                | Q(user__isnull=False, login_hash__isnull=True),
                name="an_attempt_names_a_login_or_its_hash",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(outcome="signed-in"),
                name="nobody_unknown_signs_in",
            ),
        ]
        indexes = [
            models.Index(fields=["-at", "-id"], name="attempts_newest_first"),
            models.Index(fields=["user", "-at", "-id"], name="attempts_of_a_person"),
            models.Index(
                fields=["network", "-at"],
                condition=Q(outcome="signed-in"),
                name="where_staff_sign_in",
            ),
        ]
        triggers = [AppendOnly(erasable=("network", "device"))]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SignInCount(models.Model):
    """Wrong tries from one place since `ends_at` less the limit's time; the next not before
    `free_at`. Of the count of all places, `told`: the alarm has been given."""

    place_hash = models.BinaryField(primary_key=True, editable=False)
    tries = models.PositiveIntegerField(_("tries"))
    free_at = models.DateTimeField(_("next try"))
    ends_at = models.DateTimeField(_("until"), db_index=True)
    told = models.BooleanField(_("told"), default=False, db_default=False)

    class Meta:
        verbose_name = _("counted sign-ins")
        verbose_name_plural = _("counted sign-ins")

    def __str__(self) -> str:
        return str(self.tries)
