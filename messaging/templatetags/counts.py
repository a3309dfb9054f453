"""Counts on screen: 10,354 in every language (Chinese formats of Django group nothing)."""

from django import template

from accounts.lists import counting

register = template.Library()


@register.filter
def grouped(number: int | None) -> str:
    """10,354; nothing for None."""
    return f"{number:,}" if isinstance(number, int) else ""


@register.filter
def signed(number: int | None) -> str:
    """+12, −3, 0; nothing for None."""
    if number is None:
        return ""
    return f"+{number:,}" if number > 0 else f"{number:,}".replace("-", "−")


@register.filter
def capped(number: int) -> str:
    """10,354; 100,000+ where counting stopped."""
    return counting.told(number, counting.UNDER_A_STOP)
