"""`{{ hold.reason|masked_for:customer }}`: what somebody wrote, without whom it is about."""

from django import template

from accounts.disclosure.personal import masked_text, said_text
from accounts.models import Customer

register = template.Library()


@register.filter
def masked_for(text: str, customer: Customer | None) -> str:
    """A text of ours as staff read it (`accounts.disclosure.personal.masked_text`)."""
    return masked_text(str(text), customer)


@register.filter
def said_for(text: str, customer: Customer | None) -> str:
    """What somebody typed, without others' numbers and accounts (`personal.said_text`)."""
    return said_text(str(text), customer)
