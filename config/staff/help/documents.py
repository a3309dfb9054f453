"""The documents as files: `agent.md` is English, `agent.zh-CN.md` its Chinese twin.

A document without a twin serves both languages.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parents[3] / "docs"
CHINESE = ".zh-CN"
FIRST = "index"
TWIN_LINK = re.compile(r"^\[(?:English|中文|简体中文)\]\([\w.-]+\)(?: · )?", re.MULTILINE)
"""The line by which a document names its twin; a page here has its language from the person."""

CHINESE_LINES = re.compile(r"(?<=[一-鿿，。；：、”）！？])\n(?=[一-鿿“（])")
"""A line's end between two Chinese characters, which no reader is to see as a space."""


class Document(NamedTuple):
    """`text`: Markdown. `language`: of the text, which may be another than was asked for."""

    name: str
    language: str
    text: str


@cache
def names() -> frozenset[str]:
    """Of all documents, without their language."""
    found = {path.stem for path in FOLDER.glob("*.md")}
    return frozenset(name for name in found if not name.endswith(CHINESE))


def document(name: str, *, chinese: bool) -> Document | None:
    """In the language asked for where there is a twin; None where there is no such document."""
    if name not in names():
        return None
    twin = FOLDER / f"{name}{CHINESE}.md"
    path = twin if chinese and twin.is_file() else FOLDER / f"{name}.md"
    language = "zh-Hans" if path == twin else "en"
    text = TWIN_LINK.sub("", path.read_text("utf-8"), count=1)
    return Document(name, language, CHINESE_LINES.sub("", text))


@cache
def headings(name: str, *, chinese: bool) -> tuple[str, ...]:
    """The addresses within a document, in their order: of its second and third headings."""
    found = document(name, chinese=chinese)
    text = re.sub(r"^```.*?^```", "", found.text if found else "", flags=re.MULTILINE | re.DOTALL)
    return tuple(slug(each) for each in re.findall(r"^##+ (.+)$", text, re.MULTILINE))


def slug(heading: str) -> str:
    """As the site and code hosts make it: small letters, hyphens between words."""
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
