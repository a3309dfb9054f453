"""A preview is the text as received: never more, never less, for every kind of customer."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.models import Lender
from messaging.content.lender_wording import LenderText, Wording
from messaging.content.render import MissingValue
from messaging.decisions.facts.sender import Sender
from messaging.models.choices import StageChoices
from messaging.preview import specimens
from messaging.preview.preview import preview
from tests import make_messaging

SENDER = Sender(
    Lender(name="安和消费金融", hotline="4008001234", price_per_segment=Decimal("0.045")),
    Wording(
        {
            "zh-hans": LenderText("安和消费金融", "安和金融", "安和App"),
            "zh-hant": LenderText("安和消費金融", "安和金融", "安和App"),
            "en": LenderText("Anhe Finance", "Anhe", "the Anhe app"),
        },
        {},
    ),
)


def _preview(
    body: str, *, kind: str = "typical", stage: str = "dpd-4-7", language: str = "zh-hans"
):
    return preview(
        body,
        kind=kind,
        sender=SENDER,
        stage=stage,
        cause="unknown",
        language=language,
        today=date(2026, 9, 15),
    )


@pytest.mark.parametrize("stage", StageChoices.values)
@pytest.mark.parametrize("kind", specimens.KINDS)
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_an_ordinary_text_has_no_gap_in_any_stage(stage: str, kind: str, language: str) -> None:
    shown = _preview(make_messaging.BODIES[language], kind=kind, stage=stage, language=language)
    assert shown.gap is None
    assert shown.text.startswith("[Anhe] " if language == "en" else "【安和金融】")
    assert "{{" not in shown.text


def test_days_overdue_have_no_value_before_the_due_date() -> None:
    shown = _preview("还有{{ days_overdue }}天", stage="due-7")
    assert isinstance(shown.gap, MissingValue)
    assert "{{ days_overdue }}" in shown.text
    assert _preview("逾期{{ days_overdue }}天").text == "【安和金融】逾期5天"


def test_several_loans_add_up_and_the_oldest_leads() -> None:
    shown = _preview("{{ product }}共{{ amount_due }}，最早{{ due_date }}", kind="several")
    assert shown.text == "【安和金融】消费贷等3笔共4,626.25元，最早9月10日"


def test_the_longest_values_never_make_a_text_shorter() -> None:
    typical, longest = (_preview(make_messaging.BODY, kind=k) for k in ("typical", "longest"))
    assert longest.size.units >= typical.size.units


def test_cost_is_segments_times_price() -> None:
    shown = _preview("请还款。" * 30)
    assert shown.size.segments == 2
    assert shown.cost == Decimal("0.090")


@given(st.text(max_size=300), st.sampled_from(specimens.KINDS))
def test_no_body_breaks_the_preview_and_its_parts_are_its_text(body: str, kind: str) -> None:
    shown = _preview(body, kind=kind)
    assert "".join(shown.parts) == shown.text
    assert shown.size.segments == len(shown.parts)
