"""The shape of a reminder: who writes to whom, what is due and when, how to pay, whom to ask.

And what it must keep clear of: foreign links, private numbers, consequences that are not true.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from messaging.content.by_hand import review_by_hand
from messaging.content.chosen import NAMES as CHOSEN
from messaging.content.clean import FORBIDDEN_BRACKETS
from messaging.content.consequences import review_consequences
from messaging.content.contacts import review_contacts
from messaging.content.context import ReviewContext
from messaging.content.holes import HOLE, close
from messaging.content.language import costly_characters, foreign_places, is_written_in
from messaging.content.links import review_links
from messaging.content.manners import review_manners
from messaging.content.placeholders import find, longest, names, problems, registered
from messaging.content.remarks import remark
from messaging.content.render import RenderError, full_text, render
from messaging.content.segments import count
from messaging.content.text.braces import tokens
from messaging.content.text.findings import Finding
from messaging.content.text.flat import GAP, flatten, masked
from messaging.content.text.fold import fold

MAX_BODY = 2_000  # characters that are looked at; nobody reads more on a handset
PROVIDER_LIMIT = 500  # characters of one text (facts/sms.md)
MANY_SEGMENTS = 3
_AROUND = 12  # characters shown on either side of a hole

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_TELLS_HOW = re.compile(
    r"[回发發][复覆送]?\s?(?:TD?|退订|退訂)(?![a-z])|(?:退订|退訂|拒收)[请請]?[回发發]"
    r"|\b(?:reply|text|send)\s+(?:stop|quit|end|unsubscribe|cancel)\b",
    re.I,
)
_TELLS_KT = re.compile(r"(?:[回发發][复覆送]?|\b(?:reply|text|send))\s?KT(?![a-z])", re.I)
_TELLS_OTHERWISE = {
    "email": re.compile(r"退[订訂][链連鏈][接结結]|\bunsubscribe\b", re.I),
    "push": re.compile(
        r"(?:关闭|關閉).{0,6}(?:通知|推送|推播)|(?:通知|推送|推播).{0,6}(?:关闭|關閉)"
        r"|turn(?:ed)? off .{0,20}notifications?",
        re.I,
    ),
    "wechat": re.compile(r"取消[关關][注註]|\bunfollow\b", re.I),
}
_NO_WORDS = frozenset({"email", "push"})
"""Channels on which a word in reply stops nothing."""
_NAMES_OF_CUSTOMER = {"customer_name", "masked_name", "salutation"}
_GREETING = re.compile(
    r"[您你]好|尊敬的|\b(?:dear|hello|hi|good (?:morning|afternoon|evening))\b", re.I
)


def review_shape(body: str, context: ReviewContext) -> list[Finding]:
    """Findings on a template body, in order of place; those about the whole stand at 0."""
    if not body.strip():
        return [remark("empty")]
    if len(body) > MAX_BODY:
        return [remark("overlong")]
    text = masked(body)
    flat, folded = flatten(text), fold(text)
    found = [
        *_unseen(body),
        *_brackets(body),
        *_what_is_missing(body, context),
        *_holes(body),
        *review_by_hand(body, context),
        *_language(text, context.language),
        *review_links(text, flat, context.allowed_hosts),
        *review_contacts(text, flat, folded, context.hotlines),
        *review_consequences(text, folded, context),
        *review_manners(text, flat),
        *_length(body, context),
    ]
    said = [replace(each, phrase=body[each.start : each.end]) for each in found]
    return sorted(said, key=lambda finding: (finding.start, finding.end))


def _unseen(body: str) -> Iterator[Finding]:
    for place, character in enumerate(body):
        if character != "\n" and unicodedata.category(character) in _INVISIBLE:
            yield remark("invisible", body, place, place + 1)


def _brackets(body: str) -> Iterator[Finding]:
    places = [place for bracket in FORBIDDEN_BRACKETS if (place := body.find(bracket)) != -1]
    if places:
        yield remark("signature_brackets", body, min(places), min(places) + 1)


def _what_is_missing(body: str, context: ReviewContext) -> Iterator[Finding]:
    used = set(names(body))
    for token in tokens(body):
        if token.name in context.absent:
            entry = find(token.name)
            code = "left_out_here" if entry and entry.optional else "no_value_here"
            code = "only_in_answers" if token.name in CHOSEN else code
            yield remark(code, body, token.start, token.end)
    if not context.signature.strip():
        yield remark("no_lender", suggestion="{{ lender }}")
    if not used & _NAMES_OF_CUSTOMER and not _GREETING.search(body):
        yield remark("no_salutation", suggestion="{{ customer_name }}{{ salutation }}，您好")
    if context.opt_out_words_required and not has_opt_out_words(body, context.channel):
        yield remark("no_opt_out", suggestion="{{ opt_out_words }}")
    if context.channel in _NO_WORDS and (said := _TELLS_HOW.search(masked(body))):
        yield remark("stop_words_of_texts", body, *said.span(), suggestion="{{ opt_out_words }}")
    if context.reminder:
        yield from _missing_facts(used, context)


def _holes(body: str) -> Iterator[Finding]:
    """Optional placeholders whose empty value takes signs of the author's with it."""
    for token in tokens(body):
        entry = find(token.name) if token.name else None
        if entry is None or not entry.optional:
            continue
        before, after = masked(body[: token.start]), masked(body[token.end :])
        closed = close(before + HOLE + after)
        if "".join(closed.split()) != "".join((before + after).split()):
            reads = re.sub(f"{GAP}+", "…", closed)
            shown = reads[max(0, len(reads) - len(re.sub(f"{GAP}+", "…", after)) - _AROUND) :]
            yield remark("hole", body, token.start, token.end, suggestion=shown[: 2 * _AROUND])


