"""The documents in two languages, as mkdocs builds them (mkdocs.yml).

`deploy.md` is English, `deploy.zh-CN.md` its Chinese twin; a page without a twin serves both. Each
page is drawn in its own language, with the menu of that language and the way to its twin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
CHINESE, ENGLISH = "zh-CN", "en"
SUFFIX = f".{CHINESE}.md"
SECTIONS = {
    "Begin": "上手",
    "Understand": "规则与说明",
    "Run": "部署与运维",
    "Connect": "对接",
    "For engineers": "面向工程师",
}
NAMELESS = 'data-md-component="search" role="dialog"'
SEARCH = {CHINESE: "搜索", ENGLISH: "Search"}
TWIN_LINK = re.compile(r"^\[(?:English|中文|简体中文)\]\([\w.-]+\)(?: · )?", re.MULTILINE)
"""How a document names its twin where no menu does; the first of a page."""

CHINESE_LINES = re.compile(r"(?<=[一-鿿，。；：、”）！？])\n(?=[一-鿿“（])")
"""A line's end between two Chinese characters, which no reader is to see as a space."""

HAN = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")
BREAK = "\u200b"
"""What no reader sees, and the search takes for the end of a word."""

_menus: dict[str, Navigation] = {}


def twin(path: str) -> str:
    """The same page in the other language."""
    if path.endswith(SUFFIX):
        return path.removesuffix(SUFFIX) + ".md"
    return path.removesuffix(".md") + SUFFIX


def language(path: str) -> str:
    return CHINESE if path.endswith(SUFFIX) else ENGLISH


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """The menu with all that it does not name, in its last section; and the Chinese pages."""
    docs = Path(config.docs_dir)
    pages: list[Any] = config.nav or []
    named = set(_named(pages))
    english = sorted(path.name for path in docs.glob("*.md") if not path.name.endswith(SUFFIX))
    [last] = pages[-1].values()
    last += [name for name in english if name not in named]
    config.nav = [*pages, *_twins(pages, docs)]
    return config


def _named(items: list[Any]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            for inside in item.values():
                yield from _named(inside)


def _twins(items: list[Any], docs: Path) -> list[str]:
    found = []
    for item in items:
        if isinstance(item, dict):
            found += [each for inside in item.values() for each in _twins(inside, docs)]
        elif (docs / twin(item)).exists():
            found.append(twin(item))
    return found


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The first page is the Chinese one."""
    for path, to in (("index" + SUFFIX, "index.html"), ("index.md", "index.en.html")):
        page = files.get_file_from_path(path)
        if page is not None:
            page.dest_uri = to
    favicon = (ROOT / "static" / "favicon.svg").read_text("utf-8")
    files.append(File.generated(config, "favicon.svg", content=favicon))
    return files


def on_nav(nav: Navigation, files: Files, **_: Any) -> Navigation:
    english = [each for each in nav.items if _is_english(each)]
    chinese = [_in_chinese(each, files) for each in english]
    _menus[ENGLISH] = Navigation(english, nav.pages)
    _menus[CHINESE] = Navigation(chinese, nav.pages)
    return nav


def _is_english(item: Any) -> bool:
    return not isinstance(item, Page) or language(item.file.src_uri) == ENGLISH


def _in_chinese(item: Any, files: Files) -> Any:
    if isinstance(item, Page):
        other = files.get_file_from_path(twin(item.file.src_uri))
        return item if other is None else other.page
    section = Section(SECTIONS[item.title], [_in_chinese(each, files) for each in item.children])
    for each in section.children:
        if isinstance(each, Page) and language(each.file.src_uri) == CHINESE:
            each.parent = section
    return section


def on_page_markdown(markdown: str, **_: Any) -> str:
    return CHINESE_LINES.sub("", TWIN_LINK.sub("", markdown, count=1))


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    path = page.file.src_uri
    config.theme["language"] = "zh" if language(path) == CHINESE else "en"
    files = {each.file.src_uri: each.file.url for each in nav.pages}
    urls = {language(each): files.get(each, page.file.url) for each in (path, twin(path))}
    config.extra["alternate"] = [
        {"name": "中文", "link": urls[CHINESE], "lang": "zh"},
        {"name": "English", "link": urls[ENGLISH], "lang": "en"},
    ]
    return {**context, "nav": _menus[language(path)]}


def on_post_page(output: str, page: Page, **_: Any) -> str:
    """The theme's search is a dialog without a name."""
    name = SEARCH[language(page.file.src_uri)]
    return output.replace(NAMELESS, f'{NAMELESS} aria-label="{name}"')


def on_post_build(config: MkDocsConfig) -> None:
    """Chinese has no spaces: the search finds by characters that stand together."""
    index = Path(config.site_dir) / "search" / "search_index.json"
    found = json.loads(index.read_text("utf-8"))
    for each in found["docs"]:
        each["title"], each["text"] = (HAN.sub(BREAK, each[part]) for part in ("title", "text"))
    index.write_text(json.dumps(found, ensure_ascii=False), "utf-8")
