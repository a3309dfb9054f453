"""A carrier's code in words, where one shows it."""

from typing import Any

from django import template

from messaging.gateways import code_words

register = template.Library()


@register.filter
def carrier_words(code: str) -> Any:
    """`EXPIRED` as “the phone was off …”; empty for a code of which we know no more."""
    return code_words.known(code)
