import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Gateway",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "editors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("edited_at", models.DateTimeField(verbose_name="edited at")),
                ("author_note", models.TextField(blank=True, verbose_name="author's reason")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="reason of the decision"),
                ),
                (
                    "effective_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retired at"),
                ),
                ("code", models.SlugField(unique=True, verbose_name="code")),
                ("driver", models.CharField(max_length=20, verbose_name="driver")),
                ("settings", models.JSONField(blank=True, default=dict, verbose_name="settings")),
                (
                    "credentials_ref",
                    models.CharField(
                        blank=True,
                        help_text="Where they are: env:NAME or file:PATH. Never the secret itself.",
                        max_length=120,
                        verbose_name="credentials",
                    ),
                ),
                (
                    "rate_per_second",
                    models.PositiveIntegerField(default=200, verbose_name="messages per second"),
                ),
                (
                    "timeout_seconds",
                    models.PositiveSmallIntegerField(default=10, verbose_name="time-out (s)"),
                ),
                (
                    "content_classes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("collection_service", "Repayment service reminder"),
                                ("confirmation", "Confirmation of a reply"),
                                ("answer", "Answer to a customer"),
                            ],
                            max_length=30,
                        ),
                        default=list,
                        size=None,
                        verbose_name="accepts",
                    ),
                ),
                ("open", models.BooleanField(default=True, verbose_name="open")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last edited by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "gateway",
                "verbose_name_plural": "gateways",
                "permissions": [("approve_gateway", "Can approve or reject a gateway")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credentials_ref", ""),
                            ("credentials_ref__regex", "^(env|file):.+$"),
                            _connector="OR",
                        ),
                        name="credentials_are_only_named",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="50fc7c62de3f7028cd9d78f1025f92766e2b8f5d",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_e3cf7",
                    table="messaging_gateway",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="a_starts_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'a new version starts as a draft' USING ERRCODE = 'check_violation';\nEND IF;\nNEW.editors := ARRAY[NEW.author_id, NEW.edited_by_id];\nRETURN NEW;\n",
                    hash="f6cd42a50fc467cead9bcc15e6b5eae30d5e591e",
                    operation="INSERT",
                    pgid="pgtrigger_a_starts_as_draft_c6403",
                    table="messaging_gateway",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="b_edits_make_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.code, NEW.driver, NEW.settings, NEW.credentials_ref, NEW.rate_per_second, NEW.timeout_seconds, NEW.content_classes, 0) IS DISTINCT FROM (OLD.code, OLD.driver, OLD.settings, OLD.credentials_ref, OLD.rate_per_second, OLD.timeout_seconds, OLD.content_classes, 0) THEN\n    IF NEW.state <> 'draft' OR OLD.state NOT IN ('draft', 'submitted', 'rejected') THEN\n        RAISE EXCEPTION 'what is % cannot be edited; an edit makes a new draft', OLD.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    NEW.editors := array_append(OLD.editors, NEW.edited_by_id);\nELSE\n    NEW.editors := OLD.editors;\nEND IF;\nIF NEW.author_id <> OLD.author_id THEN\n    RAISE EXCEPTION 'the author of a version does not change' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="095dd1cd4ba2292e8bed8abf5a1c95ff968879e1",
                    operation="UPDATE",
                    pgid="pgtrigger_b_edits_make_drafts_f879f",
                    table="messaging_gateway",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="c_approval_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:draft,submitted:approved,submitted:rejected,rejected:draft,approved:retired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="86efd797793a364a4fdf130246081a723f64a6e3",
                    operation="UPDATE",
                    pgid="pgtrigger_c_approval_states_8277c",
                    table="messaging_gateway",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="d_four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'approved' AND NOT (OLD.\"state\" = 'approved'))",
                    func="\nIF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN\n    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.decided_by_id = NEW.author_id OR NEW.decided_by_id = ANY (NEW.editors)\n   OR NEW.decided_by_id = NEW.submitted_by_id THEN\n    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot approve it'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN\n    RAISE EXCEPTION 'training: only a person with valid training approves'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.effective_from IS NULL THEN\n    RAISE EXCEPTION 'an approval says from when it is in force' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="bfa59201da05342df86b83d61c48b74c279f9d63",
                    operation="UPDATE",
                    pgid="pgtrigger_d_four_eyes_6b5f0",
                    table="messaging_gateway",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="gateway",
            trigger=pgtrigger.compiler.Trigger(
                name="e_decided_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2a5e7735e2e73b733d318e139a16d654866f897a",
                    operation="DELETE",
                    pgid="pgtrigger_e_decided_is_kept_b3d04",
                    table="messaging_gateway",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "editors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("edited_at", models.DateTimeField(verbose_name="edited at")),
                ("author_note", models.TextField(blank=True, verbose_name="author's reason")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="reason of the decision"),
                ),
                (
                    "effective_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retired at"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("profile", models.CharField(max_length=20, verbose_name="profile")),
                ("document", models.JSONField(verbose_name="document")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last edited by",
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="accounts.lender",
                        verbose_name="lender",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "policy",
                "verbose_name_plural": "policies",
                "permissions": [("approve_policyversion", "Can approve or reject a policy")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lender", "number"), name="policy_numbers_are_unique"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="c54063740a75ffd0ba83eef684925fb9671b5418",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_2bbc0",
                    table="messaging_policyversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="a_starts_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'a new version starts as a draft' USING ERRCODE = 'check_violation';\nEND IF;\nNEW.editors := ARRAY[NEW.author_id, NEW.edited_by_id];\nRETURN NEW;\n",
                    hash="2da6b55716daf21270c19301a89fcadab7b6f0e4",
                    operation="INSERT",
                    pgid="pgtrigger_a_starts_as_draft_8c393",
                    table="messaging_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="b_edits_make_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.lender_id, NEW.number, NEW.profile, NEW.document, 0) IS DISTINCT FROM (OLD.lender_id, OLD.number, OLD.profile, OLD.document, 0) THEN\n    IF NEW.state <> 'draft' OR OLD.state NOT IN ('draft', 'submitted', 'rejected') THEN\n        RAISE EXCEPTION 'what is % cannot be edited; an edit makes a new draft', OLD.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    NEW.editors := array_append(OLD.editors, NEW.edited_by_id);\nELSE\n    NEW.editors := OLD.editors;\nEND IF;\nIF NEW.author_id <> OLD.author_id THEN\n    RAISE EXCEPTION 'the author of a version does not change' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="7e39ca8fda1970ca647dfafe2c8f4b84cbde316c",
                    operation="UPDATE",
                    pgid="pgtrigger_b_edits_make_drafts_ef397",
                    table="messaging_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="c_approval_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:draft,submitted:approved,submitted:rejected,rejected:draft,approved:retired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="306e7d7ff936f8a81d3a28074205075a4cb44468",
                    operation="UPDATE",
                    pgid="pgtrigger_c_approval_states_60612",
                    table="messaging_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="d_four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'approved' AND NOT (OLD.\"state\" = 'approved'))",
                    func="\nIF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN\n    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.decided_by_id = NEW.author_id OR NEW.decided_by_id = ANY (NEW.editors)\n   OR NEW.decided_by_id = NEW.submitted_by_id THEN\n    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot approve it'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN\n    RAISE EXCEPTION 'training: only a person with valid training approves'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.effective_from IS NULL THEN\n    RAISE EXCEPTION 'an approval says from when it is in force' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="757eb95bc35b3527f59f1a79c0e2c6f521071105",
                    operation="UPDATE",
                    pgid="pgtrigger_d_four_eyes_62d2b",
                    table="messaging_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="policyversion",
            trigger=pgtrigger.compiler.Trigger(
                name="e_decided_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="1c13b17b5bacf4339403f3a31f9a0e1a6b297316",
                    operation="DELETE",
                    pgid="pgtrigger_e_decided_is_kept_7b950",
                    table="messaging_policyversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="SandboxText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.BigIntegerField(null=True, unique=True)),
                (
                    "direction",
                    models.CharField(
                        choices=[("to", "To the handset"), ("from", "From the handset")],
                        max_length=4,
                    ),
                ),
                ("address_hash", models.BinaryField()),
                ("text_enc", models.BinaryField()),
                ("at", models.DateTimeField(verbose_name="at")),
                ("receipt_sent", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "handset text",
                "verbose_name_plural": "handset texts",
                "permissions": [("use_handset", "Can use the sandbox handset")],
                "indexes": [
                    models.Index(fields=["address_hash", "at"], name="texts_on_a_handset"),
                    models.Index(
                        condition=models.Q(("direction", "to"), ("receipt_sent", False)),
                        fields=["id"],
                        name="handset_receipts_due",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("all", "Everything"),
                            ("lender", "Lender"),
                            ("run", "Run"),
                            ("template", "Template"),
                            ("gateway", "Gateway"),
                        ],
                        max_length=10,
                        verbose_name="scope",
                    ),
                ),
                ("object_id", models.BigIntegerField(null=True, verbose_name="which")),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="from")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted at")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop",
                "verbose_name_plural": "stops",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("scope", "object_id"),
                        name="one_active_stop_per_scope",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="a_stop_says_why"
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stop",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="1d472f6a2a7a77c66598562657008aff09298a84",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_cf877",
                    table="messaging_stop",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Strategy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "editors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("edited_at", models.DateTimeField(verbose_name="edited at")),
                ("author_note", models.TextField(blank=True, verbose_name="author's reason")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="reason of the decision"),
                ),
                (
                    "effective_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retired at"),
                ),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last edited by",
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strategies",
                        to="accounts.lender",
                        verbose_name="lender",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "strategy",
                "verbose_name_plural": "strategies",
                "permissions": [("approve_strategy", "Can approve or reject a strategy")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lender", "number"), name="strategy_numbers_are_unique"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="0800fabe15a9f14c4b67831bfea06f85b8dad503",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_df9c7",
                    table="messaging_strategy",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="a_starts_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'a new version starts as a draft' USING ERRCODE = 'check_violation';\nEND IF;\nNEW.editors := ARRAY[NEW.author_id, NEW.edited_by_id];\nRETURN NEW;\n",
                    hash="713b8c7cee31483424ce8a20494b3d6dbe6580cb",
                    operation="INSERT",
                    pgid="pgtrigger_a_starts_as_draft_1d4e5",
                    table="messaging_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="b_edits_make_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.lender_id, NEW.number, 0) IS DISTINCT FROM (OLD.lender_id, OLD.number, 0) THEN\n    IF NEW.state <> 'draft' OR OLD.state NOT IN ('draft', 'submitted', 'rejected') THEN\n        RAISE EXCEPTION 'what is % cannot be edited; an edit makes a new draft', OLD.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    NEW.editors := array_append(OLD.editors, NEW.edited_by_id);\nELSE\n    NEW.editors := OLD.editors;\nEND IF;\nIF NEW.author_id <> OLD.author_id THEN\n    RAISE EXCEPTION 'the author of a version does not change' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="04756cd1169f9926e600372d4b470f9ceda2794c",
                    operation="UPDATE",
                    pgid="pgtrigger_b_edits_make_drafts_5a655",
                    table="messaging_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="c_approval_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:draft,submitted:approved,submitted:rejected,rejected:draft,approved:retired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="bb6a88d9c17900c2e4083b625cf65c9c68991717",
                    operation="UPDATE",
                    pgid="pgtrigger_c_approval_states_c5279",
                    table="messaging_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="d_four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'approved' AND NOT (OLD.\"state\" = 'approved'))",
                    func="\nIF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN\n    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.decided_by_id = NEW.author_id OR NEW.decided_by_id = ANY (NEW.editors)\n   OR NEW.decided_by_id = NEW.submitted_by_id THEN\n    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot approve it'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN\n    RAISE EXCEPTION 'training: only a person with valid training approves'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.effective_from IS NULL THEN\n    RAISE EXCEPTION 'an approval says from when it is in force' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="7a41c8c231d2cfa49f370f99a7734a295ed79943",
                    operation="UPDATE",
                    pgid="pgtrigger_d_four_eyes_65fe3",
                    table="messaging_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategy",
            trigger=pgtrigger.compiler.Trigger(
                name="e_decided_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="8dce88f235b383ea3dc0125d30259675dda4505e",
                    operation="DELETE",
                    pgid="pgtrigger_e_decided_is_kept_b7592",
                    table="messaging_strategy",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planning", "Being planned"),
                            ("failed", "Planning failed"),
                            ("planned", "Planned, waiting for release"),
                            ("releasing", "Being released"),
                            ("released", "Sending"),
                            ("paused", "Paused"),
                            ("stopped", "Stopped"),
                            ("finished", "Finished"),
                        ],
                        default="planning",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("engine_version", models.CharField(blank=True, max_length=20)),
                ("planned_at", models.DateTimeField(null=True, verbose_name="planned at")),
                ("plan_error", models.TextField(blank=True, verbose_name="why planning failed")),
                ("released_at", models.DateTimeField(null=True, verbose_name="released at")),
                (
                    "send_at_once",
                    models.BooleanField(
                        default=False,
                        help_text="Do not wait for the preferred hours; quiet hours still hold.",
                        verbose_name="send at once",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended at")),
                ("funnel", models.JSONField(default=dict, verbose_name="funnel")),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="accounts.lender",
                        verbose_name="lender",
                    ),
                ),
                (
                    "planned_by",
                    models.ForeignKey(
                        help_text="Empty: the schedule.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="planned by",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.policyversion",
                        verbose_name="policy",
                    ),
                ),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="released by",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.strategy",
                        verbose_name="strategy",
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "verbose_name_plural": "runs",
                "permissions": [
                    ("plan_run", "Can plan a run"),
                    ("release_run", "Can release a run"),
                    ("stop_run", "Can pause and stop"),
                ],
                "indexes": [models.Index(fields=["-day"], name="runs_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lender", "day"), name="one_run_per_lender_and_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("released_by", None),
                            ("planned_by", None),
                            models.Q(("released_by", models.F("planned_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_planned_a_run_does_not_release_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["planning", "planned", "failed"]),
                            models.Q(
                                ("released_by__isnull", False), ("released_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_released_run_names_who",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="run",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY['funnel']::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="fc5a5ccec4eeecd9285d4161168f7dcf9fb01373",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_aa323",
                    table="messaging_run",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="run",
            trigger=pgtrigger.compiler.Trigger(
                name="run_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planning:planned,planning:failed,failed:planning,planned:planning,planned:releasing,releasing:released,releasing:stopped,released:paused,paused:released,released:stopped,paused:stopped,released:finished}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="6f81872006d6ea58836c3944146c6a48fd753687",
                    operation="UPDATE",
                    pgid="pgtrigger_run_states_09885",
                    table="messaging_run",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="run",
            trigger=pgtrigger.compiler.Trigger(
                name="released_by_the_trained",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'releasing' AND NOT (OLD.\"state\" = 'releasing'))",
                    func="\n                IF NOT huancui_is_trained(NEW.released_by_id, NEW.released_at) THEN\n                    RAISE EXCEPTION 'training: only a person with valid training releases a run'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="7207a36b1b5e920dfcb7dcef6e4682f0b4339221",
                    operation="UPDATE",
                    pgid="pgtrigger_released_by_the_trained_22a47",
                    table="messaging_run",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="run",
            trigger=pgtrigger.compiler.Trigger(
                name="released_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" IN ('planning', 'planned', 'failed')))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="50f8077510082d9c435cc59eb6b912501c675bfa",
                    operation="DELETE",
                    pgid="pgtrigger_released_is_kept_55a79",
                    table="messaging_run",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Suppression",
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
                ("address_hash", models.BinaryField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opt_out", "Opted out"),
                            ("wrong_party", "Wrong person"),
                            ("carrier", "On the carrier's black list"),
                            ("manual", "Entered by staff"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("at", models.DateTimeField(verbose_name="from")),
                (
                    "needs_review",
                    models.BooleanField(default=False, verbose_name="a person should look"),
                ),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted at")),
                (
                    "lift_evidence",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="evidence for lifting"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lifted by",
                    ),
                ),
            ],
            options={
                "verbose_name": "suppression",
                "verbose_name_plural": "suppressions",
                "permissions": [("lift_suppression", "Can lift a suppression")],
                "indexes": [models.Index(fields=["-at"], name="suppressions_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("channel", "address_hash"),
                        name="an_address_is_suppressed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            models.Q(
                                ("lifted_by__isnull", False),
                                models.Q(("lift_evidence", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lifting_is_a_logged_human_act",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="b9c7197a349dbb6a989765bebf7ffecd0cb41ff5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_2eac9",
                    table="messaging_suppression",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="suppressions_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="15d15aecb3742e91fd5df955cce5c0f8f9da5885",
                    operation="DELETE",
                    pgid="pgtrigger_suppressions_are_kept_35702",
                    table="messaging_suppression",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suppression",
            trigger=pgtrigger.compiler.Trigger(
                name="only_lifting_changes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF OLD.lifted_at IS NOT NULL\n                   OR (NEW.channel, NEW.address_hash, NEW.at, NEW.source)\n                      IS DISTINCT FROM (OLD.channel, OLD.address_hash, OLD.at, OLD.source) THEN\n                    RAISE EXCEPTION 'a suppression is only ever lifted, once'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="21c91c55264472d3c24b9c25b0779882448143ec",
                    operation="UPDATE",
                    pgid="pgtrigger_only_lifting_changes_ac325",
                    table="messaging_suppression",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Template",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("due-7", "7 days before the due date"),
                            ("due-0", "Due today"),
                            ("dpd-1", "1 day overdue"),
                            ("dpd-2-3", "2–3 days overdue"),
                            ("dpd-4-7", "4–7 days overdue"),
                            ("dpd-8-15", "8–15 days overdue"),
                            ("dpd-16+", "16 or more days overdue"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[("gentle", "Gentle"), ("neutral", "Neutral"), ("firm", "Firm")],
                        max_length=10,
                        verbose_name="tone",
                    ),
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
                        default="sms",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "content_class",
                    models.CharField(
                        choices=[
                            ("collection_service", "Repayment service reminder"),
                            ("confirmation", "Confirmation of a reply"),
                            ("answer", "Answer to a customer"),
                        ],
                        default="collection_service",
                        max_length=30,
                        verbose_name="content class",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
            ],
            options={
                "verbose_name": "template",
                "verbose_name_plural": "templates",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="template",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="848b00f0ff6cb199b168fd99b25400a36dafefaa",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_c6a95",
                    table="messaging_template",
                    when="AFTER",
                ),
            ),
        ),
        migrations.CreateModel(
            name="StrategyCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("due-7", "7 days before the due date"),
                            ("due-0", "Due today"),
                            ("dpd-1", "1 day overdue"),
                            ("dpd-2-3", "2–3 days overdue"),
                            ("dpd-4-7", "4–7 days overdue"),
                            ("dpd-8-15", "8–15 days overdue"),
                            ("dpd-16+", "16 or more days overdue"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[("gentle", "Gentle"), ("neutral", "Neutral"), ("firm", "Firm")],
                        max_length=10,
                        verbose_name="tone",
                    ),
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
                        max_length=12,
                        verbose_name="cause of delay",
                    ),
                ),
                (
                    "strategy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="messaging.strategy",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cells",
                        to="messaging.template",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "strategy cell",
                "verbose_name_plural": "strategy cells",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("strategy", "stage", "tone", "cause"), name="one_template_per_cell"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategycell",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="ac644b86447414eeb29608da2923ae2753767f40",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_c48f8",
                    table="messaging_strategycell",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="strategycell",
            trigger=pgtrigger.compiler.Trigger(
                name="cells_change_in_a_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                IF (SELECT state FROM messaging_strategy\n                    WHERE id = COALESCE(NEW.strategy_id, OLD.strategy_id)) <> 'draft' THEN\n                    RAISE EXCEPTION 'the cells of a strategy change only while it is a draft'\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN COALESCE(NEW, OLD);\n                ",
                    hash="4f5718b63aeee0c90a00884347d76d79678b1ec6",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_cells_change_in_a_draft_12350",
                    table="messaging_strategycell",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "editors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("edited_at", models.DateTimeField(verbose_name="edited at")),
                ("author_note", models.TextField(blank=True, verbose_name="author's reason")),
                (
                    "submitted_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="submitted at"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="decided at"),
                ),
                (
                    "decision_reason",
                    models.TextField(blank=True, verbose_name="reason of the decision"),
                ),
                (
                    "effective_from",
                    models.DateTimeField(blank=True, null=True, verbose_name="in force from"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="retired at"),
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
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("body", models.TextField(verbose_name="text")),
                ("review_due", models.DateField(blank=True, null=True, verbose_name="review due")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last edited by",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="submitted by",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="messaging.template",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "template version",
                "verbose_name_plural": "template versions",
                "permissions": [("approve_templateversion", "Can approve or reject a template")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "submitted")),
                        fields=["submitted_at"],
                        name="template_approval_queue",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "language", "number"), name="version_numbers_are_unique"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "submitted"])),
                        fields=("template", "language"),
                        name="one_open_version_per_template",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="f002ac3f7ee0b6a3fea67be57220fd21638e0977",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_00aeb",
                    table="messaging_templateversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="a_starts_as_draft",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.state <> 'draft' THEN\n    RAISE EXCEPTION 'a new version starts as a draft' USING ERRCODE = 'check_violation';\nEND IF;\nNEW.editors := ARRAY[NEW.author_id, NEW.edited_by_id];\nRETURN NEW;\n",
                    hash="4390c0a46368cd759b8c698c3ac6a2286d8e2251",
                    operation="INSERT",
                    pgid="pgtrigger_a_starts_as_draft_b8819",
                    table="messaging_templateversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="b_edits_make_drafts",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.template_id, NEW.language, NEW.number, NEW.body, 0) IS DISTINCT FROM (OLD.template_id, OLD.language, OLD.number, OLD.body, 0) THEN\n    IF NEW.state <> 'draft' OR OLD.state NOT IN ('draft', 'submitted', 'rejected') THEN\n        RAISE EXCEPTION 'what is % cannot be edited; an edit makes a new draft', OLD.state\n            USING ERRCODE = 'check_violation';\n    END IF;\n    NEW.editors := array_append(OLD.editors, NEW.edited_by_id);\nELSE\n    NEW.editors := OLD.editors;\nEND IF;\nIF NEW.author_id <> OLD.author_id THEN\n    RAISE EXCEPTION 'the author of a version does not change' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="922a565f341e59e5080dde234f62cdfa8396ae93",
                    operation="UPDATE",
                    pgid="pgtrigger_b_edits_make_drafts_cdf77",
                    table="messaging_templateversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="c_approval_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:draft,submitted:approved,submitted:rejected,rejected:draft,approved:retired}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="a86ee47a79d3a1a78f7ae8d4d01a2bc22ed912c9",
                    operation="UPDATE",
                    pgid="pgtrigger_c_approval_states_c926d",
                    table="messaging_templateversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="d_four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"state\" = 'approved' AND NOT (OLD.\"state\" = 'approved'))",
                    func="\nIF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN\n    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.decided_by_id = NEW.author_id OR NEW.decided_by_id = ANY (NEW.editors)\n   OR NEW.decided_by_id = NEW.submitted_by_id THEN\n    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot approve it'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN\n    RAISE EXCEPTION 'training: only a person with valid training approves'\n        USING ERRCODE = 'check_violation';\nEND IF;\nIF NEW.effective_from IS NULL THEN\n    RAISE EXCEPTION 'an approval says from when it is in force' USING ERRCODE = 'check_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="2c16d0aa46aa112eef25971669ee205ba0784c69",
                    operation="UPDATE",
                    pgid="pgtrigger_d_four_eyes_5d5db",
                    table="messaging_templateversion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="templateversion",
            trigger=pgtrigger.compiler.Trigger(
                name="e_decided_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NOT (OLD.\"state\" = 'draft'))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="69cd88748693858e892f2357a9d2a383783d70a3",
                    operation="DELETE",
                    pgid="pgtrigger_e_decided_is_kept_1dccf",
                    table="messaging_templateversion",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.BinaryField(null=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("due-7", "7 days before the due date"),
                            ("due-0", "Due today"),
                            ("dpd-1", "1 day overdue"),
                            ("dpd-2-3", "2–3 days overdue"),
                            ("dpd-4-7", "4–7 days overdue"),
                            ("dpd-8-15", "8–15 days overdue"),
                            ("dpd-16+", "16 or more days overdue"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "tone",
                    models.CharField(
                        choices=[("gentle", "Gentle"), ("neutral", "Neutral"), ("firm", "Firm")],
                        max_length=10,
                        verbose_name="tone",
                    ),
                ),
                ("tone_reason", models.CharField(max_length=40, verbose_name="why this tone")),
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
                        max_length=12,
                        verbose_name="cause of delay",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("zh-hans", "Simplified Chinese"),
                            ("zh-hant", "Traditional Chinese"),
                            ("en", "English"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "arm",
                    models.CharField(
                        choices=[("contact", "Contact"), ("control", "Control group")],
                        max_length=8,
                        verbose_name="arm",
                    ),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "amount_due",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount due"),
                ),
                ("days_past_due", models.IntegerField(verbose_name="days past due")),
                ("segments", models.PositiveSmallIntegerField(null=True, verbose_name="segments")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("send", "Send"), ("hold", "Hold"), ("block", "Block")],
                        max_length=6,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(max_length=40, verbose_name="reason")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                ("to_send", models.BooleanField(verbose_name="to send")),
                (
                    "contact_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="accounts.contactpoint",
                        verbose_name="contact point",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="candidates",
                        to="messaging.run",
                        verbose_name="run",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.templateversion",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "candidate",
                "verbose_name_plural": "candidates",
                "indexes": [
                    models.Index(fields=["run", "to_send", "reason", "id"], name="funnel_lists")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "customer"), name="one_candidate_per_customer"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateLoan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("due-7", "7 days before the due date"),
                            ("due-0", "Due today"),
                            ("dpd-1", "1 day overdue"),
                            ("dpd-2-3", "2–3 days overdue"),
                            ("dpd-4-7", "4–7 days overdue"),
                            ("dpd-8-15", "8–15 days overdue"),
                            ("dpd-16+", "16 or more days overdue"),
                        ],
                        max_length=10,
                        verbose_name="stage",
                    ),
                ),
                (
                    "occurrence",
                    models.PositiveSmallIntegerField(default=0, verbose_name="occurrence"),
                ),
                ("days_past_due", models.IntegerField(verbose_name="days past due")),
                (
                    "amount_due",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="amount due"),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="loans",
                        to="messaging.candidate",
                    ),
                ),
                (
                    "loan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="in_candidates",
                        to="accounts.loan",
                    ),
                ),
            ],
            options={
                "verbose_name": "loan of a candidate",
                "verbose_name_plural": "loans of candidates",
                "indexes": [
                    models.Index(fields=["loan", "stage", "occurrence"], name="reminders_of_a_loan")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("candidate", "loan"), name="a_loan_once_per_candidate"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                        default="sms",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("address_hash", models.BinaryField()),
                (
                    "content_class",
                    models.CharField(
                        choices=[
                            ("collection_service", "Repayment service reminder"),
                            ("confirmation", "Confirmation of a reply"),
                            ("answer", "Answer to a customer"),
                        ],
                        default="collection_service",
                        max_length=30,
                        verbose_name="content class",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("zh-hans", "Simplified Chinese"),
                            ("zh-hant", "Traditional Chinese"),
                            ("en", "English"),
                        ],
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("claimed", "Being prepared"),
                            ("handing_over", "Being handed over"),
                            ("accepted", "Accepted by the gateway"),
                            ("delivered", "Delivered"),
                            ("undelivered", "Not delivered"),
                            ("refused", "Refused by the gateway"),
                            ("unknown", "Outcome unknown"),
                            ("unresolved", "Closed without an outcome"),
                            ("blocked", "Blocked"),
                            ("cancelled", "Cancelled"),
                            ("expired", "Expired"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40, verbose_name="reason")),
                ("send_at_once", models.BooleanField(default=False, verbose_name="send at once")),
                (
                    "not_before",
                    models.DateTimeField(
                        help_text="Empty: held until something is settled.",
                        null=True,
                        verbose_name="not before",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                ("claimed_at", models.DateTimeField(null=True, verbose_name="claimed at")),
                ("claim_token", models.UUIDField(editable=False, null=True)),
                ("body_enc", models.BinaryField(null=True, verbose_name="text")),
                ("segments", models.PositiveSmallIntegerField(null=True, verbose_name="segments")),
                (
                    "gateway_ref",
                    models.CharField(blank=True, max_length=80, verbose_name="gateway's id"),
                ),
                ("permit_until", models.DateTimeField(null=True, verbose_name="permit ends")),
                ("handed_over_at", models.DateTimeField(null=True, verbose_name="handed over at")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("error_code", models.CharField(blank=True, max_length=40, verbose_name="error")),
                ("final_at", models.DateTimeField(null=True, verbose_name="ended at")),
                (
                    "candidate",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message",
                        to="messaging.candidate",
                    ),
                ),
                (
                    "contact_point",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.contactpoint",
                        verbose_name="contact point",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "gateway",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.gateway",
                        verbose_name="gateway",
                    ),
                ),
                (
                    "lender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="accounts.lender",
                        verbose_name="lender",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="messaging.run",
                        verbose_name="run",
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.templateversion",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "indexes": [
                    models.Index(
                        condition=models.Q(("not_before__isnull", False), ("state", "queued")),
                        fields=["not_before", "id"],
                        name="messages_due",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "claimed"])),
                        fields=["customer"],
                        name="live_messages_of_a_customer",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "claimed"])),
                        fields=["address_hash"],
                        name="live_messages_of_a_number",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["claimed", "handing_over", "unknown"])),
                        fields=["claimed_at"],
                        name="messages_in_flight",
                    ),
                    models.Index(fields=["customer", "-claimed_at"], name="contacts_of_a_customer"),
                    models.Index(
                        fields=["address_hash", "-claimed_at"], name="contacts_of_a_number"
                    ),
                    models.Index(fields=["run", "state"], name="messages_of_a_run"),
                    models.Index(
                        condition=models.Q(("gateway_ref", ""), _negated=True),
                        fields=["gateway", "gateway_ref"],
                        name="messages_by_gateway_id",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["blocked", "cancelled", "expired", "refused"]),
                                _negated=True,
                            ),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_not_sent_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    [
                                        "claimed",
                                        "handing_over",
                                        "accepted",
                                        "delivered",
                                        "undelivered",
                                        "unknown",
                                    ],
                                ),
                                _negated=True,
                            ),
                            ("body_enc__isnull", False),
                            _connector="OR",
                        ),
                        name="what_leaves_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "handing_over"), _negated=True),
                            models.Q(
                                ("permit_until__isnull", False),
                                ("handed_over_at__isnull", False),
                                ("gateway__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_hand_over_has_a_permit",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="message_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{queued:claimed,queued:blocked,queued:cancelled,queued:expired,claimed:queued,claimed:blocked,claimed:cancelled,claimed:expired,claimed:handing_over,handing_over:accepted,handing_over:refused,handing_over:queued,handing_over:unknown,handing_over:delivered,handing_over:undelivered,unknown:accepted,unknown:delivered,unknown:undelivered,unknown:refused,unknown:unresolved,accepted:delivered,accepted:undelivered}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="d02cffe93fbe165e6c90d349e659165a325041c7",
                    operation="UPDATE",
                    pgid="pgtrigger_message_states_21063",
                    table="messaging_message",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="what_left_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.\"state\" IN ('accepted', 'delivered', 'undelivered', 'unknown', 'unresolved'))",
                    func="\n                IF (NEW.body_enc, NEW.customer_id, NEW.address_hash, NEW.template_version_id,\n                    NEW.handed_over_at, NEW.gateway_id)\n                   IS DISTINCT FROM\n                   (OLD.body_enc, OLD.customer_id, OLD.address_hash, OLD.template_version_id,\n                    OLD.handed_over_at, OLD.gateway_id) THEN\n                    RAISE EXCEPTION 'message % has left and cannot be changed', OLD.id\n                        USING ERRCODE = 'check_violation';\n                END IF;\n                RETURN NEW;\n                ",
                    hash="b5dd788f2df7d3fa5f13f6ad3bac905e89025ec2",
                    operation="UPDATE",
                    pgid="pgtrigger_what_left_is_fixed_496ab",
                    table="messaging_message",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="message",
            trigger=pgtrigger.compiler.Trigger(
                name="messages_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="d0ac862059828ac4513467b33920052a5c915ad4",
                    operation="DELETE",
                    pgid="pgtrigger_messages_are_kept_a6a3e",
                    table="messaging_message",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField(verbose_name="begun at")),
                ("permit_until", models.DateTimeField(verbose_name="permit ends")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("refused", "Refused for good"),
                            ("retry", "Refused for now"),
                            ("unknown", "Unknown"),
                            ("not_begun", "Not begun: the permit had ended"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("error_code", models.CharField(blank=True, max_length=40, verbose_name="error")),
                (
                    "gateway_ref",
                    models.CharField(blank=True, max_length=80, verbose_name="gateway's id"),
                ),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="messaging.gateway"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="messaging.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attempt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="317b9fe44100d01d2accf92c98dfe5b7d1e35509",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5d679",
                    table="messaging_attempt",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "phase",
                    models.CharField(
                        choices=[("plan", "Planning"), ("claim", "Before sending")],
                        max_length=6,
                        verbose_name="when",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("send", "Send"), ("hold", "Hold"), ("block", "Block")],
                        max_length=6,
                        verbose_name="verdict",
                    ),
                ),
                ("reason", models.CharField(max_length=40, verbose_name="reason")),
                ("until", models.DateTimeField(null=True, verbose_name="until")),
                ("engine_version", models.CharField(max_length=20)),
                ("facts", models.JSONField(verbose_name="facts")),
                ("trace", models.JSONField(verbose_name="trace")),
                (
                    "candidate",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="messaging.candidate",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="messaging.message",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.policyversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision",
                "verbose_name_plural": "decisions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("candidate__isnull", False),
                            ("message__isnull", False),
                            _connector="OR",
                        ),
                        name="a_decision_is_about_something",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decisions_are_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="e2196d176a62d9c962a6213c7e3c80a1745b332d",
                    operation="UPDATE",
                    pgid="pgtrigger_decisions_are_frozen_9596f",
                    table="messaging_decision",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("result", models.CharField(max_length=12, verbose_name="result")),
                ("error_code", models.CharField(blank=True, max_length=40, verbose_name="error")),
                ("at", models.DateTimeField(verbose_name="received at")),
                (
                    "gateway",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="messaging.gateway"
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipts",
                        to="messaging.message",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="receipt",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="88c793752d8b9ed97372f3ecca3bcaae692b7b86",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3c6e3",
                    table="messaging_receipt",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "gateway_ref",
                    models.CharField(blank=True, max_length=80, verbose_name="gateway's id"),
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
                        default="sms",
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                ("address_hash", models.BinaryField()),
                ("text_enc", models.BinaryField(verbose_name="text")),
                ("intent", models.CharField(max_length=20, verbose_name="intent")),
                (
                    "suppressed",
                    models.BooleanField(default=False, verbose_name="stopped the number"),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="messaging.message",
                        verbose_name="answers",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "gateway",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="messaging.gateway",
                    ),
                ),
            ],
            options={
                "verbose_name": "reply",
                "verbose_name_plural": "replies",
                "indexes": [
                    models.Index(fields=["-received_at"], name="replies_newest_first"),
                    models.Index(
                        fields=["address_hash", "-received_at"], name="replies_of_a_number"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("gateway_ref", ""), _negated=True),
                        fields=("gateway", "gateway_ref"),
                        name="a_reply_is_taken_once",
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reply",
            trigger=pgtrigger.compiler.Trigger(
                name="replies_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="c6e7b6e4c478449e2eadc628619077a50b9c9102",
                    operation="DELETE",
                    pgid="pgtrigger_replies_are_kept_62886",
                    table="messaging_reply",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("country", models.CharField(max_length=8, verbose_name="country")),
                ("date", models.DateField(verbose_name="date")),
                ("working", models.BooleanField(verbose_name="working day")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("source", models.CharField(max_length=120, verbose_name="source")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed")),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "work calendar",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("country", "date"), name="a_day_once_per_country"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="calendarday",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="8b16b13ac83f105f885b211144a6a2dd2b6850b1",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_66749",
                    table="messaging_calendarday",
                    when="AFTER",
                ),
            ),
        ),
    ]
