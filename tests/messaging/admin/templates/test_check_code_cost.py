"""The editor says what a 查询码 costs, whether the text names one or not."""

from django.utils.translation import override

from messaging.admin.templates.check_code_cost import code_cost
from messaging.content.render import MissingValue, RenderError, render
from messaging.content.segments import count
from messaging.preview.preview import Preview

VALUES = {"check_code": "7KM3XQ9T", "hotline": "400"}


def measure(body: str) -> Preview:
    gap: RenderError | None = None
    try:
        text = render(body, VALUES)
    except MissingValue as error:
        text, gap = body, error
    return Preview(parts=(text,), size=count(text), cost=0, gap=gap)  # type: ignore[arg-type]


def cost(body: str, language: str = "zh-hans") -> str:
    with override("en"):
        return code_cost(body, language, measure)


def test_a_text_without_a_code_is_told_what_one_would_cost() -> None:
    said = "A check code would cost 11 characters: 2 SMS instead of 1."
    assert cost("您" * 65) == said
    assert cost("您" * 20).endswith("1 SMS instead of 1.")


def test_a_text_with_a_code_is_told_what_it_costs_with_its_label() -> None:
    body = "您" * 65 + "查询码{{ check_code }}。"
    assert cost(body) == "The check code costs 11 characters: 2 SMS, 1 without it."
    assert cost("Hello {{ hotline }} Code {{ check_code }}", "en").startswith(
        "The check code costs 13 characters"
    )


def test_where_the_text_has_gaps_nothing_is_said() -> None:
    assert cost("") == ""
    assert cost("{{ amount_due }}") == ""
