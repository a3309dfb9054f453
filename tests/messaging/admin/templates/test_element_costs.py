"""The editor says what check code, short address and opt-out words cost, used or not."""

import pytest

from messaging import library
from messaging.admin.templates.element_costs import ELEMENTS, ElementCost, element_costs
from messaging.content.placeholders import samples
from messaging.content.render import MissingValue, RenderError, render
from messaging.content.segments import count
from messaging.preview.preview import Preview

VALUES = {
    "check_code": "7KM3XQ9T",
    "check_host": "anhe.example",
    "opt_out_words": "回TD退订",
    "hotline": "400",
}


def costs(
    body: str, language: str = "zh-hans", values: dict[str, str] = VALUES
) -> dict[str, ElementCost]:
    def measure(text: str) -> Preview:
        gap: RenderError | None = None
        try:
            text = render(text, values)
        except MissingValue as error:
            gap = error
        return Preview(parts=(text,), size=count(text), cost=0, gap=gap)  # type: ignore[arg-type]

    return dict(zip(ELEMENTS, element_costs(body, language, measure), strict=False))


def test_a_text_without_them_is_told_what_each_would_cost() -> None:
    found = costs("您" * 65)
    assert [(x.used, x.units) for x in found.values()] == [(False, 11), (False, 13), (False, 6)]
    assert all(cost.costs_an_sms for cost in found.values())
    assert found["check_code"].insert == "查询码{{ check_code }}"
    assert not any(cost.costs_an_sms for cost in costs("您" * 20).values())


def test_a_text_with_them_is_told_what_each_costs_with_its_label() -> None:
    found = costs("您" * 41 + "查询码{{ check_code }} {{ check_host }} {{ opt_out_words }}")
    assert [(x.used, x.units) for x in found.values()] == [(True, 11), (True, 13), (True, 6)]
    assert (found["check_host"].segments_with, found["check_host"].segments_without) == (2, 1)


@pytest.mark.parametrize("language", library.LANGUAGES)
def test_of_every_shipped_text_each_is_taken_out_whole(language: str) -> None:
    for entry in library.load_all(language):
        found = costs(entry.body, language, samples(language))
        assert all(cost.used for cost in found.values())
        units = {name: cost.units for name, cost in found.items()}
        expected = {"zh-hans": (11, 13, 6), "zh-hant": (11, 13, 6), "en": (20, 13, 23)}[language]
        assert tuple(units.values()) == expected, entry.code


def test_where_the_text_has_gaps_nothing_is_said() -> None:
    assert costs("") == {}
    assert costs("{{ amount_due }}") == {}
