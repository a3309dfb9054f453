"""What it costs a text to say how to check it and how to stop, whether it says so or not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from messaging.content.placeholders import names
from messaging.content.text.braces import tokens
from messaging.preview.preview import Preview

ELEMENTS: Mapping[str, Mapping[str, str]] = {
    "check_code": {
        "zh-hans": "查询码{{ check_code }}",
        "zh-hant": "查詢碼{{ check_code }}",
        "en": " Check code {{ check_code }}",
    },
    "check_host": dict.fromkeys(("zh-hans", "zh-hant", "en"), " {{ check_host }}"),
    "opt_out_words": {
        "zh-hans": " {{ opt_out_words }}",
        "zh-hant": " {{ opt_out_words }}",
        "en": "; {{ opt_out_words }}",
    },
}
"""As the shipped texts put them at the end: what stands before each is put and taken with it."""

LABELS = {
    "check_code": gettext_lazy("Check code"),
    "check_host": gettext_lazy("Short address"),
    "opt_out_words": gettext_lazy("Opt-out words"),
}


@dataclass(frozen=True)
class ElementCost:
    """`insert`: what to put into the text where it is not yet said."""

    label: Any
    used: bool
    insert: str
    units: int
    segments_with: int
    segments_without: int

    @property
    def costs_an_sms(self) -> bool:
        return self.segments_with > self.segments_without


def element_costs(body: str, language: str, measure: Callable[[str], Preview]) -> list[ElementCost]:
    """By the specimen `measure` renders a body for; empty where it cannot."""
    if not body.strip() or measure(body).gap:
        return []
    return [cost for name in ELEMENTS if (cost := _cost(name, body, language, measure)) is not None]


def _cost(
    name: str, body: str, language: str, measure: Callable[[str], Preview]
) -> ElementCost | None:
    said = ELEMENTS[name][language]
    used = name in names(body)
    with_it = measure(body if used else body + said)
    without = measure(_without(body, name, said) if used else body)
    if with_it.gap or without.gap:
        return None
    return ElementCost(
        label=LABELS[name],
        used=used,
        insert=said.strip("; "),
        units=with_it.size.units - without.size.units,
        segments_with=with_it.size.segments,
        segments_without=without.size.segments,
    )


def _without(body: str, name: str, said: str) -> str:
    """The body without it and, where it stands right before, its label."""
    label = said.partition("{{")[0].strip("; ")
    kept, position = [], 0
    for token in tokens(body):
        if token.name == name:
            before = body[position : token.start].rstrip(" ;").removesuffix(label)
            kept.append(before.rstrip(" ;"))
            position = token.end
    return "".join([*kept, body[position:]])
