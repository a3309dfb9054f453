"""Confirming sentences of unknown purpose: one by one, by the person who approves the text."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from messaging.approval.errors import ApprovalRefused
from messaging.authoring.campaigns import waiting_texts
from messaging.authoring.purposes import Asked, asked_of, said_of
from messaging.models import Campaign, SentenceConfirmation, TemplateVersion
from messaging.models.approvable import Approvable


def to_confirm(version: Approvable) -> list[Asked]:
    """The sentences an approver of this version confirms: of a text, and of those that a campaign's
    approval approves with it."""
    if isinstance(version, Campaign):
        return [asked for text in waiting_texts(version) for asked in to_confirm(text)]
    if not isinstance(version, TemplateVersion):
        return []
    return [Asked(each["sentence"], each["purpose"]) for each in version.purposes]


def confirm(version: Approvable, confirmed: Collection[str], *, by: User, now: datetime) -> None:
    """Record that this person confirmed each sentence. ApprovalRefused while one is missing, or
    the review asks about others than the author spoke of. Call inside the approving transaction."""
    if not isinstance(version, TemplateVersion):
        return
    asked = to_confirm(version)
    if {each.sentence for each in asked_of(version.body, said_of(version)) if not each.purpose}:
        raise ApprovalRefused(
            _("The review asks about sentences of which the author said nothing; send it back.")
        )
    left = [each for each in asked if each.sentence not in confirmed]
    if left:
        text = ngettext(
            "%(n)d sentence of unknown purpose is not confirmed.",
            "%(n)d sentences of unknown purpose are not confirmed.",
            len(left),
        )
        raise ApprovalRefused(text % {"n": len(left)})
    SentenceConfirmation.objects.bulk_create(
        SentenceConfirmation(
            version=version, sentence=each.sentence, purpose=each.purpose, by=by, at=now
        )
        for each in asked
    )


def given(version: Approvable) -> Sequence[SentenceConfirmation]:
    """Who confirmed which sentence of a version, oldest first."""
    if not isinstance(version, TemplateVersion):
        return []
    return list(version.confirmations.select_related("by").order_by("pk"))
