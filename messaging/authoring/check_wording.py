"""What stands against a lender's wording, and what of it is missing where a text needs it."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.models import Lender, Product
from accounts.models.choices import Language
from accounts.rules.pay_links import looks_like_a_card
from messaging.authoring import wording_lists
from messaging.authoring.traditional import reads_simplified
from messaging.content.clean import FORBIDDEN_BRACKETS
from messaging.content.language import costly_characters, is_written_in
from messaging.content.lender_wording import FIELDS, LANGUAGES, Wording, read
from messaging.content.payment import PLACES, problems
from messaging.content.review import review_values
from messaging.content.text.findings import Finding, Level
from messaging.content.wording_list import WordingList
from messaging.models import LenderWording
from messaging.models.introduced import introduced

SIGNATURE_LENGTH = (2, 12)  # characters (facts/sms.md)
NAMED = 5  # products named in one finding
LONGEST_HOTLINE = 15  # digits (E.164)
_MOBILE = re.compile(r"(?:0?0?86)?1[3-9]\d{9}")  # of mainland China


def field_label(name: str) -> str:
    """What a part of the wording is called on screen."""
    return {
        "name": _("name"),
        "lender": _("name"),
        "signature": _("signature"),
        "ways_to_pay": _("ways to pay"),
        "product": _("product"),
        "link": _("link to pay by"),
        "bank": _("bank of the account"),
        "holder": _("holder of the account"),
        "number": _("account number"),
        "app": _("app"),
        "branch": _("branch"),
    }.get(name, name)


def wording_findings(version: LenderWording, *, now: datetime) -> list[Finding]:
    """Each value is held against its language and against what no text may say; languages that
    are not complete and products without a name are told."""
    wording = read(version.texts, version.products, version.payment)
    found = [*_first_of_a_lender(version), *_incomplete(wording)]
    found += _unnamed(version.lender, wording)
    found += [*_of_facts(version.facts), *_of_payment(version, wording)]
    wording_list = wording_lists.in_force(now)
    for where, language, kind, value in _values(wording):
        found += _of_value(value, where, language, kind, version.lender, wording_list)
    return found


def _first_of_a_lender(version: LenderWording) -> Iterator[Finding]:
    """With the first approval the lender is there, and who does not work with it decides no more
    about what serves all."""
    this = Lender.objects.filter(introduced("pk"), pk=version.lender_id)
    if this.exists():
        return
    by_name = lenders.of_all("messaging.approve_templateversion").exclude(works_with__lender=None)
    people = list(by_name.exclude(works_with__lender=version.lender_id)[: NAMED + 1])
    if people:
        reason = _(
            "Until this is approved they decide about what serves every lender: texts, wording "
            "lists, calendars, gateways. Afterwards only if they work with this lender too."
        )
        names = "、".join(map(str, people[:NAMED])) + ("…" if len(people) > NAMED else "")
        yield _finding("warn", "another_lender", names, reason)


def _of_facts(facts: Mapping[str, Any]) -> Iterator[Finding]:
    digits = re.sub(r"[^0-9]", "", str(facts.get("hotline", "")))
    if _MOBILE.fullmatch(digits):
        reason = _("That is somebody's mobile number; a hotline is the lender's own.")
        yield _finding("block", "private_number", str(facts["hotline"]), reason)
    elif len(digits) > LONGEST_HOTLINE:
        reason = _("Too long for a telephone number: it may be an account number.")
        yield _finding("block", "account_number", str(facts["hotline"]), reason)


def _of_payment(version: LenderWording, wording: Wording) -> Iterator[Finding]:
    """Money goes to the lender and nobody else."""
    ways = wording.payment
    hosts = version.facts.get("allowed_hosts", version.lender.allowed_hosts)
    names = {version.lender.name, *(text.name for text in wording.texts.values())}
    for name, code in problems(ways, hosts=hosts, names=names):
        yield _finding("block", code, field_label(name), _PAYMENT[code]())
    if looks_like_a_card(ways.number):
        reason = _("This looks like a bank card. Make sure that the account is the lender’s own.")
        yield _finding("warn", "a_card", field_label("number"), reason)
    for place in PLACES:
        said = getattr(ways, place)
        silent = [str(Language(each).label) for each in wording.languages if not said.get(each)]
        if said and silent:
            reason = _("Not said in this language: %(languages)s. Customers do not see it there.")
            yield _finding(
                "warn", "silent", field_label(place), reason % {"languages": "、".join(silent)}
            )


_PAYMENT: dict[str, Callable[[], str]] = {
    "missing": lambda: _("An account needs its bank, its holder and its number."),
    "no_link": lambda: _("That is no link: https://, a host and a path, without blanks."),
    "not_https": lambda: _("A link to pay by begins with https://, without user and port."),
    "other_host": lambda: _("The link leads to a host that is not among the lender’s own."),
    "no_account": lambda: _("An account number has 8 to 34 digits and letters."),
    "a_mobile_number": lambda: _("That is somebody’s mobile number, and no account."),
    "another_holder": lambda: _(
        "The account is not held in the lender’s name. Borrowers pay the lender, never a person."
    ),
}


def unready(lender: Lender, wording: Wording, languages: Iterable[str]) -> Iterator[str]:
    """Sentences: what of this lender is not approved in each of these languages."""
    for language in languages:
        missing = wording.text(language).missing
        if missing:
            yield _("%(lender)s has no approved wording in %(language)s: %(missing)s.") % {
                "lender": lender,
                "language": Language(language).label,
                "missing": "、".join(map(field_label, missing)),
            }


def unnamed_products(lender: Lender, wording: Wording, languages: Collection[str]) -> list[str]:
    """Products met in the lender's files that have no name in one of these languages."""
    codes = Product.objects.filter(lender=lender).order_by("code").values_list("code", flat=True)
    return [code for code in codes if not all(wording.product(code, each) for each in languages)]


