"""The documents hold together: both languages, and nothing named that is not there."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
CHINESE = ".zh-CN"
FOR_ENGINEERS = "For engineers"
"""The section whose pages may be in English alone; what the menu does not name is there too."""
IN_BOTH = {"glossary", "rules"}
"""Pages that speak both languages themselves."""
DAYS_AND_RULES = (
    *("collector", "supervisor", "agent", "auditor", "administrator", "borrower"),
    *("first-hour", "compliance"),
)
SAID = {
    "我换号了",
    "我周五还",
    "不还钱就让你好看",
    "打错了",
    "不是本人",
    "已经还了",
    "周五还",
    "现在还不起",
}
"""What a customer or a bad text says, in the same quotation marks as names on screen."""
ALL = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
CODE = ("accounts", "config", "messaging", "feedback", "deploy", "tests", "scripts")
MOST_BYTES = 120_000


def headings(text: str) -> list[int]:
    """Their levels, in order; code aside."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return [len(each) for each in re.findall(r"^(#+) ", text, re.MULTILINE)]


def english() -> set[str]:
    return {path.stem for path in DOCS.glob("*.md") if not path.stem.endswith(CHINESE)}


def chinese() -> set[str]:
    return {path.stem.removesuffix(CHINESE) for path in DOCS.glob(f"*{CHINESE}.md")}


def named_settings(text: str) -> set[str]:
    return set(re.findall(r"\bHUANCUI_[A-Z_]*[A-Z]\b", text))


def menu() -> dict[str, list[str]]:
    """Of the site: its sections' pages, without their ends."""

    class Loader(yaml.SafeLoader):
        """Leaves the site's own functions alone."""

    Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda *_: None)
    site = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader)
    first, *sections = site["nav"]
    found = {"": [first], **{name: pages for each in sections for name, pages in each.items()}}
    return {name: [page.removesuffix(".md") for page in pages] for name, pages in found.items()}


def test_every_page_for_users_is_there_in_both_languages() -> None:
    for_users = {page for name, pages in menu().items() if name != FOR_ENGINEERS for page in pages}
    assert len(for_users) > 20
    assert for_users - IN_BOTH == chinese()
    assert for_users <= english()


@pytest.mark.parametrize("name", sorted(chinese()))
def test_a_page_and_its_twin_name_each_other(name: str) -> None:
    text, twin = ((DOCS / f"{name}{end}.md").read_text("utf-8") for end in ("", CHINESE))
    assert f"]({name}{CHINESE}.md)" in text[:400]
    assert f"[English]({name}.md)" in twin[:400]


def test_the_pages_that_help_leads_into_have_the_same_parts_in_both_languages() -> None:
    from config.staff.help.desks import DESKS

    for name in {desk.document for desk in DESKS.values() if desk.heading}:
        text, twin = ((DOCS / f"{name}{end}.md").read_text("utf-8") for end in ("", CHINESE))
        assert headings(text) == headings(twin), name


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_what_a_document_tells_to_run_can_be_run(path: Path) -> None:
    text = path.read_text("utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = re.findall(r"`make ([a-z-]+)|^    make ([a-z-]+)", text, re.MULTILINE)
    assert {one or other for one, other in made} <= set(targets)
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())


def test_every_command_that_the_page_of_commands_lists_is_there() -> None:
    for end in ("", CHINESE):
        rows = (DOCS / f"commands{end}.md").read_text("utf-8").splitlines()
        first = [row.split("|")[1] for row in rows if row.startswith("| `")]
        listed = {name for cell in first for name in re.findall(r"`([a-z_]+)", cell)}
        assert len(listed) > 20
        assert listed <= set(get_commands())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_every_setting_a_document_names_is_read_somewhere(path: Path) -> None:
    known = _settings_in_code()
    found = named_settings(path.read_text("utf-8"))
    made_up = {name for name in found if name.startswith("HUANCUI_GATEWAY_")}
    assert {each.removesuffix("_FILE") for each in found - made_up} <= known


def test_every_setting_is_on_the_page_of_settings_in_both_languages() -> None:
    wanted = _settings_read()
    assert len(wanted) > 35
    for end in ("", CHINESE):
        page = (DOCS / f"settings{end}.md").read_text("utf-8")
        assert wanted - named_settings(page) == set()


def test_pictures_are_small_and_shown() -> None:
    shown = " ".join(path.read_text("utf-8") for path in ALL)
    for picture in sorted((DOCS / "pictures").iterdir()):
        assert picture.stat().st_size <= MOST_BYTES, picture.name
        assert f"pictures/{picture.name})" in shown, picture.name


def test_the_rules_a_text_is_decided_by_are_explained_in_their_order() -> None:
    from django.utils.translation import override

    from messaging import labels
    from messaging.policy.rules import RULES

    for end, language in (("", "en"), (CHINESE, "zh-hans")):
        page = (DOCS / f"compliance{end}.md").read_text("utf-8")
        with override(language):
            wanted = [str(labels.rule(rule[0])) for rule in RULES]
        rows = re.findall(r"^\| ([^|]+?) \| ", page.split("\n## ")[1], re.MULTILINE)
        assert rows[1:] == wanted


@pytest.mark.parametrize("name", DAYS_AND_RULES)
def test_what_a_page_calls_by_name_is_so_called_on_the_screens(name: str) -> None:
    english_names, chinese_names = _on_screens()
    text, twin = ((DOCS / f"{name}{end}.md").read_text("utf-8") for end in ("", CHINESE))
    marked = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)
    assert _lacking(marked, english_names) == set()
    assert _lacking(re.findall("“([^”]+)”", twin), chinese_names) - SAID == set()


def _lacking(marked: list[str], names: set[str]) -> set[str]:
    """Of what is marked as a name on screen; of a long one the beginning is enough."""
    parts = {part for each in marked for part in " ".join(each.split()).split(" → ")}
    return {each for each in parts if not any(name.startswith(each) for name in names)}


@cache
def _on_screens() -> tuple[set[str], set[str]]:
    with (ROOT / "locale/zh_Hans/LC_MESSAGES/django.po").open("rb") as file:
        entries = [each for each in read_po(file) if each.id]
    ids = {text for each in entries for text in _forms(each.id)}
    strings = {text for each in entries for text in _forms(each.string)}
    return ids, strings


def _forms(said: str | tuple[str, ...]) -> list[str]:
    """Singular and plural, with an ellipsis where something is filled in."""
    forms = (said,) if isinstance(said, str) else said
    return [re.sub(r"%\(\w+\)[sd]|\{\w*\}", "…", each) for each in forms]


def _settings_read() -> set[str]:
    """What the product asks its environment for, tests and failpoints aside."""
    found = set()
    for app in ("accounts", "config", "messaging", "feedback"):
        for path in (ROOT / app).rglob("*.py"):
            found |= named_settings(path.read_text("utf-8"))
    return found - {"HUANCUI_FAILPOINTS", "HUANCUI_SAMPLE_DAYS", "HUANCUI_GATEWAY_NAME"}


@cache
def _settings_in_code() -> set[str]:
    said = subprocess.run(
        ["git", "grep", "-ohE", "HUANCUI_[A-Z_]*[A-Z]", "--", *CODE, ".ci"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(said.split())
