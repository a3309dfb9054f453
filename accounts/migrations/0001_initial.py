import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "customer_no",
                    models.CharField(max_length=40, unique=True, verbose_name="customer number"),
                ),
                ("name_enc", models.BinaryField(verbose_name="name")),
                (
                    "salutation",
                    models.CharField(blank=True, max_length=20, verbose_name="salutation"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("zh-hans", "Simplified Chinese"),
                            ("zh-hant", "Traditional Chinese"),
                            ("en", "English"),
                        ],
                        default="zh-hans",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "timezones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        help_text="A reminder is sent only when the hour suits all of them.",
                        size=None,
                        verbose_name="candidate time zones",
                    ),
                ),
                (
                    "id_last4_hash",
                    models.BinaryField(null=True, verbose_name="secret for the own page"),
                ),
                ("fingerprint", models.BinaryField()),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="erased at"),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="customer",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="70e1f987b90726844a094df8f80637ee966c6dba",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_fb675",
                    table="accounts_customer",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Lender",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=60, unique=True, verbose_name="name")),
                (
                    "signature",
                    models.CharField(
                        help_text="Registered short name of 2 to 12 characters, shown as 【…】.",
                        max_length=12,
                        verbose_name="signature",
                    ),
                ),
                ("hotline", models.CharField(max_length=20, verbose_name="hotline")),
                (
                    "official_site",
                    models.CharField(blank=True, max_length=60, verbose_name="official site"),
                ),
                (
                    "ways_to_pay",
                    models.CharField(
                        help_text="As the customer reads it in a text.",
                        max_length=80,
                        verbose_name="ways to pay",
                    ),
                ),
                (
                    "ways_to_pay_en",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="ways to pay (English)"
                    ),
                ),
                (
                    "name_en",
                    models.CharField(blank=True, max_length=60, verbose_name="name (English)"),
                ),
                (
                    "allowed_hosts",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="hosts a text may link to",
                    ),
                ),
                (
                    "timezone",
                    models.CharField(
                        default="Asia/Shanghai", max_length=40, verbose_name="time zone"
                    ),
                ),
                (
                    "price_per_segment",
                    models.DecimalField(
                        decimal_places=4,
                        default="0.045",
                        max_digits=8,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="price per segment",
                    ),
                ),
                (
                    "currency",
                    models.CharField(default="CNY", max_length=3, verbose_name="currency"),
                ),
                (
                    "reports_to_credit_registry",
                    models.BooleanField(
                        default=False, verbose_name="reports to the credit registry"
                    ),
                ),
                (
                    "late_fee_in_contract",
                    models.BooleanField(default=False, verbose_name="late fee is in the contract"),
                ),
            ],
            options={
                "verbose_name": "lender",
                "verbose_name_plural": "lenders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("signature__regex", "^[^【】]{2,12}$")),
                        name="signature_is_2_to_12_characters",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lender",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="2a8a5b08c2e91085f4035ec68005748ee0a6991c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_9a3ff",
                    table="accounts_lender",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "loan_no",
                    models.CharField(max_length=40, unique=True, verbose_name="loan number"),
                ),
                ("product", models.CharField(max_length=40, verbose_name="product")),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "principal",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="principal"),
                ),
                (
                    "outstanding",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="outstanding"
                    ),
                ),
                (
                    "amount_due",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount due"),
                ),
                ("due_date", models.DateField(verbose_name="due date")),
                ("as_of", models.DateTimeField(verbose_name="figures as of")),
                (
                    "instalments_paid",
                    models.PositiveIntegerField(null=True, verbose_name="instalments paid"),
                ),
                (
                    "instalments_paid_late",
                    models.PositiveIntegerField(null=True, verbose_name="of these late"),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("unknown", "Unknown cause"),
                            ("forgot", "Forgot"),
                            ("cash_flow", "Short of cash"),
                            ("hardship", "Hardship"),
                            ("dispute", "Dispute"),
                        ],
                        default="unknown",
                        max_length=12,
                        verbose_name="cause of delay",
                    ),
                ),
                ("fingerprint", models.BinaryField()),
                ("updated_at", models.DateTimeField(verbose_name="updated at")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="loans",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="loans",
                        to="accounts.lender",
                        verbose_name="lender",
                    ),
                ),
            ],
            options={
                "verbose_name": "loan",
                "verbose_name_plural": "loans",
                "indexes": [
                    models.Index(
                        condition=models.Q(("amount_due__gt", 0)),
                        fields=["lender", "due_date"],
                        name="loans_due_for_a_run",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount_due__gte", 0), ("outstanding__gte", 0), ("principal__gte", 0)
                        ),
                        name="loan_figures_are_not_negative",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loan",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="511fc1566f8fef1e9f2fa845ef00c3d88c13ff40",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_4a591",
                    table="accounts_loan",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LoanParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("co_debtor", "Co-debtor"), ("guarantor", "Guarantor")],
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_for",
                        to="accounts.customer",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parties",
                        to="accounts.loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "other party of a loan",
                "verbose_name_plural": "other parties of loans",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("loan", "customer"), name="a_party_once_per_loan"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="loanparty",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="d230ed27140f0b9a6edc1096db426b5153788a8c",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_4baba",
                    table="accounts_loanparty",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Repayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=60, unique=True, verbose_name="reference"),
                ),
                ("paid_on", models.DateField(verbose_name="paid on")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount"),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="repayments",
                        to="accounts.loan",
                        verbose_name="loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "repayment",
                "verbose_name_plural": "repayments",
                "indexes": [
                    models.Index(fields=["loan", "recorded_at"], name="repayments_of_a_loan")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_repayment_is_positive"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingCourse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "qualifies",
                    models.BooleanField(
                        default=True, verbose_name="qualifies for approval and release"
                    ),
                ),
            ],
            options={
                "verbose_name": "training course",
                "verbose_name_plural": "training courses",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingcourse",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="30a3017452a7e75ae78ecd994c6b9718c6c4d423",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_59fb3",
                    table="accounts_trainingcourse",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("display_name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                (
                    "is_sample",
                    models.BooleanField(default=False, editable=False, verbose_name="sample login"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff member",
                "verbose_name_plural": "staff",
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="user",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY['password']::text[], ARRAY['last_login']::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="53d67287ee23b1d4f652cd9a0539cfeb8b05e273",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_0c9f7",
                    table="accounts_user",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("complaint", "Open complaint"),
                            ("hardship", "Hardship"),
                            ("dispute", "Dispute"),
                            ("promise", "Promise to pay"),
                            ("paid_claim", "Says it is paid"),
                            ("distress", "Distress"),
                            ("manual", "Placed by hand"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "source",
                    models.CharField(
                        help_text="What it rests on, as complaint:17 or reply:4.",
                        max_length=60,
                        verbose_name="source",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "released_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="released at"),
                ),
                (
                    "release_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="why released"),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="placed by",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holds",
                        to="accounts.loan",
                        verbose_name="only this loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "hold",
                "verbose_name_plural": "hold ledger",
                "permissions": [("release_hold", "Can release a hold")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("released_at", None)),
                        fields=["customer"],
                        name="holds_in_force",
                    ),
                    models.Index(
                        condition=models.Q(("released_at", None), ("until__isnull", False)),
                        fields=["until"],
                        name="holds_ending",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gt", models.F("starts_at")), _connector="OR"
                        ),
                        name="a_hold_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_hold_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("release_reason", ""), ("released_at", None)),
                            models.Q(
                                ("released_at__isnull", False),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_release_says_why",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hold",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="b85f5fa091e3087b513070e07ee531b4e8dc3bc1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_e9e53",
                    table="accounts_hold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hold",
            trigger=pgtrigger.compiler.Trigger(
                name="holds_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="94b9cc28e55d473bf13a4ef1a566c9a27221cf74",
                    operation="DELETE",
                    pgid="pgtrigger_holds_are_kept_d8aaa",
                    table="accounts_hold",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="hold",
            trigger=pgtrigger.compiler.Trigger(
                name="only_release_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF OLD.released_at IS NOT NULL THEN\n                    RAISE EXCEPTION 'hold % is released and final', OLD.id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                IF (NEW.customer_id, NEW.loan_id, NEW.kind, NEW.reason, NEW.source, NEW.starts_at,\n                    NEW.until, NEW.placed_by_id)\n                   IS DISTINCT FROM\n                   (OLD.customer_id, OLD.loan_id, OLD.kind, OLD.reason, OLD.source, OLD.starts_at,\n                    OLD.until, OLD.placed_by_id) THEN\n                    RAISE EXCEPTION 'a hold is released, never edited'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="02c36d600cbd888ed38a2eeabd37e211439d93c0",
                    operation="UPDATE",
                    pgid="pgtrigger_only_release_changes_659e3",
                    table="accounts_hold",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ImportFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("loans", "Loans"), ("repayments", "Repayments")],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Uploaded"),
                            ("checking", "Being checked"),
                            ("checked", "Checked, waiting for confirmation"),
                            ("applying", "Being applied"),
                            ("applied", "Applied"),
                            ("refused", "Refused"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Failed"),
                        ],
                        default="uploaded",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("filename", models.CharField(max_length=200, verbose_name="file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.BigIntegerField(verbose_name="size")),
                ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                ("columns", models.JSONField(default=dict, verbose_name="columns")),
                ("stored_as", models.CharField(blank=True, editable=False, max_length=100)),
                ("uploaded_at", models.DateTimeField(verbose_name="uploaded at")),
                ("applied_at", models.DateTimeField(null=True, verbose_name="applied at")),
                ("error", models.TextField(blank=True, verbose_name="why refused")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("rows_total", models.PositiveIntegerField(null=True, verbose_name="rows")),
                ("rows_new", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("rows_changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                (
                    "rows_unchanged",
                    models.PositiveIntegerField(default=0, verbose_name="unchanged"),
                ),
                ("rows_bad", models.PositiveIntegerField(default=0, verbose_name="bad")),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "indexes": [models.Index(fields=["-uploaded_at"], name="imports_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["applying", "applied"])),
                        fields=("kind", "sha256"),
                        name="a_file_is_applied_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="importfile",
            trigger=pgtrigger.compiler.Trigger(
                name="import_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{uploaded:checking,uploaded:refused,uploaded:cancelled,checking:checked,checking:refused,checking:uploaded,checked:applying,checked:cancelled,applying:applied,applying:failed}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="fb5503d4176ec34f4de97a81aedf65d22a4b5bbf",
                    operation="UPDATE",
                    pgid="pgtrigger_import_states_98475",
                    table="accounts_importfile",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField(verbose_name="line")),
                ("column", models.CharField(blank=True, max_length=60, verbose_name="column")),
                ("code", models.CharField(max_length=40, verbose_name="problem")),
                ("params", models.JSONField(default=dict)),
                ("row_enc", models.BinaryField(null=True)),
                (
                    "import_file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="accounts.importfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "bad row",
                "verbose_name_plural": "bad rows",
                "indexes": [
                    models.Index(fields=["import_file", "line"], name="problems_in_file_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("what", models.CharField(max_length=40, verbose_name="what")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "reveal",
                "verbose_name_plural": "reveals",
                "indexes": [models.Index(fields=["-at"], name="reveals_newest_first")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_reveal_says_why"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reveal",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="af0586d7fde507f3957fcd38f4c39b13d9bd1864",
                    operation="UPDATE",
                    pgid="pgtrigger_append_only_d9751",
                    table="accounts_reveal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TrainingRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passed_on", models.DateField(verbose_name="passed on")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="accounts.trainingcourse",
                        verbose_name="course",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="trainings",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="staff member",
                    ),
                ),
            ],
            options={
                "verbose_name": "training record",
                "verbose_name_plural": "training records",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "course", "passed_on"), name="one_record_per_course_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__gte", models.F("passed_on")),
                            (
                                "valid_until__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("passed_on"),
                                    "+",
                                    models.Value(datetime.timedelta(days=365)),
                                ),
                            ),
                        ),
                        name="training_counts_at_most_a_year",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="trainingrecord",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="0456b2ddba087f88138458f0afb3a84db12fabad",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_a2b47",
                    table="accounts_trainingrecord",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("source", models.CharField(max_length=80, verbose_name="through")),
                ("reason", models.TextField(verbose_name="reason")),
                ("action", models.CharField(max_length=20, verbose_name="action")),
                ("table", models.CharField(max_length=80, verbose_name="table")),
                ("row_id", models.CharField(max_length=80, verbose_name="row")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                (
                    "actor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit entry",
                "verbose_name_plural": "audit trail",
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_newest_first"),
                    models.Index(fields=["table", "row_id", "-id"], name="audit_of_a_row"),
                    models.Index(fields=["actor", "-id"], name="audit_of_a_person"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f78d7546cae6abefbfed448b788eab0e8a36f6bf",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6c89",
                    table="accounts_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ContactPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("wechat", "WeChat"),
                            ("push", "App push"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("debtor", "Debtor"),
                            ("co_debtor", "Co-debtor"),
                            ("guarantor", "Guarantor"),
                            ("contact_person", "Contact person"),
                        ],
                        default="debtor",
                        max_length=15,
                        verbose_name="role",
                    ),
                ),
                ("address_enc", models.BinaryField(verbose_name="address")),
                ("address_index", models.BinaryField()),
                ("address_hash", models.BinaryField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "Active"),
                            ("wrong_party", "Wrong person"),
                            ("unreachable", "Unreachable"),
                            ("retired", "Retired"),
                        ],
                        default="active",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, null=True, verbose_name="confirmed on"),
                ),
                ("seen_at", models.DateTimeField(verbose_name="last named by the core system")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contact_points",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact point",
                "verbose_name_plural": "contact points",
                "permissions": [("reveal_contactpoint", "Can see addresses in clear")],
                "indexes": [
                    models.Index(fields=["address_index"], name="contact_point_search"),
                    models.Index(fields=["address_hash"], name="contact_points_of_a_number"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("customer", "channel", "address_hash"),
                        name="an_address_once_per_customer",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactpoint",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="2c425426858c77defaad9af6273d58fa3e050be0",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_97d5e",
                    table="accounts_contactpoint",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("night_contact", "Night contact")],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("given_at", models.DateTimeField(verbose_name="given at")),
                ("evidence", models.CharField(max_length=200, verbose_name="evidence")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="revoked at"),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("customer", "kind"),
                        name="one_consent_in_force_per_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="a_consent_names_its_evidence",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="471a0cf891187ffdf598a766f5efe658476994f4",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_d1c87",
                    table="accounts_consent",
                    when="AFTER",
                ),
            ),
        ),
    ]