def _values(wording: Wording) -> Iterator[tuple[str, str, str, str]]:
    """(where, language, kind, value) of everything said; `where` names it to a person."""
    for language, text in wording.texts.items():
        for name in FIELDS:
            if value := getattr(text, name):
                yield f"{Language(language).label} · {field_label(name)}", language, name, value
    for place in PLACES:
        for language, value in getattr(wording.payment, place).items():
            label = f"{Language(language).label} · {field_label(place)}"
            yield label, language, "ways_to_pay", value
    for code, names in wording.products.items():
        for language, value in names.items():
            yield f"{Language(language).label} · {code}", language, "product", value


def _of_value(
    value: str, where: str, language: str, kind: str, lender: Lender, wording_list: WordingList
) -> Iterator[Finding]:
    if not is_written_in(value, language):
        yield _finding("block", "wrong_language", where, _WRONG[language]())
    elif language == Language.ZH_HANT and (better := reads_simplified(value)):
        reason = _("Is this how it is written in Traditional Chinese?")
        yield _finding("warn", "reads_simplified", where, reason, suggestion=better)
    if costly := costly_characters(value, language):
        reason = _("Outside the GSM alphabet: every text would cost twice. %(characters)s")
        yield _finding("block", "costly", where, reason % {"characters": " ".join(costly)})
    least, most = SIGNATURE_LENGTH
    if kind == "signature" and (
        not least <= len(value) <= most or any(c in FORBIDDEN_BRACKETS + "[]" for c in value)
    ):
        reason = _("A signature has 2 to 12 characters, without brackets.")
        yield _finding("block", "signature", where, reason)
    yield from _forbidden(value, where, kind, lender, wording_list)


def _forbidden(
    value: str, where: str, kind: str, lender: Lender, wording_list: WordingList
) -> Iterator[Finding]:
    hosts = frozenset(host.lower() for host in lender.allowed_hosts)
    for each in review_values({kind: value}, wording_list, allowed_hosts=hosts):
        yield Finding(
            level=each.level,
            category="wording",
            phrase=where,
            start=0,
            end=0,
            reason=each.reason,
            reason_zh=each.reason_zh,
            suggestion=each.suggestion,
            code=each.code,
        )


def _incomplete(wording: Wording) -> Iterator[Finding]:
    for language in LANGUAGES:
        missing = wording.text(language).missing
        if missing:
            begun = len(missing) < len(FIELDS)
            reason = _("Missing: %(missing)s. Until it is approved, no text leaves in it.")
            yield _finding(
                "block" if begun else "warn",
                "incomplete",
                str(Language(language).label),
                reason % {"missing": "、".join(map(field_label, missing))},
            )


def _unnamed(lender: Lender, wording: Wording) -> Iterator[Finding]:
    for language in wording.languages:
        codes = unnamed_products(lender, wording, [language])
        if codes:
            reason = _("%(count)d products have no name in this language: %(products)s")
            more = "…" if len(codes) > NAMED else ""
            said = reason % {"count": len(codes), "products": "、".join(codes[:NAMED]) + more}
            yield _finding("warn", "unnamed_product", str(Language(language).label), said)


_WRONG: dict[str, Callable[[], str]] = {
    Language.EN: lambda: _("A Chinese character or sign in English."),
    Language.ZH_HANT: lambda: _("A character of Simplified Chinese."),
    Language.ZH_HANS: lambda: _("A character of Traditional Chinese."),
}


def _finding(level: Level, code: str, phrase: str, reason: str, suggestion: str = "") -> Finding:
    return Finding(
        level=level,
        category="wording",
        phrase=phrase,
        start=0,
        end=0,
        reason=reason,
        suggestion=suggestion,
        code=code,
    )
