"""A letter's words: the values of one complaint, put into an approved text."""

from collections.abc import Mapping
from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from feedback.letters.fields import FIELDS
from feedback.models import Complaint, ComplaintReview
from messaging.content.lender_wording import Wording
from messaging.content.text.braces import tokens

TYPED = ("answer", "review_answer")
"""Values that one of staff typed for this letter alone."""


def values_of(
    complaint: Complaint, lender: Lender, wording: Wording, *, language: str, now: datetime
) -> dict[str, str]:
    """Everything a letter may name; empty where there is no such thing yet."""
    customer, english = complaint.customer, language == "en"
    review = ComplaintReview.objects.filter(complaint=complaint).first()
    with translation.override("en" if english else "zh-hans"):
        return {
            "customer_name": "" if customer.erased_at else customer.name,
            "salutation": customer.salutation,
            "lender": wording.said("name", language) or lender.name,
            "hotline": lender.hotline,
            "official_site": lender.official_site,
            "complaint_number": complaint.number,
            "opened_on": spell(lender_day(lender, complaint.opened_at), language),
            "category": complaint.get_category_display(),
            "due_on": spell(complaint.due_on, language),
            "outcome": complaint.get_outcome_display() if complaint.outcome else "",
            "answer": complaint.answer or "",
            "review_until": spell(complaint.review_until, language),
            "review_outcome": _review_outcome(review),
            "review_answer": review.answer or "" if review else "",
            "today": spell(lender_day(lender, now), language),
        }


def render(body: str, values: Mapping[str, str]) -> str:
    """The text with its values. Refused when one that it needs is missing."""
    parts, place = [], 0
    for token in tokens(body):
        value = values.get(token.name or "", "")
        field = FIELDS.get(token.name or "")
        if field is None or not (value or field.optional):
            raise Refused(
                _("The letter needs a value that is missing: %(name)s")
                % {"name": field.label if field else token.inner}
            )
        parts += [body[place : token.start], value]
        place = token.end
    return "".join([*parts, body[place:]]).strip()


def sample_values() -> dict[str, str]:
    """Made-up values for looking at a text."""
    return {name: field.sample for name, field in FIELDS.items()}


def spell(day: date | None, language: str) -> str:
    """2026年9月30日, or 30 September 2026; empty for no day."""
    if day is None:
        return ""
    return (
        f"{day.day} {day:%B} {day.year}"
        if language == "en"
        else f"{day.year}年{day.month}月{day.day}日"
    )


def _review_outcome(review: ComplaintReview | None) -> str:
    if review is None or not review.outcome:
        return ""
    return review.get_new_outcome_display() or review.get_outcome_display()
