"""A file of templates is read whole or refused with every entry and field that is wrong."""

import pytest
from hypothesis import given, strategies as st

from accounts.models.choices import Cause, Channel, Language
from messaging.interchange.entries import Entry, FileRefused
from messaging.interchange.reading import read
from messaging.interchange.writing import as_file
from messaging.models.choices import ContentClass, StageChoices, Tone

ANYTHING = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(ANYTHING, min_size=1, max_size=60).filter(str.strip)
ENTRIES = st.builds(
    Entry,
    code=st.text("abcxyz019_-", min_size=1, max_size=60),
    title=st.text(ANYTHING, min_size=1, max_size=80).filter(str.strip),
    stage=st.sampled_from(StageChoices.values),
    tone=st.sampled_from(Tone.values),
    cause=st.sampled_from(Cause.values),
    channel=st.sampled_from(Channel.values),
    content_class=st.sampled_from(ContentClass.values),
    texts=st.dictionaries(st.sampled_from(Language.values), TEXTS, min_size=1).map(
        lambda texts: {code: texts[code] for code in Language.values if code in texts}
    ),
)
GOOD = Entry(
    code="one",
    title="第一天",
    stage="dpd-1",
    tone="gentle",
    cause="unknown",
    channel="sms",
    content_class="collection_service",
    texts={"zh-hans": "您好，{{ customer_name }}"},
)


@given(st.lists(ENTRIES, unique_by=lambda entry: entry.code, max_size=3))
def test_what_is_written_is_read_again_to_the_letter_and_written_the_same(entries) -> None:
    file = as_file(entries)
    assert read(file) == entries
    assert as_file(read(file)) == file


def test_a_file_is_made_for_people_and_diffs() -> None:
    several_lines = Entry(**{**_fields(GOOD), "texts": {"zh-hans": "第一行\n第二行"}})
    assert as_file([GOOD, several_lines]) == (
        "kind: huancui-templates\n"
        "format: 1\n"
        "templates:\n"
        "- code: one\n"
        "  title: 第一天\n"
        "  stage: dpd-1\n"
        "  tone: gentle\n"
        "  cause: unknown\n"
        "  channel: sms\n"
        "  content_class: collection_service\n"
        "  texts:\n"
        "    zh-hans: 您好，{{ customer_name }}\n"
        "- code: one\n"
        "  title: 第一天\n"
        "  stage: dpd-1\n"
        "  tone: gentle\n"
        "  cause: unknown\n"
        "  channel: sms\n"
        "  content_class: collection_service\n"
        "  texts:\n"
        "    zh-hans: |-\n"
        "      第一行\n"
        "      第二行\n"
    )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "no spaces"}, "code"),
        ({"code": "a" * 61}, "code"),
        ({"title": " "}, "title"),
        ({"title": "长" * 81}, "title"),
        ({"stage": "dpd-99"}, "stage"),
        ({"stage": None}, "stage"),
        ({"tone": ["gentle"]}, "tone"),
        ({"cause": "laziness"}, "cause"),
        ({"channel": "pigeon"}, "channel"),
        ({"content_class": "marketing"}, "content_class"),
        ({"texts": {}}, "texts"),
        ({"texts": ["您好"]}, "texts"),
        ({"texts": {"fr": "Bonjour"}}, "texts.fr"),
        ({"texts": {"zh-hans": ""}}, "texts.zh-hans"),
        ({"texts": {"zh-hans": 12}}, "texts.zh-hans"),
        ({"texts": {"zh-hans": "长" * 10_001}}, "texts.zh-hans"),
        ({"approved": True}, "approved"),
    ],
)
def test_what_is_wrong_is_said_by_entry_and_field(changes, field) -> None:
    problems = _refused(_file({**_fields(GOOD), **changes}))
    assert [problem.field for problem in problems] == [field]
    assert problems[0].entry in {"one", changes.get("code"), "#1"}


def test_all_problems_are_said_at_once() -> None:
    problems = _refused(
        _file({**_fields(GOOD), "tone": "loud"}, "nonsense", {**_fields(GOOD), "code": ""})
    )
    assert [(problem.entry, problem.field) for problem in problems] == [
        ("one", "tone"),
        ("#2", ""),
        ("#3", "code"),
    ]


def test_a_code_given_twice_is_refused() -> None:
    [problem] = _refused(_file(_fields(GOOD), _fields(GOOD)))
    assert (problem.entry, problem.field) == ("one", "code")


def test_what_is_left_out_means_the_usual() -> None:
    short = {key: _fields(GOOD)[key] for key in ("code", "title", "stage", "tone", "texts")}
    assert read(_file(short)) == [GOOD]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "您好",
        "[1, 2",
        "kind: something-else",
        "kind: huancui-templates\nformat: 2\ntemplates: []",
        "kind: huancui-templates\nformat: 1\ntemplates: {}",
        "kind: huancui-templates\nformat: 1\ntemplates: []\nmore: 1",
        "kind: huancui-templates\nkind: huancui-templates\nformat: 1\ntemplates: []",
        "a: &a [x]\nb: [*a, *a]",
        "!!python/object/apply:os.system ['true']",
        "kind: huancui-templates\nformat: 1\ntemplates: [{code: \x07}]",
        "[" * 5000,
        "? [a, b]\n: c",
        "{{ customer_name }}: 1",
    ],
)
def test_what_is_no_file_of_templates_gets_an_answer_and_nothing_is_executed(text: str) -> None:
    assert _refused(text)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    assert _refused(text)


def test_a_file_beyond_two_megabytes_is_not_even_read() -> None:
    [problem] = _refused("x" * 2_000_001)
    assert "2 MB" in problem.reason


def _fields(entry: Entry) -> dict:
    return {"code": entry.code, **entry.settings(), "texts": dict(entry.texts)}


def _file(*rows) -> str:
    from messaging.interchange.yaml_text import dump

    return dump({"kind": "huancui-templates", "format": 1, "templates": list(rows)})


def _refused(text: str):
    with pytest.raises(FileRefused) as refused:
        read(text)
    return refused.value.problems
