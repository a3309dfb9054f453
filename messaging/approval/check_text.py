"""What stands against the text of a template: gaps, wording, what every reminder has to say."""

import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from accounts.models import Lender
from messaging import in_force, specimens
from messaging.content import wording
from messaging.content.clean import FORBIDDEN_BRACKETS
from messaging.content.findings import Finding, Level
from messaging.content.placeholders import names, problems, registered
from messaging.content.render import full_text, render
from messaging.facts.text import has_opt_out_words

MAX_BODY = 2_000  # characters that are looked at; nobody reads more on a handset
MAX_STORED_BODY = 10_000  # characters a draft may hold
PROVIDER_LIMIT = 500  # characters of one text (facts/sms.md)

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_EMPTY = gettext_noop("The text is empty.")
_OVERLONG = gettext_noop("The text is over 2,000 characters; it is not looked at further.")
_UNSEEN = gettext_noop("An invisible or control character stands here; delete it.")
_BRACKETS = gettext_noop("【】 may stand only around the signature, which is added by itself.")
_NO_VALUE = gettext_noop("This has no value in this stage; such a text would never be sent.")
_NO_WAY_TO_PAY = gettext_noop("The text does not say how to pay.")
_NO_HOTLINE = gettext_noop("The text names no hotline.")
_NO_OPT_OUT = gettext_noop(
    "A policy in force requires opt-out words; without them its lender sends nothing."
)
_TOO_LONG = gettext_noop("With the longest values it is over 500 characters.")


def template_findings(
    body: str, *, stage: str, cause: str, language: str, now: datetime
) -> list[Finding]:
    """All findings, in order of place; a broken placeholder hides what depends on it."""
    if not body.strip():
        return [_finding("block", "empty", _EMPTY)]
    if len(body) > MAX_BODY:
        return [_finding("block", "overlong", _OVERLONG)]
    braces = problems(body)
    found = [*braces, *_unseen(body), *_brackets(body), *wording.review(body), *_shape(body)]
    found += _opt_out(body, now)
    if not braces:
        found += _with_values(
            body, stage=stage, cause=cause, language=language, today=localdate(now)
        )
    return sorted(found, key=lambda finding: (finding.start, finding.end))


def _unseen(body: str) -> Iterator[Finding]:
    for place, character in enumerate(body):
        if character != "\n" and unicodedata.category(character) in INVISIBLE:
            yield _finding("block", "invisible", _UNSEEN, character, place)


def _brackets(body: str) -> Iterator[Finding]:
    for place, character in enumerate(body):
        if character in FORBIDDEN_BRACKETS:
            yield _finding("block", "signature_brackets", _BRACKETS, character, place)
            return


def _shape(body: str) -> Iterator[Finding]:
    used = names(body)
    if "ways_to_pay" not in used:
        yield _finding("warn", "no_way_to_pay", _NO_WAY_TO_PAY, suggestion="{{ ways_to_pay }}")
    if "hotline" not in used:
        yield _finding("warn", "no_hotline", _NO_HOTLINE, suggestion="{{ hotline }}")


def _opt_out(body: str, now: datetime) -> Iterator[Finding]:
    """Required by a policy, and missing: the rules would block every such message."""
    if has_opt_out_words(body):
        return
    required = (in_force.policy_of(version) for version in in_force.standing_policies(now))
    if any(policy.opt_out_wording_required for policy in required):
        yield _finding("warn", "no_opt_out", _NO_OPT_OUT, suggestion="{{ opt_out_words }}")


def _with_values(
    body: str, *, stage: str, cause: str, language: str, today: date
) -> Iterator[Finding]:
    """What shows only when values stand in: none for this stage, or too long a text."""
    lender = any_lender()
    values = specimens.values(
        specimens.LONGEST, lender=lender, stage=stage, cause=cause, language=language, today=today
    )
    known = registered()
    missing = [n for n in names(body) if not values.get(n) and not known[n].optional]
    for name in missing:
        yield _finding("block", "no_value_here", _NO_VALUE, f"{{{{ {name} }}}}", body.find(name))
    if missing or any(bracket in body for bracket in FORBIDDEN_BRACKETS):
        return
    if len(full_text(lender.signature, render(body, values))) > PROVIDER_LIMIT:
        yield _finding("warn", "too_long", _TOO_LONG)


def any_lender() -> Lender:
    """Whose name stands in for all lenders' in a check; one made up before there is any."""
    return Lender.objects.order_by("pk").first() or Lender(
        name="安和消费金融",
        name_en="Anhe Finance",
        signature="安和消费金融",
        hotline="400-600-0000",
        ways_to_pay="安和APP或绑定银行卡",
        ways_to_pay_en="the Anhe app or your linked bank card",
    )


def _finding(
    level: Level, code: str, reason: str, phrase: str = "", start: int = 0, suggestion: str = ""
) -> Finding:
    return Finding(
        level=level,
        category="shape",
        phrase=phrase,
        start=max(start, 0),
        end=max(start, 0) + len(phrase),
        reason=reason,
        suggestion=suggestion,
        code=code,
    )
