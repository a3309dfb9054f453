"""One regular expression for many words, sharing their beginnings, longest first."""

import re
from collections.abc import Iterable
from typing import Any


def words_pattern(words: Iterable[str]) -> str:
    """A pattern that matches, at a place, the longest of the words."""
    root: dict[str, dict[str, Any]] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _pattern(root)


def _pattern(node: dict[str, dict[str, Any]]) -> str:
    branches = [re.escape(c) + _pattern(below) for c, below in sorted(node.items()) if c]
    if not branches:
        return ""
    inside = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{inside})?" if "" in node else inside
