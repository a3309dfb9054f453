"""Strategy: stage × tone × cause → template, versioned and under four eyes."""

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import Audited
from accounts.models.choices import Cause, Channel
from accounts.models.lender import Lender
from messaging.models.approvable import OPEN, Approvable, approval_triggers
from messaging.models.choices import ContentClass, StageChoices, Tone
from messaging.models.segment import OnlyAllowedFacts
from messaging.models.template import Template
from messaging.policy import channel_plan

_STEP = r"(sms|email|wechat|push)"
_HOURS = r"( [0-9]{1,2}-[0-9]{1,2})?"


class ChannelPlanField(models.CharField):  # type: ignore[type-arg]
    """The channels of a cell in order, with the hours between (messaging.policy.channel_plan)."""

    def __init__(self, **_options: Any) -> None:
        plan = channel_plan.write(channel_plan.TEXTS_ALONE)
        super().__init__(_("channels"), max_length=60, default=plan, db_default=plan)

    def deconstruct(self) -> Any:
        name, path, _arguments, _options = super().deconstruct()
        return name, path, [], {}


def _is_a_plan(table: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(
            channels__regex=rf"^{_STEP}{_HOURS}(, {_STEP} [0-9]{{1,3}}){{0,3}}"
            r"(, phone [0-9]{1,3})?$"
        ),
        name=f"channels_of_{table}_are_a_plan",
    )


class Strategy(Approvable):
    """One version of a lender's table. The newest approved one in force is used.

    `hours`: when within the hours that are preferred its texts leave.
    """

    class Hours(models.TextChoices):
        FIRST = "first", _("As soon as the preferred hours begin")
        EVENLY = "evenly", _("Drawn evenly over the preferred hours")
        LEARNED = "learned", _("Drawn, more often at hours that are answered and paid on")

    lender = models.ForeignKey(
        Lender, verbose_name=_("lender"), on_delete=models.PROTECT, related_name="strategies"
    )
    number = models.PositiveIntegerField(_("version"))
    hours = models.CharField(
        _("hour of a text"),
        max_length=8,
        choices=Hours.choices,
        default=Hours.FIRST,
        db_default="first",
    )

    class Meta:
        verbose_name = _("strategy")
        verbose_name_plural = _("strategies")
        permissions = [("approve_strategy", "Can approve or reject a strategy")]
        constraints = [
            models.UniqueConstraint(
                fields=["lender", "number"], name="strategy_numbers_are_unique"
            ),
            models.UniqueConstraint(
                fields=["lender"],
                condition=models.Q(state__in=OPEN),
                name="one_open_strategy_per_lender",
            ),
        ]
        # Its content are its cells: whoever saves them is named as an editor first (four eyes).
        triggers = [
            Audited(),
            *approval_triggers("lender_id", "number", "hours", "edited_at", "edited_by_id"),
        ]

    def __str__(self) -> str:
        return f"{self.lender} v{self.number}"


_ONLY_IN_A_DRAFT = """
SELECT * INTO owner FROM messaging_strategy
WHERE id = COALESCE(NEW.strategy_id, OLD.strategy_id) FOR SHARE;
IF owner.state <> 'draft' THEN
    RAISE EXCEPTION 'the cells of a strategy change only while it is a draft'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cells_change_in_a_draft';
END IF;
IF NOT huancui_actor()
       = ANY (owner.editors) THEN
    RAISE EXCEPTION 'who changes a cell is first named as an editor'
        USING ERRCODE = 'check_violation';
END IF;
RETURN COALESCE(NEW, OLD);
"""

_ONLY_REMINDERS = f"""
PERFORM FROM messaging_template WHERE id = NEW.template_id
    AND channel = '{Channel.SMS.value}'
    AND content_class = '{ContentClass.COLLECTION_SERVICE.value}' FOR SHARE;
IF NOT FOUND AND NEW.template_id IS NOT NULL THEN
    RAISE EXCEPTION 'a cell leads to a reminder, not to an answer or a notice'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'cells_lead_to_reminders';
END IF;
RETURN NEW;
"""


def _cell_triggers() -> list[pgtrigger.Trigger]:
    return [
        pgtrigger.Trigger(
            name="cells_change_in_a_draft",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("owner", "messaging_strategy%ROWTYPE")],
            func=_ONLY_IN_A_DRAFT,
        ),
        pgtrigger.Trigger(
            name="cells_lead_to_reminders",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("template_id"),  # type: ignore[no-untyped-call]
            func=_ONLY_REMINDERS,
        ),
    ]


class StrategyCell(models.Model):
    """Which template a loan of this stage, tone and cause gets. Cells change only in a draft."""

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="cells")
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    tone = models.CharField(_("tone"), max_length=10, choices=Tone.choices)
    cause = models.CharField(_("cause of delay"), max_length=12, choices=Cause.choices)
    template = models.ForeignKey(
        Template, verbose_name=_("template"), on_delete=models.PROTECT, related_name="cells"
    )
    channels = ChannelPlanField()

    class Meta:
        verbose_name = _("strategy cell")
        verbose_name_plural = _("strategy cells")
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "stage", "tone", "cause"], name="one_template_per_cell"
            ),
            _is_a_plan("cells"),
        ]
        triggers = [Audited(), *_cell_triggers()]


class SegmentCell(models.Model):
    """Asked before the table: in this stage, customers of a segment get this template, or no text.

    The first that holds decides, by `position`. Title and conditions are a copy of the segment's:
    they are approved with the strategy, and what becomes of the segment later does not alter it.
    """

    strategy = models.ForeignKey(Strategy, on_delete=models.CASCADE, related_name="segment_cells")
    position = models.PositiveSmallIntegerField(_("position"))
    stage = models.CharField(_("stage"), max_length=10, choices=StageChoices.choices)
    title = models.CharField(_("title"), max_length=80)
    conditions = models.JSONField(_("conditions"))
    template = models.ForeignKey(
        Template,
        verbose_name=_("template"),
        null=True,
        on_delete=models.PROTECT,
        related_name="segment_cells",
    )
    channels = ChannelPlanField()

    class Meta:
        verbose_name = _("cell of a segment")
        verbose_name_plural = _("cells of segments")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "position"], name="one_segment_cell_per_position"
            ),
            _is_a_plan("segment_cells"),
        ]
        triggers = [Audited(), *_cell_triggers(), OnlyAllowedFacts()]
