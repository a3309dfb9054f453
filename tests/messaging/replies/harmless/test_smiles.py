"""Replies without a word."""

import pytest

from messaging.replies.harmless.smiles import is_smile


@pytest.mark.parametrize("reply", ["👍", "👍🏻👍🏻", "🙏 🙏", "[玫瑰]", "(微笑)", "❤️", "👌。"])
def test_friendly_signs_are_a_smile(reply: str) -> None:
    assert is_smile(reply)


@pytest.mark.parametrize("reply", ["", "？", "🖕", "😡", "🔪", "[刀]", "👍 退订", "???"])
def test_others_are_none(reply: str) -> None:
    assert not is_smile(reply)
