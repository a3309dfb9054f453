"""The letters an installation starts with, through the same four eyes as any other."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from feedback.letters import drafting
from feedback.models import LetterTemplate
from messaging.approval.fingerprints import fingerprint
from messaging.approval.steps import approve, submit

Purpose = LetterTemplate.Purpose
_TO_ZH = "尊敬的{{ customer_name }}{{ salutation }}：\n\n"
_ASK_ZH = "如有疑问，请致电{{ hotline }}。"
_TO_EN = "Dear {{ customer_name }},\n\n"
_ASK_EN = "If you have any questions, please call {{ hotline }}."

# Each is: code, purpose, language, title, body.
LETTERS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "received",
        Purpose.RECEIVED,
        "zh-hans",
        "受理通知",
        _TO_ZH + "您于{{ opened_on }}提出的投诉我们已收到，编号为{{ complaint_number }}。"
        "我们会在{{ due_on }}前答复您。处理期间，我们不会再向您发送还款提醒。\n\n" + _ASK_ZH,
    ),
    (
        "extended",
        Purpose.EXTENDED,
        "zh-hans",
        "延期告知",
        _TO_ZH + "您的投诉（编号{{ complaint_number }}）情况较为复杂，我们需要更多时间核实，"
        "将在{{ due_on }}前答复您。给您带来不便，我们深表歉意。\n\n" + _ASK_ZH,
    ),
    (
        "answer",
        Purpose.ANSWER,
        "zh-hans",
        "处理答复",
        _TO_ZH + "关于您于{{ opened_on }}提出的投诉（编号{{ complaint_number }}，{{ category }}），"
        "处理结果为：{{ outcome }}。\n\n{{ answer }}\n\n"
        "如您对结果有异议，可在{{ review_until }}前申请复核，由另一位同事重新处理。" + _ASK_ZH,
    ),
    (
        "review",
        Purpose.REVIEW,
        "zh-hans",
        "复核答复",
        _TO_ZH + "您对投诉（编号{{ complaint_number }}）处理结果的复核申请，我们已由未参与原处理的"
        "同事办结，结果为：{{ review_outcome }}。\n\n{{ review_answer }}\n\n" + _ASK_ZH,
    ),
    (
        "received",
        Purpose.RECEIVED,
        "en",
        "We have received your complaint",
        _TO_EN + "We received your complaint on {{ opened_on }}. Its number is "
        "{{ complaint_number }}. You will have our answer by {{ due_on }}. Until then we send you "
        "no reminders.\n\n" + _ASK_EN,
    ),
    (
        "extended",
        Purpose.EXTENDED,
        "en",
        "Our answer takes longer",
        _TO_EN + "Your complaint {{ complaint_number }} needs more time to look into. You will "
        "have our answer by {{ due_on }}. We are sorry for the wait.\n\n" + _ASK_EN,
    ),
    (
        "answer",
        Purpose.ANSWER,
        "en",
        "Our answer to your complaint",
        _TO_EN + "This is our answer to your complaint {{ complaint_number }} of {{ opened_on }} "
        "({{ category }}). The outcome: {{ outcome }}.\n\n{{ answer }}\n\n"
        "If you do not agree, you may ask for a review by another colleague until "
        "{{ review_until }}. " + _ASK_EN,
    ),
    (
        "review",
        Purpose.REVIEW,
        "en",
        "Our answer to your request for a review",
        _TO_EN + "A colleague who had no part in our first answer has reviewed your complaint "
        "{{ complaint_number }}. The outcome: {{ review_outcome }}.\n\n{{ review_answer }}\n\n"
        + _ASK_EN,
    ),
)


def install(*, author: User, approver: User, now: datetime) -> int:
    """Write and approve every letter that has no version in its language yet; how many were."""
    asked = write_and_ask(by=author, now=now)
    for letter in asked:
        approve(letter, by=approver, now=now, seen_hash=fingerprint(letter))
    return len(asked)


@transaction.atomic
def write_and_ask(*, by: User, now: datetime) -> list[LetterTemplate]:
    """A draft of every letter that has no version in its language yet, and approval asked."""
    known = set(LetterTemplate.objects.values_list("code", "language"))
    return [
        submit(
            drafting.start(
                code=code,
                title=title,
                purpose=purpose,
                language=language,
                body=body,
                by=by,
                now=now,
            ),
            by=by,
            now=now,
        )
        for code, purpose, language, title, body in LETTERS
        if (code, language) not in known
    ]
