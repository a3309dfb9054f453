"""What a shape is made of: the finished text, and the values that stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LINKS = {"zh-hans": "查看账单", "zh-hant": "查看帳單", "en": "See what is due"}
"""What the one button says, by language."""


@dataclass(frozen=True, slots=True)
class Told:
    """`text` as it was read back, with its `signature` in front; `values` of its placeholders;
    `subject` as rendered; `link` to the lender's page for customers, empty where it has none;
    `open_screen`: the customer agreed that a locked phone shows the text."""

    text: str = field(repr=False)
    signature: str
    subject: str
    language: str
    link: str = ""
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    brackets: tuple[str, str] = ("【", "】")
    open_screen: bool = False

    @property
    def words(self) -> str:
        """The text without the signature, which other channels show in their own place."""
        opening, closing = self.brackets
        return self.text.removeprefix(f"{opening}{self.signature}{closing}").strip()
