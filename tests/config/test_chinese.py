"""The Chinese catalogue is whole, exact in its gaps, and keeps to the word list."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.template.base import Lexer, TokenType
from django.utils import translation

from config.catalogue import compile_catalogues
from config.strings import extraction as strings

GAPS = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}(?!\})|<[^>]+>")
BLOCKS = re.compile(
    r"\{%\s*blocktranslate\b([^%]*)%\}(.*?)\{%\s*(?:plural|endblocktranslate)\b", re.DOTALL
)
CHINESE = re.compile(r"[\u4e00-\u9fff、。]")
SAME_IN_BOTH = {"SHA-256", "Kannel", "%(fact)s: %(value)s", "%(channel)s, %(hours)s", "; "}

# Where the English says the one, the Chinese says the other (docs/glossary.md).
WORDS = {
    r"suppress\w*": "禁发",
    r"opt-out|opted out|opting out|opt out": "退订",
    r"templates?": "模板",
    r"strateg(y|ies)": "策略",
    r"polic(y|ies)": "合规规则",
    r"lenders?": "出借机构",
    r"gateways?": "通道",
    r"complaints?": "投诉",
    r"customers?": "客户",
    r"quiet hours": "静默时段",
    r"preferred hours": "优先时段",
    r"control group": "对照组",
    r"candidates?": "候选",
    r"receipts?": "回执",
    r"permit": "发送许可",
    r"sandbox": "沙盒",
    r"supervisors?": "主管",
    r"audit trail": "审计记录",
}
NEVER_SAID = ["欠款人", "债务人", "老赖", "催债", "你"]


@cache
def catalogue() -> Catalog:
    return strings.read_catalogue()


def entries() -> list[Message]:
    return [message for message in catalogue() if message.id]


def keys(found: Catalog) -> set[tuple[str, ...]]:
    return {(m.context or "", *strings.texts(m.id)) for m in found if m.id}


def english(message: Message) -> str:
    return strings.texts(message.id)[-1]


def chinese(message: Message) -> str:
    return strings.texts(message.string)[0]


def test_every_entry_is_translated_and_none_is_a_guess() -> None:
    assert strings.untranslated(catalogue()) == []


def test_every_text_of_the_source_is_in_the_catalogue_and_no_other() -> None:
    in_source, in_catalogue = keys(strings.own_strings()), keys(catalogue())
    advice = "run `python -m config.strings` and translate what it lists"
    assert sorted(in_source - in_catalogue) == [], advice
    assert sorted(in_catalogue - in_source) == [], advice


def test_the_list_of_texts_from_elsewhere_is_up_to_date() -> None:
    listed = keys(strings.strings_in([strings.OTHER_STRINGS]))
    assert keys(strings.other_strings()) == listed, "run `python -m config.strings`"


def test_placeholders_and_tags_are_the_same_in_both_languages() -> None:
    wrong = [
        english(message)
        for message in entries()
        if Counter(GAPS.findall(english(message))) != Counter(GAPS.findall(chinese(message)))
    ]
    assert wrong == []


def test_chinese_is_chinese() -> None:
    left = {english(m) for m in entries() if not CHINESE.search(chinese(m))}
    assert left - SAME_IN_BOTH == set()


@pytest.mark.parametrize(("word", "said"), WORDS.items())
def test_a_word_has_one_translation(word: str, said: str) -> None:
    named = re.compile(rf"(?<![\w(-])({word})(?![\w:)])", re.IGNORECASE)
    other = [
        (english(m), chinese(m))
        for m in entries()
        if named.search(english(m)) and said not in chinese(m)
    ]
    assert other == []


def test_people_are_spoken_of_with_respect() -> None:
    rude = [chinese(m) for m in entries() if any(word in chinese(m) for word in NEVER_SAID)]
    assert rude == []


def test_the_screens_show_it() -> None:
    compile_catalogues()
    with translation.override("zh-hans"):
        assert translation.gettext("Hold ledger") == "暂停联系台账"
        assert translation.gettext("Apply Filters") == "筛选"
        assert translation.ngettext("%(n)s segment", "%(n)s segments", 2) == "计 %(n)s 条"


ROOT = strings.REPOSITORY / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
UNMARKED = re.compile(r"[A-Za-z]{3,}")
NAMES = {"Alt", "BOM", "CSV", "Ctrl", "English", "Esc", "Excel", "SHA", "Shift", "UTF", "XLSX"}
NOT_WORDS = re.compile(
    r"<(script|style|code)\b.*?</\1>|<span[^>]*material-symbols[^>]*>\w+</span>|<kbd>.*?</kbd>|<[^>]*>|&\w+;"
    # Attributes that a template of their own adds to a tag (staff/poll.html).
    r"|hx-\w+=\"[^\"]*\"",
    re.DOTALL,
)
READ_ALOUD = re.compile(r"(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_no_word_stands_in_a_template_unmarked(template: Path) -> None:
    shown, is_marked = "", False
    for token in Lexer(template.read_text(encoding="utf-8")).tokenize():
        if token.token_type == TokenType.BLOCK:
            tag = token.contents.split()[0]
            if tag in {"blocktranslate", "blocktrans", "comment"}:
                is_marked = True
            elif tag in {"endblocktranslate", "endblocktrans", "endcomment"}:
                is_marked = False
        elif token.token_type == TokenType.TEXT and not is_marked:
            shown += f"{token.contents} "
    words = NOT_WORDS.sub(" ", shown) + " ".join(READ_ALOUD.findall(shown))
    assert set(UNMARKED.findall(words)) - NAMES == set()


def test_a_text_with_a_plural_is_asked_for_with_its_number() -> None:
    """Asked for without, it is not found: the reader gets English."""
    plurals = {each.id[0] for each in catalogue() if isinstance(each.id, list | tuple)}
    found = []
    for path in (strings.REPOSITORY / "templates").rglob("*.html"):
        for said, text in BLOCKS.findall(path.read_text("utf-8")):
            name = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", " ".join(text.split()))
            if name in plurals and "count " not in said:
                found.append((path.name, name))
    for app in ("accounts", "messaging", "feedback", "config"):
        for path in (strings.REPOSITORY / app).rglob("*.py"):
            asked = re.findall(r'\b(?:_|gettext|gettext_lazy)\(\s*"([^"]+)"\s*\)', path.read_text())
            found += [(path.name, name) for name in asked if name in plurals]
    assert found == []