def _language(text: str, language: str) -> Iterator[Finding]:
    """What is not in the language of the text, and what makes an English one cost twice."""
    visible = text.replace(GAP, " ")
    for start, end in foreign_places(visible, language):
        yield remark(f"foreign_in_{language.replace('-', '_')}", text, start, end)
    written = "".join(c for c in visible if is_written_in(c, language))
    for character in costly_characters(written, language):
        place = text.find(character)
        yield remark("costly_character", text, place, place + 1)


def _missing_facts(used: set[str], context: ReviewContext) -> Iterator[Finding]:
    if "amount_due" not in used:
        yield remark("no_amount", suggestion="{{ amount_due }}")
    if not used & context.time_facts:
        yield remark("no_time", suggestion="{{ due_date }}")
    if "ways_to_pay" not in used:
        yield remark("no_way_to_pay", suggestion="{{ ways_to_pay }}")
    if "hotline" not in used:
        yield remark("no_hotline", suggestion="{{ hotline }}")


@lru_cache(maxsize=1024)
def has_education_words(body: str) -> bool:
    """Whether a body tells by which word useful knowledge alone is declined."""
    return _TELLS_KT.search(masked(body)) is not None


@lru_cache(maxsize=1024)
def has_opt_out_words(body: str, channel: str = "sms") -> bool:
    """Whether a body tells how to opt out of its channel, by the placeholder or literally. Words to
    reply with count only where replies are read as such: in texts, and on WeChat."""
    if "opt_out_words" in names(body):
        return True
    text, otherwise = masked(body), _TELLS_OTHERWISE.get(channel)
    by_reply = channel not in _NO_WORDS and _TELLS_HOW.search(text) is not None
    return by_reply or (otherwise is not None and otherwise.search(text) is not None)


def _length(body: str, context: ReviewContext) -> Iterator[Finding]:
    if problems(body):
        return
    values = longest(context.language) | {
        name: value for name, value in context.longest.items() if name in registered()
    }
    try:
        text = full_text(context.signature, render(body, values), language=context.language)
    except RenderError:
        return  # said already, at its place
    if len(text) > PROVIDER_LIMIT:
        yield remark("too_long")
    elif count(text).segments > MANY_SEGMENTS:
        yield remark("many_segments")
