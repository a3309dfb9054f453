"""Rules about the text and the gateway that would carry it."""

from __future__ import annotations

from datetime import datetime

from .. import reasons
from ..facts import OPT_OUT_CONFIRMATION, ChosenFacts, ContactFacts, TemplateFacts
from ..fields import BLOCK
from ..model import Policy
from .finding import Finding, blocks, holds, passes
from .loans import ledger_day

IN_FORCE = "approved"


def template_in_force(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """Only an approved version leaves, complete and true, with the words the policy requires.

    What our own wording lacks is no fault of the customer: it is held until somebody mends it.
    One whose review is overdue leaves too, unless the policy says otherwise; the trace tells.
    """
    template = facts.template
    if facts.segment_without_text:
        saw_segment: dict[str, object] = {"segment": facts.segment_without_text}
        return blocks("template", reasons.NO_TEXT_FOR_SEGMENT, saw_segment)
    if template is None:
        return blocks("template", reasons.TEMPLATE_NOT_IN_FORCE, {})
    saw: dict[str, object] = {"version": template.version_id, "state": template.state}
    saw |= _chosen(facts.chosen)
    if template.state != IN_FORCE:
        return blocks("template", reasons.TEMPLATE_NOT_IN_FORCE, saw)
    if not template.renders:
        return blocks("template", reasons.MISSING_VALUE, {**saw, "missing": list(template.missing)})
    if template.untrue:  # a fault of ours: it blocks this text, and says nothing of the customer
        return blocks("template", reasons.TEXT_NOT_TRUE, {**saw, "untrue": list(template.untrue)})
    if template.unready:
        saw["missing"] = list(template.unready)
        return holds("template", reasons.WORDING_UNCONFIRMED, None, saw)
    if template.foreign:
        saw["foreign"] = list(template.foreign)
        return holds("template", reasons.WRONG_LANGUAGE, None, saw)
    # The confirmation itself offers nothing more to opt out of.
    needs_words = policy.opt_out_wording_required and facts.purpose != OPT_OUT_CONFIRMATION
    if needs_words and not template.has_opt_out_words:
        return blocks("template", reasons.OPT_OUT_WORDS_MISSING, saw)
    if _review_is_overdue(template, facts, policy, now):
        saw["review_due"] = str(template.review_due)
        if policy.overdue_review == BLOCK:
            return blocks("template", reasons.REVIEW_OVERDUE, saw)
    if template.effective_from is not None and now < template.effective_from:
        return holds("template", reasons.TEMPLATE_NOT_YET_IN_FORCE, template.effective_from, saw)
    return passes("template", saw)


def _chosen(chosen: ChosenFacts | None) -> dict[str, object]:
    """What an agent filled in, as the trace tells it."""
    if chosen is None:
        return {}
    told: dict[str, object] = {"chosen_day": str(chosen.day)} if chosen.day else {}
    if chosen.amount is not None:
        told["chosen_amount"] = f"{chosen.amount} {chosen.currency}"
    return told


def _review_is_overdue(
    template: TemplateFacts, facts: ContactFacts, policy: Policy, now: datetime
) -> bool:
    due = template.review_due
    return due is not None and ledger_day(facts, policy, now) > due


def content_class(facts: ContactFacts, policy: Policy, now: datetime) -> Finding:
    """The gateway takes this class of content, has passed the text where it must have, and takes
    anything at all just now."""
    if facts.gateway_classes is None:
        return holds("content_class", reasons.NO_GATEWAY, None, {"channel": facts.channel})
    if facts.template is not None and facts.template.content_class not in facts.gateway_classes:
        saw = {"class": facts.template.content_class, "accepted": sorted(facts.gateway_classes)}
        return blocks("content_class", reasons.CONTENT_CLASS, saw)
    if not facts.gateway_open:
        return holds("content_class", reasons.GATEWAY_CLOSED, None, {"channel": facts.channel})
    if facts.carrier_lacks:  # ours to file, and the carrier's to pass: no fact about the customer
        saw_lack = {"lacks": facts.carrier_lacks}
        return holds("content_class", reasons.CARRIER_HAS_NOT_PASSED, None, saw_lack)
    return passes("content_class")
