"""Sentences of unknown purpose, each confirmed by itself by the person who approves the text."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.audit import AppendOnly, Audited
from accounts.models.chained import Chained, OfItsTransaction, chain_index

LABELS = {
    "greeting": _("Greeting or good wishes"),
    "identification": _("Who writes or speaks"),
    "fact": _("A fact about the loan or the payment"),
    "way_to_pay": _("How to pay"),
    "help": _("Help and hardship"),
    "consequence": _("A true consequence"),
    "contact": _("Whom to turn to"),
    "stop_words": _("How to stop the texts"),
    "check_code": _("How to check the text"),
    "thanks": _("Thanks or apology"),
    "assurance": _("What we never do; a warning of swindlers"),
    "service": _("Hours, holidays, faults"),
    "knowledge": _("Knowledge about money and credit"),
}
"""What a sentence may be for, by the codes of messaging.content.purpose."""

# Only what waits for approval is confirmed, by somebody else, sentence and purpose as they stand.
# `edits` is written here: whatever is edited afterwards has to be confirmed afresh.
_AS_IT_STANDS = """
SELECT * INTO STRICT confirmed FROM messaging_templateversion WHERE id = NEW.version_id;
IF confirmed.state <> 'submitted' THEN
    RAISE EXCEPTION 'only a request is confirmed' USING ERRCODE = 'check_violation';
END IF;
IF NEW.by_id = confirmed.author_id OR NEW.by_id = ANY (confirmed.editors)
   OR NEW.by_id = confirmed.submitted_by_id THEN
    RAISE EXCEPTION 'four eyes: who wrote, edited or submitted it cannot confirm it'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'four_eyes';
END IF;
IF NOT confirmed.purposes @> jsonb_build_array(
    jsonb_build_object('sentence', NEW.sentence, 'purpose', NEW.purpose)
) THEN
    RAISE EXCEPTION 'this sentence is not one to be confirmed' USING ERRCODE = 'check_violation';
END IF;
NEW.edits := cardinality(confirmed.editors);
RETURN NEW;
"""

# The other half, on the version: approved only with each of its sentences confirmed.
EACH_IS_CONFIRMED = """
IF EXISTS (
    SELECT FROM jsonb_to_recordset(NEW.purposes) AS asked(sentence text, purpose text)
    WHERE NOT EXISTS (
        SELECT FROM messaging_sentenceconfirmation AS given
        WHERE given.version_id = NEW.id AND given.by_id = NEW.decided_by_id
          AND given.sentence = asked.sentence AND given.purpose = asked.purpose
          AND given.edits = cardinality(NEW.editors)
    )
) THEN
    RAISE EXCEPTION 'unconfirmed: a sentence of unknown purpose is confirmed by who approves'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'each_sentence_is_confirmed';
END IF;
RETURN NEW;
"""


class SentenceConfirmation(Chained):
    """One sentence whose purpose the review does not know, and who confirmed it. Written once."""

    version = models.ForeignKey(
        "messaging.TemplateVersion",
        verbose_name=_("version"),
        on_delete=models.PROTECT,
        related_name="confirmations",
    )
    sentence = models.TextField(_("sentence"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=list(LABELS.items()))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("at"))
    edits = models.PositiveIntegerField(_("edits before it"), default=0, editable=False)

    class Meta:
        verbose_name = _("confirmed sentence")
        verbose_name_plural = _("confirmed sentences")
        indexes = [
            models.Index(fields=["version", "id"], name="confirmations_of_a_version"),
            chain_index("confirmations_by_transaction"),
        ]
        triggers = [
            Audited(ignored=("tx",)),
            AppendOnly(),
            OfItsTransaction(),
            pgtrigger.Trigger(
                name="a_as_it_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("confirmed", "messaging_templateversion%ROWTYPE")],
                func=_AS_IT_STANDS,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.sentence[:40]}"
