"""Files handed in by the core system, and the rows of them that were refused."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.api_key import ApiKey
from accounts.models.audit import Audited
from accounts.models.lender import Lender
from accounts.models.scan import Scan
from accounts.models.sealed import EncryptedTextField, SealedModel
from accounts.models.sealed_files import EncryptedFileField
from accounts.models.states import StateMachine

SOMETHING_ENTERED = Q(rows_new__gt=0) | Q(rows_changed__gt=0) | Q(rows_unchanged__gt=0)


class ImportFile(SealedModel):
    """One uploaded file.

    uploaded → checking → checked → applying → applied
                       ↘ refused  ↘ cancelled ↘ failed (nothing of the file entered)
                       ↘ asked (which encoding? which column is which?) → checking

    Once answered, and whenever somebody corrects what was found, the file is checked again.
    A command checks and applies in one go (uploaded → applying). What a crash left in checking or
    applying goes back to where it was: the transaction of either leaves nothing half done.
    """

    class Kind(models.TextChoices):
        LOANS = "loans", _("Loans")
        REPAYMENTS = "repayments", _("Repayments")

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded")
        CHECKING = "checking", _("Being checked")
        ASKED = "asked", _("Waiting for an answer")
        CHECKED = "checked", _("Checked, waiting for confirmation")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UPLOADED
    )
    filename = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    size = models.BigIntegerField(_("size"))
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    columns = models.JSONField(_("columns"), default=dict)
    # What a file changed of what was known, by lender, and what of that is far from usual.
    figures = models.JSONField(default=dict, editable=False)
    unusual = models.JSONField(default=list, editable=False)
    # Rows that take a second person (`ImportChange`), and what they were, whatever their order.
    needs_second = models.PositiveIntegerField(default=0, editable=False)
    # People to write to and loans that it brings anew, counted where a person uploaded it.
    new_people = models.PositiveIntegerField(default=0, editable=False)
    new_loans = models.PositiveIntegerField(default=0, editable=False)
    second_mark = models.CharField(max_length=64, blank=True, editable=False)
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    allowed_at = models.DateTimeField(_("confirmed at"), null=True)
    # What only a person could tell, and what they said: {"kind": "encoding" | "columns", …}.
    question = models.JSONField(default=dict, editable=False)
    chosen_encoding = models.CharField(max_length=20, blank=True, editable=False)
    chosen_columns = models.JSONField(default=dict, editable=False)
    # The first rows as they were read, while the file waits: {encoding: rows of cells}, as JSON.
    first_rows = EncryptedTextField(purpose="import_file.first_rows", null=True)
    stored_as = EncryptedFileField(
        purpose="import.file", max_length=100, blank=True, editable=False
    )
    # What the virus scanner said of it (accounts.scanning); nobody reads a file that waits for it.
    scan = models.CharField(
        max_length=8, choices=Scan.choices, default=Scan.WAITING, editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # A call of the API; any number of them may say the same.
    by_key = models.ForeignKey(
        ApiKey, verbose_name=_("API key"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    begun_at = models.DateTimeField(null=True, editable=False)  # the checking or applying
    applied_at = models.DateTimeField(_("applied at"), null=True)
    error = models.TextField(_("why refused"), blank=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_total = models.PositiveIntegerField(_("rows"), null=True)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_bad = models.PositiveIntegerField(_("bad"), default=0)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        permissions = [("allow_importfile", "Can confirm what a file of another person changes")]
        constraints = [
            # The same file twice: stop and say so. One of which nothing entered may come again.
            models.UniqueConstraint(
                fields=["kind", "sha256"],
                condition=Q(by_key=None)
                & (Q(state="applying") | Q(state="applied") & SOMETHING_ENTERED),
                name="a_file_is_applied_once",
            ),
            models.CheckConstraint(
                condition=Q(state="applied", unusual=[], needs_second=0)
                | ~Q(state="applied")
                | Q(allowed_by__isnull=False, allowed_at__isnull=False),
                name="an_unusual_file_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(allowed_by=None)
                | Q(uploaded_by=None)
                | ~Q(allowed_by=models.F("uploaded_by")),
                name="who_uploads_does_not_confirm",
            ),
        ]
        indexes = [models.Index(fields=["-uploaded_at"], name="imports_newest_first")]
        triggers = [
            pgtrigger.Trigger(  # what its calls, and the rows kept back of them, change
                name="who_holds_a_key_confirms_nothing_of_it",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.allowed_by_id IS NOT NULL"),
                func="""
                    IF EXISTS (SELECT FROM accounts_apikey k WHERE k.user_id = NEW.uploaded_by_id
                               AND NEW.allowed_by_id IN (k.asked_by_id, k.decided_by_id)) THEN
                        RAISE EXCEPTION 'who took the secret of a key is not the second person'
                            USING ERRCODE = 'check_violation',
                            CONSTRAINT = 'who_holds_a_key_confirms_nothing_of_it';
                    END IF;
                    RETURN NEW;
                """,
            ),
            StateMachine(
                name="import_states",
                transitions=[
                    ("uploaded", "checking"),
                    ("uploaded", "refused"),
                    ("uploaded", "cancelled"),
                    ("checking", "checked"),
                    ("checking", "asked"),
                    ("asked", "checking"),
                    ("asked", "cancelled"),
                    ("checked", "checking"),
                    ("checking", "refused"),
                    ("checking", "uploaded"),
                    ("checked", "applying"),
                    ("checked", "cancelled"),
                    ("applying", "applied"),
                    ("applying", "failed"),
                    ("uploaded", "applying"),
                    ("applying", "checked"),
                    ("applying", "uploaded"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class ImportChange(models.Model):
    """One thing of a row that takes a second person; as masked as on any screen, and kept as long
    as the audit trail. What a check found is found anew by the next; once applied it stays."""

    class What(models.TextChoices):
        ADDRESS = "address", _("address")
        SECRET = "secret", _("identity secret")
        PRODUCT = "product", _("product")
        AMOUNT = "amount", _("amount lowered")
        ZONE = "zone", _("time zone")
        PERSON = "person", _("new person with an address")
        PARTY = "party", _("new guarantor or co-debtor")
        LOAN = "loan", _("new loan of a known customer")
        RAISED = "raised", _("amount raised")
        DUE = "due", _("due date moved forward")
        CURRENCY = "currency", _("currency")
        LENDER = "lender", _("lender")
        PAY_CODE = "pay_code", _("code to pay with")
        NAME = "name", _("name or salutation")
        LANGUAGE = "language", _("language")
        LATE = "late", _("instalments paid late")
        REVERSED = "reversed", _("repayment that went back")

    import_file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="changes")
    line = models.PositiveIntegerField(_("line"))
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    customer = models.ForeignKey(
        "accounts.Customer", null=True, on_delete=models.PROTECT, related_name="+"
    )
    loan = models.ForeignKey("accounts.Loan", null=True, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(_("before"), max_length=200)
    after = models.CharField(_("after"), max_length=200)

    class Meta:
        verbose_name = _("change that takes a second person")
        verbose_name_plural = _("changes that take a second person")
        indexes = [models.Index(fields=["import_file", "line"], name="changes_of_a_file")]
        triggers = [
            pgtrigger.Trigger(
                name="changes_of_an_applied_file_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'UPDATE' OR EXISTS (
                        SELECT 1 FROM accounts_importfile f WHERE f.state = 'applied'
                        AND f.id = COALESCE(NEW.import_file_id, OLD.import_file_id)
                    ) THEN
                        RAISE EXCEPTION 'what an applied file changed stays on record'
                            USING CONSTRAINT = 'changes_of_an_applied_file_stay';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            )
        ]


class ImportProblem(SealedModel):
    """One cell of a bad row: where, what, and the way out. The value is kept encrypted."""

    import_file = models.ForeignKey(ImportFile, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField(_("line"))
    column = models.CharField(_("column"), max_length=60, blank=True)
    code = models.CharField(_("problem"), max_length=40)
    params = models.JSONField(default=dict)
    row = EncryptedTextField(purpose="import_problem.row", null=True)  # its cells, as JSON

    class Meta:
        verbose_name = _("bad row")
        verbose_name_plural = _("bad rows")
        indexes = [
            # The dry-run page lists bad rows in file order.
            models.Index(fields=["import_file", "line"], name="problems_in_file_order")
        ]


class MatchedColumn(models.Model):
    """A column that a lender's files call otherwise: said once, then remembered.

    An empty `heading`: files of this lender have no such column.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=ImportFile.Kind.choices)
    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.CASCADE, related_name="+"
    )
    column = models.CharField(_("column"), max_length=40)
    heading = models.CharField(_("heading"), max_length=200, blank=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("said by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    said_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("matched column")
        verbose_name_plural = _("matched columns")
        constraints = [
            # One heading is one column; a column may be called several things (two systems).
            models.UniqueConstraint(
                fields=["kind", "lender", "heading"],
                condition=~Q(heading=""),
                name="a_heading_means_one_column",
            ),
            models.UniqueConstraint(
                fields=["kind", "lender", "column", "heading"], name="a_column_is_matched_once"
            ),
        ]
        triggers = [Audited()]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"
