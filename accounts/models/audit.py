"""The audit trail: written by database triggers, append-only, personal values masked."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from accounts.models.chained import Chained, OfItsTransaction, chain_index


class Audited(pgtrigger.Trigger):
    """Record every insert, update and delete of a row in the audit trail.

    The work is done by the SQL function `huancui_audit` (migration 0002). Binary columns hold
    ciphertext, hashes or fingerprints and are always masked; `masked` names further columns; a
    change of `ignored` columns alone is no entry. None either where the software has said, signed,
    that this transaction is a bulk path (`accounts.audit.trail.in_bulk`), which records its own.
    """

    when = pgtrigger.After
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete

    def __init__(
        self,
        *,
        name: str = "audited",
        masked: tuple[str, ...] = (),
        ignored: tuple[str, ...] = (),
    ) -> None:
        self.masked = masked
        self.ignored = ignored
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        masked = ", ".join(f"'{column}'" for column in self.masked)
        ignored = ", ".join(f"'{column}'" for column in self.ignored)
        return f"""
            IF COALESCE(current_setting('huancui.bulk', true), '') <> '' AND huancui_in_bulk() THEN
                RETURN NULL;
            END IF;
            PERFORM huancui_audit(
                TG_OP, TG_TABLE_NAME,
                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,
                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,
                '{model._meta.pk.column}', ARRAY[{masked}]::text[], ARRAY[{ignored}]::text[]
            );
            RETURN NULL;
        """


def is_audited(model: type[models.Model]) -> bool:
    """Whether the trail keeps what is changed in its rows."""
    triggers = getattr(model._meta, "triggers", ())
    return any(isinstance(each, Audited | _AuditedStatement) for each in triggers)


class _AuditedStatement(pgtrigger.Trigger):
    """Record every row that one statement of one kind touched."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    of = {
        "insert": (pgtrigger.Insert, {"new": "new_rows"}),
        "update": (pgtrigger.Update, {"old": "old_rows", "new": "new_rows"}),
        "delete": (pgtrigger.Delete, {"old": "old_rows"}),
    }
    rows_of = {
        "insert": ("NULL", "to_jsonb(n)", "new_rows n"),
        "update": ("to_jsonb(o)", "to_jsonb(n)", "old_rows o FULL JOIN new_rows n USING ({pk})"),
        "delete": ("to_jsonb(o)", "NULL", "old_rows o"),
    }

    def __init__(self, kind: str) -> None:
        self.kind = kind
        operation, names = self.of[kind]
        referencing = pgtrigger.Referencing(**names)  # type: ignore[no-untyped-call]
        super().__init__(name=f"audited_{kind}", operation=operation, referencing=referencing)

    def get_func(self, model: Any) -> str:
        pk = model._meta.pk.column
        old, new, rows = self.rows_of[self.kind]
        return f"""
            IF huancui_in_bulk() THEN
                RETURN NULL;
            END IF;
            PERFORM huancui_audit(TG_OP, TG_TABLE_NAME, {old}, {new}, '{pk}', '{{}}', '{{}}')
            FROM {rows.format(pk=pk)};
            RETURN NULL;
        """


def audited_in_sets() -> list[pgtrigger.Trigger]:
    """As `Audited`, for tables that files come into by the hundred thousand: whether this is such a
    file is asked once a statement, not once a row."""
    return [_AuditedStatement(kind) for kind in ("insert", "update", "delete")]


class AppendOnly(pgtrigger.Trigger):
    """Rows are written once: no update, no delete. `erasable` columns may become empty, which the
    database does itself (accounts.retention.sql)."""

    when = pgtrigger.Before
    operation = pgtrigger.Update | pgtrigger.Delete

    def __init__(self, name: str = "append_only", *, erasable: tuple[str, ...] = ()) -> None:
        self.erasable = erasable
        super().__init__(name=name)

    def get_func(self, model: Any) -> str:
        columns = ", ".join(f"'{column}'" for column in self.erasable)
        emptied = f"""
            IF TG_OP = 'UPDATE' AND huancui_is_erasing()
               AND to_jsonb(NEW) - ARRAY[{columns}] = to_jsonb(OLD) - ARRAY[{columns}] THEN
                RETURN NEW;
            END IF;"""
        return f"""{emptied if self.erasable else ""}
            RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME
                USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}';
        """


class AuditEntryManager(models.Manager["AuditEntry"]):
    def record(self, *, action: str, table: str, row_id: str, after: dict[str, Any]) -> None:
        """Write one entry in the name of whoever `accounts.audit.trail.acting` said is acting."""
        from django.db.backends.postgresql.psycopg_any import Jsonb

        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT huancui_audit_write(%s, %s, %s, NULL, %s)",
                [action, table, row_id, Jsonb(after)],
            )


class AuditEntry(Chained):
    """One change: when (real time), by whom, through what, why, what before and after."""

    chain_erasable = ("reason", "before", "after")
    chain_moment = "at"

    at = models.DateTimeField(_("at"), db_index=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    source = models.CharField(_("through"), max_length=80)
    reason = models.TextField(_("reason"))
    action = models.CharField(_("action"), max_length=20)
    table = models.CharField(_("table"), max_length=80)
    row_id = models.CharField(_("row"), max_length=80)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = AuditEntryManager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")
        indexes = [
            # The auditor's list, newest first, and "everything that happened to this row".
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["table", "row_id", "-id"], name="audit_of_a_row"),
            models.Index(fields=["actor", "-id"], name="audit_of_a_person"),
            chain_index("audit_by_transaction"),
        ]
        triggers = [AppendOnly(erasable=("reason", "before", "after")), OfItsTransaction()]

    def __str__(self) -> str:
        return f"#{self.pk}"
