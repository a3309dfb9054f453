"""What a letter may name: `{{ complaint_number }}` and the like, and what each purpose must say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.models.complaint_file import LetterTemplate

Purpose = LetterTemplate.Purpose


@dataclass(frozen=True)
class Field:
    """One placeholder. `optional`: an empty value is right."""

    label: Any
    sample: str
    optional: bool = False


FIELDS: Mapping[str, Field] = {
    "customer_name": Field(_("customer's name"), "王小明"),
    "salutation": Field(_("salutation"), "先生", optional=True),
    "lender": Field(_("lender"), "安和消费金融"),
    "hotline": Field(_("hotline"), "400-600-0000"),
    "official_site": Field(_("official site"), "www.anhe.example", optional=True),
    "complaint_number": Field(_("complaint number"), "TS20260915-00017"),
    "opened_on": Field(_("day of the complaint"), "2026年9月15日"),
    "category": Field(_("what it is about"), "短信过多"),
    "due_on": Field(_("last day for the answer"), "2026年9月30日"),
    "outcome": Field(_("outcome"), "成立"),
    "answer": Field(_("what was done and answered"), "我们已把提醒减到每月一条，并向您致歉。"),
    "review_until": Field(_("last day to ask for a review"), "2026年10月30日"),
    "review_outcome": Field(_("outcome of the review"), "维持原处理结果"),
    "review_answer": Field(_("answer to the review"), "经另一位同事复核，维持原处理结果。"),
    "today": Field(_("date of the letter"), "2026年9月20日"),
}
_ALWAYS = frozenset(
    {
        *("customer_name", "salutation", "lender", "hotline", "official_site"),
        *("complaint_number", "opened_on", "category", "today"),
    }
)
KNOWN: Mapping[str, frozenset[str]] = {
    Purpose.RECEIVED: _ALWAYS | {"due_on"},
    Purpose.EXTENDED: _ALWAYS | {"due_on"},
    Purpose.ANSWER: _ALWAYS | {"outcome", "answer", "review_until"},
    Purpose.REVIEW: _ALWAYS | {"outcome", "review_outcome", "review_answer"},
}
# A person who complained is told the number, the day, the answer, and the way to be heard again.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    Purpose.RECEIVED: ("complaint_number", "due_on", "hotline"),
    Purpose.EXTENDED: ("complaint_number", "due_on", "hotline"),
    Purpose.ANSWER: ("complaint_number", "answer", "review_until", "hotline"),
    Purpose.REVIEW: ("complaint_number", "review_answer", "hotline"),
}
