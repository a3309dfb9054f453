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
        ("messaging", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("phone", "Phone"),
                            ("reply", "Reply to a text"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("regulator", "Regulator (12378)"),
                            ("counter", "In person"),
                        ],
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("too_often", "Too many texts"),
                            ("wrong_hour", "Texts at the wrong hour"),
                            ("wrong_amount", "Wrong amount or already paid"),
                            ("wrong_person", "Wrong person"),
                            ("wording", "Wording"),
                            ("privacy", "Privacy"),
                            ("after_opt_out", "Texts after opting out"),
                            ("other", "Something else"),
                        ],
                        max_length=15,
                        verbose_name="category",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[("low", "Low"), ("normal", "Normal"), ("severe", "Severe")],
                        default="normal",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                ("text_enc", models.BinaryField(verbose_name="what the customer says")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("in_progress", "Being worked on"),
                            ("resolved", "Resolved"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("due_on", models.DateField(verbose_name="answer due on")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "Upheld"),
                            ("partly", "Partly upheld"),
                            ("not_upheld", "Not upheld"),
                            ("withdrawn", "Withdrawn by the customer"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                (
                    "answer_enc",
                    models.BinaryField(null=True, verbose_name="what was done and answered"),
                ),
                ("resolved_at", models.DateTimeField(null=True, verbose_name="resolved at")),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="accounts.customer",
                        verbose_name="customer",
                    ),
                ),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaint",
                        to="accounts.hold",
                        verbose_name="hold",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="messaging.message",
                        verbose_name="message complained about",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="logged by",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resolved by",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "permissions": [("resolve_complaint", "Can resolve a complaint")],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "resolved"), _negated=True),
                        fields=["due_on", "id"],
                        name="complaints_by_deadline",
                    ),
                    models.Index(fields=["-opened_at"], name="complaints_newest_first"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resolved"), _negated=True),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("answer_enc__isnull", False),
                                ("resolved_at__isnull", False),
                                ("resolved_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_resolved_complaint_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "resolved"), _negated=True),
                            models.Q(("severity", "severe"), _negated=True),
                            models.Q(("resolved_by", models.F("opened_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_severe_complaint_needs_a_second_person",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="audited",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (current_setting('huancui.bulk', true) IS DISTINCT FROM 'on')",
                    func="\n            PERFORM huancui_audit(\n                TG_OP, TG_TABLE_NAME,\n                CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END,\n                CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END,\n                'id', ARRAY[]::text[], ARRAY[]::text[]\n            );\n            RETURN NULL;\n        ",
                    hash="6f0f2909ed6aeea1aae9484a3d4f0170c50c02c5",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_audited_51090",
                    table="feedback_complaint",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaint_states",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE _is_valid_transition BOOLEAN;",
                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:in_progress,open:resolved,in_progress:resolved}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                    hash="be1b902cbd1c1e990be84db8f3296a981c692b97",
                    operation="UPDATE",
                    pgid="pgtrigger_complaint_states_771c7",
                    table="feedback_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaint",
            trigger=pgtrigger.compiler.Trigger(
                name="complaints_are_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="29d7f1a2f485a5bf076406ad64b3c3b3a68f1372",
                    operation="DELETE",
                    pgid="pgtrigger_complaints_are_kept_82860",
                    table="feedback_complaint",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="ComplaintEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("what", models.CharField(max_length=30, verbose_name="what")),
                ("note_enc", models.BinaryField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="feedback.complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint event",
                "verbose_name_plural": "complaint events",
                "indexes": [
                    models.Index(fields=["complaint", "at"], name="timeline_of_a_complaint")
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="complaintevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f034b7f57e6a734337584a92c8a1a382da8bb4bd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c9af5",
                    table="feedback_complaintevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
