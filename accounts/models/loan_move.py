"""Loans that a newer file names under another customer number, until two people have settled it."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.customer import Customer
from accounts.models.hold import Hold
from accounts.models.intake import ImportFile
from accounts.models.loan import Loan
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.second_person import AskedAndDecided, takes_two_people
from accounts.models.states import StateMachine


class LoanMove(AskedAndDecided, SealedModel):
    """One loan, and the number a file names it under.

    open → asked → moved | kept: somebody says what it is, somebody else decides, or sends it back
    (asked → open). open, asked → withdrawn: a newer file names the old number again. Until it is
    settled a hold keeps the loan's reminders back: neither figure is sure.
    """

    class State(models.TextChoices):
        OPEN = "open", _("To be answered")
        ASKED = "asked", _("Waiting for a second person")
        MOVED = "moved", _("Moved")
        KEPT = "kept", _("Kept where it was")
        WITHDRAWN = "withdrawn", _("Named as before again")

    class Answer(models.TextChoices):
        SAME_PERSON = "same_person", _("The same person under a new number")
        OTHER_PERSON = "other_person", _("Another person owes it now")
        WRONG = "wrong", _("The file is wrong")

    loan = models.ForeignKey(
        Loan, verbose_name=_("loan"), on_delete=models.CASCADE, related_name="moves"
    )
    from_customer = models.ForeignKey(
        Customer,
        verbose_name=_("customer so far"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    to_number = models.CharField(_("customer number in the file"), max_length=40)
    # The file's row, for the one who decides and for what it brings; gone once it is settled.
    row = EncryptedTextField(purpose="loan_move.row", null=True)
    as_of = models.DateTimeField(_("figures as of"))
    import_file = models.ForeignKey(
        ImportFile, verbose_name=_("import"), on_delete=models.PROTECT, related_name="moves"
    )
    line = models.PositiveIntegerField(_("line"))
    found_at = models.DateTimeField(_("found at"))
    hold = models.ForeignKey(
        Hold, verbose_name=_("hold"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.CharField(_("what it is"), max_length=12, choices=Answer.choices, blank=True)
    why = models.CharField(_("reason"), max_length=200, blank=True)
    asked_by = models.ForeignKey(  # type: ignore[assignment]  # nobody has answered yet
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("answered at"), null=True)  # type: ignore[assignment]

    class Meta:
        verbose_name = _("loan under another customer number")
        verbose_name_plural = _("loans under another customer number")
        permissions = [
            ("answer_loanmove", "Can say why a loan has another customer number"),
            ("decide_loanmove", "Can decide on a loan's move to another customer number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["loan"],
                condition=Q(state__in=["open", "asked"]),
                name="one_open_move_per_loan",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "withdrawn"])
                | Q(asked_by__isnull=False, asked_at__isnull=False) & ~Q(answer="") & ~Q(why=""),
                name="an_answered_move_says_what_and_why",
            ),
            takes_two_people("a_move_takes_two_people", ["moved", "kept"]),
        ]
        indexes = [
            models.Index(
                fields=["state", "from_customer", "to_number", "id"],
                name="moves_to_settle",
                condition=Q(state__in=["open", "asked"]),
            )
        ]
        triggers = [
            Audited(),
            StateMachine(
                name="move_states",
                transitions=[
                    ("open", "asked"),
                    ("asked", "open"),
                    ("asked", "moved"),
                    ("asked", "kept"),
                    ("open", "withdrawn"),
                    ("asked", "withdrawn"),
                ],
            ),
            pgtrigger.Protect(name="moves_are_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.loan} → {self.to_number}"
