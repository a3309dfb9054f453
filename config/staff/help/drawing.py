"""Markdown as HTML, element by element: what a document says is text, whatever is written in it.

Links between documents lead to help pages, pictures to their files; links to files that no page
shows (the source, the monitoring rules) are their words alone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode as Node

from config.staff.help.documents import CHINESE, names, slug

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")

PLAIN = {
    "paragraph": "p",
    "strong": "strong",
    "em": "em",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
}
"""What is drawn as one element around what is in it."""


def draw(text: str) -> str:
    """The document without its first heading, which is the page's title."""
    root = Node(_READER.parse(text))
    return _all([each for each in root.children if each.tag != "h1"])


def title(text: str) -> str:
    """The first heading."""
    root = Node(_READER.parse(text))
    first = next(each for each in root.children if each.tag == "h1")
    return words(first)


def words(node: Node) -> str:
    """Without any mark-up."""
    return node.content if not node.children else "".join(words(each) for each in node.children)


def _all(nodes: list[Node]) -> str:
    return format_html_join("", "{}", ((_one(each),) for each in nodes))


def _one(node: Node) -> str:
    if node.type in PLAIN:
        return _element(PLAIN[node.type], node)
    draws = _DRAWS.get(node.type)
    if draws is not None:
        return draws(node)
    return _all(node.children) if node.children else format_html("{}", node.content)


def _element(tag: str, node: Node) -> str:
    # Format strings are literal in this module: a tag is one of PLAIN or h2 to h6.
    return format_html("<{0}>{1}</{0}>", tag, _all(node.children))


def _heading(node: Node) -> str:
    address = slug(words(node))
    inside = _all(node.children)
    return format_html('<{0} id="{1}">{2}</{0}>', node.tag, address, inside)


def _table(node: Node) -> str:
    return format_html(
        '<div class="hc-table-wrap"><table class="hc-table">{}</table></div>', _all(node.children)
    )


def _link(node: Node) -> str:
    inside, to = _all(node.children), str(node.attrGet("href") or "")
    if to.startswith(("https://", "#")):
        return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', to, inside)
    path, _, heading = to.partition("#")
    name = path.removesuffix(".md").removesuffix(CHINESE)
    if not path.endswith(".md") or name not in names():
        return inside
    address = reverse("admin:help", args=[name])
    return format_html('<a href="{}{}">{}</a>', address, f"#{heading}" if heading else "", inside)


def _picture(node: Node) -> str:
    file = str(node.attrGet("src") or "").removeprefix("pictures/")
    return format_html('<img src="{}" alt="{}">', static(f"help/{file}"), words(node))


def _code(node: Node) -> str:
    """Reached by Tab, so that keys scroll it."""
    return format_html('<pre tabindex="0"><code>{}</code></pre>', node.content)


_DRAWS: dict[str, Callable[[Node], str]] = {
    "heading": _heading,
    "table": _table,
    "link": _link,
    "image": _picture,
    "code_inline": lambda node: format_html("<code>{}</code>", node.content),
    "fence": _code,
    "code_block": _code,
    "softbreak": lambda _node: "\n",
    "hardbreak": lambda _node: format_html("<{}>", "br"),
    "hr": lambda _node: format_html("<{}>", "hr"),
}
