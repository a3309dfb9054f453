"""What a 查询码 costs in a text, said whether the text names one or not."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from messaging.content.placeholders import names, tokens
from messaging.preview.preview import Preview

LABELS = {
    "zh-hans": "查询码{{ check_code }}",
    "zh-hant": "查詢碼{{ check_code }}",
    "en": " Code {{ check_code }}",
}
CODE = "check_code"


def code_cost(body: str, language: str, measure: Callable[[str], Preview]) -> str:
    """One sentence, by the specimen `measure` renders a body for; empty where it cannot."""
    used = CODE in names(body)
    with_code = measure(body if used else body + LABELS[language])
    without = measure(_without_code(body, language) if used else body)
    if not body.strip() or with_code.gap or without.gap:
        return ""
    said = {
        "units": with_code.size.units - without.size.units,
        "with": with_code.size.segments,
        "without": without.size.segments,
    }
    if used:
        return (
            _("The check code costs %(units)d characters: %(with)d SMS, %(without)d without it.")
            % said
        )
    return (
        _("A check code would cost %(units)d characters: %(with)d SMS instead of %(without)d.")
        % said
    )


def _without_code(body: str, language: str) -> str:
    """The body without the code and, where it stands right before, its label."""
    label = LABELS[language].partition("{{")[0].strip()
    kept, position = [], 0
    for token in tokens(body):
        if token.name == CODE:
            kept.append(body[position : token.start].rstrip().removesuffix(label))
            position = token.end
    return "".join([*kept, body[position:]])
