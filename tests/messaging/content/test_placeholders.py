"""The closed list of placeholders and what is found wrong in a body."""

import pytest
from hypothesis import given, strategies as st

from messaging.content import placeholders
from messaging.content.placeholder import Placeholder
from messaging.content.placeholders import names, problems, register, registered, suggest


def test_names_come_once_in_order_known_or_not() -> None:
    body = "{{ lender }}提醒{{customer_name}}：{{  lender  }}，{{ nonsense }}"
    assert names(body) == ["lender", "customer_name", "nonsense"]


@pytest.mark.parametrize(
    "body", ["", "没有占位符", "{ 单括号 }", "{{ }}", "{{ a b }}", "{{ x|upper }}"]
)
def test_what_is_no_placeholder_gives_no_name(body: str) -> None:
    assert names(body) == []


@pytest.mark.parametrize(
    ("body", "code", "phrase", "suggestion"),
    [
        ("您好{{ custmer_name }}", "unknown_placeholder", "{{ custmer_name }}", "customer_name"),
        ("{{ Customer_Name }}", "unknown_placeholder", "{{ Customer_Name }}", "customer_name"),
        ("{{ 客户姓名 }}", "unknown_placeholder", "{{ 客户姓名 }}", "customer_name"),
        ("{{ 姓名 }}", "unknown_placeholder", "{{ 姓名 }}", "customer_name"),
        ("{{ zzzzz }}", "unknown_placeholder", "{{ zzzzz }}", ""),
        ("{{ amount_due|upper }}", "not_a_name", "{{ amount_due|upper }}", "amount_due"),
        ("{{ hotline() }}", "not_a_name", "{{ hotline() }}", "hotline"),
        ("{{ }}", "empty_placeholder", "{{ }}", ""),
        ("您好{{ hotline", "unclosed_placeholder", "{{", ""),
        ("您好 hotline }}", "unopened_placeholder", "}}", ""),
        ("致电{hotline}", "odd_braces", "{hotline}", "hotline"),
        ("致电｛｛hotline｝｝", "odd_braces", "｛｛hotline｝｝", "hotline"),
    ],
)
def test_each_mistake_is_found_in_its_place(
    body: str, code: str, phrase: str, suggestion: str
) -> None:
    (finding,) = problems(body)
    assert (finding.code, finding.phrase, finding.level) == (code, phrase, "block")
    assert body[finding.start : finding.end] == phrase
    assert finding.suggestion == (f"{{{{ {suggestion} }}}}" if suggestion else "")


def test_a_placeholder_inside_another_is_nested() -> None:
    codes = [finding.code for finding in problems("{{ amount {{ hotline }} }}")]
    assert codes == ["nested_placeholder", "nested_placeholder"]


def test_a_good_body_has_no_problem() -> None:
    assert problems("".join(f"{{{{ {name} }}}}，" for name in registered())) == []


def test_every_placeholder_has_labels_and_texts_in_three_languages() -> None:
    for entry in registered().values():
        assert entry.label_en
        assert entry.label_zh
        assert set(entry.sample) == set(entry.longest) == {"zh-hans", "zh-hant", "en"}
        assert all(len(entry.sample[x]) <= len(entry.longest[x]) for x in entry.sample)


def test_a_feature_registers_its_own_placeholder_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(placeholders, "_registry", dict(registered()))
    text = {"zh-hans": "8位", "zh-hant": "8位", "en": "8"}
    code = Placeholder("branch", "Branch", "网点", "other", text, text)
    register(code)
    register(code)
    assert problems("{{ branch }}") == []
    with pytest.raises(ValueError, match="registered already"):
        register(Placeholder("branch", "Other", "其他", "other", text, text))
    with pytest.raises(ValueError, match="not a placeholder name"):
        register(Placeholder("Check Code", "Other", "其他", "other", text, text))


@given(st.text(alphabet="{}｛｝ abhotline_|汉\n", max_size=200))
def test_any_body_is_answered_and_places_lie_inside(body: str) -> None:
    for finding in problems(body):
        assert body[finding.start : finding.end] == finding.phrase
    for name in names(body):
        assert name in registered() or suggest(name) is not None
