"""Four eyes, kept by the database, for everything that needs approval (DESIGN 4.6).

    draft ──▶ submitted ──▶ approved ──▶ retired
      ▲          │  └─────▶ rejected
      └──────────┴─────────────┘   (an edit, or a withdrawal, makes a draft of it)

What triggers guarantee, whatever code path writes:
- a row starts as a draft and moves only along these arrows;
- its content changes only while it is, or thereby becomes, a draft; whoever edits is remembered;
- who approves is neither its author, an editor nor who submitted it, and passed a qualifying
  training that is valid on that day;
- who approves, rejects or retires works with the lender it is of, and where it is of none, with
  every one: its texts go by it;
- what was approved is kept as it stood, in a row of its own (messaging.models.approved).
"""

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.states import StateMachine
from messaging.models.approved import ApprovalIsFrozen

TRANSITIONS = [
    ("draft", "submitted"),
    ("submitted", "draft"),
    ("submitted", "approved"),
    ("submitted", "rejected"),
    ("rejected", "draft"),
    ("approved", "retired"),
]


LONGEST_NOTE = 1000  # characters


class ApprovalState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    RETIRED = "retired", _("Retired")


OPEN = (ApprovalState.DRAFT, ApprovalState.SUBMITTED)
"""Of one thing there is at most one version in these states."""


def _staff(label: Any, *, null: bool = True) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=null,
        blank=null,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Approvable(models.Model):
    """The columns of four eyes. A subclass lists its triggers with `approval_triggers`, and its app
    registers its kind (messaging.approval.kinds).
    """

    state = models.CharField(
        _("state"), max_length=10, choices=ApprovalState.choices, default=ApprovalState.DRAFT
    )
    author = _staff(_("author"), null=False)
    edited_by = _staff(_("last edited by"), null=False)
    editors = ArrayField(models.BigIntegerField(), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"))
    edited_at = models.DateTimeField(_("edited at"))
    author_note = models.CharField(_("author's reason"), max_length=LONGEST_NOTE, blank=True)
    submitted_by = _staff(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_by = _staff(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_reason = models.CharField(
        _("reason of the decision"), max_length=LONGEST_NOTE, blank=True
    )
    effective_from = models.DateTimeField(_("in force from"), null=True, blank=True)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)

    class Meta:
        abstract = True


_STARTS_AS_DRAFT = """
IF NEW.state <> 'draft' THEN
    RAISE EXCEPTION 'a new version starts as a draft' USING ERRCODE = 'check_violation';
END IF;
NEW.editors := ARRAY[NEW.author_id, NEW.edited_by_id];
RETURN NEW;
"""

_EDITS_MAKE_DRAFTS = """
IF ({new}) IS DISTINCT FROM ({old}) THEN
    IF NEW.state <> 'draft' OR OLD.state NOT IN ('draft', 'submitted', 'rejected') THEN
        RAISE EXCEPTION 'what is % cannot be edited; an edit makes a new draft', OLD.state
            USING ERRCODE = 'check_violation', CONSTRAINT = 'only_drafts_are_edited';
    END IF;
    NEW.editors := array_append(OLD.editors, NEW.edited_by_id);
ELSE
    NEW.editors := OLD.editors;
END IF;
IF NEW.author_id <> OLD.author_id THEN
    RAISE EXCEPTION 'the author of a version does not change' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

_FOUR_EYES = """
IF NEW.decided_by_id IS NULL OR NEW.decided_at IS NULL THEN
    RAISE EXCEPTION 'an approval names who and when' USING ERRCODE = 'check_violation';
END IF;
IF NOT huancui_is_acting(NEW.decided_by_id) THEN
    RAISE EXCEPTION 'who approves is who acts' USING ERRCODE = 'check_violation';
END IF;
IF NEW.decided_by_id = NEW.author_id OR NEW.decided_by_id = ANY (NEW.editors)
   OR NEW.decided_by_id = NEW.submitted_by_id THEN
    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot approve it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
END IF;
IF NOT huancui_is_trained(NEW.decided_by_id, NEW.decided_at) THEN
    RAISE EXCEPTION 'training: only a person with valid training approves'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_trained_person_approves';
END IF;
IF NEW.effective_from IS NULL THEN
    RAISE EXCEPTION 'an approval says from when it is in force' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""

# What has no lender, in whatever table, serves all of them. It is retired by who acts.
_WORKS_WITH_ITS_LENDERS = """
PERFORM huancui_require_all_concerned(huancui_works_with(person, of_lender))
FROM (SELECT CASE WHEN NEW.state = 'retired' THEN huancui_actor() ELSE NEW.decided_by_id END,
             (to_jsonb(NEW) ->> 'lender_id')::bigint) AS by (person, of_lender)
WHERE person IS NOT NULL;
RETURN NEW;
"""


class EditsMakeDrafts(pgtrigger.Trigger):
    """The given columns are what is approved: they change only in a draft, and whoever changes them
    is remembered."""

    when = pgtrigger.Before
    operation = pgtrigger.Update

    def __init__(self, *content: str) -> None:
        self.content = content
        new = ", ".join(f"NEW.{column}" for column in content) + ", 0"
        old = ", ".join(f"OLD.{column}" for column in content) + ", 0"
        super().__init__(
            name="b_edits_make_drafts", func=_EDITS_MAKE_DRAFTS.format(new=new, old=old)
        )


def approved_columns(model: type[Approvable]) -> Sequence[str]:
    """What the database takes for the content of this table."""
    triggers = model._meta.triggers  # type: ignore[attr-defined]
    return next(each.content for each in triggers if isinstance(each, EditsMakeDrafts))


def approval_triggers(*content: str) -> list[pgtrigger.Trigger]:
    """Triggers for a table whose approved content is the given columns."""
    return [
        pgtrigger.Trigger(
            name="a_starts_as_draft",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=_STARTS_AS_DRAFT,
        ),
        EditsMakeDrafts(*content),
        StateMachine(name="c_approval_states", transitions=TRANSITIONS),
        pgtrigger.Trigger(
            name="d_four_eyes",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(new__state="approved") & ~pgtrigger.Q(old__state="approved"),
            func=_FOUR_EYES,
        ),
        pgtrigger.Trigger(
            name="d_works_with_its_lenders",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(new__state__in=["approved", "rejected", "retired"])
            & pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
            func=_WORKS_WITH_ITS_LENDERS,
        ),
        pgtrigger.Protect(
            name="e_decided_is_kept",
            operation=pgtrigger.Delete,
            condition=~pgtrigger.Q(old__state="draft"),
        ),
        ApprovalIsFrozen(*content),
    ]
