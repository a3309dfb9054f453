"""A ready-made trial becomes drafts: who writes texts begins those that are not here yet, who plans
trials the trial. Each then goes the usual way and is approved by somebody else."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from accounts.models.choices import Cause
from messaging import library
from messaging.authoring import starter, trials
from messaging.library import StarterTemplate
from messaging.library.ready_trials import ReadyTrial
from messaging.models import Template, TemplateVersion, Trial
from messaging.models.approvable import ApprovalState


@transaction.atomic
def begin(lender: Lender, ready: ReadyTrial, *, title: str, by: User, now: datetime) -> Trial:
    """The draft. Refused while one of its cell is open or a text is not here, and where a text
    would say what is not true of the lender."""
    if not is_true_of(lender, ready):
        raise Refused(_("One of its texts names a consequence that is not true of this lender."))
    pks = _here(ready)
    if not pks.keys() >= set(_codes(ready)):
        raise Refused(_("Its texts are not here yet. Somebody who writes texts begins them here."))
    return trials.begin(
        lender=lender,
        title=title,
        cell=(ready.stage, ready.tone, Cause.UNKNOWN),
        arms=[None if code is None else pks[code] for code in ready.arms],
        goal=Decimal(ready.goal),
        days=ready.days,
        note=_note(ready),
        by=by,
        now=now,
        conditions=[dict(each) for each in ready.conditions],
    )


def write_texts(ready: ReadyTrial, *, by: User, now: datetime) -> int:
    """A draft of each of its texts that is not here, in the languages of the reminders in force;
    how many. Refused for who does not write texts."""
    return len(starter.write_missing(texts_of(ready, _languages()), by=by, now=now))


def has_texts(ready: ReadyTrial) -> bool:
    return _here(ready).keys() >= set(_codes(ready))


def is_true_of(lender: Lender, ready: ReadyTrial) -> bool:
    true = {
        "credit_record": lender.reports_to_credit_registry,
        "late_fee": lender.late_fee_in_contract,
    }
    return all(true[each] for each in ready.mentions)


def texts_of(ready: ReadyTrial, languages: list[str]) -> list[StarterTemplate]:
    """Its texts in these languages, in the order of the arms."""
    found = [
        text
        for language in languages
        for text in (*library.load_all(language), *library.load_trials(language))
        if text.code in ready.arms
    ]
    return sorted(found, key=lambda text: ready.arms.index(text.code))


def _languages() -> list[str]:
    """In which there are reminders in force; at first, all."""
    approved = TemplateVersion.objects.filter(
        state=ApprovalState.APPROVED, language__in=library.LANGUAGES
    )
    used = set(approved.values_list("language", flat=True).distinct())
    return [each for each in library.LANGUAGES if not used or each in used]


def _here(ready: ReadyTrial) -> dict[str, int]:
    """Its templates by code."""
    return dict(Template.objects.filter(code__in=_codes(ready)).values_list("code", "pk"))


def _codes(ready: ReadyTrial) -> list[str]:
    return [code for code in ready.arms if code is not None]


def _note(ready: ReadyTrial) -> str:
    note = _("After %(source)s, from the library.") % {"source": ready.source}
    if ready.legal:
        note += " " + _("Not to be approved before the legal department has agreed in writing.")
    return note
