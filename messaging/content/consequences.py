"""Consequences of not paying: named only where the lender's facts and the stage make them true."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from messaging.content.context import LAST_STAGE, ReviewContext
from messaging.content.excuses import is_excused
from messaging.content.innocents import innocent_insides, is_innocent
from messaging.content.law_of_others import is_anothers
from messaging.content.remarks import remark
from messaging.content.text.findings import Finding
from messaging.content.text.fold import Folded
from messaging.content.wording_list import Entry, Hit, WordingList

_NAMED = {
    "credit_record": (
        "征信 信用记录 信用报告 信用档案 信用评分 信用状况 信用信息 信用受损 "
        "个人信用 信用污点 联征 "
        "credit_record credit_report credit_registry credit_bureau credit_score credit_history "
        "credit_file credit_rating credit_standing"
    ),
    "late_fee": (
        "罚息 违约金 滞纳金 逾期费 逾期利息 逾期罚 迟延利息 迟延费 延滞金 "
        "late_fee late_charge late_payment_fee penalty_interest penalty_fee default_interest "
        "overdue_interest overdue_fee additional_interest extra_interest"
    ),
    "legal_action": (
        "诉讼 起诉 律师 法院 仲裁 法律手段 法律途径 法律程序 法律责任 法律行动 法律后果 法律措施 "
        "诉诸法律 追究法律 司法程序 司法途径 申请支付令 法庭 "
        "sue lawsuit litigation court lawyer solicitor attorney legal_action legal_proceedings "
        "legal_steps legal_measures legal_consequences legal_department arbitration"
    ),
}
# 起诉 in 一起 + 诉说.
_HARMLESS = re.compile("一起诉[说苦求]")


# What anti-fraud sentences may speak of (excuses): "任何人以法院名义来电均为诈骗，请勿相信".
_TOPIC = "冒充公检法"


def review_consequences(text: str, folded: Folded, context: ReviewContext) -> Iterator[Finding]:
    """A finding for every consequence that is not true here; "we never …" is left alone."""
    wording_list, consequence_of = _compiled()
    hits = wording_list.hits(folded)
    if not hits:
        return
    insides = innocent_insides(folded) | _harmless(folded)
    excused: list[Hit] = []
    reach = 0
    for hit in hits:
        if hit.end <= reach or is_innocent(hit.start, hit.end, insides):
            continue
        reach = hit.end
        if is_excused(text, hit, excused):
            excused.append(hit)
        elif code := _objection(consequence_of[hit.entry.phrase], context):
            found = remark(code, text, hit.start, hit.end)
            ours = code != "legal_action_untrue" or not is_anothers(text, hit.start, hit.end)
            yield found if ours else replace(found, level="warn")


def _objection(consequence: str, context: ReviewContext) -> str:
    """Why it may not be said here; empty when it is true."""
    if not context.is_overdue and consequence != "legal_action":
        return "consequence_too_early"
    true = {
        "credit_record": context.reports_to_credit_registry,
        "late_fee": context.late_fee_in_contract,
        "legal_action": context.legal_action_approved and context.stage == LAST_STAGE,
    }
    return "" if true[consequence] else f"{consequence}_untrue"


@cache
def _compiled() -> tuple[WordingList, dict[str, str]]:
    """The words to look for, and which consequence each of them names."""
    words = {
        word.replace("_", " "): consequence
        for consequence, words in _NAMED.items()
        for word in words.split()
    }
    return WordingList(Entry(_TOPIC, word, "block", "", "", "") for word in words), words


def _harmless(folded: Folded) -> set[int]:
    """Places inside words that only contain one of the above."""
    inside: set[int] = set()
    at = folded.dense_at
    for match in _HARMLESS.finditer(folded.dense):
        inside.update(range(at[match.start()] + 1, at[match.end() - 1] + 1))
    return inside
