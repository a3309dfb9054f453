"""Private numbers and accounts: a customer is to answer to the lender, never to a person."""

import re
from collections.abc import Iterator

from messaging.content.excuses import is_excused
from messaging.content.remarks import remark
from messaging.content.text.findings import Finding
from messaging.content.text.flat import Flat
from messaging.content.text.fold import Folded
from messaging.content.wording_list import Entry, Hit

_CHINESE_DIGITS = str.maketrans(
    "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789"
)
_BETWEEN = r"[^\w@]{0,3}"  # blanks, dashes, stops, stars between digits
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|0{_BETWEEN}0)?{_BETWEEN}8{_BETWEEN}6{_BETWEEN})?"
    rf"1{_BETWEEN}[3-9](?:{_BETWEEN}\d){{9}}(?!\d)"
)
_NUMBER = re.compile(r"(?<![\d.,])\d(?:[ -]?\d){6,}(?![\d])")
# The number of a card or an account, whatever stands between its digits.
_LONG = re.compile(rf"(?<![\d.,])\d(?:{_BETWEEN}\d){{11,29}}(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d-?\d\d?-?\d\d?")

_WECHAT = "微 ?信|薇 ?信|威 ?信|v ?信|v ?x|w ?x|wechat|weixin|w ?e ?i ?x ?i ?n"
_MESSENGER = rf"(?:{_WECHAT}|q ?q|扣 ?扣|whats ?app|telegram)"
_OFFICIAL = "(?! ?(?:公 ?众|公 ?眾|小 ?程|服 ?务|支 ?付|pay|official))"
_ACCOUNT = re.compile(
    rf"(?:添? ?加|搜|add|message)"
    r"(?: ?(?:我|me|us|一 ?下|下|好 ?友|专 ?员|个 ?人|my|on|的)){0,3} ?"
    rf"(?<![a-z]){_MESSENGER}(?![a-z]){_OFFICIAL}"
    rf"|(?<![a-z]){_MESSENGER} ?(?:同 ?号|群)"
    rf"|(?<![a-z]){_MESSENGER} ?(?:号|id|账 ?号|帐 ?号)(?: ?码)?"
    r"(?: ?(?:[是为]|is))? ?[a-z0-9]{4,}"
    rf"|(?<![a-z]){_MESSENGER} ?[是为]? ?(?=[a-z ]*\d)[a-z]{{0,15}}(?: ?\d){{5,}}"
    rf"|(?<![a-z]){_MESSENGER} ?(?=[a-z]*\d)[a-z][a-z0-9]{{5,19}}(?![a-z0-9])"
)
# An anti-fraud sentence may name what to beware of, as with the listed phrases on identity.
_PRIVATE = Entry(
    category="身份含糊", phrase="微信", level="block", reason="", reason_zh="", suggestion=""
)


def review_contacts(
    text: str, flat: Flat, folded: Folded, hotlines: frozenset[str]
) -> Iterator[Finding]:
    """Findings on numbers and accounts; ``hotlines``: the lender's, with or without dashes."""
    own = {re.sub(r"\D", "", hotline) for hotline in hotlines}
    covered: list[Finding] = []
    for match in _MOBILE.finditer(flat.text.translate(_CHINESE_DIGITS)):
        found = remark("personal_phone", text, *flat.span(*match.span()), "{{ hotline }}")
        covered.append(found)
        if re.sub(r"\D", "", match[0]) not in own:
            yield found
    accounts = [*_accounts(text, folded), *_long_numbers(text, flat, own, covered)]
    yield from accounts
    covered += accounts
    for match in _NUMBER.finditer(flat.text):
        start, end = flat.span(*match.span())
        apart = all(end <= other.start or other.end <= start for other in covered)
        known = re.sub(r"\D", "", match[0]) in own or _DATE.fullmatch(match[0])
        if apart and not known:
            yield remark("other_number", text, start, end, "{{ hotline }}")


def _long_numbers(
    text: str, flat: Flat, own: set[str], covered: list[Finding]
) -> Iterator[Finding]:
    """An account number leads money away, and nobody who reads it can tell whose it is: ways to
    pay name the place where the borrower finds it (the app, the counter)."""
    for match in _LONG.finditer(flat.text.translate(_CHINESE_DIGITS)):
        start, end = flat.span(*match.span())
        apart = all(end <= other.start or other.end <= start for other in covered)
        dates = _DATE.match(match[0]) and not re.search(r"\d{9}", match[0])
        if apart and not dates and re.sub(r"\D", "", match[0]) not in own:
            yield remark("account_number", text, start, end, "{{ ways_to_pay }}")


def _accounts(text: str, folded: Folded) -> Iterator[Finding]:
    for match in _ACCOUNT.finditer(folded.spaced):
        start = folded.spaced_at[match.start()]
        end = folded.spaced_at[match.end() - 1] + 1
        if not is_excused(text, Hit(_PRIVATE, start, end), []):
            yield remark("personal_account", text, start, end, "{{ hotline }}")
