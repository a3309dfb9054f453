"""A lender's wording is edited as a draft that begins with what is in force."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from accounts.models import Lender, Product, User
from accounts.models.choices import Language
from accounts.rules import lender_facts
from messaging.approval import drafting
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import guarded
from messaging.approval.steps import approve, submit
from messaging.authoring.traditional import propose
from messaging.content import payment as paying
from messaging.content.lender_wording import FIELDS, LANGUAGES
from messaging.models import LenderWording
from messaging.models.approvable import OPEN, ApprovalState

Texts = Mapping[str, Mapping[str, str]]
"""Of languages: field → text. Of products: the files' name → language → name."""


def in_force_of(lender: Lender, now: datetime) -> LenderWording | None:
    """The version in force."""
    begun = LenderWording.objects.filter(
        lender=lender, state=ApprovalState.APPROVED, effective_from__lte=now
    )
    return begun.order_by("-effective_from", "-number").first()


def open_version(lender: Lender) -> LenderWording | None:
    """The draft or request that is open; there is at most one."""
    return LenderWording.objects.filter(lender=lender, state__in=OPEN).first()


def new_draft(lender: Lender, *, by: User, now: datetime) -> LenderWording:
    """A draft that says what is in force; the first one begins with the lender's name in the
    language it is written in. Refused while one is open."""
    former, fresh = in_force_of(lender, now), Lender.objects.get(pk=lender.pk)
    draft = _draft(
        lender,
        former.texts if former else _named(fresh),
        former.products if former else {},
        former.payment if former else {},
        lender_facts.facts_of(fresh),
    )
    return drafting.start(draft, by=by, now=now)


def _named(lender: Lender) -> Texts:
    """Where its language is plain: else nobody is to clear a name that blocks the request."""
    if lender.name.isascii():
        return {Language.EN: {"name": lender.name}}
    return {Language.ZH_HANS: {"name": lender.name}} if lender.currency == "CNY" else {}


def save(
    version: LenderWording,
    *,
    texts: Texts,
    products: Texts,
    payment: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> LenderWording:
    """Store a draft. Editing a request or a rejected version makes a draft of it. `payment`: of
    messaging.content.payment, `facts`: of accounts.rules.lender_facts; None leaves them as they
    are."""
    return drafting.save(
        version,
        texts=_tidy(texts, FIELDS),
        products=_tidy(products, LANGUAGES),
        payment=version.payment if payment is None else paying.document(paying.read(payment)),
        facts=version.facts if facts is None else checked(version.lender, facts),
        note=note,
        by=by,
        now=now,
        seen_edited_at=seen_edited_at,
    )


def proposed(texts: Texts, products: Texts) -> tuple[dict[str, Any], dict[str, Any]]:
    """With Traditional characters proposed wherever nothing is said in them yet."""
    simplified = texts.get(Language.ZH_HANS, {})
    own = {name: text for name, text in texts.get(Language.ZH_HANT, {}).items() if text.strip()}
    traditional = {name: propose(text) for name, text in simplified.items()} | own
    named = {
        code: {Language.ZH_HANT.value: propose(names.get(Language.ZH_HANS, "").strip() or code)}
        | {language: name for language, name in names.items() if name.strip()}
        for code, names in products.items()
    }
    return {**texts, Language.ZH_HANT.value: traditional}, named


def product_codes(version: LenderWording) -> list[str]:
    """Every product this version names or a file has named, in order."""
    met = Product.objects.filter(lender=version.lender_id).values_list("code", flat=True)
    return sorted({*met, *version.products})


def install(
    lender: Lender,
    *,
    texts: Texts,
    products: Texts,
    payment: Mapping[str, Any] | None = None,
    author: User,
    approver: User,
    now: datetime,
) -> LenderWording:
    """A wording through the same four eyes, in force at once."""
    with guarded():
        draft = _draft(lender, texts, products, payment or {}, lender_facts.facts_of(lender))
        drafting.start(draft, by=author, now=now)
        submit(draft, by=author, now=now)
        return approve(draft, by=approver, now=now, seen_hash=fingerprint(draft))


def checked(lender: Lender, facts: Mapping[str, Any]) -> dict[str, Any]:
    """All of them, by the rules of the lender's own columns. Raises ApprovalRefused."""
    trial = copy(lender)
    for name in lender_facts.FACTS:
        setattr(trial, name, facts.get(name, getattr(lender, name)))
    others = {field.name for field in Lender._meta.fields} - set(lender_facts.FACTS)
    try:
        trial.full_clean(exclude=others, validate_constraints=False)
    except ValidationError as error:
        raise ApprovalRefused(" ".join(error.messages)) from None
    return lender_facts.facts_of(trial)


def _draft(
    lender: Lender,
    texts: Texts,
    products: Texts,
    payment: Mapping[str, Any],
    facts: Mapping[str, Any],
) -> LenderWording:
    return LenderWording(
        lender=lender,
        texts=_tidy(texts, FIELDS),
        products=_tidy(products, LANGUAGES),
        payment=paying.document(paying.read(payment)),
        facts=dict(facts),
    )


def _tidy(rows: Texts, names: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Known columns only, without blanks at the ends; rows that say nothing are left out."""
    tidied = {
        key: {name: said for name in names if (said := row.get(name, "").strip())}
        for key, row in rows.items()
    }
    return {key: row for key, row in tidied.items() if row}
